"""Lists in running text: what a sentence enumerates, with the verb before and the noun after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.patterns import lazy
from search.questions.fold import fold

# The shortest list has two members; a member is a phrase without punctuation.
_MEMBER = r"[^、，。；：！？“”‘’\s]{1,24}"
_QUOTED = r"[“《‘][^”》’]{1,40}[”》’][^、，。；：“”\s]{0,12}"
_LIST = lazy(rf"((?:{_QUOTED}|{_MEMBER})(?:、(?:{_QUOTED}|{_MEMBER}))+|(?:“[^”]+”){{2,}}|(?:《[^》]+》){{2,}})")
# A quoted member with what stands behind it.
_LONGEST_MEMBER = 54
_LAST = lazy(r"^(.+?)(?:以及|和|及|与)(?!谐|平)([^、]+)$")
_TAIL = lazy(
    r"等(?:(?P<count>多|\d+|[一二两三四五六七八九十]+)?(?:种|项|个|类|(?<=[多\d一二两三四五六七八九十])大|方面|家|位|名)?)?(?P<noun>[^，。；、]{0,20})$"
)
# The noun after a list in book-title or quotation marks, which ends before it.
_AFTER = lazy(r"等([^，。；、“《]{2,12})")
# A motto is quoted whole: “敢想、敢试、敢闯”的劲头.
_MOTTO = lazy(r"“([^”、，。；]{2,16}(?:、[^”、，。；]{2,16})+)”的?([^，。；、“”《》]{2,10})")
# Of a member that the sentence goes on after, what all members end in is kept.
_SHORTEST_ENDING = 2
# A member that begins with the sentence's verb is cut at it; these verbs bring a list in.
_VERBS = lazy(
    r".*(?:采取|采用|包括|包含|涵盖|明确|整合|融合|实行|围绕|通过|开展|组织|举办|聚焦|分为|加强|强化|突出|坚持|培育|打造|"
    r"利用|运用|推进|推动|建立|健全|完善|形成|设立|设置|落实|发挥|做好|抓好|实施|提供|重点在|在|由|即|是|按照|树牢|"
    r"确保|保持|保证|开设|集|给予|邀请|赴|到|向|从|将|把|的|以|为)"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list in a sentence.

    Attributes:
        members: In order of the text, without quotation marks.
        lead: What stands before the list in its clause, with the verb that brings it in.
        noun: The noun that the list ends in (等多种方式), or empty.
        start: Offset of the list in the sentence.
        count: How many members there are by the sentence itself (等8项), 0 where it does not say.
    """

    members: tuple[str, ...]
    lead: str
    noun: str
    start: int
    end: int
    count: int = 0


@lru_cache(maxsize=20_000)
def enumerations(text: str) -> tuple[Enumeration, ...]:
    """Return the lists of a sentence in order."""
    return tuple(_enumerations(text))


def mottoes(text: str) -> Iterator[Enumeration]:
    """Yield the lists that a sentence quotes whole, with the noun that says what they are."""
    for hit in _MOTTO.finditer(text):
        clause = max(text.rfind(mark, 0, hit.start()) for mark in "，。；：！？") + 1
        yield Enumeration(tuple(hit[1].split("、")), text[clause : hit.start()], hit[2], hit.start(), hit.end())


def _enumerations(text: str) -> Iterator[Enumeration]:
    for hit in _lists(text):
        if text[: hit.start()].count("“") > text[: hit.start()].count("”"):
            continue  # inside a quotation: a motto, no list
        clause = max(text.rfind(mark, 0, hit.start()) for mark in "，。；：！？") + 1
        raw = _split(hit[0])
        if len(raw) < 2:
            continue
        raw, is_cut = _up_to_rest(raw)
        lead, raw[0] = _cut_verb(raw[0])
        noun, count, raw[-1] = _cut_tail(raw[-1])
        members = [member for piece in raw[:-1] for member in [piece]] + _pair(raw[-1])
        members = [_clean(member) for piece in members for member in _inner(piece)]
        if not noun and (after := _AFTER.match(text, hit.end())):
            noun = after[1]
        end = hit.end() - is_cut
        if len(members) > 2 and len(kept := _cut_ending(members)) < len(members[-1]):
            members[-1] = kept
            end = text.find(kept, hit.start()) + len(kept)
        if all(members):
            yield Enumeration(tuple(members), text[clause : hit.start()] + lead, noun, hit.start(), end, count)


