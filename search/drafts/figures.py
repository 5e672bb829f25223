"""Figures: those of the draft beside the library's for the same thing, year and status; and the draft against itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from corpus.documents import Document
from kg.facts import EntityType, Indicator
from kg.names import series_key
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare, likeness

_SCALES = (
    ("万亿", 10**12),
    ("亿", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("万", 10**4),
    ("千", 10**3),
    ("百", 10**2),
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_PLANNED = re.compile("计划|力争|目标|确保|将|年内|到.{0,6}底|今年|预计|安排|达到.{0,8}以上")
_WORDS = 0.9
_AROUND = 240
_NAMED = frozenset({EntityType.EVENT, EntityType.PROGRAM, EntityType.AWARD})
_DATED = re.compile(r"(?:19|20)\d\d年度?")
_RELATIVE = re.compile("今年|明年|去年|上年|年内")
_NUMBERS = re.compile(r"(?:19|20)\d\d年度?，?|\d+(?:\.\d+)?")
_TWIN = 0.85
_TWIN_BONUS = 10
_LEAST_TWIN = 15
_SURE = 0.75
_LIKELY = 0.6
_SAME = 0.5
# How far 余, 近, 突破 may lie from the exact figure.
_LEEWAY = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its plain amount, the clause around it without the number, and its sentence."""

    indicator: Indicator
    amount: Decimal
    unit: str
    clause: str
    sentence: int
    source: int = -1

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.source, self.indicator.start, self.indicator.end)


class Ledger:
    """The figures of the library by unit, and those of one sentence together."""

    def __init__(self, known: Knowledge) -> None:
        self.figures = tuple(
            figure
            for index, source in enumerate(known.sources)
            for figure in figures_of(source.document, source.extraction.indicators, index)
        )

    @cached_property
    def by_unit(self) -> dict[str, list[Figure]]:
        """Return the figures of each unit."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.unit].append(figure)
        return found

    @cached_property
    def by_sentence(self) -> dict[tuple[int, int], list[Figure]]:
        """Return the figures of each sentence."""
        found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.source, figure.sentence].append(figure)
        return found


def figures_of(document: Document, indicators: tuple[Indicator, ...], source: int = -1) -> Iterator[Figure]:
    """Yield the figures of a document whose amounts can be read."""
    for indicator in indicators:
        try:
            value = Decimal(indicator.value.replace(",", ""))
        except InvalidOperation:
            continue
        unit = indicator.unit
        for scale, factor in _SCALES:
            if unit.startswith(scale) and unit not in ("千米", "千克", "千瓦", "千瓦时", "百分点"):
                value, unit = value * factor, unit[len(scale) :]
                break
        sentence = document.sentence_at(indicator.value_start)
        text = document.text
        clause = text[indicator.start : indicator.value_start] + text[indicator.value_end : indicator.end]
        clause = _DATED.sub("", clause)
        yield Figure(indicator, value, unit, clause, sentence.index if sentence else -1, source)


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield figures that differ from the library's."""
    ledger = Ledger(known)
    own = tuple(figures_of(draft.document, draft.extraction.indicators))
    for figure in own:
        found = _contradicted(draft, figure, own, ledger, known)
        if found:
            yield _doubt(draft, figure, found, known)
    yield from _against_itself(draft, own)


def _contradicted(
    draft: Draft, figure: Figure, own: tuple[Figure, ...], ledger: Ledger, known: Knowledge
) -> Figure | None:
    """Return the library's figure for the same thing, where it says another number and none says this one."""
    scored = []
    for other in ledger.by_unit.get(figure.unit, ()):
        if other.source in draft.comparable and _may_be_same_year(figure, other):
            likely = _alike(figure, other)
            if likely >= _SAME and agrees(figure, other):
                return None
            if likely >= _SAME and _is_twin(draft, figure, other, known):
                scored.append((likely + _TWIN_BONUS, other))
            elif likely >= _LIKELY and _is_of_one_status(draft, figure, other):
                companions = _companions(figure, other, own, ledger)
                if (likely >= _SURE and (figure.indicator.year is not None or companions)) or (
                    likely >= _LIKELY and companions
                ):
                    scored.append((likely + 0.2 * companions, other))
    scored.sort(key=lambda item: -item[0])
    if not scored:
        return None
    right = scored[0][1]
    is_twin = scored[0][0] >= _TWIN_BONUS
    if (
        not is_twin
        and not _companions(figure, right, own, ledger)
        and not _is_about_the_same(draft, figure, right, known)
    ):
        return None
    if any(
        agrees(figure, beside) and beside.unit == figure.unit
        for beside in ledger.by_sentence[right.source, right.sentence]
    ):
        return None  # the sentence has this number too; which thing it counts is not certain enough
    rivals = {other.amount for score, other in scored if score > scored[0][0] - 0.1}
    return scored[0][1] if len(rivals) == 1 else None


def _is_twin(draft: Draft, figure: Figure, other: Figure, known: Knowledge) -> bool:
    """Return whether both figures stand in one sentence but for its numbers; then aim or result makes no difference.

    A draft that says 今年 without telling its own year may speak of any year.
    """
    sentence = draft.sentence_text(figure.indicator.value_start)
    if figure.indicator.year is None and _RELATIVE.search(sentence):
        return False
    masked, there = _NUMBERS.sub("", sentence), _NUMBERS.sub("", known.cite(other.place).quote)
    return len(masked) >= _LEAST_TWIN and likeness(masked, there) >= _TWIN


