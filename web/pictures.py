"""The neighbours of an entity as a still picture: drawn by the server, readable without script."""

from __future__ import annotations

import math
from dataclasses import dataclass

from search.network import Edge, Network, Node

WIDTH = 760
_ROW = 27
_MARGIN = 18
_COLUMN = 210


@dataclass(frozen=True, slots=True)
class Spoke:
    """A neighbour: its label's place, and the line to the middle with the relation on it."""

    node: Node
    edge: Edge
    x: float
    y: float
    anchor: str
    line: tuple[float, float, float, float]
    is_outward: bool


@dataclass(frozen=True, slots=True)
class Star:
    """An entity with its neighbours in two columns, grouped by relation: labels never overlap."""

    width: int
    height: int
    centre: tuple[float, float]
    middle: Node
    spokes: tuple[Spoke, ...]


def star(network: Network) -> Star:
    """Return the picture of a network's first node and what it is linked to."""
    middle = network.nodes[0]
    nodes = {node.iri: node for node in network.nodes}
    links: dict[str, Edge] = {}
    for edge in network.edges:
        other = edge.target if edge.source == middle.iri else edge.source
        if middle.iri in (edge.source, edge.target) and other in nodes:
            links.setdefault(other, edge)
    ordered = sorted(links.items(), key=lambda item: (item[1].is_derived, item[1].predicate, -item[1].weight))
    half = math.ceil(len(ordered) / 2)
    height = max(half, 3) * _ROW + 2 * _MARGIN
    centre = (WIDTH / 2, height / 2)
    spokes = [
        *_column(ordered[:half], nodes, middle, height, is_right=True),
        *_column(ordered[half:], nodes, middle, height, is_right=False),
    ]
    return Star(WIDTH, height, centre, middle, tuple(spokes))


def _column(
    links: list[tuple[str, Edge]], nodes: dict[str, Node], middle: Node, height: float, *, is_right: bool
) -> list[Spoke]:
    side = 1 if is_right else -1
    x = WIDTH / 2 + side * (WIDTH / 2 - _COLUMN)
    first = height / 2 - (len(links) - 1) * _ROW / 2
    return [
        Spoke(
            node=nodes[iri],
            edge=edge,
            x=x,
            y=first + i * _ROW,
            anchor="start" if is_right else "end",
            line=(WIDTH / 2, height / 2, x - side * 8, first + i * _ROW),
            is_outward=edge.source == middle.iri,
        )
        for i, (iri, edge) in enumerate(links)
    ]
