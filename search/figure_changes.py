"""The figures of two documents side by side: what the same thing measured before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.documents import Document
from kg.facts import Extraction
from kg.names import series_key
from search.drafts.ledger import Figure, figures_of
from search.drafts.wording import likeness

_ALIKE = 0.6
# 9.6% becoming 10.7% is told as 1.1 percentage points.
_SHARES = ("%", "％", "‰", "个百分点")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One measure before and after.

    Attributes:
        before: The figure as written before (2.4万人次), empty where it is new.
        after: The figure as written after, empty where it is gone.
        percent: How much it changed in percent of before, None where that says nothing and for shares.
        points: How many percentage points a share changed, None for all else.
        before_start: Offset of `before` in that document's text, -1 where it is new.
        after_start: Offset of `after` in that document's text, -1 where it is gone.
    """

    kind: Literal["changed", "new", "gone"]
    label: str
    status: str
    before: str
    after: str
    before_year: int | None
    after_year: int | None
    percent: float | None
    before_start: int
    after_start: int
    points: float | None = None


@dataclass(frozen=True, slots=True)
class _Measured:
    figure: Figure
    text: str

    @property
    def start(self) -> int:
        return self.figure.indicator.value_start


def figure_changes(before: tuple[Document, Extraction], after: tuple[Document, Extraction]) -> tuple[FigureChange, ...]:
    """Return the figures that changed, came or went, in the order of the later document, those gone last."""
    one, other = tuple(_measured(*before)), tuple(_measured(*after))
    pairs = _pairs(one, other)
    partner = {j: i for i, j in pairs.items()}
    found = []
    for j, now in enumerate(other):
        was = one[partner[j]] if j in partner else None
        if was is None or was.figure.amount != now.figure.amount or _comparator(was) != _comparator(now):
            found.append(_change(was, now))
    found += [_change(was, None) for i, was in enumerate(one) if i not in pairs]
    return tuple(found)


def _measured(document: Document, extraction: Extraction) -> Iterator[_Measured]:
    ordered = sorted(extraction.indicators, key=lambda indicator: indicator.value_start)
    for figure in figures_of(document, tuple(ordered)):
        yield _Measured(figure, document.quote(figure.indicator.value_start, figure.indicator.value_end))


def _comparator(measured: _Measured) -> str:
    return str(measured.figure.indicator.comparator)


def _pairs(one: tuple[_Measured, ...], other: tuple[_Measured, ...]) -> dict[int, int]:
    """Return which figure goes with which: the same unit and scope, the labels and clauses most alike."""
    units: dict[str, list[int]] = defaultdict(list)
    for j, now in enumerate(other):
        units[now.figure.unit].append(j)
    scored = [
        (likely, i, j)
        for i, was in enumerate(one)
        for j in units[was.figure.unit]
        if (likely := _alike(was.figure, other[j].figure)) >= _ALIKE
    ]
    found: dict[int, int] = {}
    for _, i, j in sorted(scored, key=lambda item: (-item[0], abs(item[1] - item[2]), item[1])):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def _alike(one: Figure, other: Figure) -> float:
    """Return how surely two figures measure one thing, 0 where scope or status tell them apart."""
    was, now = one.indicator, other.indicator
    if was.scope != now.scope or was.status != now.status:
        return 0.0
    labels = likeness(series_key(was.label), series_key(now.label))
    return (2 * max(labels, series_key(was.label) == series_key(now.label)) + likeness(one.clause, other.clause)) / 3


def _change(was: _Measured | None, now: _Measured | None) -> FigureChange:
    shown = now or was
    assert shown is not None
    both = was is not None and now is not None
    is_share = shown.figure.unit in _SHARES
    return FigureChange(
        kind="changed" if both else "new" if now else "gone",
        label=shown.figure.indicator.label,
        status=str(shown.figure.indicator.status),
        before=was.text if was else "",
        after=now.text if now else "",
        before_year=was.figure.indicator.year if was else None,
        after_year=now.figure.indicator.year if now else None,
        percent=None if was is None or now is None or is_share else _percent(was.figure.amount, now.figure.amount),
        points=float(now.figure.amount - was.figure.amount) if was and now and is_share else None,
        before_start=was.start if was else -1,
        after_start=now.start if now else -1,
    )


def _percent(was: Decimal, now: Decimal) -> float | None:
    return round(float((now - was) / was * 100), 1) if was else None
