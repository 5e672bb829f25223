"""One document with what the graph says of it, as answering reads it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import queries_table
from kg.iris import Iris
from search import fact_rows, name_file
from search.answers.several_years import first_year
from search.questions.fold import fold, fold_all

if TYPE_CHECKING:
    from corpus.documents import Document, DocumentMeta
    from search.library import Library

# So far before a number stands how it was come to (由18个整合至).
_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one document. `object_iri` is empty for a literal."""

    document: str
    predicate: str
    subject_iri: str
    subject: str
    object_iri: str
    object: str
    start: int
    end: int
    order: int | None = None
    year: int | None = None
    organization: str = ""
    is_implicit: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of one document; `value` is decimal text, `since` the first year of a figure of several."""

    document: str
    label: str
    subject: str
    about: str
    value: str
    unit: str
    comparator: str
    year: int | None
    status: str
    scope: str
    start: int
    end: int
    value_start: int
    value_end: int
    since: int | None = None

    @property
    def when(self) -> str:
        """Return the years of a figure as they are told: 2031年, 2027—2031年, or nothing."""
        first = f"{self.since}—" if self.since else ""
        return f"{first}{self.year}年" if self.year else ""


@dataclass(frozen=True, slots=True)
class Gloss:
    """A glossary entry of one document."""

    document: str
    entity: str
    term: str
    aliases: tuple[str, ...]
    definition: str
    components: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with the headings above it; `point` is the section index, -1 outside sections."""

    document: str
    start: int
    end: int
    text: str
    folded: str
    headings: tuple[str, ...]
    part: int
    point: int
    kind: str


