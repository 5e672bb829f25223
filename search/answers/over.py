"""What stands over a line: headings of the outline, and short numbered lines (（一）排摸需求。) that head what follows them."""

from __future__ import annotations

from bisect import bisect_right
from weakref import WeakKeyDictionary

from corpus.patterns import lazy
from search.answers.facts import Facts, Line
from search.questions.fold import fold

_MARKED = lazy(r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、](?!\d))")
_RANKS = tuple(
    lazy(mark)
    for mark in (
        r"第[一二三四五六七八九十]+[章条部]",
        r"[一二三四五六七八九十]+、",
        r"[（(][一二三四五六七八九十]+[）)]",
        r"\d+[.．、]",
    )
)
# A heading is no longer, and stands so near.
_LONGEST = 24
_REACH = 8


def is_heading(line: Line) -> bool:
    """Return whether a line heads what follows it: a heading of the outline, or a short numbered line."""
    if line.kind == "heading" or len(line.text) > _LONGEST:
        return line.kind == "heading"
    text = line.text.strip()
    return _MARKED.match(text) is not None and not text.endswith(("；", ";", "，"))


_HEADS: WeakKeyDictionary[Facts, dict[int, int]] = WeakKeyDictionary()


def heads(facts: Facts) -> dict[int, int]:
    """Return the lines of a document that head others, in order, each with its rank; read once."""
    if facts not in _HEADS:
        _HEADS[facts] = {at: _rank(line) for at, line in enumerate(facts.lines) if is_heading(line)}
    return _HEADS[facts]


def heading_over(facts: Facts, at: int) -> str:
    """Return, folded, what heads a line most nearly; empty where nothing does."""
    line, known = facts.lines[at], heads(facts)
    for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
        if facts.lines[i].part != line.part:
            break
        if i in known:
            return facts.lines[i].folded
    return fold(line.headings[-1]) if line.headings else ""


def block(facts: Facts, at: int) -> range:
    """Return the lines that stand under one that heads them: up to the next of its rank or above, or another part."""
    known = heads(facts)
    own, places = known[at], list(known)
    part = facts.lines[at].part
    later = places[bisect_right(places, at) :]
    end = next((i for i in later if known[i] <= own or facts.lines[i].part != part), len(facts.lines))
    while end > at + 1 and facts.lines[end - 1].part != part:
        end -= 1
    return range(at + 1, end)


def _rank(line: Line) -> int:
    """Return the rank of a heading by its mark: 一、 before （一） before 1."""
    text = line.text.strip()
    return next((i for i, mark in enumerate(_RANKS) if mark.match(text)), len(_RANKS))
