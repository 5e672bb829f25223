"""The network as a whole: which entities stand in the middle of it, and which groups it falls into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from search.library import Library

# Shortest paths from every node of a large network would take minutes; so many starting points order the first ones alike.
_SAMPLED = 200
_LEAST_GROUP = 3
_NAMED = 3

CENTRAL_HEADS = ("实体", "类型", "相邻实体", "陈述", "居间度", "群组", "IRI")
GROUP_HEADS = ("群组", "名称", "实体数", "类型", "成员")


@dataclass(frozen=True, slots=True)
class Central:
    """An entity with its place in the network.

    Attributes:
        neighbours: Other entities that statements join it with.
        statements: The statements that do.
        between: The share of shortest paths that lead through it, from 0 to 1.
        group: The number of its group, 0 outside the groups.
    """

    iri: str
    name: str
    type: str
    neighbours: int
    statements: int
    between: float
    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """Entities that are joined with one another more than with others, called after its most joined members."""

    number: int
    name: str
    types: dict[str, int]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The entities of the network, the most joined first, and its groups, the largest first."""

    entities: tuple[Central, ...]
    groups: tuple[Group, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a table under `CENTRAL_HEADS`."""
        for e in self.entities:
            yield e.name, e.type, e.neighbours, e.statements, e.between, e.group or "", e.iri

    def group_rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a table under `GROUP_HEADS`."""
        for g in self.groups:
            types = "、".join(f"{kind} {count}" for kind, count in g.types.items())
            yield g.number, g.name, len(g.members), types, "、".join(g.members)


def structure(library: Library) -> Structure:
    """Return the structure of a library's network; entities that no statement joins with another are left out."""
    from kg.network import network

    return structure_of(network(library.graph))


def structure_of(graph: nx.MultiDiGraph) -> Structure:
    """Return the structure of a network as `kg.network.network` gives it."""
    import networkx as nx

    iris = [iri for iri in graph if any(other != iri for other in nx.all_neighbors(graph, iri))]
    # Whole numbers for names: sets of texts are walked in another order in every process.
    number = {iri: i for i, iri in enumerate(iris)}
    plain = nx.Graph()
    plain.add_nodes_from(range(len(iris)))
    for source, target, weight in graph.edges(data="weight"):
        if source != target:
            a, b = number[source], number[target]
            before = plain.edges[a, b]["weight"] if plain.has_edge(a, b) else 0
            plain.add_edge(a, b, weight=before + weight)
    sample = _SAMPLED if len(iris) > _SAMPLED * 2 else None
    between = nx.betweenness_centrality(plain, k=sample, seed=0) if iris else {}
    strength = dict(plain.degree(weight="weight"))
    order = sorted(range(len(iris)), key=lambda i: (-plain.degree(i), -strength[i], iris[i]))
    rank = {i: place for place, i in enumerate(order)}
    groups = _groups(plain, rank)
    group_of = {i: n for n, members in enumerate(groups, 1) for i in members}
    data = graph.nodes
    central = (
        Central(
            iris[i],
            data[iris[i]]["label"],
            data[iris[i]]["type"],
            plain.degree(i),
            strength[i],
            round(between[i], 4),
            group_of.get(i, 0),
        )
        for i in order
    )
    named = (_group(n, [data[iris[i]] for i in members]) for n, members in enumerate(groups, 1))
    return Structure(tuple(central), tuple(named))


def _groups(plain: nx.Graph, rank: dict[int, int]) -> list[list[int]]:
    """Return the groups of at least three, the largest first, each with its most joined members in front."""
    import networkx as nx

    found = nx.community.louvain_communities(plain, seed=0) if plain.number_of_edges() else []
    ordered = [sorted(members, key=rank.__getitem__) for members in found if len(members) >= _LEAST_GROUP]
    return sorted(ordered, key=lambda members: (-len(members), rank[members[0]]))


def _group(number: int, members: list[dict[str, Any]]) -> Group:
    names = tuple(str(member["label"]) for member in members)
    types = Counter(str(member["type"]) for member in members)
    name = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    return Group(number, name, dict(sorted(types.items(), key=lambda item: (-item[1], item[0]))), names)