def _may_be_same_year(figure: Figure, other: Figure) -> bool:
    one, two = figure.indicator, other.indicator
    if one.year is None:
        return True
    return one.year == two.year and one.since == two.since


def _alike(figure: Figure, other: Figure) -> float:
    """Return how surely two figures count the same thing, by their labels and clauses."""
    if figure.indicator.scope and other.indicator.scope and figure.indicator.scope != other.indicator.scope:
        return 0.0
    one, two = series_key(figure.indicator.label), series_key(other.indicator.label)
    labels = likeness(one, two)
    clauses = likeness(figure.clause, other.clause)
    if one == two:
        return max(1.0 if len(one) > 3 else 0.7, clauses)
    return max(clauses, (labels + clauses) / 2)


def _is_of_one_status(draft: Draft, figure: Figure, other: Figure) -> bool:
    """Return whether both figures are aims or both are results; the very words of a result are one, unless planned."""
    if figure.indicator.status == other.indicator.status:
        return True
    is_planned = _PLANNED.search(draft.sentence_text(figure.indicator.value_start))
    if figure.indicator.comparator != "=":
        return (
            figure.indicator.comparator == other.indicator.comparator
            and likeness(figure.clause, other.clause) >= _WORDS
        )
    return other.indicator.status == "achieved" and not is_planned and likeness(figure.clause, other.clause) >= _WORDS


def _companions(figure: Figure, other: Figure, own: tuple[Figure, ...], ledger: Ledger) -> int:
    """Return how many other figures of the draft's sentence stand in the library's sentence too."""
    beside = [f for f in own if f.sentence == figure.sentence and f is not figure]
    there = [f for f in ledger.by_sentence[other.source, other.sentence] if f is not other]
    return sum(any(f.unit == t.unit and f.amount == t.amount for t in there) for f in beside)


def agrees(figure: Figure, other: Figure) -> bool:
    """Return whether two amounts can both be true: equal, or one of them rounded (近, 余, 以上) and near."""
    if figure.amount == other.amount:
        return True
    rough = {figure.indicator.comparator, other.indicator.comparator} - {"="}
    return bool(rough) and abs(figure.amount - other.amount) <= _LEEWAY * max(abs(figure.amount), abs(other.amount))


def _is_about_the_same(draft: Draft, figure: Figure, other: Figure, known: Knowledge) -> bool:
    """Return whether two figures with one label (总投资) are about one thing.

    Where the draft's sentence names events or programs, one of them must be named around the library's figure.
    """
    document = known.sources[other.source].document
    place = other.indicator.value_start
    around = bare(other.indicator.label + document.text[max(0, place - _AROUND) : place + _AROUND])
    named = _named_in_sentence(draft, figure.indicator.value_start)
    if named and not any(name in around for name in named):
        return False
    if len(figure.indicator.label) > 5 and figure.indicator.label == other.indicator.label:
        return True
    sentence = draft.sentence_text(figure.indicator.value_start)
    there = known.cite(other.place).quote
    return likeness(sentence, there) >= 0.15 or figure.clause == other.clause


def _named_in_sentence(draft: Draft, offset: int) -> list[str]:
    """Return the events and programs that a sentence names before a place, without their edition."""
    sentence = draft.document.sentence_at(offset)
    if sentence is None:
        return []
    types = {entity.id: entity.type for entity in draft.extraction.entities}
    return [
        series_key(draft.document.text[mention.start : mention.end])
        for mention in draft.extraction.mentions
        if sentence.start <= mention.start and mention.end <= offset and types[mention.entity] in _NAMED
    ]


def _doubt(draft: Draft, figure: Figure, right: Figure, known: Knowledge) -> Doubt:
    document = known.sources[right.source].document
    expected = document.text[right.indicator.value_start : right.indicator.value_end]
    said = figure.indicator
    year = f"{right.indicator.year}年" if right.indicator.year else ""
    message = f"{year}{right.indicator.label}，文中为{expected}"
    return Doubt(said.value_start, said.value_end, "figure", "error", message, expected, right.place)


def _against_itself(draft: Draft, own: tuple[Figure, ...]) -> Iterator[Doubt]:
    """Yield figures that the draft itself gives differently before: the same words for the same stated year."""
    first: dict[tuple[str, str, int, str, str], Figure] = {}
    for figure in own:
        said = figure.indicator
        year = _stated_year(draft, figure)
        if len(said.label) < 4 or year is None:
            continue
        key = (said.label, figure.unit, year, said.status, said.scope)
        before = first.setdefault(key, figure)
        is_repeated = before.sentence != figure.sentence and likeness(before.clause, figure.clause) >= _SURE
        if is_repeated and not agrees(figure, before):
            text = draft.document.text
            expected = text[before.indicator.value_start : before.indicator.value_end]
            message = f"前文{said.label}为{expected}"
            yield Doubt(said.value_start, said.value_end, "contradiction", "warning", message, expected)


def _stated_year(draft: Draft, figure: Figure) -> int | None:
    """Return the year of a figure where its own sentence states it and no other."""
    years = set(_YEAR.findall(draft.sentence_text(figure.indicator.value_start)))
    return int(years.pop()) if len(years) == 1 else None
