"""The network of entities: a picture to explore, with the same content as a table."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from search.network import DERIVED, Node, neighbourhood, path
from web.arguments import choice, number, text
from web.listings import all_entities
from web.sheets import Column, sheet
from web.shelf import library
from web.vocabulary import PREDICATES, TYPES, predicate_label

blueprint = Blueprint("graph", __name__)

_MOST = 500


@blueprint.get("/graph")
def show() -> str | Response:
    """Show the neighbourhood of an entity or a path between two, or entities to start from."""
    name = text("entity")
    if not name:
        return render_template("pages/graph_start.html", entities=all_entities(library())[:60])
    iri = resolve(name)
    target = text("to")
    depth, limit = number("depth", 1, least=1, most=3), number("limit", 40, least=1, most=_MOST)
    if target:
        network = path(library(), iri, resolve(target))
    else:
        network = neighbourhood(library(), iri, limit=limit, depth=depth)
    nodes = {node.iri: node for node in network.nodes}
    if form := choice("format", ("csv", "xlsx")):
        return sheet(network.edges, _columns(nodes), name="关系", form=form)
    return render_template(
        "pages/graph.html",
        iri=iri,
        network=network,
        nodes=nodes,
        name=name,
        target=target,
        limit=limit,
        depth=depth,
        shown_types={node.type for node in network.nodes},
        predicate_labels={key: str(label) for key, label in PREDICATES.items()} | {DERIVED: gettext("同节提及")},
        glyphs={key: sign.glyph for key, sign in TYPES.items()},
    )


def _columns(nodes: Mapping[str, Node]) -> tuple[Column, ...]:
    return (
        ("实体", lambda edge: nodes[edge.source].name),
        ("类型", lambda edge: str(TYPES[nodes[edge.source].type].label)),
        ("关系", lambda edge: gettext("同节提及") if edge.is_derived else str(predicate_label(edge.predicate))),
        ("另一实体", lambda edge: nodes[edge.target].name),
        ("另一类型", lambda edge: str(TYPES[nodes[edge.target].type].label)),
        ("依据", lambda edge: edge.weight),
        ("IRI", lambda edge: edge.source),
        ("另一 IRI", lambda edge: edge.target),
    )


def resolve(name: str) -> str:
    """Return the IRI that a name or IRI stands for."""
    items = all_entities(library())
    for item in items:
        if name in (item.iri, item.name):
            return item.iri
    from search import entities

    return entities.view(library(), name).iri
