"""Pictures of figures, as values that a template draws: no script, no canvas, printable."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from search.series import Series

WIDTH = 320
ROW = 24
_LEFT = 46
_RIGHT = 14


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