def _lists(text: str) -> Iterator[re.Match[str]]:
    """Yield where a list stands; nothing is looked for where no mark of one is near, which holds for most of a text."""
    if "”“" in text or "》《" in text:
        return _LIST.finditer(text)
    first = text.find("、")
    return iter(()) if first < 0 else _LIST.finditer(text, max(0, first - _LONGEST_MEMBER))


def may_list(text: str) -> bool:
    """Return whether a sentence has a mark without which it has no list, quoted or not."""
    return "、" in text or "”“" in text or "》《" in text


def _split(text: str) -> list[str]:
    if "、" not in text:
        return re.findall(r"“[^”]+”|《[^》]+》", text)
    pieces, depth = [""], 0
    for char in text:
        depth += (char in "“《（(") - (char in "”》）)")
        if char == "、" and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += char
    return pieces


def _up_to_rest(raw: list[str]) -> tuple[list[str], int]:
    """Return the pieces up to the one with 等, where the sentence goes on with another list; and the length cut off."""
    last = next(
        (i for i, piece in enumerate(raw) if i and piece.find("等") > 1 and piece[:1] not in "“《"), len(raw) - 1
    )
    return raw[: last + 1], sum(len(piece) + 1 for piece in raw[last + 1 :])


def _cut_verb(member: str) -> tuple[str, str]:
    """Return the verb phrase in front of the first member, and the member."""
    if member[:1] in "“《":
        return "", member
    opening = min((i for i in (member.find("“"), member.find("《")) if i > 0), default=0)
    if opening:
        return member[:opening], member[opening:]
    hit = _VERBS.match(member)
    if hit and hit.end() < len(member):
        return hit[0], member[hit.end() :]
    return "", member


def _cut_tail(member: str) -> tuple[str, int, str]:
    """Return the noun after the last member, how many there are by the text (等8项), and the member."""
    hit = _TAIL.search(member)
    if hit and hit.start() > 0:
        return hit["noun"], int(hit["count"]) if (hit["count"] or "").isdigit() else 0, member[: hit.start()]
    return "", 0, member


def _cut_ending(members: list[str]) -> str:
    """Return the last member up to what the others all end in: 乙指数 of 甲指数、乙指数稳定在九成以上."""
    *others, last = members
    shared = _shared_ending(others)
    at = last.find(shared) if len(shared) >= _SHORTEST_ENDING else -1
    return last[: at + len(shared)] if at > 0 else last


def _shared_ending(members: list[str]) -> str:
    size = next((i for i, chars in enumerate(zip(*(m[::-1] for m in members), strict=False)) if len(set(chars)) > 1), 0)
    return members[0][len(members[0]) - size :]


def _pair(member: str) -> list[str]:
    hit = _LAST.match(member)
    return [hit[1], hit[2]] if hit and len(hit[1]) > 1 and len(hit[2]) > 1 else [member]


def _inner(member: str) -> list[str]:
    """Return 互联网及手机报 as two members; a name in marks stays one."""
    if member[:1] in "“《":
        return [member]
    hit = re.match(r"^([^“”《》]{2,8})(?:及|和)([^“”《》]{2,8})$", member)
    return [hit[1], hit[2]] if hit else [member]


def _clean(member: str) -> str:
    return re.sub(r"[“”‘’]", "", member).strip("，。；、 ")


def shared_start(members: tuple[str, ...], start: str) -> bool:
    """Return whether all members begin with a wording."""
    return all(fold(member).startswith(fold(start)) for member in members)


def shared_end(members: tuple[str, ...], end: str) -> bool:
    """Return whether all members end in a wording."""
    return all(fold(member).endswith(fold(end)) for member in members)
