"""Finds the numbers that measure work: what is counted, how much, for which year, wanted or reached.

A clause is read around its numbers: in `培育科技服务站30家、首席工程师20名` the thing stands before the number and the
verb holds for both; in `11家企业入选百强` it stands behind, with what it does; `增长4.9%` carries over what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.documents import Sentence
from kg.extractors.clauses import clauses, masked
from kg.extractors.counted import Counted, count
from kg.extractors.figure_words import words
from kg.extractors.periods import Period, Periods
from kg.extractors.quantities import Quantity, quantities
from kg.extractors.scopes import scope_of
from kg.facts import Entity, EntityType, Indicator, Mention
from kg.reading import Reading

NAME = "indicators"
_READ = frozenset({"sentence", "heading", "table_row"})
# Definitions and rules: their numbers say what holds, not what was done.
_SILENT = frozenset({"glossary", "regulation"})
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+条")
# What a figure may be about when its own words are too common to stand alone (总投资108亿元).
_TOPICS = frozenset({EntityType.EVENT, EntityType.PROGRAM, EntityType.PLATFORM, EntityType.CONCEPT, EntityType.SLOGAN})
# How far back, in characters, what common words are said of may stand.
_NEAR = 60
_HEADINGS = (EntityType.EVENT, EntityType.PROGRAM)
# No text says one figure of so many things; a file made to harm may say it a hundred thousand times.
_MOST_COMPARED = 200


def find(reading: Reading) -> tuple[Indicator, ...]:
    """Return the indicators that a document states, in order of the text; one that is repeated counts once."""
    periods = Periods(reading.document)
    silent = {part.index for part in reading.document.parts if part.kind in _SILENT}
    found: list[Indicator] = []
    seen: dict[tuple[str, str, int | None, str], list[Indicator]] = {}
    for sentence in reading.document.sentences:
        if sentence.kind in _READ and sentence.part not in silent and not _is_article(reading, sentence):
            for indicator in _of_sentence(reading, sentence, periods):
                key = (indicator.value, indicator.unit, indicator.year, indicator.status)
                alike = seen.setdefault(key, [])
                if not any(
                    other.start < sentence.start and _same(indicator, other) for other in alike[:_MOST_COMPARED]
                ):
                    alike.append(indicator)
                    found.append(indicator)
    return tuple(sorted(found, key=lambda row: row.value_start))


def _is_article(reading: Reading, sentence: Sentence) -> bool:
    """Return whether a sentence stands in an article of a rule (第六条)."""
    section = None if sentence.section is None else reading.document.sections[sentence.section]
    label = section.label if section is not None else ""
    return bool(_ARTICLE.match(label) or _ARTICLE.match(reading.document.text, sentence.start))


def _of_sentence(reading: Reading, sentence: Sentence, periods: Periods) -> Iterator[Indicator]:
    text = reading.document.text
    numbers = _free(text, sentence, quantities(text, sentence.start, sentence.end))
    if not numbers:
        return
    said: list[Counted] = []
    for start, end in clauses(text, sentence.start, sentence.end):
        inside = [number for number in numbers if start <= number.start < end]
        if not inside:
            continue
        names = tuple((m.start, m.end) for m in reading.mentions_in(start, end))
        for counted in count(text, (start, end), inside, said, names):
            said.append(counted)
            period = periods.at(sentence, counted.quantity.start, counted.end)
            yield _indicator(reading, sentence, counted, period)


def _free(text: str, sentence: Sentence, numbers: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    if not numbers:
        return ()
    names = masked(text, sentence.start, sentence.end)
    return tuple(n for n in numbers if not any(start < n.number_start < end for start, end in names))


def _indicator(reading: Reading, sentence: Sentence, counted: Counted, period: Period) -> Indicator:
    quantity = counted.quantity
    subject, subject_id = _subject(reading, sentence, counted)
    label = counted.label
    if subject and counted.is_common and subject not in label:
        label = subject + (counted.action + counted.thing if counted.label.endswith("）") else label)
    return Indicator(
        label=label,
        subject=subject or counted.thing,
        value=quantity.value,
        unit=quantity.unit,
        comparator=quantity.comparator,
        year=period.year,
        since=period.since,
        status=period.status or "achieved",
        start=counted.start,
        end=counted.end,
        value_start=quantity.number_start,
        value_end=quantity.end,
        extractor=NAME,
        scope=scope_of(reading.document.text[counted.start : counted.end]),
        subject_id=subject_id,
    )


def _subject(reading: Reading, sentence: Sentence, counted: Counted) -> tuple[str, str | None]:
    """Return what the figure is about: the entity in its own words, else (for common words) the last one before."""
    own = reading.mentions_in(*counted.span) if counted.span[0] < counted.span[1] else ()
    best = max(own, key=lambda m: (m.end - m.start, -m.start), default=None)
    if best is not None:
        entity = reading.entity_of(best)
        return entity.name, entity.id
    topic = _topic(reading, sentence, counted) if counted.is_common else None
    return (topic.name, topic.id) if topic else (counted.thing, None)


def _topic(reading: Reading, sentence: Sentence, counted: Counted) -> Entity | None:
    """Return what common words are said of: the heading's event, the last name before, the heading's topic."""
    section = None if sentence.section is None else reading.document.sections[sentence.section]
    headed = reading.mentions_in(section.start, section.heading_end) if section else ()
    if named := [m for m in headed if reading.type_of(m) in _HEADINGS]:
        return reading.entity_of(named[0])
    # Who is reached says enough of itself, and so does a harbour or a school; only what stands in the same clause may
    # be what it belongs to: 助学金惠及1400万学生, 在全国运动会上获金牌48枚.
    is_plain = 1 < len(counted.thing) < 4 and counted.thing not in words("generic") | words("measure")
    first = counted.start if is_plain or counted.quantity.kind == "people" else sentence.start
    before = [m for m in reading.mentions_in(first, counted.span[0]) if reading.type_of(m) in _TOPICS]
    near = max(counted.span[0] - _NEAR, reading.document.text.rfind("；", 0, counted.span[0]))
    alone = [m for m in before if m.end > near and not _is_in_row(reading.document.text, m)]
    if alone:
        return reading.entity_of(max(alone, key=lambda m: (m.end, m.end - m.start)))
    concepts = [m for m in headed if reading.type_of(m) == EntityType.CONCEPT]
    return reading.entity_of(concepts[0]) if concepts else None


def _is_in_row(text: str, mention: Mention) -> bool:
    """Return whether a name is one of several in a row: then it is not what the sentence is about."""
    return (
        "、" in text[mention.start - 2 : mention.start]
        or text[mention.end : mention.end + 2].lstrip("”》")[:1] in "、等"
    )


def _same(one: Indicator, other: Indicator) -> bool:
    """Return whether two figures of one value, unit, year and status are the same statement made twice."""
    first, second = _grams(one.label), _grams(other.label)
    if one.since != other.since or not first or not second:
        return one.label == other.label and one.since == other.since
    return len(first & second) / min(len(first), len(second)) >= 0.6


def _grams(label: str) -> set[str]:
    return {label[i : i + 2] for i in range(len(label) - 1)}
