"""Columns of a page: pieces of text on both sides of a gutter are read one side after the other, not across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Protocol, TypeVar

_MIN_PIECES = 5
_MAX_CROSSING = 0.25
_FILLED = 0.6
_STEPS = 40


class Box(Protocol):
    """A piece of text with its place on the page."""

    @property
    def x0(self) -> float:
        """The left edge."""

    @property
    def x1(self) -> float:
        """The right edge."""

    @property
    def top(self) -> float:
        """The upper edge."""

    @property
    def bottom(self) -> float:
        """The lower edge."""


Piece = TypeVar("Piece", bound=Box)


def columns(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces in groups to be read one after the other: one for a plain page.

    On a page with two columns a group is what spans both (a title), or one column between two of these.
    """
    x = _gutter(pieces)
    if x is None:
        yield list(pieces)
        return
    across = sorted((piece for piece in pieces if piece.x0 < x < piece.x1), key=lambda piece: piece.top)
    beside = [piece for piece in pieces if not piece.x0 < x < piece.x1]
    for piece in across:
        above = [other for other in beside if other.top < piece.top]
        beside = [other for other in beside if other.top >= piece.top]
        yield from _sides(above, x)
        yield [piece]
    yield from _sides(beside, x)


def _sides(pieces: Sequence[Piece], x: float) -> Iterator[list[Piece]]:
    for side in ([piece for piece in pieces if piece.x1 <= x], [piece for piece in pieces if piece.x0 >= x]):
        if side:
            yield side


def _gutter(pieces: Sequence[Box]) -> float | None:
    """Return where a page parts into two columns of running text, or None."""
    if len(pieces) < 2 * _MIN_PIECES:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    places = [left + (right - left) * (0.3 + 0.4 * step / _STEPS) for step in range(_STEPS + 1)]
    fewest = min(_crossing(pieces, x) for x in places)
    free = [x for x in places if _crossing(pieces, x) == fewest]
    x = free[len(free) // 2]
    return x if fewest <= _MAX_CROSSING * len(pieces) and _are_columns(pieces, x, (left, right)) else None


def _crossing(pieces: Sequence[Box], x: float) -> int:
    return sum(piece.x0 < x < piece.x1 for piece in pieces)


def _are_columns(pieces: Sequence[Box], x: float, edges: tuple[float, float]) -> bool:
    """Tell columns from a form or a signature: both sides are filled with lines, at the same heights."""
    sides = ([piece for piece in pieces if piece.x1 <= x], [piece for piece in pieces if piece.x0 >= x])
    if min(len(side) for side in sides) < _MIN_PIECES:
        return False
    for side, width in zip(sides, (x - edges[0], edges[1] - x), strict=True):
        if median(piece.x1 - piece.x0 for piece in side) < _FILLED * width:
            return False
    spans = [(min(piece.top for piece in side), max(piece.bottom for piece in side)) for side in sides]
    shared = min(span[1] for span in spans) - max(span[0] for span in spans)
    return shared > _FILLED * min(span[1] - span[0] for span in spans)
