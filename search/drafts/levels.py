"""The numbers of levels by GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）, each with its own mark and in this order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge
from search.results import Severity

_HANZI = "[一二三四五六七八九十]{1,3}"
# How each level is miswritten at the start of a line, and how it is written.
_FORMS = (
    (re.compile(rf"^(?P<label>{_HANZI})(?P<mark>[.．])(?=[一-鿿])", re.MULTILINE), "{label}、"),
    (re.compile(rf"^(?P<label>[（(]{_HANZI}[）)])(?P<mark>[、.．，])", re.MULTILINE), "{label}"),
    (re.compile(r"^(?P<label>\d{1,2})(?P<mark>、)(?=[一-鿿“《])", re.MULTILINE), "{label}."),
    (re.compile(r"^(?P<label>[（(]\d{1,2}[）)])(?P<mark>[、.．，])", re.MULTILINE), "{label}"),
    (
        re.compile(
            r"(?:^|(?<=[。；：]))(?P<label>第[一二三四五六七八九十])(?P<mark>、)(?![一二三四五六七八九十])(?=[一-鿿]{2})",
            re.MULTILINE,
        ),
        "{label}，",
    ),
)
_WIDTH = str.maketrans("()", "（）")
_LEVELS = (
    re.compile(rf"^({_HANZI})、", re.MULTILINE),
    re.compile(rf"^[（(]({_HANZI})[）)]", re.MULTILINE),
    re.compile(r"^(\d{1,2})[.．、](?!\d)", re.MULTILINE),
)
_TOP, _SECOND, _THIRD = range(3)


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield numbers of levels with the wrong mark behind them, and （一） that stands under 1."""
    text = draft.document.text
    for pattern, right in _FORMS:
        for match in pattern.finditer(text):
            expected = right.format(label=match["label"].translate(_WIDTH))
            source = "GB/T 15834" if expected.startswith("第") else "GB/T 9704：一、（一）1.（1）"
            message = f"序数写作“{expected}”（{source}）"
            severity: Severity = "hint" if expected.startswith("第") else "warning"
            yield Doubt(match.start("label"), match.end("mark"), "numbering", severity, message, expected)
    yield from _upside_down(text)


def _upside_down(text: str) -> Iterator[Doubt]:
    """Yield the first （一） between two headings 1. and 2. of a section that has none before them."""
    labels = sorted(
        (match.start(), match.end(), level, match[1])
        for level, pattern in enumerate(_LEVELS)
        for match in pattern.finditer(text)
    )
    borders = [i for i, label in enumerate(labels) if label[2] == _TOP]
    for first, last in pairwise([-1, *borders, len(labels)]):
        section = labels[first + 1 : last]
        thirds = [i for i, label in enumerate(section) if label[2] == _THIRD]
        seconds = [i for i, label in enumerate(section) if label[2] == _SECOND]
        if not thirds or not seconds or seconds[0] < thirds[0] or section[seconds[0]][3] != "一":
            continue
        if section[thirds[0]][3] == "1" and any(i > seconds[0] and section[i][3] == "2" for i in thirds):
            start, end, _, _ = section[seconds[0]]
            message = "“（一）”在“1.”之上：第二层用（一），第三层用1.，第四层用（1）"
            yield Doubt(start, end, "numbering", "warning", message, "（1）")
