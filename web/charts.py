"""Pictures of figures, as values that a template draws: no script, no canvas, printable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from search.series import Series

WIDTH = 320
ROW = 24
_LEFT = 46
_RIGHT = 14
_STEP = 52
_BAR = 26
_TALL = 150
_HEAD = 20
_FOOT = 22
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """One year: where target and result lie, in pixels; None where the documents do not say."""

    year: str
    y: int
    target: float | None
    achieved: float | None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Target ○ and result ● by year on one scale from zero."""

    width: int
    height: int
    left: int
    rows: tuple[DumbbellRow, ...]


def dumbbell(line: Series) -> Dumbbell | None:
    """Return the picture of a series, or None where nothing in it is a number."""
    amounts = [
        amount for point in line.points for amount in (point.target_amount, point.achieved_amount) if amount is not None
    ]
    if not amounts or max(amounts) <= 0:
        return None
    most = max(amounts)

    def across(amount: Decimal | None) -> float | None:
        if amount is None:
            return None
        return round(_LEFT + float(max(amount, Decimal(0)) / most) * (WIDTH - _LEFT - _RIGHT), 1)

    rows = tuple(
        DumbbellRow(
            str(point.year or ""), ROW * i + ROW // 2, across(point.target_amount), across(point.achieved_amount)
        )
        for i, point in enumerate(line.points)
    )
    return Dumbbell(WIDTH, ROW * len(rows), _LEFT, rows)


@dataclass(frozen=True, slots=True)
class Column:
    """One year: its number, where its column stands and how high it is, in pixels."""

    year: str
    count: int
    x: int
    height: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Counts by year as columns; years without any keep their place. `base` is the line they stand on."""

    width: int
    height: int
    base: int
    bar: int
    columns: tuple[Column, ...]


def columns(counts: Sequence[tuple[int, int]]) -> Columns | None:
    """Return the picture of (year, count) pairs, or None where there is no count."""
    if not counts:
        return None
    by_year = dict(counts)
    first, last = min(by_year), max(by_year)
    # A stray date centuries away must not draw a column for every year between.
    years = list(range(first, last + 1)) if last - first < _MOST_COLUMNS else sorted(by_year)
    most = max(by_year.values())
    tall = _TALL - _HEAD - _FOOT
    drawn = tuple(
        Column(
            str(year), by_year.get(year, 0), _STEP * i + (_STEP - _BAR) // 2, _height(by_year.get(year, 0), most, tall)
        )
        for i, year in enumerate(years)
    )
    return Columns(_STEP * len(drawn), _TALL, _TALL - _FOOT, _BAR, drawn)


def _height(count: int, most: int, tall: int) -> int:
    """Return a column's height: in proportion, but never invisible where there is something."""
    return max(2, round(count / most * tall)) if count else 0
