"""The clause of a sentence that holds an offset, between full stops or between commas."""

from __future__ import annotations


def clause(text: str, at: int) -> str:
    """Return the part of a text between full stops and semicolons that holds an offset."""
    return _between(text, at, at, "。；")


def comma_clause(text: str, at: int, end: int | None = None) -> str:
    """Return the clause between commas that holds an offset, or a stretch from there to `end`."""
    return _between(text, at, at if end is None else end, "，。；")


def _between(text: str, start: int, end: int, marks: str) -> str:
    left = max(text.rfind(mark, 0, start) for mark in marks) + 1
    right = min((i for i in (text.find(mark, end) for mark in marks) if i >= 0), default=len(text))
    return text[left:right]
