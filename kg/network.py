"""The entities and relations of a store as a networkx graph, for export and analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.queries_table import load
from kg.stores.port import GraphStore

if TYPE_CHECKING:
    import networkx as nx


def network(store: GraphStore) -> nx.MultiDiGraph:
    """Return entities as nodes (label, type, mentions, documents) and relations as edges keyed by predicate (weight).

    Nodes and edges come in the order of their IRIs. Relations to literals are no edges.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for row in store.select(load("entities")):
        graph.add_node(
            row["entity"],
            label=_clean(str(row["label"])),
            type=row["type"],
            mentions=row["mentions"],
            documents=row["documents"],
        )
    for row in store.select(load("relations")):
        if row["subject"] in graph and row["object"] in graph:
            predicate = str(row["predicate"])
            graph.add_edge(row["subject"], row["object"], predicate, label=predicate, weight=row["statements"])
    return graph


def _clean(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(char for char in text if char >= " ")
