"""What changed in the network between two documents or years: entities and statements that came, went, grew or shrank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from corpus.documents import DocumentMeta
from corpus.errors import NotFoundError
from kg import queries_table
from search.answers.knowledge import knowledge
from search.predicates import said

if TYPE_CHECKING:
    from search.library import Library

Kind = Literal["came", "went", "more", "less"]
KINDS: dict[Kind, str] = {"came": "新出现", "went": "不再出现", "more": "提得更多", "less": "提得更少"}
HEADS = ("变化", "内容", "类型", "前", "后", "IRI")
# Below this, a difference in the number of mentions is chance: the lengths of two reports differ as much.
_AT_LEAST, _TIMES = 3, 2
_YEAR = re.compile(r"(?:19|20)\d\d年?")


@dataclass(frozen=True, slots=True)
class EntityChange:
    """An entity with its mentions on each side."""

    kind: Kind
    iri: str
    name: str
    type: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A statement that only one side makes, said as a sentence; `support` counts the places that make it."""

    kind: Kind
    subject: str
    predicate: str
    object: str
    sentence: str
    support: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two sides, each the documents of a year or one document, by id."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    entities: tuple[EntityChange, ...]
    statements: tuple[StatementChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a table under `HEADS`: entities, then statements."""
        for e in self.entities:
            yield KINDS[e.kind], e.name, e.type, e.before, e.after, e.iri
        for s in self.statements:
            sides = (0, s.support) if s.kind == "came" else (s.support, 0)
            yield KINDS[s.kind], s.sentence, s.predicate, *sides, s.subject


@dataclass(slots=True)
class _Side:
    """What the documents of one side say: mentions of each entity, places of each statement between entities."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    statements: dict[tuple[str, str, str], int] = field(default_factory=dict)


def changes(library: Library, before: str, after: str) -> Changes:
    """Return what changed between two years or documents.

    Entities of the same name are the same across documents, as the library has merged them.

    Args:
        library: The library.
        before: A year, or the id, file name or a piece of the title of a document.
        after: The same of the later side.

    Raises:
        NotFoundError: There is no such document, or none of that year.
        InputError: More than one document fits.
    """
    sides = [_documents(library, text) for text in (before, after)]
    one, other = (_side(library, metas) for metas in sides)
    return Changes(
        tuple(meta.id for meta in sides[0]),
        tuple(meta.id for meta in sides[1]),
        tuple(_entities(one, other)),
        tuple(_statements(one, other)),
    )


def _documents(library: Library, text: str) -> list[DocumentMeta]:
    if not _YEAR.fullmatch(text.strip()):
        return [library.find(text)]
    year = int(text.strip().rstrip("年"))
    if found := [meta for meta in library.documents if meta.year == year]:
        return found
    known = sorted({str(meta.year) for meta in library.documents if meta.year})
    raise NotFoundError(f"没有 {year} 年的文献", where=text, hint=f"有文献的年份：{'、'.join(known)}")


def _side(library: Library, metas: Iterable[DocumentMeta]) -> _Side:
    iris = knowledge(library).iris
    side = _Side()
    for meta in metas:
        given = {"document": ox.NamedNode(iris.document(meta.id))}
        for row in library.graph.select(queries_table.load("entities_in"), given):
            iri = str(row["entity"])
            side.names[iri] = str(row["label"]), str(row["type"])
            side.mentions[iri] = side.mentions.get(iri, 0) + int(row["mentions"] or 0)
        for row in library.graph.select(queries_table.load("statements_in"), given):
            if row["objectName"] is not None:
                key = str(row["subject"]), str(row["predicate"]), str(row["object"])
                side.statements[key] = side.statements.get(key, 0) + 1
    return side


def _entities(one: _Side, other: _Side) -> Iterator[EntityChange]:
    """Yield the entities that changed: by kind, those with the greatest difference first."""
    found = []
    for iri in one.names | other.names:
        before, after = one.mentions.get(iri, 0), other.mentions.get(iri, 0)
        kind = _kind(iri in one.names, iri in other.names, before, after)
        if kind is not None:
            name, type_ = other.names.get(iri) or one.names[iri]
            found.append(EntityChange(kind, iri, name, type_, before, after))
    order = list(KINDS)
    yield from sorted(found, key=lambda e: (order.index(e.kind), -abs(e.after - e.before), e.iri))


def _kind(was: bool, is_there: bool, before: int, after: int) -> Kind | None:
    if not was:
        return "came"
    if not is_there:
        return "went"
    if after - before >= _AT_LEAST and after >= before * _TIMES:
        return "more"
    return "less" if before - after >= _AT_LEAST and before >= after * _TIMES else None


def _statements(one: _Side, other: _Side) -> Iterator[StatementChange]:
    names = one.names | other.names
    for kind, here, there in (("came", other, one), ("went", one, other)):
        only = sorted(here.statements.keys() - there.statements.keys())
        for subject, predicate, object_ in sorted(only, key=lambda key: (-here.statements[key], key)):
            # The other end may be named in another document only: it has its mark in the graph, but no name on this side.
            if subject in names and object_ in names:
                (a, _), (b, kind_of_b) = names[subject], names[object_]
                sentence = said(predicate, a, b, is_body=kind_of_b == "Organization")
                support = here.statements[subject, predicate, object_]
                yield StatementChange(kind, subject, predicate, object_, sentence, support)  # type: ignore[arg-type]
