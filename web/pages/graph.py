"""The network of entities: a picture to explore, with the same content as a table."""

from __future__ import annotations

import json

from flask import Blueprint, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from corpus.errors import InputError
from search.library import Library
from search.network import DERIVED, Network, Node, neighbourhood
from search.studies.chains import Chain, chain
from search.whole_network import WholeNetwork, whole_network
from web.arguments import choice, number, text, texts
from web.listings import all_entities, all_entities_by_iri, kept
from web.networks import chosen, columns, graphml
from web.sheets import sheet
from web.shelf import library
from web.vocabulary import PREDICATES, TYPES

blueprint = Blueprint("graph", __name__)

MOST_AT_ONCE = 5_000
_MOST = 500
_ROWS = 100
_FORMS = ("csv", "xlsx", "graphml")


def _whole(found: Library) -> WholeNetwork:
    return whole_network(found, all_entities_by_iri(found), most=MOST_AT_ONCE)


whole = kept(_whole)


@blueprint.get("/graph")
def show() -> str | Response:
    """Show the neighbourhood of an entity or a path between two, or entities to start from."""
    name = text("entity")
    if not name:
        return render_template("pages/graph_start.html", entities=all_entities(library())[:60])
    target = text("to")
    return _show_path(name, target) if target else _show_neighbours(name)


def _show_neighbours(name: str) -> str | Response:
    iri = resolve(name)
    depth, limit = number("depth", 1, least=1, most=3), number("limit", 40, least=1, most=_MOST)
    types, relations = _chosen_words("type", tuple(TYPES)), _chosen_words("relation", (*PREDICATES, DERIVED))
    # What the filters leave out must not take the place of what they keep.
    everything = neighbourhood(library(), iri, limit=_MOST if types or relations else limit, depth=depth)
    network = chosen(everything, types, relations, most=limit)
    if form := choice("format", _FORMS):
        return _taken_away(network, form)
    return _page(network, everything, types, relations, iri=iri, name=name, depth=depth, limit=limit)


def _show_path(name: str, target: str) -> str | Response:
    entities = all_entities_by_iri(library())
    ends = [entities[iri] for iri in (resolve(name), resolve(target))]
    start, end = (Node(item.iri, item.name, item.type, 0) for item in ends)
    found = chain(library(), start, end)
    network = _network_of(found, start)
    if form := choice("format", _FORMS):
        return _taken_away(network, form)
    return _page(network, network, iri=start.iri, name=start.name, target=end.name, chain=found)


def _network_of(found: Chain, start: Node) -> Network:
    """Return the entities and links of a chain from its start on; nothing where there is no chain."""
    from search.network import Edge

    if not found.steps:
        return Network((), ())
    nodes = {start.iri: start} | {node.iri: node for step in found.steps for node in (step.subject, step.object)}
    edges = (Edge(step.subject.iri, step.object.iri, step.predicate, step.support) for step in found.steps)
    return Network(tuple(nodes.values()), tuple(edges))


def _page(
    network: Network,
    everything: Network,
    types: tuple[str, ...] = (),
    relations: tuple[str, ...] = (),
    **values: object,
) -> str:
    shown = {"depth": 1, "limit": 40, "target": "", "chain": None} | values
    return render_template(
        "pages/graph.html",
        network=network,
        nodes={node.iri: node for node in everything.nodes},
        present_types=_in_order({node.type for node in everything.nodes} | set(types), tuple(TYPES)),
        present_relations=_in_order(
            {edge.predicate for edge in everything.edges} | set(relations), (*PREDICATES, DERIVED)
        ),
        words=_words(),
        chosen_types=types,
        chosen_relations=relations,
        **shown,
    )


def _in_order(present: set[str], order: tuple[str, ...]) -> list[str]:
    return [word for word in order if word in present]


def _chosen_words(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    words = texts(name, most=100)
    if unknown := [word for word in words if word not in known]:
        raise InputError(f"“{unknown[0][:40]}”不可用", where=name, hint="可用：" + "、".join(known))
    return words


def _words() -> dict[str, dict[str, str]]:
    """Return what the picture writes: relations and types in the language of the reader, one sign for a type."""
    return {
        "labels": {key: str(label) for key, label in PREDICATES.items()} | {DERIVED: gettext("同节提及")},
        "types": {key: str(sign.label) for key, sign in TYPES.items()},
        "glyphs": {key: sign.glyph for key, sign in TYPES.items()},
    }


def _taken_away(network: Network, form: str) -> Response:
    if form == "graphml":
        return graphml(network)
    return sheet(network.edges, columns({node.iri: node for node in network.nodes}), name="关系", form=form)


@blueprint.get("/graph/whole")
def show_whole() -> str:
    """Show the network of the whole library: a picture where the browser can draw it, the most joined as a table."""
    found = whole(library())
    offset = number("offset", 0)
    return render_template(
        "pages/graph_whole.html",
        nodes=found.nodes[offset : offset + _ROWS],
        offset=offset,
        page=_ROWS,
        total=found.total,
        shown=len(found.nodes),
        edges=len(found.edges),
        present_types=_in_order({node.type for node in found.nodes}, tuple(TYPES)),
        present_relations=_in_order({edge.predicate for edge in found.edges}, tuple(PREDICATES)),
        words=_words(),
    )


@blueprint.get("/graph/whole.json")
def whole_data() -> Response:
    """Send the whole network in small: rows of nodes (IRI, name, type, degree) and of edges (by number, relation, weight)."""
    return Response(_whole_data(library()), content_type="application/json; charset=utf-8")


def _write_whole(found: Library) -> str:
    network = whole(found)
    place = {node.iri: i for i, node in enumerate(network.nodes)}
    nodes = [[node.iri, node.name, node.type, node.degree] for node in network.nodes]
    edges = [[place[edge.source], place[edge.target], edge.predicate, edge.weight] for edge in network.edges]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, separators=(",", ":"))


_whole_data = kept(_write_whole)


def resolve(name: str) -> str:
    """Return the IRI that a name or IRI stands for."""
    if name in (known := all_entities_by_iri(library())):
        return name
    for item in known.values():
        if name == item.name:
            return item.iri
    from search import entities

    return entities.find(library(), name).iri
