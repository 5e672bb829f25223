"""Enumerations of a draft: what stands after or before a name, cut into items, and the run of them that means a formulation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.drafts.formulations import SEPARATOR, Formulation
from search.drafts.wording import bare, likeness

_BORDER = re.compile(r"[。！？：:“”（）()\n]")
_LEAD = re.compile(r"^(?:即|就是|是指|包括|分别是|指的是|指|为|是|以及|和)")
_ALIKE = 0.5
_SAME_ITEM = 0.99
_NEAR_ITEM = 0.8
_PAIR = 2
_SKIP = (
    re.compile(r"[”\"》]?[一-鿿]{0,6}[（(](?:即|就是|指|包括|是)?[：:]?"),
    re.compile(
        r"[”\"》]?\w{0,10}?(?:[：:]|——|[，,]\s*(?:即|就是|是指|包括|分别是|指的是|指|为)[：:]?|是指|即|包括|分别是|指)"
    ),
    re.compile(r"[”\"》]?\w{0,6}?[，,]"),
    re.compile(r"[”\"》]?"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an enumeration in the draft."""

    text: str
    start: int
    end: int
    after: str


def items_after(text: str, start: int) -> Iterator[list[Item]]:
    """Yield the items of the enumeration after a name, read with the words that may lead over to it."""
    for pattern in _SKIP:
        skip = pattern.match(text, start)
        if skip:
            border = _BORDER.search(text, skip.end())
            yield items_between(text, skip.end(), border.start() if border else len(text))


def items_before(text: str, end: int) -> list[Item]:
    """Return the items of the enumeration before a name: 开放型、枢纽型、平台型“三型”组织."""
    end = end - 1 if text.endswith(("“", '"'), 0, end) else end
    start = max((match.end() for match in _BORDER.finditer(text, 0, end)), default=0)
    return items_between(text, start, end)


def items_between(text: str, start: int, end: int) -> list[Item]:
    """Return what 、 ， and ； part a piece of text into, without the words that lead over to the list."""
    found: list[Item] = []
    position = start
    for separator in SEPARATOR.finditer(text, start, end):
        found.append(Item(text[position : separator.start()], position, separator.start(), separator[0]))
        position = separator.end()
    found.append(Item(text[position:end], position, end, ""))
    return [_trimmed(item) for item in found if item.text]


def _trimmed(item: Item) -> Item:
    lead = _LEAD.match(item.text)
    cut = len(lead[0]) if lead and len(item.text) - len(lead[0]) >= 2 else 0
    return Item(item.text[cut:], item.start + cut, item.end, item.after)


def meant(items: list[Item], option: Formulation) -> list[Item]:
    """Return the run of items that means a formulation: from its first to its last known member, with what 、 joins on.

    Empty unless at least two members and half of them are there.
    """
    members = [bare(member) for member in option.members]
    items = [part for item in items for part in _parted(item, members)]
    scores = [best(bare(_core(item.text, members)), members)[1] for item in items]
    hits = [i for i, score in enumerate(scores) if score >= _SAME_ITEM]
    if len(members) == _PAIR and len(hits) == 1:  # of two, one may be misspelt
        hits = [i for i, score in enumerate(scores) if score >= _NEAR_ITEM]
    if len(hits) < max(2, (len(members) + 1) // 2):
        return []
    first, last = hits[0], hits[-1]
    while first > 0 and items[first - 1].after == "、" and _is_item(items[first - 1], option):
        first -= 1
    while last + 1 < len(items) and (
        (items[last].after in "、和" and _is_item(items[last + 1], option))
        or best(bare(items[last + 1].text), members)[1] >= _ALIKE
    ):
        last += 1
    return [_cored(item, members) for item in items[first : last + 1]]


def _parted(item: Item, members: list[str]) -> Iterator[Item]:
    """Yield the two items that 和 joins, where one of them is a member; 和 may as well stand inside a member."""
    cut = item.text.find("和")
    while cut > 0 and bare(item.text) not in members:
        left = Item(item.text[:cut], item.start, item.start + cut, "和")
        right = Item(item.text[cut + 1 :], item.start + cut + 1, item.end, item.after)
        if right.text and (bare(left.text) in members or bare(right.text) in members):
            yield left
            yield right
            return
        cut = item.text.find("和", cut + 1)
    yield item


def _is_item(item: Item, option: Formulation) -> bool:
    longest = max(map(len, option.members))
    return len(item.text) <= longest + 4


def _cored(item: Item, members: list[str]) -> Item:
    """Return an item cut down to the member that it holds."""
    core = _core(item.text, members)
    offset = item.text.find(core)
    if core == item.text or offset < 0:
        return Item(core, item.start, item.end, item.after)
    return Item(core, item.start + offset, item.start + offset + len(core), item.after)


def _core(text: str, members: list[str]) -> str:
    """Return the member that an item ends or starts with (建设开放型), or the item."""
    plain = bare(text)
    for member in members:
        if plain != member and len(member) >= 3 and (plain.endswith(member) or plain.startswith(member)):
            return member
    return text


def best(item: str, members: list[str]) -> tuple[str, float]:
    """Return the member most like an item, and how like: 1 for the same."""
    if item in members:
        return item, 1.0
    score, member = max((max(likeness(item, member), _in_step(item, member)), member) for member in members)
    return member, min(score, 0.98)


def _in_step(one: str, other: str) -> float:
    """Return how many characters of two wordings of one length are the same, 0 where that are too few."""
    if len(one) != len(other):
        return 0.0
    same = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    return same if same >= 0.6 else 0.0
