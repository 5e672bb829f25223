"""Places of a text where the file is doubtful: left as they stand, listed and marked for a person to look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from corpus.documents import Block, Repair
from corpus.edits import Segments

T = TypeVar("T")

KINDS = {
    "line_join": "断行",
    "page_number": "页码",
    "rule_line": "分隔线",
    "markdown": "星号",
    "number_space": "数字旁的空格",
    "space": "空格",
    "spread": "排开的字",
    "broken_title": "断开的标题",
    "english_and": "and",
    "width": "全角半角",
    "radical": "部首字",
    "private_character": "行末造字",
    "recognition": "识别没有把握",
    "undecoded": "无法辨认的字符",
    "private": "造字区字符",
    "odd_page_number": "可疑的页码",
}
"""The kinds of repairs and doubts as readers see them."""

_CHARACTERS = (("undecoded", re.compile("\ufffd+")), ("private", re.compile("[\ue000-\uf8ff]+")))
_MOST_PAGES_APART = 10
_MOST_LISTED = 20
_LONGEST_QUOTE = 30


def tally(repairs: Iterable[Repair]) -> dict[str, int]:
    """Return how many places there are of each kind, most frequent first."""
    return dict(Counter(repair.kind for repair in repairs).most_common())


def doubtful_places(text: str, blocks: Sequence[Block], way: Segments, repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Yield the doubts of a clean text, in no order.

    Args:
        text: The clean text.
        blocks: The blocks that it comes from, with what was recognised with little confidence.
        way: The map from the clean text to the text of the blocks.
        repairs: What was changed, for page numbers out of order.
    """
    for kind, pattern in _CHARACTERS:
        yield from (Repair(found.start(), found.end(), kind, found[0], found[0]) for found in pattern.finditer(text))
    position = 0
    for block in blocks:
        for start, end, _ in block.doubtful:
            clean_start, clean_end = way.to_new(position + start), way.to_new(position + end)
            if quote := text[clean_start:clean_end]:
                yield Repair(clean_start, clean_end, "recognition", quote, quote)
        position += len(block.text) + 1
    for repair in _odd_page_numbers(repairs):
        start = max(repair.start - 1, 0)
        yield Repair(start, repair.start, "odd_page_number", text[start : repair.start], text[start : repair.start])


def _odd_page_numbers(repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Yield the numbers taken out as page numbers that go on from none before and lead to none after: figures, perhaps."""
    found = [
        (repair, int(digits[0]))
        for repair in repairs
        if repair.kind == "page_number" and (digits := re.search(r"\d+", repair.before))
    ]
    yield from (repair for repair, _ in out_of_order(found, lambda left, right: _goes_on(left[1], right[1])))


def out_of_order(items: Sequence[T], goes_on: Callable[[T, T], bool]) -> Iterator[T]:
    """Yield the items that go on from neither of the two before and lead to neither of the two after."""
    for i, item in enumerate(items):
        before, after = items[max(i - 2, 0) : i], items[i + 1 : i + 3]
        if not (any(goes_on(other, item) for other in before) or any(goes_on(item, other) for other in after)):
            yield item


def _goes_on(number: int, following: int) -> bool:
    return following == 1 or number < following <= number + _MOST_PAGES_APART


def sentences(places: Sequence[Repair], repairs: Sequence[Repair], pages: Sequence[int]) -> Iterator[str]:
    """Yield what the doubts say, long lists cut. `pages` is the page of each place, 0 where there is none."""
    counts = tally(places)
    if lost := sum(len(place.before) for place in places if place.kind == "undecoded"):
        yield f"有 {lost} 处字符无法辨认，显示为 \ufffd"
    if private := sum(len(place.before) for place in places if place.kind == "private"):
        yield f"有 {private} 个造字区字符，请对照原文"
    weak = [(place, page) for place, page in zip(places, pages, strict=True) if place.kind == "recognition"]
    for place, page in weak[:_MOST_LISTED]:
        yield f"第 {page} 页识别没有把握：“{_cut(place.before)}”"
    if (more := len(weak) - _MOST_LISTED) > 0:
        yield f"另有 {more} 处识别没有把握"
    if counts.get("odd_page_number"):
        taken = "、".join(f"“{repair.before.strip()}”" for repair in _odd_page_numbers(repairs))
        yield f"删去的页码前后不相接，可能是正文中的数：{_cut(taken)}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
