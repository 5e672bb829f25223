"""Labels of headings: what they look like, which number they carry, how deep they stand by GB/T 9704 and by habit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import numeral_value
from corpus.patterns import lazy

_HAN = "[〇零一二三四五六七八九十百]"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class LabelClass:
    """A way of numbering. A smaller rank stands higher; `inside` may start within a paragraph."""

    name: str
    pattern: re.Pattern[str]
    rank: float
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line: its text, its number, its way of numbering."""

    text: str
    number: int
    style: LabelClass
    end: int


CLASSES: tuple[LabelClass, ...] = (
    LabelClass("book", lazy(rf"第({_HAN}{{1,4}}|\d{{1,3}})[编篇]"), 10),
    LabelClass("chapter", lazy(rf"第({_HAN}{{1,4}}|\d{{1,3}})章"), 20),
    LabelClass("division", lazy(rf"第({_HAN}{{1,4}}|\d{{1,3}})节"), 30),
    LabelClass("han", lazy(rf"({_HAN}{{1,3}})、"), 40),
    LabelClass("article", lazy(rf"第({_HAN}{{1,5}}|\d{{1,4}})条(?:之{_HAN})?"), 45),
    LabelClass("han_bracket", lazy(rf"[（(]({_HAN}{{1,3}})[）)]、?"), 50),
    LabelClass("digit", lazy(r"(\d{1,2})(?:[.．](?!\d)|、)"), 60),
    LabelClass("digit_bracket", lazy(r"[（(](\d{1,2})[）)]"), 70),
    LabelClass("circled", lazy(f"([{_CIRCLED}])"), 75),
    LabelClass("point", lazy(rf"({_HAN}{{1,2}})[是要]"), 80, inside=True),
)
_FIRST = lazy(rf"[第（(①-⑳\d]|{_HAN}")
_SPACE = lazy(r"\s*")


def label_of(text: str) -> Label | None:
    """Return the label with which a line starts, or None. `end` counts the space after it."""
    if not _FIRST.match(text):
        return None
    for style in CLASSES:
        if match := style.pattern.match(text):
            end = _SPACE.match(text, match.end())
            return Label(match[0], number(match[1]), style, end.end() if end else match.end())
    return None


def number(text: str) -> int:
    """Return the value of 3, 三, 十二, 一百零三 or ③."""
    if text.isdigit() and text.isascii():
        return int(text)
    return _CIRCLED.index(text) + 1 if text in _CIRCLED else numeral_value(text)
