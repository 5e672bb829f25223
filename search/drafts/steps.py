"""How many things a draft announces and how many it lists: 三项工作 with 一是 and 二是 only, headings left out or doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from corpus.labels import number
from corpus.numerals import han
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge

_ANNOUNCED = re.compile(
    r"(?<![第十])(?P<count>[两二三四五六七八九])(?P<noun>件大?事|[项个点条]|大(?=任务|工程|行动|举措)|(?:个|大)?方面)(?P<rest>[一-鿿]{0,8})[：:。，]\n?(?=一是)"
)
_STEP = re.compile(r"(?:(?<=[。；：:，！？\n”])|^)([一二三四五六七八九十])是(?!方面)", re.MULTILINE)
_LINE_STEP = re.compile(r"^([一二三四五六七八九十])是(?!方面)", re.MULTILINE)
_REACH = 5000
_HEADING = re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})、(?P<text>.+)$", re.MULTILINE)
_SUBHEADING = re.compile(r"^（(?P<number>[一二三四五六七八九十]{1,3})）(?P<text>.+)$", re.MULTILINE)


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield announced counts that the steps after them do not have, and headings out of their order."""
    text = draft.document.text
    yield from _announced(text)
    headings = _headings(_HEADING, text, 0, len(text))
    yield from _in_order(headings)
    borders = [0, *(heading.end() for heading in headings), len(text)]
    for start, end in pairwise(borders):
        yield from _in_order(_headings(_SUBHEADING, text, start, end))


def _headings(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the headings with a number that stands for one: 二二、 and 十百、 are slips of another kind, or no headings."""
    return [found for found in pattern.finditer(text, start, end) if han(number(found["number"])) == found["number"]]


def _announced(text: str) -> Iterator[Doubt]:
    for match in _ANNOUNCED.finditer(text):
        wanted = 2 if match["count"] in "两二" else number(match["count"])
        step_mark = _LINE_STEP if match[0].endswith("\n") else _STEP
        numbers = [number(step[1]) for step in step_mark.finditer(text, match.end(), match.end() + _REACH)]
        listed = next((i for i, one in enumerate(numbers) if one != i + 1), len(numbers))
        if listed + 1 in numbers[listed:]:
            continue  # lists stand within the list
        if listed >= 2 and listed != wanted:
            count = "两" if listed == 2 else han(listed)
            message = f"说的是{match['count']}{match['noun']}，列出的是{listed}项"
            start, end = match.start("count"), match.end("noun")
            yield Doubt(start, end, "contradiction", "warning", message, count + match["noun"])


def _in_order(headings: list[re.Match[str]]) -> Iterator[Doubt]:
    """Yield the headings of one level that leave a number out or have it twice; a list may begin anew at one."""
    for before, heading in pairwise(headings):
        last, own = number(before["number"]), number(heading["number"])
        if own in (last, last + 2) and before["text"] != heading["text"]:
            right = han(last + 1)
            start, end = heading.span("number")
            message = f"“{before['number']}”之后的标题应为“{right}”"
            yield Doubt(start, end, "numbering", "warning", message, right)
