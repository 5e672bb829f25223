"""Cuts running text into sentences: at 。！？ and …… with the quotation marks that close there; never at ；."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 4000
_END = re.compile(r"(?:[。！？!?]+|……)[”’」』》）)】]*")


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences in `[start, end)`, without white space around them.

    A mark inside brackets or quotation marks ends nothing while the mark that closes them is followed by more of the
    sentence: `他说“好。”就走了` stays whole.
    """
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _goes_on(text, begin, match):
            continue
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span in pieces that a person could have written: what is longer is a table or hostile, and costs time."""
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "；，、：” \t") + 1
        cut = cut or start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def _goes_on(text: str, begin: int, match: re.Match[str]) -> bool:
    if text[match.end()] in "，、；：。）》的等":
        return True
    inside = text[begin : match.end()]
    return inside.count("（") > inside.count("）") and "）" in text[match.end() : match.end() + 80]


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for begin, stop in _bounded(text, start, end):
        while begin < stop and text[begin].isspace():
            begin += 1
        while begin < stop and text[stop - 1].isspace():
            stop -= 1
        if begin < stop:
            yield begin, stop
