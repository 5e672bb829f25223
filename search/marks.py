"""Where a document names entities: what a reader marks in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.library import Library


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a document and the entity that it names."""

    start: int
    end: int
    iri: str
    name: str
    type: str


def marks(library: Library, document_id: str) -> tuple[Mark, ...]:
    """Return the marks of a document in order of the text, the longer first where two start together."""
    import pyoxigraph as ox

    from kg.iris import Iris
    from kg.queries_table import load

    graph = Iris(library.settings.text("kg.base")).document(document_id)
    rows = library.graph.select(load("marks_of_document"), {"document": ox.NamedNode(graph)})
    found = (
        Mark(int(row["start"] or 0), int(row["end"] or 0), str(row["entity"]), str(row["label"]), str(row["type"]))
        for row in rows
    )
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end, mark.iri)))
