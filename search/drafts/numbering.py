"""Document numbers and the order of enumerations, by GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge

# GB/T 9704-2012, 7.2.5: the year in full in 〔〕, the serial number without 第 and without leading zeros.
_NUMBER = re.compile(
    r"(?P<body>[一-鿿]{2,8}?)(?P<open>[\[［(（【〔])(?P<year>(?:19|20)\d\d)(?P<close>[\]］)）】〕])"
    r"(?P<ordinal>第?)(?P<zeros>0*)(?P<serial>\d{1,4})号"
)
_AGENCY = re.compile(r"[发字函办通令告协委府政]$")
_STEP = re.compile(r"(?:(?<=[。；：！？\n”])|^)([一二三四五六七八九])(是|要)(?!方面)", re.MULTILINE)
_ORDER = "一二三四五六七八九"


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield document numbers that are not written by the standard, and steps that are left out or doubled."""
    yield from _document_numbers(draft.document.text)
    position = 0
    for line in draft.document.text.split("\n"):
        yield from _steps(line, position)
        position += len(line) + 1


def _document_numbers(text: str) -> Iterator[Doubt]:
    for match in _NUMBER.finditer(text):
        right = f"{match['body']}〔{match['year']}〕{match['serial']}号"
        if match[0] != right and _AGENCY.search(match["body"]):
            message = "发文字号的年份用六角括号〔〕，序号不编虚位、不加“第”字"
            yield Doubt(match.start(), match.end(), "numbering", "warning", message, right)


def _steps(line: str, offset: int) -> Iterator[Doubt]:
    """Yield the step of 一是…二是…三是… in one paragraph that does not follow on the one before."""
    last: dict[str, int] = {}
    for match in _STEP.finditer(line):
        number, word = _ORDER.index(match[1]) + 1, match[2]
        before = last.get(word)
        if before is not None and number > before + 1:
            expected = f"{_ORDER[before]}{word}"
            message = f"“{_ORDER[before - 1]}{word}”之后应为“{expected}”"
            yield Doubt(offset + match.start(), offset + match.end(), "numbering", "warning", message, expected)
        last[word] = number
