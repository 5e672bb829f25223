"""The network of a whole library at once: the most joined entities, with every stated relation among them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.network import Edge

if TYPE_CHECKING:
    from search.catalogue import EntitySummary
    from search.library import Library


@dataclass(frozen=True, slots=True)
class Joined:
    """An entity of the whole network. `degree` counts the stated relations that it takes part in, each once."""

    iri: str
    name: str
    type: str
    degree: int
    mentions: int


@dataclass(frozen=True, slots=True)
class WholeNetwork:
    """The entities, the most joined first, and the relations among them in the order of their IRIs.

    `total` counts the joined entities of the library, of which no more than asked for are here.
    """

    nodes: tuple[Joined, ...]
    edges: tuple[Edge, ...]
    total: int


def whole_network(library: Library, entities: dict[str, EntitySummary], *, most: int) -> WholeNetwork:
    """Return the network of a library; entities that no statement joins with another are left out.

    Args:
        library: The library.
        entities: All its entities by IRI (see `search.catalogue.entities`).
        most: The most entities; the less joined ones are left out first.
    """
    from kg.queries_table import load

    edges = [
        Edge(str(row["subject"]), str(row["object"]), str(row["predicate"]), int(row["statements"] or 1))
        for row in library.graph.select(load("relations"))
        if row["subject"] in entities and row["object"] in entities and row["subject"] != row["object"]
    ]
    degrees = Counter(end for edge in edges for end in (edge.source, edge.target))
    order = sorted(degrees, key=lambda iri: (-degrees[iri], -entities[iri].mentions, iri))
    kept = order[:most]
    nodes = tuple(
        Joined(iri, entities[iri].name, entities[iri].type, degrees[iri], entities[iri].mentions) for iri in kept
    )
    inside = set(kept)
    among = tuple(edge for edge in edges if edge.source in inside and edge.target in inside)
    return WholeNetwork(nodes, among, len(order))
