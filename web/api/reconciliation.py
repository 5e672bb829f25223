"""The W3C Reconciliation Service API 0.2, so that OpenRefine can match a table against the library and fill its columns.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.errors import InputError, NotFoundError
from kg.iris import ONTOLOGY
from search.catalogue import EntitySummary
from web.addresses import entity_path
from web.listings import all_entities, entity_named
from web.reconciling import PREDICATES, Candidate, Properties, Value, Wanted, bare, candidates
from web.security import POLICY
from web.shelf import library
from web.vocabulary import TYPES, predicate_label

blueprint = Blueprint("reconciliation", __name__)

_MOST_QUERIES = 100
_MOST_IDS = 1_000
_LIMIT, _MOST = 5, 50
_SUGGESTED = 20
_AS_QUERIES = '写成 {"q0": {"query": "…"}}'
_AS_EXTENSION = '写成 {"ids": ["…"], "properties": [{"id": "…"}]}'


@blueprint.route("/reconcile", methods=["GET", "POST"])
def service() -> Response:
    """Return the manifest, candidates for each query, or values of properties."""
    if (extend := request.values.get("extend")) is not None:
        return jsonify(_extension(_object(extend, "extend", _AS_EXTENSION)))
    if (queries := request.values.get("queries")) is not None:
        return jsonify({key: {"result": _results(wanted)} for key, wanted in _batch(queries).items()})
    return jsonify(_manifest())


def _manifest() -> dict[str, Any]:
    here = request.host_url.rstrip("/")

    def served(endpoint: str) -> dict[str, str]:
        return {"service_url": here, "service_path": url_for(f"reconciliation.{endpoint}")}

    return {
        "versions": ["0.2"],
        "name": "策图 Cetu",
        "identifierSpace": library().settings.text("kg.base") + "/id/",
        "schemaSpace": ONTOLOGY,
        "documentation": here + url_for("ontology.show"),
        "defaultTypes": [{"id": name, "name": str(sign.label)} for name, sign in TYPES.items()],
        "view": {"url": here + "/id/{{id}}"},
        "preview": {"url": here + "/reconcile/preview?id={{id}}", "width": 420, "height": 220},
        "suggest": {
            "entity": served("suggest_entities"),
            "type": served("suggest_types"),
            "property": served("suggest_properties"),
        },
        "extend": {"propose_properties": served("propose_properties"), "property_settings": []},
    }


def _object(text: str, field: str, hint: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        raise InputError(f"{field} 不是 JSON", where="/reconcile", hint=hint) from None
    if not isinstance(found, dict):
        raise InputError(f"{field} 的内容不对", where="/reconcile", hint=hint)
    return found


def _batch(text: str) -> dict[str, Wanted]:
    found = _object(text, "queries", _AS_QUERIES)
    if len(found) > _MOST_QUERIES:
        raise InputError(f"一次最多 {_MOST_QUERIES} 个查询", where="/reconcile", hint="分几次提交")
    return {key: _wanted(key, query) for key, query in found.items()}


def _wanted(key: str, query: Any) -> Wanted:
    if not isinstance(query, dict):
        raise InputError(f"查询 {key} 的内容不对", where="/reconcile", hint=_AS_QUERIES)
    name, kinds, limit = query.get("query", ""), query.get("type", []), query.get("limit", _LIMIT)
    kinds = [kinds] if isinstance(kinds, str) else kinds
    values = tuple(_condition(key, item) for item in _list(query, "properties", key))
    if not isinstance(name, str) or not isinstance(kinds, list) or not (name.strip() or values):
        raise InputError(f"查询 {key} 既没有 query 也没有 properties", where="/reconcile", hint=_AS_QUERIES)
    return Wanted(
        name=name.strip(),
        types=frozenset(filter(None, map(str, kinds))),
        keeps_other_types=query.get("type_strict") == "should",
        values=values,
        limit=min(int(limit), _MOST) if isinstance(limit, int | float) and limit >= 1 else _LIMIT,
    )


def _list(query: dict[str, Any], field: str, key: str) -> list[Any]:
    found = query.get(field, [])
    if not isinstance(found, list):
        raise InputError(f"查询 {key} 的 {field} 应是列表", where="/reconcile", hint=_AS_QUERIES)
    return found


def _condition(key: str, item: Any) -> tuple[str, tuple[str, ...]]:
    if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
        raise InputError(
            f"查询 {key} 的 properties 不对", where="/reconcile", hint='每项写成 {"pid": "runBy", "v": "…"}'
        )
    values = item["v"] if isinstance(item["v"], list) else [item["v"]]
    return item["pid"], tuple(text for value in values for text in _texts(value))


def _texts(value: Any) -> list[str]:
    """Return what a value may be compared by: an entity by its id in this service and by its name, others as text."""
    if not isinstance(value, dict):
        return [str(value)]
    kind, _slash, name = str(value.get("id", "")).partition("/")
    known = entity_named(library(), kind, name)
    return [text for text in (known.iri if known else "", str(value.get("name", ""))) if text]


def _results(wanted: Wanted) -> list[dict[str, Any]]:
    return [_result(candidate) for candidate in candidates(library(), wanted)]


def _result(candidate: Candidate) -> dict[str, Any]:
    features = [{"id": name, "value": value} for name, value in candidate.features]
    return {
        **_entry(candidate.item),
        "score": candidate.score,
        "match": candidate.is_match,
        "features": features,
    }


def _id(item: EntitySummary) -> str:
    return unquote(entity_path(item.iri)).removeprefix("/id/")


def _type(item: EntitySummary) -> dict[str, str]:
    return {"id": item.type, "name": str(TYPES[item.type].label)}


def _entry(item: EntitySummary) -> dict[str, Any]:
    return {"id": _id(item), "name": item.name, "type": [_type(item)]}


def _extension(asked: dict[str, Any]) -> dict[str, Any]:
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or not all(isinstance(p, dict) for p in wanted):
        raise InputError("extend 的内容不对", where="/reconcile", hint=_AS_EXTENSION)
    if len(ids) > _MOST_IDS:
        raise InputError(f"一次最多 {_MOST_IDS} 个实体", where="/reconcile", hint="分几次提交")
    names = [str(item.get("id", "")) for item in wanted]
    known = _properties()
    return {
        "meta": [{"id": name, "name": known.get(name, name)} for name in names],
        "rows": {str(key): {name: _values(str(key), name) for name in names} for key in ids},
    }


def _values(key: str, name: str) -> list[dict[str, Any]]:
    kind, _slash, own = key.partition("/")
    item = entity_named(library(), kind, own)
    values = Properties(library(), item).values(name) if item else []
    return [_value(value, is_count=name in ("mentions", "documents")) for value in values]


def _value(value: Value, *, is_count: bool) -> dict[str, Any]:
    if is_count:
        return {"int": int(value.text)}
    path = unquote(entity_path(value.iri)).removeprefix("/id/") if value.iri else ""
    return {"id": path, "name": value.text} if path else {"str": value.text}


def _properties() -> dict[str, str]:
    """Return the properties that can be compared and fetched, by id, with their names."""
    own = {"alias": _("别名"), "definition": _("释义"), "mentions": _("提及次数"), "documents": _("文献数")}
    return {name: predicate_label(name) for name in PREDICATES} | own


def _suggested(offered: dict[str, str]) -> Response:
    """Return of some ids with names those that hold what has been typed."""
    prefix = bare(request.args.get("prefix", "")[:100])
    found = [{"id": key, "name": name} for key, name in offered.items() if prefix in bare(key) or prefix in bare(name)]
    return jsonify({"result": found})


@blueprint.get("/reconcile/suggest/entity")
def suggest_entities() -> Response:
    """Return entities that begin with, then those that hold, what has been typed."""
    prefix = bare(request.args.get("prefix", "")[:100])
    found = [item for item in all_entities(library()) if prefix and prefix in bare(item.name)]
    found.sort(key=lambda item: not bare(item.name).startswith(prefix))
    return jsonify({"result": [{**_entry(item), "notable": [_type(item)]} for item in found[:_SUGGESTED]]})


@blueprint.get("/reconcile/suggest/type")
def suggest_types() -> Response:
    """Return the entity types whose id or name holds what has been typed."""
    return _suggested({name: str(sign.label) for name, sign in TYPES.items()})


@blueprint.get("/reconcile/suggest/property")
def suggest_properties() -> Response:
    """Return the properties whose id or name holds what has been typed."""
    return _suggested(_properties())


@blueprint.get("/reconcile/properties")
def propose_properties() -> Response:
    """Return the properties with which a column of entities of a type can be filled."""
    kind = request.args.get("type", "")
    listed = [{"id": key, "name": name} for key, name in _properties().items()]
    return jsonify({"properties": listed, **({"type": kind} if kind else {})})


@blueprint.get("/reconcile/preview")
def preview() -> Response:
    """Return a small page about an entity."""
    kind, _slash, name = request.args.get("id", "").partition("/")
    item = entity_named(library(), kind, name)
    if item is None:
        raise NotFoundError("库中没有这个实体", where=f"{kind}/{name}"[:100], hint="用 /reconcile 给出的 id")
    response = make_response(render_template("pages/preview.html", item=item))
    # OpenRefine shows this small page in a frame of its own.
    response.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["X-Frame-Options"] = "ALLOWALL"
    return response
