"""The network of entities: a picture to explore, with the same content as a table."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext

from search.network import DERIVED, neighbourhood, path
from web.arguments import number, text
from web.listings import all_entities
from web.shelf import library
from web.vocabulary import PREDICATES, TYPES

blueprint = Blueprint("graph", __name__)

_MOST = 500


@blueprint.get("/graph")
def show() -> str:
    """Show the neighbourhood of an entity, or entities to start from."""
    name = text("entity")
    if not name:
        return render_template("pages/graph_start.html", entities=all_entities(library())[:60])
    iri = resolve(name)
    target = text("to")
    if target:
        network = path(library(), iri, resolve(target))
    else:
        depth, limit = number("depth", 1, least=1, most=3), number("limit", 40, least=1, most=_MOST)
        network = neighbourhood(library(), iri, limit=limit, depth=depth)
    nodes = {node.iri: node for node in network.nodes}
    return render_template(
        "pages/graph.html",
        iri=iri,
        network=network,
        nodes=nodes,
        name=name,
        target=target,
        shown_types={node.type for node in network.nodes},
        predicate_labels={key: str(label) for key, label in PREDICATES.items()} | {DERIVED: gettext("同节提及")},
        glyphs={key: sign.glyph for key, sign in TYPES.items()},
    )


def resolve(name: str) -> str:
    """Return the IRI that a name or IRI stands for."""
    items = all_entities(library())
    for item in items:
        if name in (item.iri, item.name):
            return item.iri
    from search import entities

    return entities.view(library(), name).iri
