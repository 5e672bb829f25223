"""What stands over a line: headings of the outline, and short numbered lines (（一）排摸需求。) that head what follows them."""

from __future__ import annotations

import re

from search.answers.facts import Facts, Line
from search.questions.fold import fold

_MARKED = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))"
)
# A heading is no longer, and stands so near.
_LONGEST = 24
_REACH = 8


def is_heading(line: Line) -> bool:
    """Return whether a line heads what follows it: a heading of the outline, or a short numbered line."""
    text = line.text.strip()
    return line.kind == "heading" or (
        len(text) <= _LONGEST and _MARKED.match(text) is not None and not text.endswith(("；", ";", "，"))
    )


def heading_over(facts: Facts, at: int) -> str:
    """Return, folded, what heads a line most nearly; empty where nothing does."""
    line = facts.lines[at]
    for other in facts.lines[max(0, at - _REACH) : at][::-1]:
        if other.part != line.part:
            break
        if is_heading(other):
            return other.folded
    return fold(line.headings[-1]) if line.headings else ""


def block(facts: Facts, at: int) -> range:
    """Return the lines that stand under one that heads them: up to the next of its kind."""
    own = _kind(facts.lines[at])
    end = at + 1
    while end < len(facts.lines):
        other = facts.lines[end]
        if other.part != facts.lines[at].part or (is_heading(other) and _kind(other) <= own):
            break
        end += 1
    return range(at + 1, end)


def _kind(line: Line) -> int:
    """Return the rank of a heading by its mark: 一、 before （一） before 1."""
    text = line.text.strip()
    marks = (
        r"第[一二三四五六七八九十]+[章条部]",
        r"[一二三四五六七八九十]+、",
        r"[（(][一二三四五六七八九十]+[）)]",
        r"\d+[.．、]",
    )
    return next((i for i, mark in enumerate(marks) if re.match(mark, text)), len(marks))
