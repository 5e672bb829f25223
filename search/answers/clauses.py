"""What an answer tells of a sentence: the clause that holds an offset, and a sentence without the number of its article or point."""

from __future__ import annotations

from corpus.patterns import lazy

# The point of a number is no point of a list: 1.5亿元.
_NUMBER = lazy(r"^\s*第[一二三四五六七八九十百零\d]+条\s*|^\s*[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．](?!\d)\s*")


def unnumbered(text: str) -> str:
    """Return a sentence without the number of the article or point that it opens."""
    return _NUMBER.sub("", text, count=1)


def clause(text: str, at: int) -> str:
    """Return the part of a text between full stops and semicolons that holds an offset."""
    return _between(text, at, at, "。；")


def comma_clause(text: str, at: int, end: int | None = None) -> str:
    """Return the clause between commas that holds an offset, or a stretch from there to `end`."""
    return _between(text, at, at if end is None else end, "，。；")


def comma_start(text: str, at: int) -> int:
    """Return where the clause between commas begins that holds an offset."""
    return max(text.rfind(mark, 0, at) for mark in "，。；") + 1


def _between(text: str, start: int, end: int, marks: str) -> str:
    left = max(text.rfind(mark, 0, start) for mark in marks) + 1
    right = min((i for i in (text.find(mark, end) for mark in marks) if i >= 0), default=len(text))
    return text[left:right]
