"""Brackets without a partner, and straight quotation marks in Chinese text (GB/T 15834-2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge

_OPENING, _CLOSING = "（(", "）)"
# The bracket of a list's number has no partner: 1） a) ①).
_NUMBER = re.compile(r"(?:^|[\s。；：，、])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
_STOP = re.compile(r"[，。；：！？（）()\n]")
_HANZI = re.compile("[一-鿿]")
_STRAIGHT = re.compile(r'"(?P<double>[^"“”\n]{1,60})"|(?<![A-Za-z0-9])\'(?P<single>[^\'‘’\n]{1,60})\'(?![A-Za-z])')
_BRACKETED = re.compile("[（(]([^（）()\n]{1,40})[）)]")
_USUAL = frozenset(
    {"市、区", "县、区", "区、市", "县、市、区", "市、县、区", "社区", "镇", "街道", "区", "市", "扩大", "试行", "暂行"}
)
_NEAR = 1
_LONGEST = 40


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield brackets that open or close nothing in their paragraph, and straight marks around or beside Chinese."""
    text = draft.document.text
    bracketed = _bracketed(known)
    position = 0
    for line in text.split("\n"):
        if any(char in line for char in _OPENING + _CLOSING):
            yield from _unpaired(text, position, line, bracketed)
        position += len(line) + 1
    for match in _STRAIGHT.finditer(text):
        inside = match["double"] or match["single"]
        around = text[max(0, match.start() - _NEAR) : match.start()] + text[match.end() : match.end() + _NEAR]
        if _HANZI.search(inside + around):
            message = "中文文稿的引号用“”"
            yield Doubt(match.start(), match.end(), "quotation_marks", "warning", message, f"“{inside}”")


def _bracketed(known: Knowledge) -> frozenset[str]:
    """Return what the library has in brackets, and the levels that papers put there: 县（市、区）."""
    found = {match[1] for source in known.sources for match in _BRACKETED.finditer(source.document.text)}
    return frozenset(found) | _USUAL


def _unpaired(text: str, offset: int, line: str, known: frozenset[str]) -> Iterator[Doubt]:
    """Yield the brackets of a line without a partner; one that the lines around it close or open is left alone."""
    opened: list[int] = []
    for place, char in enumerate(line):
        if char in _OPENING:
            opened.append(place)
        elif char in _CLOSING and opened:
            opened.pop()
        elif char in _CLOSING and not _NUMBER.search(line[:place]) and not _is_open_before(text, offset):
            stops = [stop.end() for stop in _STOP.finditer(line, 0, place)]
            start = stops[-1] if stops else 0
            start = max(start, place - _LONGEST)
            start = next((begin for begin in range(start, place) if line[begin:place] in known), start)
            yield _doubt(offset + start, offset + place + 1, f"（{line[start:place]}）", "前")
    for place in opened:
        if not _is_closed_behind(text, offset + len(line)):
            stop = _STOP.search(line, place + 1)
            end = min(stop.start() if stop else len(line), place + _LONGEST)
            end = next((last for last in range(place + _LONGEST, place, -1) if line[place + 1 : last] in known), end)
            yield _doubt(offset + place, offset + end, f"（{line[place + 1 : end]}）", "后")


def _doubt(start: int, end: int, expected: str, which: str) -> Doubt:
    return Doubt(start, end, "quotation_marks", "error", f"括号没有配对：缺“{which}括号”", expected)


def _is_open_before(text: str, offset: int) -> bool:
    """Return whether the paragraph before leaves a bracket open: a list in brackets over several lines."""
    before = text[max(0, offset - 2000) : offset]
    return sum(map(before.count, _OPENING)) > sum(map(before.count, _CLOSING))


def _is_closed_behind(text: str, offset: int) -> bool:
    """Return whether the paragraphs behind close more brackets than they open before the next one opens."""
    rest = text[offset : offset + 400]
    first = min((place for place in map(rest.find, _CLOSING) if place >= 0), default=-1)
    opens = min((place for place in map(rest.find, _OPENING) if place >= 0), default=len(rest))
    return 0 <= first < opens and not _NUMBER.search(rest[:first])
