"""Pairs figures that measure the same thing: a target with its result, a result with the year after.

Pure functions over figures of any number of documents. Two figures are the same measure when their things agree
(levels, marks and verbs aside), count the same kind of unit, and both or neither are a change or an addition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Literal

from kg.facts import Comparator, Indicator, IndicatorStatus

Verdict = Literal["met", "exceeded", "missed", "open"]
Direction = Literal["up", "down", "same"]

# Measure words of single things and of gatherings are used side by side for one measure: 5家, 5个; 20场, 20场次.
_ALIKE = {
    **dict.fromkeys("个家所项件座处户块名位", "个"),
    **dict.fromkeys(("人", "名", "位"), "人"),
    **dict.fromkeys(("场", "场次", "次"), "场"),
}
_SCALES = (
    ("万亿", 10**12),
    ("千亿", 10**11),
    ("百亿", 10**10),
    ("亿", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("万", 10**4),
)
_MARKS = re.compile(r"[\s“”《》\"'‘’「」]|［\d+］")
_LEVEL = re.compile(r"^(?:全国|全省|全市|全县|全区|国家级|省级|市级|县级|区级|我省|我市|我县|我区)+")
_VERBS = re.compile(r"（([^（）]*)）$")
_CHANGE = re.compile(r"(?:同比|年均)?(?:增长|增加|提高|提升|上升|下降|降低|减少|增幅|增速)$")
_COUNT = re.compile(r"(?:数量|总数|人数|数|总量|规模|个数)$")
_ADDED = re.compile(r"^新|增加|增设|新增")
_ENOUGH = 0.72
_GROUPED = 2


@dataclass(frozen=True)
class Figure:
    """An indicator as it is compared: where it stands (`document`, `key`) and what it says.

    `key` is whatever the caller finds it again by; `order` is its place in the document.
    """

    label: str
    value: str
    unit: str
    year: int | None
    status: IndicatorStatus
    document: str = ""
    key: str = ""
    subject: str = ""
    comparator: Comparator = "="
    scope: str = ""
    since: int | None = None
    order: int = 0

    @classmethod
    def of(cls, indicator: Indicator, document: str, key: str = "") -> Figure:
        """Return the figure of an indicator of a document."""
        return cls(
            label=indicator.label,
            value=indicator.value,
            unit=indicator.unit,
            year=indicator.year,
            status=indicator.status,
            document=document,
            key=key,
            subject=indicator.subject,
            comparator=indicator.comparator,
            scope=indicator.scope,
            since=indicator.since,
            order=indicator.value_start,
        )

    @cached_property
    def measure(self) -> Measure:
        """Return what the figure measures, in the form in which measures are compared."""
        return measure_of(self.label, self.unit)

    @cached_property
    def amount(self) -> Decimal | None:
        """Return the value with 万 and 亿 worked in; None where it is no number."""
        return amount_of(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure measures: the thing without levels, marks and verbs, its unit, change or addition."""

    thing: str
    unit: str
    is_change: bool = False
    is_added: bool = False
    level: str = field(default="", compare=False)
    grams: frozenset[str] = field(default_factory=frozenset, compare=False)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A target and what was reached of it. `difference` is result minus target."""

    target: Figure
    result: Figure
    difference: Decimal
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """A result and the target or result of the year after. `difference` is the later minus the earlier."""

    before: Figure
    after: Figure
    difference: Decimal
    direction: Direction


def amount_of(value: str, unit: str) -> Decimal | None:
    """Return a plain number: 8 with 万人次 is 80000; None where the value is no number."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number * next((scale for word, scale in _SCALES if unit.startswith(word)), 1)


def plain_unit(unit: str) -> str:
    """Return a unit without 万 and 亿: 人次 of 万人次; units used alike for one measure become one."""
    rest = next((unit.removeprefix(word) for word, _ in _SCALES if unit.startswith(word)), unit)
    return _ALIKE.get(rest, rest)


def measure_of(label: str, unit: str) -> Measure:
    """Return what a label with a unit measures."""
    text = _MARKS.sub("", unicodedata.normalize("NFKC", label).replace("(", "（").replace(")", "）"))
    verbs = _VERBS.search(text)
    thing = _LEVEL.sub("", text[: verbs.start()] if verbs else text)
    change = _CHANGE.search(thing)
    thing = _COUNT.sub("", thing[: change.start()] if change else thing) or thing
    is_added = bool(verbs and _ADDED.search(verbs[1])) or thing.startswith(("新增", "新建"))
    level = _LEVEL.search(text)
    return Measure(thing, plain_unit(unit), change is not None, is_added, level[0] if level else "", _grams(thing))


