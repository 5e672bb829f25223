"""Pictures of figures, as values that a template draws: no script, no canvas, printable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

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
# So many years in a row without any keep their places; more of them become one gap.
_SHORT_GAP = 3
_GAP = 30


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
    """Counts by year as columns. `base` is the line they stand on.

    A few years without any keep their places; of more of them only a gap is left, the middles of which are in `gaps`.
    """

    width: int
    height: int
    base: int
    bar: int
    columns: tuple[Column, ...]
    gaps: tuple[int, ...] = ()


def columns(counts: Sequence[tuple[int, int]]) -> Columns | None:
    """Return the picture of (year, count) pairs, or None where there is no count."""
    if not counts:
        return None
    by_year = dict(counts)
    most, tall = max(by_year.values()), _TALL - _HEAD - _FOOT
    drawn: list[Column] = []
    gaps: list[int] = []
    x = 0
    for before, year in pairwise([None, *sorted(by_year)]):
        assert year is not None  # only the first has none before it
        is_near = before is not None and year - before - 1 <= _SHORT_GAP
        if before is not None and not is_near:
            gaps.append(x + _GAP // 2)
            x += _GAP
        for shown in range(before + 1, year + 1) if before is not None and is_near else (year,):
            count = by_year.get(shown, 0)
            drawn.append(Column(str(shown), count, x + (_STEP - _BAR) // 2, _height(count, most, tall)))
            x += _STEP
    return Columns(x, _TALL, _TALL - _FOOT, _BAR, tuple(drawn), tuple(gaps))


def _height(count: int, most: int, tall: int) -> int:
    """Return a column's height: in proportion, but never invisible where there is something."""
    return max(2, round(count / most * tall)) if count else 0
