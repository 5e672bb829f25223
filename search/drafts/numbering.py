"""Document numbers and the order of enumerations, by GB/T 9704-2012."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge

# GB/T 9704-2012, 7.2.5: the year in full in 〔〕, the serial number without 第 and without leading zeros.
_NUMBER = re.compile(
    r"(?P<body>[一-鿿]{2,8}?)(?P<open>[\[［(（【〔])(?P<year>(?:(?:19|20)\d\d|\d\d(?=〕)))(?P<close>[\]］)）】〕])"
    r"(?P<ordinal>第?)(?P<zeros>0*)(?P<serial>\d{1,4})号"
)
# Words before a document number that are no part of it: 按照云科协〔2024〕9号.
_LEAD = re.compile(
    "(?:按照|根据|依据|遵照|参照|执行|落实|贯彻|学习|传达|下发|转发|印发|关于|经|见|以|和|与|及|的)+(?=[一-鿿]{2})"
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
        lead = _LEAD.match(match["body"])
        start = match.start() + (len(lead[0]) if lead else 0)
        body = match["body"][start - match.start() :]
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        right = f"{body}〔{year}〕{match['serial']}号"
        if text[start : match.end()] != right and _AGENCY.search(match["body"]):
            message = "发文字号的年份写全、用六角括号〔〕，序号不编虚位、不加“第”字"
            yield Doubt(start, match.end(), "numbering", "warning", message, right)


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
