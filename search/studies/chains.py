"""How two entities hang together: the shortest chain of statements, each with its sentence; or only side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import queries_table
from kg.iris import ONTOLOGY
from search.answers.draft import cite, sentence_span
from search.answers.knowledge import knowledge
from search.catalogue import citation
from search.network import Edge, Node, path
from search.predicates import said
from search.results import Citation

if TYPE_CHECKING:
    from search.library import Library

HEADS = ("步", "实体", "关系", "另一实体", "说明", "依据数", "原文", "文献", "文献编号", "起", "止")


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a chain, said as a sentence; `support` counts the places that say it, `citation` is the first."""

    subject: Node
    predicate: str
    object: Node
    sentence: str
    support: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Chain:
    """What joins two entities. `beside` are the places where both are named in one section, where no statement joins them."""

    start: str
    end: str
    steps: tuple[Step, ...]
    beside: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """Return the chain in words."""
        if self.steps:
            return "；".join(step.sentence for step in self.steps) + "。"
        if self.beside:
            return (
                f"文中只在同一节里分别提到“{self.start}”与“{self.end}”（{len(self.beside)} 处），没有说明两者的关系。"
            )
        return f"库中文献没有把“{self.start}”与“{self.end}”联系起来。"

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"text": self.text, **asdict(self)}

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a table under `HEADS`."""
        for i, step in enumerate(self.steps, 1):
            c = step.citation
            names = (step.subject.name, step.predicate, step.object.name, step.sentence, step.support)
            yield i, *names, c.quote, c.title, c.document, c.start, c.end


def chain(library: Library, start: Node, end: Node, *, most_steps: int = 5) -> Chain:
    """Return the shortest chain of statements between two entities.

    Args:
        library: The library.
        start: One entity.
        end: The other.
        most_steps: Longer chains are none: anything hangs together somehow.
    """
    network = path(library, start.iri, end.iri, most_steps=most_steps)
    nodes = {node.iri: node for node in network.nodes}
    steps = tuple(_step(library, edge, nodes[edge.source], nodes[edge.target]) for edge in network.edges)
    return Chain(start.name, end.name, steps, () if steps else _beside(library, start.iri, end.iri))


def _step(library: Library, edge: Edge, subject: Node, object_: Node) -> Step:
    known = knowledge(library)
    given = {"subject": edge.source, "property": ONTOLOGY + edge.predicate, "object": edge.target}
    binding = {name: ox.NamedNode(iri) for name, iri in given.items()}
    rows = library.graph.select(queries_table.load("evidence_of"), binding)
    first = rows[0]
    facts = known.facts(known.iris.document_id(str(first["document"])) or "")
    span = sentence_span(facts, int(first["start"] or 0), int(first["end"] or 0))
    sentence = said(edge.predicate, subject.name, object_.name, is_body=object_.type == "Organization")
    return Step(subject, edge.predicate, object_, sentence, len(rows), cite(known, span))


def _beside(library: Library, start: str, end: str) -> tuple[Citation, ...]:
    known = knowledge(library)
    binding = {"entity": ox.NamedNode(start), "other": ox.NamedNode(end)}
    found = []
    for row in library.graph.select(queries_table.load("sections_shared"), binding):
        document = known.iris.document_id(str(row["document"])) or ""
        at = int(row["start"] or 0)
        sentence = library.document(document).sentence_at(at)
        if sentence is not None:
            found.append(citation(library, document, sentence.start, sentence.end))
    return tuple(found)
