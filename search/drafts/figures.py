"""Figures: those of the draft beside the library's for the same thing, year and status; and the draft against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from corpus.documents import Document
from kg.extractors.figure_words import says_little
from kg.facts import EntityType
from kg.names import series_key
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge
from search.drafts.ledger import Figure, Ledger, figures_of
from search.drafts.wording import bare, likeness, pairs, starts_with_another_place

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_PLANNED = re.compile("计划|力争|目标|确保|将|年内|到.{0,6}底|今年|预计|安排|达到.{0,8}以上")
_WORDS = 0.9
_AROUND = 240
_NAMED = frozenset({EntityType.EVENT, EntityType.PROGRAM, EntityType.AWARD})
_RELATIVE = re.compile("今年|明年|去年|上年|年内")
_NUMBERS = re.compile(r"(?:19|20)\d\d年度?，?|\d+(?:\.\d+)?")
_NO_WORDS = re.compile(r"[，。；：、！？（）“”%\s]|年")
_TWIN = 0.85
_TWIN_BONUS = 10
_LEAST_TWIN = 15
_SURE = 0.75
_LIKELY = 0.6
_SAME = 0.5
# How far 余, 近, 突破 may lie from the exact figure.
_LEEWAY = Decimal("0.15")


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
    is_about = _is_of_what_is_named if is_twin else _is_about_the_same
    if not _companions(figure, right, own, ledger) and not is_about(draft, figure, right, known):
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
    if starts_with_another_place(figure.indicator.label, other.indicator.label):
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


def _is_of_what_is_named(draft: Draft, figure: Figure, other: Figure, known: Knowledge) -> bool:
    """Return whether one of the events or programs that the draft's sentence names is named around the library's figure.

    So it is, too, where the sentence names none.
    """
    around = _around(known.sources[other.source].document, other)
    named = _named_in_sentence(draft, figure.indicator.value_start)
    return not named or any(bare(name) in around for name in named)


def _around(document: Document, figure: Figure) -> str:
    """Return what stands around a figure of the library, bare."""
    place = figure.indicator.value_start
    return bare(figure.indicator.label + document.text[max(0, place - _AROUND) : place + _AROUND])


def _is_about_the_same(draft: Draft, figure: Figure, other: Figure, known: Knowledge) -> bool:
    """Return whether two figures with one label (总投资) are about one thing.

    Its name may stand elsewhere in the sentence; without one, the rest of both sentences must be alike.
    """
    if not _is_of_what_is_named(draft, figure, other, known):
        return False
    if len(figure.indicator.label) > 5 and figure.indicator.label == other.indicator.label:
        return True
    document = known.sources[other.source].document
    sentence = draft.sentence_text(figure.indicator.value_start)
    there = known.cite(other.place).quote
    if not (_has_subject(figure, _around(document, other)) and _has_subject(other, bare(sentence))):
        return False
    if says_little(figure.clause):
        rest = _without(sentence, draft.document, figure)
        return not pairs(rest) or likeness(rest, _without(there, document, other)) >= 0.15
    return likeness(sentence, there) >= 0.15 or figure.clause == other.clause


def _has_subject(figure: Figure, text: str) -> bool:
    """Return whether a bare text names what a figure counts, if that stands outside of its own clause."""
    subject = bare(series_key(figure.indicator.subject))
    return subject in bare(figure.clause) or subject in text


def _without(sentence: str, document: Document, figure: Figure) -> str:
    """Return a sentence without the clause of a figure and without its numbers and marks."""
    clause = document.text[figure.indicator.start : figure.indicator.end]
    return _NO_WORDS.sub("", _NUMBERS.sub("", sentence.replace(clause, "")))


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