class Facts:
    """One document with what the graph says of it."""

    def __init__(self, library: Library, meta: DocumentMeta) -> None:
        self._library = library
        self.meta = meta
        self._themes: dict[int, tuple[str, str]] = {}
        base = library.settings.text("kg.base")
        self._binding = {"document": ox.NamedNode(Iris(base).document(meta.id))}

    @cached_property
    def _found(self) -> dict[str, fact_rows.Table]:
        """What the files of the library say of this document; nothing where they say nothing."""
        kept = name_file.facts_of(self._library)
        return (kept.of(self.meta.id) if kept else None) or {}

    def _rows(self, query: str) -> list[Any]:
        if query in self._found:
            return fact_rows.rows(self._found.pop(query))
        return list(self._library.graph.select(queries_table.load(query), self._binding))

    @cached_property
    def document(self) -> Document:
        """Return the document itself."""
        return self._library.document(self.meta.id)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements in order of predicate and text."""
        return tuple(_statement(self.meta.id, row) for row in self._rows("statements_in"))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Return the indicators in order of the text; of a range (4%—5%) its lower end, whose text holds the other."""
        found = tuple(self._figure(row) for row in self._rows("indicators_in"))
        return tuple(
            one for i, one in enumerate(found) if not any(_holds(other, one) for other in found[max(i - 3, 0) : i])
        )

    def _figure(self, row: Any) -> Figure:
        figure, since = _figure(self.meta.id, row), row.get("since")
        if since is not None:
            ahead = min(figure.start, max(figure.value_start - _AHEAD, 0))
            since = first_year(since, figure.label, self.document.text[ahead : figure.value_start])
        return figure if since is None else replace(figure, since=since)

    @cached_property
    def glosses(self) -> tuple[Gloss, ...]:
        """Return the glossary entries in order of the text."""
        found: dict[str, Gloss] = {}
        for row in self._rows("definitions_in"):
            old = found.get(row["definition"])
            aliases = (*(old.aliases if old else ()), *((row["alias"],) if row["alias"] else ()))
            found[row["definition"]] = gloss_of(self.meta.id, row, aliases)
        return tuple(found.values())

    @cached_property
    def mentions(self) -> tuple[tuple[int, int, str, str, str], ...]:
        """Return (start, end, IRI, name, type) of every mention, in order of the text."""
        rows = self._rows("marks_of_document")
        return tuple((row["start"], row["end"], row["entity"], row["label"], row["type"]) for row in rows)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return the sentences in order of the text."""
        return tuple(_lines(self.document))

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _ends(self) -> list[int]:
        return [line.end for line in self.lines]

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [mention[0] for mention in self.mentions]

    def line_at(self, offset: int) -> Line | None:
        """Return the line that holds an offset."""
        i = bisect_right(self._starts, offset) - 1
        return self.lines[i] if i >= 0 and offset < self.lines[i].end else None

    def lines_in(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the lines that share something with a stretch, in order of the text."""
        first = bisect_right(self._ends, start)
        return self.lines[first : max(first, bisect_left(self._starts, end))]

    def mentions_in(self, start: int, end: int) -> tuple[tuple[int, int, str, str, str], ...]:
        """Return the mentions that begin in a stretch, in order of the text."""
        return self.mentions[bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)]

    def themes(self, point: int) -> tuple[str, str]:
        """Return, folded, what a section's own heading is about and what those above it are.

        A thing that a heading names (承办药学大会) is left out: the section is about the thing, not about its words.
        """
        if point not in self._themes:
            self._themes[point] = self._read_themes(point)
        return self._themes[point]

    def _read_themes(self, point: int) -> tuple[str, str]:
        titles: list[str] = []
        section: int | None = point if point >= 0 else None
        while section is not None:
            current = self.document.sections[section]
            titles.append(self._bare_title(current.start, current.heading_end))
            section = current.parent
        return (fold(titles[0]) if titles else "", fold("".join(titles[1:])))

    def _bare_title(self, start: int, end: int) -> str:
        title = self.document.text[start:end]
        first = bisect_left(self._mention_starts, start)
        for left, right, _, _, kind in islice(self.mentions, first, None):
            if left >= end:
                break
            if right <= end and kind in ("Event", "Program", "Award", "Platform"):
                title = title[: left - start] + " " * (right - left) + title[right - start :]
        return title

    def by_predicate(self, *predicates: str) -> tuple[Statement, ...]:
        """Return the statements with one of these predicates."""
        return tuple(s for s in self.statements if s.predicate in predicates)

    @cached_property
    def made_of(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (name, members) of everything whose members a glossary entry or statements give."""
        found: dict[str, list[str]] = {}
        for s in self.by_predicate("hasComponent"):
            found.setdefault(s.subject, []).append(s.object)
        stated = tuple((name, tuple(members)) for name, members in found.items())
        return (*stated, *((gloss.term, gloss.components) for gloss in self.glosses if gloss.components))

    @cached_property
    def folded_made_of(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return `made_of` as names are compared."""
        return tuple((fold(name), tuple(map(fold, members))) for name, members in self.made_of)

    @cached_property
    def names_made_of(self) -> str:
        """Return the names in `folded_made_of`, joined."""
        return "|".join(name for name, _ in self.folded_made_of)

    @cached_property
    def by_value(self) -> list[Figure]:
        """Return the indicators in order of their values."""
        return sorted(self.figures, key=lambda figure: figure.value_start)

    @cached_property
    def value_starts(self) -> list[int]:
        """Return where the values of the indicators begin, in order."""
        return [figure.value_start for figure in self.by_value]

    @cached_property
    def types(self) -> dict[str, str]:
        """Return the type of every entity that the document mentions, by IRI."""
        return {iri: kind for _, _, iri, _, kind in self.mentions}


def _statement(document: str, row: Any) -> Statement:
    is_entity = row["objectName"] is not None
    return Statement(
        document=document,
        predicate=row["predicate"],
        subject_iri=row["subject"],
        subject=row["subjectName"],
        object_iri=str(row["object"]) if is_entity else "",
        object=str(row["objectName"] if is_entity else row["object"]),
        start=row["start"],
        end=row["end"],
        order=row["order"],
        year=row["year"],
        organization=row["organization"] or "",
        is_implicit=bool(row["implicit"]),
    )


def _holds(range_: Figure, figure: Figure) -> bool:
    """Return whether a figure is the upper end of a range that is written out in the text of its lower end."""
    is_inside = range_.value_start < figure.value_start and figure.value_end <= range_.value_end
    return is_inside and figure.comparator == "<=" and range_.label == figure.label


def _figure(document: str, row: Any) -> Figure:
    return Figure(
        document=document,
        label=row["label"],
        subject=row["subject"] or "",
        about=row["about"] or "",
        value=_decimal(row["value"]),
        unit=row["unit"] or "",
        comparator=row["comparator"],
        year=row["year"],
        status=row["status"],
        scope=row["scope"] or "",
        start=row["start"],
        end=row["end"],
        value_start=row["valueStart"],
        value_end=row["valueEnd"],
    )


def _decimal(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def gloss_of(document: str, row: Any, aliases: tuple[str, ...]) -> Gloss:
    """Return a glossary entry from a row of a query for definitions."""
    components = tuple(part for part in (row["components"] or "").split("、") if part)
    return Gloss(document, row["entity"] or "", row["term"], aliases, row["text"], components, row["start"], row["end"])


def _lines(document: Document) -> list[Line]:
    found = []
    paths = {section.index: document.section_path(section.index) for section in document.sections}
    texts = [document.text[sentence.start : sentence.end] for sentence in document.sentences]
    for sentence, text, folded in zip(document.sentences, texts, fold_all(texts), strict=True):
        headings = () if sentence.section is None else paths[sentence.section]
        point = -1 if sentence.section is None else sentence.section
        found.append(
            Line(
                document.id,
                sentence.start,
                sentence.end,
                text,
                folded,
                headings,
                sentence.part,
                point,
                sentence.kind,
            )
        )
    return found