def likeness(one: Measure, other: Measure) -> float:
    """Return how alike two measures are, from 0 to 1; 0 where units, levels, changes or additions differ."""
    if (one.unit, one.is_change, one.is_added) != (other.unit, other.is_change, other.is_added):
        return 0.0
    if one.level and other.level and one.level != other.level:
        return 0.0
    if one.thing == other.thing:
        return 1.0
    if not one.grams or not other.grams:
        return 0.0
    shared = len(one.grams & other.grams)
    overlap = 2 * shared / (len(one.grams) + len(other.grams))
    shorter, longer = sorted((one.thing, other.thing), key=len)
    contained = len(shorter) > 3 and longer.endswith(shorter)
    return max(overlap, 0.5 + len(shorter) / len(longer) / 2) if contained else overlap


def fulfilments(figures: Iterable[Figure]) -> tuple[Fulfilment, ...]:
    """Return every target with its result of the same year, in order of year and place; each figure is used once."""
    rows = list(figures)
    found: list[Fulfilment] = []
    for target, result in _paired(
        [row for row in rows if row.status == "target"],
        [row for row in rows if row.status == "achieved"],
        lambda target, result: target.year == result.year and target.since == result.since,
    ):
        if target.amount is not None and result.amount is not None:
            difference = result.amount - target.amount
            found.append(Fulfilment(target, result, difference, _verdict(target.comparator, difference)))
    return tuple(found)


def steps(figures: Iterable[Figure]) -> tuple[Step, ...]:
    """Return every result with what the documents say of the year after: its target, and its result."""
    rows = list(figures)
    results = [row for row in rows if row.status == "achieved" and row.since is None]
    found: list[Step] = []
    for status in ("target", "achieved"):
        following = [row for row in rows if row.status == status and row.since is None]
        for before, after in _paired(results, following, _is_next_year):
            if before.amount is not None and after.amount is not None:
                difference = after.amount - before.amount
                direction: Direction = "up" if difference > 0 else "down" if difference < 0 else "same"
                found.append(Step(before, after, difference, direction))
    return tuple(sorted(found, key=lambda step: (step.before.year or 0, step.before.document, step.before.order)))


def without_previous(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the figures for whose measure no other document gives one of another year or status."""
    rows = list(figures)
    index = _by_gram(rows)
    return tuple(
        row
        for row in rows
        if not any(
            other.document != row.document and likeness(row.measure, other.measure) >= _ENOUGH
            for other in _candidates(row, index)
        )
    )


def _is_next_year(before: Figure, after: Figure) -> bool:
    return before.year is not None and after.year == before.year + 1


def _verdict(comparator: Comparator, difference: Decimal) -> Verdict:
    """Return what a difference means for a target: at least (=, >=, >), at most (<=, <) or about (~)."""
    if comparator == "~":
        return "open"
    if comparator in ("<=", "<"):
        return "met" if difference <= 0 else "missed"
    if difference < 0:
        return "missed"
    return "exceeded" if difference > 0 else "met"


def _paired(
    firsts: Sequence[Figure], seconds: Sequence[Figure], fits: Callable[[Figure, Figure], bool]
) -> Iterator[tuple[Figure, Figure]]:
    """Yield pairs that fit, the most alike first; every figure stands in one pair at most."""
    index = _by_gram(seconds)
    ranked = sorted(
        (
            (-score, i, j)
            for i, first in enumerate(firsts)
            for j, second in _numbered(first, index)
            if fits(first, second) and (score := likeness(first.measure, second.measure)) >= _ENOUGH
        ),
    )
    used: tuple[set[int], set[int]] = (set(), set())
    pairs: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    pairs.sort(key=lambda pair: (firsts[pair[0]].year or 0, firsts[pair[0]].document, firsts[pair[0]].order, pair))
    for i, j in pairs:
        yield firsts[i], seconds[j]


def _by_gram(figures: Sequence[Figure]) -> dict[tuple[str, str], list[tuple[int, Figure]]]:
    """Return figures by unit and each two characters of their thing, so that only likely ones are compared."""
    index: dict[tuple[str, str], list[tuple[int, Figure]]] = {}
    for i, figure in enumerate(figures):
        for gram in figure.measure.grams:
            index.setdefault((figure.measure.unit, gram), []).append((i, figure))
    return index


def _numbered(figure: Figure, index: dict[tuple[str, str], list[tuple[int, Figure]]]) -> list[tuple[int, Figure]]:
    found = {i: other for gram in figure.measure.grams for i, other in index.get((figure.measure.unit, gram), ())}
    return sorted(found.items(), key=lambda item: item[0])


def _candidates(figure: Figure, index: dict[tuple[str, str], list[tuple[int, Figure]]]) -> Iterator[Figure]:
    return (other for _, other in _numbered(figure, index))


def _grams(thing: str) -> frozenset[str]:
    return frozenset(thing[i : i + _GROUPED] for i in range(max(1, len(thing) - 1)))
