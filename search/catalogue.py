"""Lists of the whole library: entities, glossary entries, indicators. What pages and exports leaf through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from sys import intern
from typing import TYPE_CHECKING, Any

from kg.facts import EntityType
from search.results import Citation

if TYPE_CHECKING:
    from search.library import Library

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """An entity in a list, with how often and in how many documents it is named."""

    iri: str
    name: str
    type: str
    mentions: int
    documents: int

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GlossaryItem:
    """A term with its definition in one document. `iri` and `type` are those of the entity that it names."""

    term: str
    definition: str
    components: tuple[str, ...]
    iri: str
    type: str
    year: int | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A figure as a document states it. `value` is decimal text, `unit` as written."""

    label: str
    subject: str
    about: str
    value: str
    unit: str
    comparator: str
    year: int | None
    status: str
    scope: str
    citation: Citation
    value_start: int
    value_end: int

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def entities(library: Library, types: Iterable[str] = tuple(EntityType)) -> tuple[EntitySummary, ...]:
    """Return the entities of some types, the most often named first."""
    from kg.queries_table import load

    wanted = {str(kind) for kind in types}
    # Three plain passes: joined in one query, the store walks every mention once for each type.
    kinds = {
        str(row["entity"]): intern(str(row["class"]).rsplit("#", 1)[-1])
        for row in library.graph.select(load("entity_classes"))
    }
    mentions = {str(row["entity"]): int(row["mentions"] or 0) for row in library.graph.select(load("mention_counts"))}
    named = sorted(
        (str(row["entity"]), str(row["label"]), int(row["documents"] or 0))
        for row in library.graph.select(load("entities_listed"))
    )
    found: dict[str, EntitySummary] = {}
    for iri, label, documents in named:
        if kinds.get(iri) in wanted:
            found.setdefault(iri, EntitySummary(iri, label, kinds[iri], mentions.get(iri, 0), documents))
    return tuple(sorted(found.values(), key=lambda item: (-item.mentions, item.name, item.type)))


def aliases(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the other names of the entities that have some, by IRI, sorted."""
    from kg.queries_table import load

    found: dict[str, list[str]] = {}
    for row in library.graph.select(load("aliases")):
        found.setdefault(str(row["entity"]), []).append(str(row["alias"]))
    return {iri: tuple(names) for iri, names in found.items()}


def glossary(library: Library) -> tuple[GlossaryItem, ...]:
    """Return every definition of the library by term, the newest first within one."""
    from kg.queries_table import load

    rows = tuple(library.graph.select(load("definitions_in_full")))
    return tuple(
        GlossaryItem(
            term=str(row["term"]),
            definition=str(row["text"]),
            components=tuple(str(row["components"]).split("、")) if row.get("components") else (),
            iri=str(row.get("entity") or ""),
            type=str(row.get("type") or ""),
            year=_year(row.get("year")),
            citation=place,
        )
        for row, place in zip(rows, _cited(library, rows), strict=True)
    )


def indicators(library: Library) -> tuple[IndicatorRow, ...]:
    """Return every figure of the library, by label, year and status."""
    from kg.queries_table import load

    rows = tuple(library.graph.select(load("indicators")))
    return tuple(
        IndicatorRow(
            label=str(row["label"]),
            subject=str(row.get("subject") or ""),
            about=str(row.get("about") or ""),
            value=str(row["value"]),
            unit=str(row.get("unit") or ""),
            comparator=str(row["comparator"]),
            year=_year(row.get("year")),
            status=str(row["status"]),
            scope=str(row.get("scope") or ""),
            citation=place,
            value_start=int(str(row["valueStart"])),
            value_end=int(str(row["valueEnd"])),
        )
        for row, place in zip(rows, _cited(library, rows), strict=True)
    )


def _year(value: object) -> int | None:
    return int(str(value)[:4]) if value is not None and str(value)[:4].isdigit() else None


def _cited(library: Library, rows: Sequence[_Row]) -> list[Citation]:
    """Return the citations of rows with ?document ?start ?end, in the order of the rows.

    They are made document by document: a library keeps few of them parsed, and rows by label come from all of them.
    """
    from kg.iris import Iris

    iris = Iris(library.settings.text("kg.base"))
    documents = [iris.document_id(str(row["document"])) or "" for row in rows]
    found: dict[int, Citation] = {}
    for i in sorted(range(len(rows)), key=documents.__getitem__):
        found[i] = citation(library, documents[i], int(rows[i]["start"]), int(rows[i]["end"]))
    return [found[i] for i in range(len(rows))]


def citation(library: Library, document_id: str, start: int, end: int) -> Citation:
    """Return a place of a document as a citation, with the part and headings that it stands under."""
    document = library.document(document_id)
    part = document.part_at(start)
    sentence = document.sentence_at(start)
    return Citation(
        document=document_id,
        title=library.meta(document_id).title,
        part=(part.title or part.kind) if part else "",
        section=document.section_path(sentence.section if sentence else None),
        start=start,
        end=end,
        quote=document.quote(start, end),
    )
