"""Finds the entries of a glossary in its layouts: one line or two, numbered or not, ［n］ notes, with a dash or brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.labels import label_of
from corpus.paragraphs import Paragraph

_NOTE = re.compile(r"[［\[〔](\d{1,3})[］\]〕]")
# A number whose full stop got lost: 1 链长制, 1“三型”机关.
_BARE_NUMBER = re.compile(r"(\d{1,3})\s*(?=[“《【一-鿿])")
# “1”是指… explains a figure of the entry above, 该行动是指… goes on with it; neither starts an entry.
_GOES_ON = re.compile(r"(?:第[一二三四五]个)?[“\"](?:\d|[MNX])[”\"]|[该其此这]")
_TERM = re.compile(
    r"【[^】]{1,40}】"
    r"|(?:“[^”]{1,40}”|《[^》]{1,40}》|[^。；：:，,\t—“”]){1,40}(?:\t|——|[，,]?(?:是指|指的是)|[，,]指)"
    r"|[“《][^”》]{1,40}[”》](?=是指|指|即)"
    r"|[^。；：:\t]{1,50}[:：]"
)
_LONGEST_TERM = 30


def entry_spans(lines: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Return the span of each entry; lines that start none belong to the entry before them."""
    style = _style(lines)
    spans: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        starts = _is_bare_term(lines, i) if style == "bare" else _start_style(line.text) == style
        if starts or not spans:
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return spans


def _style(lines: Sequence[Paragraph]) -> str:
    """Return how entries of this glossary start: as its first line does, or by terms that stand alone on their lines."""
    if _is_bare_term(lines, 0) and not _start_style(lines[0].text):
        return "bare"
    for line in lines[:3]:
        style = _start_style(line.text)
        if style:
            return style
    return "term"


def _is_bare_term(lines: Sequence[Paragraph], i: int) -> bool:
    """Return whether a line is a term alone, without number or mark, with its definition on the next line."""
    if i + 1 >= len(lines) or _GOES_ON.match(lines[i].text):
        return False
    text, after = lines[i].text.rstrip(), lines[i + 1].text.rstrip()
    return len(text) <= _LONGEST_TERM and text[-1:] not in "。；，、：:" and after[-1:] in "。；）"


def _start_style(text: str) -> str:
    if _NOTE.match(text):
        return "note"
    label = label_of(text)
    if label and label.style.name not in ("point", "article"):
        return label.style.name
    if _BARE_NUMBER.match(text) and not re.match(r"\d+[年月日]", text):
        return "number"
    return "term" if _TERM.match(text) and not _GOES_ON.match(text) else ""
