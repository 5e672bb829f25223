"""Entities: the list by type, and the page of one with all that the documents say of it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from urllib.parse import unquote

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from corpus.errors import NotFoundError
from search import entities
from search.catalogue import EntitySummary
from search.network import neighbourhood
from search.results import EntityFact, EntityView
from web.addresses import entity_path
from web.arguments import choice, number, text
from web.charts import dumbbell
from web.entity_series import series_of
from web.listings import all_entities, all_glossary, entity_named
from web.pictures import star
from web.rdf_views import negotiated_format, rdf_response
from web.sheets import Column, sheet
from web.shelf import library
from web.vocabulary import TYPES

blueprint = Blueprint("entities", __name__)

PAGE = 120
# What so many of the newest documents say is shown at first: of a ministry hundreds do.
NEWEST = 12
_PASSAGES = 24
_NEIGHBOURS = 28
_LEADING = 3
_COLUMNS: tuple[Column, ...] = (
    ("名称", lambda item: item.name),
    ("类型", lambda item: str(TYPES[item.type].label)),
    ("提及", lambda item: item.mentions),
    ("文献数", lambda item: item.documents),
    ("IRI", lambda item: item.iri),
)
# What says most about a thing comes first.
_WEIGHTS = ("holdsPost", "hasComponent", "runBy", "received", "heldOn", "heldAt", "basedOn", "startedIn", "spoke")


@blueprint.get("/entities")
def list_all() -> str | Response:
    """Show the entities of the library by type."""
    kind, query = choice("type", tuple(TYPES)), text("q")
    everything = all_entities(library())
    named = [item for item in everything if query.lower() in item.name.lower()]
    shown = [item for item in named if kind in ("", item.type)]
    if form := choice("format", ("csv", "xlsx")):
        return sheet(shown, _COLUMNS, name="实体", form=form)
    offset = number("offset", 0)
    return render_template(
        "pages/entities.html",
        items=shown[offset : offset + PAGE],
        total=len(shown),
        page=PAGE,
        offset=offset,
        kind=kind,
        query=query,
        counts=Counter(item.type for item in named),
        all_count=len(named),
    )


@blueprint.get("/id/<kind>/<path:name>")
def show(kind: str, name: str) -> str | Response:
    """Show an entity to a reader, or give its statements to a program."""
    item = entity_named(library(), kind, name)
    if item is None or request.path != unquote(entity_path(item.iri)):
        iri = item.iri if item else _iri(name)
        return redirect(entity_path(iri) + _query_string(), 302)
    form = negotiated_format()
    if form:
        return rdf_response(library(), item.iri, form)
    told = entities.telling(library(), item.iri)
    shown = None if choice("facts", ("all",)) else NEWEST
    view = _view_of(item, shown)
    network = neighbourhood(library(), item.iri, limit=_NEIGHBOURS)
    lines = series_of(view)
    return render_template(
        "pages/entity.html",
        view=view,
        item=item,
        definitions=[one for one in all_glossary(library()) if one.iri == item.iri],
        told=told,
        newest=min(shown or told, told),
        groups=_groups(view.facts),
        leading=_leading(view.facts),
        lines=[(line, dumbbell(line) if line.is_pair else None) for line in lines],
        network=network,
        picture=star(network) if len(network.nodes) > 1 else None,
    )


def _iri(name: str) -> str:
    return entities.find(library(), unquote(name)).iri


def _view_of(item: EntitySummary, newest: int | None) -> EntityView:
    """Return what documents say about an entity; its IRI is asked for, since two types may share a name."""
    try:
        return entities.view(library(), item.iri, newest=newest, passages=_PASSAGES)
    except NotFoundError:
        return entities.view(library(), item.name, newest=newest, passages=_PASSAGES)


def _query_string() -> str:
    query = request.query_string.decode("ascii", "ignore")
    return f"?{query}" if query else ""


def _groups(facts: tuple[EntityFact, ...]) -> list[tuple[str, list[tuple[str, list[EntityFact]]]]]:
    """Return predicate, then object, then the statements that say so."""
    ordered = sorted(facts, key=lambda fact: _weight(fact.predicate))
    return [
        (predicate, _by_object(list(members)))
        for predicate, members in groupby(ordered, key=lambda fact: fact.predicate)
    ]


def _by_object(facts: list[EntityFact]) -> list[tuple[str, list[EntityFact]]]:
    objects: dict[tuple[str, str], list[EntityFact]] = {}
    for fact in facts:
        objects.setdefault((fact.iri, fact.object), []).append(fact)
    return [(name, members) for (_iri, name), members in objects.items()]


def _leading(facts: tuple[EntityFact, ...]) -> list[EntityFact]:
    """Return the few facts that matter first, one of a predicate."""
    first: dict[str, EntityFact] = {}
    for fact in sorted(facts, key=lambda fact: _weight(fact.predicate)):
        first.setdefault(fact.predicate, fact)
    return list(first.values())[:_LEADING]


def _weight(predicate: str) -> int:
    bare = predicate.lstrip("^")
    place = _WEIGHTS.index(bare) if bare in _WEIGHTS else len(_WEIGHTS)
    return place * 2 + predicate.startswith("^")
