"""What the relation finders share: one way to make a statement, and neighbourhoods of mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from corpus.documents import Part, Section, Sentence
from kg.extractors.clauses import clauses
from kg.extractors.periods import Periods
from kg.facts import Entity, EntityType, Mention, Predicate, Relation
from kg.reading import Reading

_LINK = re.compile(r"[\s“”《》]*(?:、|和|及|与|以及|，|\s)[\s“”《》]*")
_MARKS = str.maketrans("", "", "“”《》\"' ")
# Light words at the end of a topic (平台整合工作), without which it may stand inside a name.
_WORK = ("工作", "建设", "活动")
_SHORTEST_THEME = 3


class Scene:
    """A document under relation finding: its reading with clauses, periods and the body that speaks in each part."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.text = reading.document.text
        self._clauses: dict[int, tuple[tuple[int, int], ...]] = {}

    @cached_property
    def periods(self) -> Periods:
        """Return the period of every sentence."""
        return Periods(self.document)

    @cached_property
    def parts(self) -> dict[int, Part]:
        """Return the parts by index."""
        return {part.index: part for part in self.document.parts}

    @cached_property
    def themes(self) -> tuple[tuple[str, Entity], ...]:
        """Return concepts and formulations by each name that may stand inside another, longest names first."""
        names: dict[str, Entity] = {}
        for entity in self.reading.entities:
            if entity.type not in (EntityType.CONCEPT, EntityType.SLOGAN):
                continue
            for name in (plain(entity.name), *(plain(alias) for alias in entity.aliases)):
                names.setdefault(name, entity)
                stem = next((name.removesuffix(work) for work in _WORK if name.endswith(work)), name)
                if len(stem) >= _SHORTEST_THEME:
                    names.setdefault(stem, entity)
        wanted = [(name, e) for name, e in names.items() if len(name) >= _SHORTEST_THEME or name.isascii()]
        return tuple(sorted(wanted, key=lambda row: (-len(row[0]), row[0])))

    @cached_property
    def themes_by_start(self) -> dict[str, list[tuple[str, Entity]]]:
        """Return `themes` by the first two characters of their names."""
        found: dict[str, list[tuple[str, Entity]]] = {}
        for name, entity in self.themes:
            if len(name) >= _SHORTEST_THEME:
                found.setdefault(name[:2], []).append((name, entity))
        return found

    def sentences(self, *, glossary: bool = False) -> Iterator[Sentence]:
        """Yield the sentences of the running text, or those of the glossary."""
        for sentence in self.document.sentences:
            part = self.parts.get(sentence.part)
            if (part is not None and part.kind == "glossary") == glossary:
                yield sentence

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset."""
        i = bisect_right(self._sentence_starts, offset) - 1
        return self.document.sentences[i] if i >= 0 and offset < self.document.sentences[i].end else None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.document.sentences]

    def clauses_of(self, sentence: Sentence) -> tuple[tuple[int, int], ...]:
        """Return the clauses of a sentence."""
        if sentence.index not in self._clauses:
            self._clauses[sentence.index] = clauses(self.text, sentence.start, sentence.end)
        return self._clauses[sentence.index]

    def section_of(self, sentence: Sentence) -> Section | None:
        """Return the innermost section of a sentence."""
        return None if sentence.section is None else self.document.sections[sentence.section]

    def outer(self, start: int, end: int, *types: EntityType) -> tuple[Mention, ...]:
        """Return the mentions in a stretch that lie in no other one of it; with types, those of these types."""
        found: list[Mention] = []
        for mention in self.reading.mentions_in(start, end):
            if found and mention.end <= found[-1].end:
                continue
            found.append(mention)
        return tuple(m for m in found if not types or self.reading.type_of(m) in types)

    def row_from(self, mentions: tuple[Mention, ...], first: int) -> tuple[Mention, ...]:
        """Return the mentions that a coordination joins from the first on: A、B和C."""
        row = [mentions[first]]
        for mention in mentions[first + 1 :]:
            if not _LINK.fullmatch(self.text, row[-1].end, mention.start):
                break
            row.append(mention)
        return tuple(row)

    def row_to(self, mentions: tuple[Mention, ...], last: int) -> tuple[Mention, ...]:
        """Return the mentions that a coordination joins up to the last one."""
        row = [mentions[last]]
        for mention in reversed(mentions[:last]):
            if mention.end == row[-1].start and self._are_bodies(mention, row[-1]):
                row.append(mention)
                continue
            if not _LINK.fullmatch(self.text, mention.end, row[-1].start):
                break
            row.append(mention)
        return tuple(reversed(row))

    def decided_year(self, sentence: Sentence) -> int | None:
        """Return the year that headings or openings give a sentence, None where nothing in the text gives one."""
        period = self.periods.of(sentence)
        return period.year if period.since is None else None

    def _are_bodies(self, one: Mention, other: Mention) -> bool:
        """Return whether two mentions side by side are a row without a mark: 市委市政府."""
        return {self.reading.type_of(one), self.reading.type_of(other)} == {EntityType.ORGANIZATION}

    def year_at(self, sentence: Sentence, offset: int) -> int | None:
        """Return the year of a place, None where it is not one year."""
        period = self.periods.at(sentence, offset)
        return period.year if period.since is None else None


def plain(name: str) -> str:
    """Return a name without marks and spaces."""
    return name.translate(_MARKS)


def statement(
    subject: Entity | str,
    predicate: Predicate,
    target: Entity | str,
    span: tuple[int, int],
    *,
    extractor: str,
    year: int | None = None,
    organization: str | None = None,
    implicit: bool = False,
) -> Relation:
    """Return a relation; a target that is no entity is literal text."""
    is_literal = not isinstance(target, Entity)
    return Relation(
        subject=subject.id if isinstance(subject, Entity) else subject,
        predicate=predicate,
        object=target.id if isinstance(target, Entity) else target,
        start=span[0],
        end=span[1],
        extractor=extractor,
        is_literal=is_literal,
        year=year,
        organization=organization,
        implicit=implicit,
    )


def distinct(relations: Iterable[Relation]) -> Iterator[Relation]:
    """Yield the first of every statement; what holds of itself is no statement."""
    seen: set[tuple[str, Predicate, str, int | None]] = set()
    for relation in relations:
        key = (relation.subject, relation.predicate, relation.object, None)
        if key not in seen and relation.subject != relation.object:
            seen.add(key)
            yield relation
