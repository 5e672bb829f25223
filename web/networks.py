"""Pieces of the graph as pages take them: filtered by type and relation, as tables, as GraphML."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from xml.sax.saxutils import escape, quoteattr

from flask_babel import gettext
from werkzeug.wrappers import Response

from search.network import DERIVED, Edge, Network, Node
from web.sheets import Column
from web.vocabulary import TYPES, predicate_label

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("node", "label", "string"),
    ("node", "type", "string"),
    ("edge", "relation", "string"),
    ("edge", "weight", "int"),
)


def relation_label(predicate: str) -> str:
    """Return how a link of a picture reads, whether stated or counted."""
    return gettext("同节提及") if predicate == DERIVED else predicate_label(predicate)


def chosen(network: Network, types: Collection[str], relations: Collection[str], *, most: int) -> Network:
    """Return what remains of a network round its first node; empty `types` or `relations` keep all of them.

    The first node always stays. What the filters cut off from it is left out, then what is beyond `most` others.
    """
    if not network.nodes:
        return network
    middle = network.nodes[0].iri
    allowed = {node.iri for node in network.nodes if node.iri == middle or not types or node.type in types}
    edges = [
        edge
        for edge in network.edges
        if edge.source in allowed and edge.target in allowed and (not relations or edge.predicate in relations)
    ]
    reached = _reached(middle, edges)
    nodes = [node for node in network.nodes if node.iri in reached][: most + 1]
    kept = {node.iri for node in nodes}
    return Network(tuple(nodes), tuple(edge for edge in edges if edge.source in kept and edge.target in kept))


def _reached(start: str, edges: Collection[Edge]) -> set[str]:
    beside: dict[str, list[str]] = {}
    for edge in edges:
        beside.setdefault(edge.source, []).append(edge.target)
        beside.setdefault(edge.target, []).append(edge.source)
    seen, queue = {start}, deque([start])
    while queue:
        for other in beside.get(queue.popleft(), ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return seen


def columns(nodes: Mapping[str, Node]) -> tuple[Column, ...]:
    """Return the columns of a table of links."""
    return (
        ("实体", lambda edge: nodes[edge.source].name),
        ("类型", lambda edge: str(TYPES[nodes[edge.source].type].label)),
        ("关系", lambda edge: relation_label(edge.predicate)),
        ("另一实体", lambda edge: nodes[edge.target].name),
        ("另一类型", lambda edge: str(TYPES[nodes[edge.target].type].label)),
        ("依据", lambda edge: edge.weight),
        ("IRI", lambda edge: edge.source),
        ("另一 IRI", lambda edge: edge.target),
    )


def graphml(network: Network) -> Response:
    """Return a piece of the graph as GraphML to download: names, types, relations, weights."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<graphml xmlns="{_GRAPHML}">']
    lines += [f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>' for of, name, kind in _KEYS]
    lines.append('<graph edgedefault="directed">')
    lines += [
        f"<node id={quoteattr(node.iri)}>{_data('label', node.name)}{_data('type', node.type)}</node>"
        for node in network.nodes
    ]
    lines += [
        f"<edge source={quoteattr(edge.source)} target={quoteattr(edge.target)}>"
        f"{_data('relation', edge.predicate)}{_data('weight', str(edge.weight))}</edge>"
        for edge in network.edges
    ]
    lines.append("</graph></graphml>\n")
    response = Response("\n".join(lines), content_type="application/graphml+xml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cetu.graphml"'
    return response


def _data(key: str, value: str) -> str:
    # XML holds no control characters.
    return f'<data key="{key}">{escape("".join(char for char in value if char >= " "))}</data>'
