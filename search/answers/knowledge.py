"""What a library says, as answering reads it: names of the whole library, facts and lines of the documents in question."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg import queries_table
from kg.iris import Iris
from search import name_file
from search.questions.fold import fold
from search.questions.names import Names
from search.questions.question import Link, Question
from search.questions.repair import Vocabulary

if TYPE_CHECKING:
    from corpus.documents import Document, DocumentMeta
    from search.library import Library

# A library up to this size is read whole; beyond it, the search index and the names tell which documents matter.
_WHOLE_CHARACTERS = 400_000
_DOCUMENTS_READ = 12
_MOST_NAMED = 6


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
    """An indicator of one document; `value` is decimal text."""

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

    def _rows(self, query: str) -> list[Any]:
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
        """Return the indicators in order of the text."""
        return tuple(_figure(self.meta.id, row) for row in self._rows("indicators_in"))

    @cached_property
    def glosses(self) -> tuple[Gloss, ...]:
        """Return the glossary entries in order of the text."""
        found: dict[str, Gloss] = {}
        for row in self._rows("definitions_in"):
            old = found.get(row["definition"])
            aliases = (*(old.aliases if old else ()), *((row["alias"],) if row["alias"] else ()))
            found[row["definition"]] = _gloss(self.meta.id, row, aliases)
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

    def line_at(self, offset: int) -> Line | None:
        """Return the line that holds an offset."""
        i = bisect_right(self._starts, offset) - 1
        return self.lines[i] if i >= 0 and offset < self.lines[i].end else None

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
        for left, right, _, _, kind in self.mentions:
            if start <= left and right <= end and kind in ("Event", "Program", "Award", "Platform"):
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
    def types(self) -> dict[str, str]:
        """Return the type of every entity that the document mentions, by IRI."""
        return {iri: kind for _, _, iri, _, kind in self.mentions}


class Knowledge:
    """One state of a library. Cheap to make; everything is read on need and kept."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._facts: dict[str, Facts] = {}
        self._last: tuple[tuple[str, tuple[Link, ...], bool], tuple[Facts, ...]] = (("", (), True), ())

    @cached_property
    def iris(self) -> Iris:
        """Return what mints and reads the library's IRIs."""
        return Iris(self.library.settings.text("kg.base"))

    @cached_property
    def glosses(self) -> tuple[Gloss, ...]:
        """Return the glossary entries of all documents."""
        found: dict[str, Gloss] = {}
        for row in self.library.graph.select(queries_table.load("definitions_of_all")):
            key = str(row["definition"])
            old = found.get(key)
            aliases = (*(old.aliases if old else ()), *((str(row["alias"]),) if row["alias"] else ()))
            found[key] = _gloss(self.iris.document_id(key) or "", row, aliases)
        return tuple(found.values())

    @cached_property
    def metas(self) -> tuple[DocumentMeta, ...]:
        """Return the documents, newest first."""
        return tuple(sorted(self.library.documents, key=lambda meta: (meta.date, meta.id), reverse=True))

    @cached_property
    def is_small(self) -> bool:
        """Return whether every question may read every document."""
        return sum(meta.characters for meta in self.metas) <= _WHOLE_CHARACTERS

    @property
    def year(self) -> int | None:
        """Return the year that 今年 means: that of the newest document with a date."""
        return next((meta.year for meta in self.metas if meta.year), None)

    @cached_property
    def names(self) -> Names:
        """Return all names that questions may use."""
        return name_file.names_of(self.library)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the wording that a slip may have meant."""
        texts = [facts.document.text for facts in self.all] if self.is_small else []
        return Vocabulary(self.names.wording, texts)

    def facts(self, document_id: str) -> Facts:
        """Return a document with its facts."""
        if document_id not in self._facts:
            self._facts[document_id] = Facts(self.library, self.library.meta(document_id))
        return self._facts[document_id]

    @cached_property
    def all(self) -> tuple[Facts, ...]:
        """Return all documents, newest first."""
        return tuple(self.facts(meta.id) for meta in self.metas)

    def all_of(self, years: Collection[int]) -> tuple[Facts, ...]:
        """Return the documents of some years, newest first."""
        return tuple(self.facts(meta.id) for meta in self.metas if meta.year in years)

    def about(self, question: Question) -> tuple[Facts, ...]:
        """Return the documents that a question may be answered from, newest first."""
        found = self.all if self.is_small else self._chosen(question)
        if not question.years:
            return found
        # What a document of the year says comes first, then what the next one reports of it.
        return tuple(sorted(found, key=lambda facts: _distance(facts.meta.year, question.years)))

    def mentions_text(self, text: str, question: Question) -> bool:
        """Return whether a document in question has a wording."""
        key = fold(text)
        return any(key in line.folded for facts in self.about(question) for line in facts.lines)

    def _chosen(self, question: Question) -> tuple[Facts, ...]:
        """Return the documents chosen for a question; every strategy that is tried asks for them again."""
        key, found = self._last
        wanted = (question.plain, question.links, question.is_wide)
        if key != wanted:
            found = self._relevant(question)
            self._last = (wanted, found)
        return found

    def _relevant(self, question: Question) -> tuple[Facts, ...]:
        chosen = dict.fromkeys(self._mentioning(question))
        if question.is_wide:
            chosen.update(dict.fromkeys(self._found(question)))
        return tuple(self.facts(meta.id) for meta in self.metas if meta.id in chosen)

    def _mentioning(self, question: Question) -> list[str]:
        """Return the newest documents that mention what the question names."""
        linked = [iri for link in question.links for iri in link.iris]
        # 茶产业大会 names the one thing whose name it shortens.
        short = [name.iri for word in question.words for text in word.names[1:] for name in self.names.exact(text)]
        iris = list(dict.fromkeys(iri for iri in (*linked, *short) if iri))[:_MOST_NAMED]
        counts: dict[str, int] = {}
        for iri in iris:
            rows = self.library.graph.select(queries_table.load("documents_mentioning"), {"entity": ox.NamedNode(iri)})
            for document in {self.iris.document_id(str(row["document"])) for row in rows}:
                if document:
                    counts[document] = counts.get(document, 0) + 1
        order = {meta.id: (_distance(meta.year, question.years), i) for i, meta in enumerate(self.metas)}
        return sorted(counts, key=lambda d: (-counts[d], order[d]))[:_DOCUMENTS_READ]

    def _found(self, question: Question) -> list[str]:
        from search import engine

        # The question's names are linked already, and its words are met later: vectors and other words would only take time.
        return engine.documents(self.library, question.plain, limit=_DOCUMENTS_READ)


def _distance(year: int | None, years: tuple[int, ...]) -> int:
    if not years or year in years:
        return 0
    return 1 if year is not None and year - 1 in years else 2


_KEPT: WeakKeyDictionary[Any, Knowledge] = WeakKeyDictionary()


def knowledge(library: Library) -> Knowledge:
    """Return what is known of a library; made once for each state of it."""
    if library not in _KEPT:
        _KEPT[library] = Knowledge(library)
    return _KEPT[library]


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


def _gloss(document: str, row: Any, aliases: tuple[str, ...]) -> Gloss:
    components = tuple(part for part in (row["components"] or "").split("、") if part)
    return Gloss(document, row["entity"] or "", row["term"], aliases, row["text"], components, row["start"], row["end"])


def _lines(document: Document) -> list[Line]:
    found = []
    for sentence in document.sentences:
        text = document.text[sentence.start : sentence.end]
        headings = document.section_path(sentence.section)
        point = -1 if sentence.section is None else sentence.section
        found.append(
            Line(
                document.id,
                sentence.start,
                sentence.end,
                text,
                fold(text),
                headings,
                sentence.part,
                point,
                sentence.kind,
            )
        )
    return found
