"""The W3C Reconciliation Service API 0.2, so that OpenRefine can match a table against the library.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import InputError, NotFoundError
from search.catalogue import EntitySummary
from web.addresses import entity_path
from web.listings import all_entities, entity_named
from web.security import POLICY
from web.shelf import library
from web.vocabulary import TYPES

blueprint = Blueprint("reconciliation", __name__)

_MOST_QUERIES = 100
_LIMIT = 5
# A candidate is offered from this likeness on; at the upper one, alone, it counts as the match.
_LEAST, _SURE = 45.0, 95.0


@blueprint.route("/reconcile", methods=["GET", "POST"])
def service() -> Response:
    """Return the manifest, or candidates for each query."""
    queries = request.values.get("queries")
    if queries is None:
        return jsonify(_manifest())
    return jsonify({key: {"result": _candidates(query)} for key, query in _read(queries).items()})


def _manifest() -> dict[str, Any]:
    here = request.host_url.rstrip("/")
    return {
        "versions": ["0.2"],
        "name": "策图 Cetu",
        "identifierSpace": library().settings.text("kg.base") + "/id/",
        "schemaSpace": "http://cetu.localhost/ontology#",
        "defaultTypes": [{"id": name, "name": str(sign.label)} for name, sign in TYPES.items()],
        "view": {"url": here + "/id/{{id}}"},
        "preview": {"url": here + "/reconcile/preview?id={{id}}", "width": 420, "height": 220},
        "suggest": {"entity": {"service_url": here, "service_path": url_for("reconciliation.suggest")}},
    }


def _read(queries: str) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(queries)
    except ValueError:
        raise InputError("queries 不是 JSON", where="/reconcile", hint='写成 {"q0": {"query": "…"}}') from None
    if not isinstance(found, dict) or not all(
        isinstance(query, dict) and isinstance(query.get("query"), str) for query in found.values()
    ):
        raise InputError("queries 的内容不对", where="/reconcile", hint='写成 {"q0": {"query": "…"}}')
    if len(found) > _MOST_QUERIES:
        raise InputError(f"一次最多 {_MOST_QUERIES} 个查询", where="/reconcile", hint="分几次提交")
    return found


def _candidates(query: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = query.get("type")
    kinds = {wanted} if isinstance(wanted, str) else set(wanted) if isinstance(wanted, list) else set()
    limit = query.get("limit")
    name = str(query["query"]).strip()
    scored = [(_likeness(name, item.name), item) for item in all_entities(library()) if not kinds or item.type in kinds]
    best = sorted((pair for pair in scored if pair[0] >= _LEAST), key=lambda pair: (-pair[0], -pair[1].mentions))
    best = best[: limit if isinstance(limit, int) and 0 < limit <= 50 else _LIMIT]
    is_clear = bool(best) and best[0][0] >= _SURE and (len(best) == 1 or best[1][0] < _SURE)
    return [
        {**_entry(item), "score": round(score, 1), "match": is_clear and i == 0} for i, (score, item) in enumerate(best)
    ]


def _likeness(left: str, right: str) -> float:
    """Return how alike two names are, 0 to 100; a name inside the other counts more than scattered characters."""
    a, b = _bare(left), _bare(right)
    if a == b:
        return 100.0
    if not a or not b or not set(a) & set(b):
        return 0.0
    if a in b or b in a:
        return 60.0 + 35.0 * min(len(a), len(b)) / max(len(a), len(b))
    return 90.0 * SequenceMatcher(None, a, b, autojunk=False).ratio()


def _bare(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _entry(item: EntitySummary) -> dict[str, Any]:
    kind = {"id": item.type, "name": str(TYPES[item.type].label)}
    return {"id": unquote(entity_path(item.iri)).removeprefix("/id/"), "name": item.name, "type": [kind]}


@blueprint.get("/reconcile/suggest/entity")
def suggest() -> Response:
    """Return entities that begin with, then those that hold, what has been typed."""
    prefix = _bare(request.args.get("prefix", "")[:100])
    found = [item for item in all_entities(library()) if prefix and prefix in _bare(item.name)]
    found.sort(key=lambda item: not _bare(item.name).startswith(prefix))
    return jsonify({"result": [{**_entry(item), "notable": _entry(item)["type"]} for item in found[:20]]})


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
