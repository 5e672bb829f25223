"""Figures that measure the same thing, brought together over the years: the target beside the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from kg.facts import Comparator, IndicatorStatus
from kg.figures import Figure, Fulfilment, Verdict, amount_of, fulfilments, plain_unit, steps
from search.catalogue import IndicatorRow


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series: what was aimed at and what was reached, as far as the documents say.

    `verdict` compares the two; empty where one is missing.
    """

    year: int | None
    target: IndicatorRow | None = None
    achieved: IndicatorRow | None = None
    verdict: Verdict | str = ""

    @property
    def target_amount(self) -> Decimal | None:
        """Return the target as a plain number, 万 and 亿 worked in."""
        return amount_of(self.target.value, self.target.unit) if self.target else None

    @property
    def achieved_amount(self) -> Decimal | None:
        """Return the result as a plain number, 万 and 亿 worked in."""
        return amount_of(self.achieved.value, self.achieved.unit) if self.achieved else None


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over the years, under the label that the newest document uses."""

    label: str
    subject: str
    about: str
    scope: str
    points: tuple[Point, ...]

    @property
    def is_pair(self) -> bool:
        """Return whether there is more than one figure to compare."""
        return sum((p.target is not None) + (p.achieved is not None) for p in self.points) > 1


def series(rows: Iterable[IndicatorRow]) -> tuple[Series, ...]:
    """Return the rows as series, in the order in which their first row stands."""
    given = tuple(rows)
    figures = [_figure(row, i) for i, row in enumerate(given)]
    kept = fulfilments(figures)
    groups = _Groups(len(given))
    first: dict[tuple[str, str, str, str], int] = {}
    for i, row in enumerate(given):
        groups.join(i, first.setdefault((row.label, row.subject, plain_unit(row.unit), row.scope), i))
    for pair in kept:
        groups.join(int(pair.target.key), int(pair.result.key))
    for step in steps(figures):
        groups.join(int(step.before.key), int(step.after.key))
    return tuple(_series([given[i] for i in members], _within(kept, members, given)) for members in groups.members())


class _Groups:
    """Which rows measure the same: sets that grow together."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self._root(one), self._root(other)))
        self._parents[b] = a

    def members(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for i in range(len(self._parents)):
            found.setdefault(self._root(i), []).append(i)
        return list(found.values())

    def _root(self, i: int) -> int:
        while self._parents[i] != i:
            self._parents[i] = self._parents[self._parents[i]]
            i = self._parents[i]
        return i


def _figure(row: IndicatorRow, number: int) -> Figure:
    return Figure(
        label=row.label,
        value=row.value,
        unit=row.unit,
        year=row.year,
        status=cast(IndicatorStatus, row.status),
        document=row.citation.document,
        key=str(number),
        subject=row.subject,
        comparator=cast(Comparator, row.comparator),
        scope=row.scope,
        order=row.citation.start,
    )


def _within(
    kept: Sequence[Fulfilment], members: Sequence[int], rows: Sequence[IndicatorRow]
) -> list[tuple[IndicatorRow, IndicatorRow, str]]:
    """Return the targets of a group with their results and the verdict."""
    inside = set(members)
    return [
        (rows[int(pair.target.key)], rows[int(pair.result.key)], pair.verdict)
        for pair in kept
        if int(pair.target.key) in inside
    ]


# A report that says a figure twice says one figure: such rows are shown once.
def _series(rows: list[IndicatorRow], pairs: list[tuple[IndicatorRow, IndicatorRow, str]]) -> Series:
    newest = max(rows, key=lambda row: (row.year or 0, row.status == "achieved"))
    said_pairs = {(t.year, t.value, t.unit, r.value, r.unit): (t, r, verdict) for t, r, verdict in reversed(pairs)}
    points = [Point(t.year or r.year, t, r, verdict) for t, r, verdict in reversed(said_pairs.values())]
    paired = {id(row) for target, result, _verdict in pairs for row in (target, result)}
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        said = (row.year, row.status, row.value, row.unit)
        if id(row) in paired or said in seen:
            continue
        seen.add(said)
        points.append(Point(row.year, target=row) if row.status == "target" else Point(row.year, achieved=row))
    points.sort(key=lambda point: (point.year is None, point.year or 0))
    return Series(newest.label, newest.subject, newest.about, newest.scope, tuple(points))
