"""Finds the entries of a glossary in its layouts: one line or two, numbered or not, ［n］ notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.labels import label_of
from corpus.paragraphs import Paragraph

_NOTE = re.compile(r"[［\[〔](\d{1,3})[］\]〕]")
_TERM = re.compile(r"[^。；：:\t]{1,50}[:：]|[“《][^”》]{1,40}[”》](?=是指|指|即)")


def entry_spans(lines: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Return the span of each entry; lines that start none belong to the entry before them."""
    style = _style(lines)
    spans: list[tuple[int, int]] = []
    for line in lines:
        if _start_style(line.text) == style or not spans:
            spans.append((line.start, line.end))
        else:
            spans[-1] = (spans[-1][0], line.end)
    return spans


def _style(lines: Sequence[Paragraph]) -> str:
    """Return how entries of this glossary start: the way of numbering of its first line, else a term with a colon."""
    for line in lines[:3]:
        style = _start_style(line.text)
        if style:
            return style
    return "term"


def _start_style(text: str) -> str:
    if _NOTE.match(text):
        return "note"
    label = label_of(text)
    if label and label.style.name not in ("point", "article"):
        return label.style.name
    return "term" if _TERM.match(text) else ""
