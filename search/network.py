"""The entities round an entity: what the documents say outright, then what stands in the same sections."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from search.library import Library

# A neighbour by shared sections alone must share at least this many.
_LEAST_SHARED = 2
# So many are considered to fill a picture.
_MOST_SHARED = 60
# What more sections name is counted over the passages of the index instead of over the graph.
_COUNTED_IN_GRAPH = 80
DERIVED = "sharedSections"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity in a picture. `distance` counts steps from the entity in the middle."""

    iri: str
    name: str
    type: str
    distance: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two entities. `weight` counts the statements or shared sections behind it."""

    source: str
    target: str
    predicate: str
    weight: int

    @property
    def is_derived(self) -> bool:
        """Return whether the link is counted rather than stated."""
        return self.predicate == DERIVED


@dataclass(frozen=True, slots=True)
class Network:
    """A piece of the graph."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def neighbourhood(
    library: Library, iri: str, *, limit: int = 40, depth: int = 1, is_derived_too: bool = True
) -> Network:
    """Return the entities round an entity, nearest and strongest first, with the stated links on the way to them.

    What those of the last step state of one another is left out: it takes a query for each of them, as one more step does.

    Args:
        limit: The most nodes beside the middle.
        depth: How many steps to go.
        is_derived_too: Whether shared sections fill what stated links leave free.
    """
    walk = _Walk(library, limit)
    walk.start(iri)
    for step in range(1, depth + 1):
        walk.grow(step)
    if is_derived_too:
        walk.fill(iri)
    return walk.network()


def path(library: Library, start: str, end: str, *, most_steps: int = 5) -> Network:
    """Return a shortest chain of stated links between two entities; an empty network where there is none."""
    before: dict[str, tuple[str, Edge] | None] = {start: None}
    nodes = {start: _middle(library, start, 0)}
    queue = deque([(start, 0)])
    while queue and end not in before:
        here, steps = queue.popleft()
        for node, edge in _links(library, here, steps + 1) if steps < most_steps else ():
            if node.iri not in before:
                before[node.iri], nodes[node.iri] = (here, edge), node
                queue.append((node.iri, steps + 1))
    if end not in before:
        return Network((), ())
    edges: list[Edge] = []
    chain = [end]
    while (step := before[chain[-1]]) is not None:
        edges.append(step[1])
        chain.append(step[0])
    return Network(tuple(nodes[iri] for iri in reversed(chain)), tuple(reversed(edges)))


class _Walk:
    """Collects nodes and edges outward from one entity until the limit is reached."""

    def __init__(self, library: Library, limit: int) -> None:
        self.library = library
        self.limit = limit
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, str], Edge] = {}

    def start(self, iri: str) -> None:
        self.nodes[iri] = _middle(self.library, iri, 0)

    def grow(self, step: int) -> None:
        for iri in [node.iri for node in self.nodes.values() if node.distance == step - 1]:
            for node, edge in _links(self.library, iri, step):
                if node.iri not in self.nodes and len(self.nodes) <= self.limit:
                    self.nodes[node.iri] = node
                if node.iri in self.nodes:
                    self.edges[edge.source, edge.target, edge.predicate] = edge

    def fill(self, iri: str) -> None:
        if len(self.nodes) > self.limit:
            # Nothing of what is counted would be shown.
            return
        stated = {(edge.source, edge.target) for edge in self.edges.values()}
        for node, edge in _shared(self.library, iri):
            if (edge.source, edge.target) in stated or (edge.target, edge.source) in stated:
                continue
            if node.iri not in self.nodes and len(self.nodes) <= self.limit:
                self.nodes[node.iri] = node
                self.edges[edge.source, edge.target, edge.predicate] = edge

    def network(self) -> Network:
        return Network(tuple(self.nodes.values()), tuple(self.edges.values()))


def _middle(library: Library, iri: str, distance: int) -> Node:
    from search.name_file import names_of

    # The graph says the name again for every document: the files of names are asked first.
    for name in names_of(library).of(iri)[:1]:
        return Node(iri, name.text, name.type, distance)
    rows = library.graph.select(_load("entity_labels"), _entity(iri))
    if not rows:
        from corpus.errors import NotFoundError

        raise NotFoundError("库中没有这个实体", where=iri, hint="检查名称，或用检索查找")
    return Node(iri, str(rows[0]["label"]), str(rows[0]["type"]), distance)


def _links(library: Library, iri: str, distance: int) -> list[tuple[Node, Edge]]:
    found = []
    for row in library.graph.select(_load("links"), _entity(iri)):
        other = str(row["other"])
        if other == iri:
            continue
        ends = (iri, other) if row["is_subject"] else (other, iri)
        edge = Edge(*ends, str(row["predicate"]), int(row["statements"] or 1))
        found.append((Node(other, str(row["label"]), str(row["type"]), distance), edge))
    found.sort(key=lambda pair: (-pair[1].weight, pair[1].predicate, pair[0].iri))
    return found


def _shared(library: Library, iri: str) -> list[tuple[Node, Edge]]:
    """Return who stands in the same sections most often.

    In two steps: what is named many times in a section of many names would be counted through all pairs of them. What is
    named in very many sections (国务院: thousands) is counted over the passages, whose headings are nearly the same
    sections: a picture shows which are many, and 4 s become 60 ms.
    """
    from kg.queries_table import load_among
    from search.facets import facets_of
    from search.name_file import names_of

    sections = [str(row["section"]) for row in library.graph.select(_load("sections_naming"), _entity(iri))]
    if not sections:
        return []
    if len(sections) > _COUNTED_IN_GRAPH:
        beside = facets_of(library).beside(iri, _MOST_SHARED)
        return [
            (Node(other.iri, other.name, other.type, 1), Edge(iri, other.iri, DERIVED, count))
            for other, count in beside
            if count >= _LEAST_SHARED
        ]
    rows = library.graph.select(load_among("named_in_sections", "section", sections))
    counts = {str(row["entity"]): int(row["sections"] or 0) for row in rows if row["entity"] != iri}
    often = [other for other, count in counts.items() if count >= _LEAST_SHARED][:_MOST_SHARED]
    names = names_of(library)
    names.prepare(often)
    return [
        (Node(other, name.text, name.type, 1), Edge(iri, other, DERIVED, counts[other]))
        for other in often
        for name in names.of(other)[:1]
    ]


def _load(name: str) -> str:
    from kg.queries_table import load

    return load(name)


def _entity(iri: str) -> dict[str, Any]:
    import pyoxigraph as ox

    return {"entity": ox.NamedNode(iri)}
