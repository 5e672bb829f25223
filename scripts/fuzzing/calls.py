"""Requests to the API that nobody meant: addresses, arguments and bodies, with or without a token."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from kg.decisions import KINDS

# Whose token comes with a request that is signed: everybody's who has an account, nobody's, and one that was made up.
BY = ("administrator", "editor", "reader", "nobody", "stranger")
HIDDEN = "{hidden}"
"""Stands in an address where the id of a document is wanted that only some may see."""

_PATHS = (
    "search", "ask", "define", "suggest", "documents", "entities", "indicators", "graph", "check", "decisions", "export",
    "openapi.json", "documents/x", "entities/x",
)  # fmt: skip
_SIGNED = (
    *(f"/api/v1/{path}" for path in _PATHS),
    f"/api/v1/documents/{HIDDEN}",
    "/api/v1/jobs",
    "/sparql",
    "/reconcile",
)
_ARGUMENTS = (
    "q", "limit", "offset", "doc", "kind", "year", "type", "mode", "context", "format", "entity", "name", "term", "from", "to", "depth",
)  # fmt: skip
_FIELDS = (
    "text", "kind", "dry_run", "why", "who", "from", "into", "entity", "name", "decision", "to", "alias", "accept", "severities",
)  # fmt: skip
_QUERY = "SELECT ?s ?o WHERE { ?s ?p ?o } LIMIT 500"
_ENTITIES = (
    "云川市科学技术协会",
    "市科协",
    "云川市",
    "http://cetu.localhost/id/Place/%E4%BA%91%E5%B7%9D%E5%B8%82",
    "x",
)
_VALUES = (
    "", "0", "-1", "99999999999999999999", "1e9", "NaN", "true", "null", "[]", "../../x", "%00", "report", "2031", "云川市",
)  # fmt: skip
_MEDIA_TYPES = ("application/json", "application/json", "text/plain", "multipart/form-data", "x")
_METHODS = ("GET", "GET", "POST", "POST", "HEAD", "PUT")


def call(dice: random.Random, text: Callable[[], str]) -> dict[str, object]:
    """Return a request of whoever sits at the machine, as JSON can hold it; `text` gives a text of the sample, changed."""
    written = json.dumps(dice.choice((_body(dice, text), _body(dice, text), [_body(dice, text)], _value(dice, text))))
    names = dice.sample(_ARGUMENTS, dice.randint(0, 4))
    arguments = {name: str(_value(dice, text)).encode("utf-8", "replace").decode() for name in names}
    return {
        "path": "/api/v1/" + dice.choice(_PATHS),
        "method": dice.choice(_METHODS),
        # Decisions and documents would change what is asked: only their refusals and trials are wanted.
        "arguments": {**arguments, "dry_run": "1"},
        "body": dice.choice((written, written, written[: dice.randint(0, 30)], text())),
        "type": dice.choice(_MEDIA_TYPES),
    }


def signed_call(dice: random.Random, text: Callable[[], str]) -> dict[str, object]:
    """Return a request by somebody of `BY`; some of them try decisions that are nearly fit."""
    made = call(dice, text) | {"path": dice.choice(_SIGNED), "by": dice.choice(BY), "token": text()[:40]}
    if made["path"] == "/sparql":
        return made | {"arguments": {"query": dice.choice((_QUERY, _QUERY[: dice.randint(0, len(_QUERY))], text()))}}
    if dice.randrange(3):
        return made
    body = dice.choice((_trial(dice, text), _trial(dice, text), {"text": text()}))
    path = "/api/v1/decisions" if "payload" in body else "/api/v1/check"
    return made | {"path": path, "method": "POST", "body": json.dumps(body), "type": "application/json"}


def _trial(dice: random.Random, text: Callable[[], str]) -> dict[str, object]:
    """Return a decision that is only to be tried, with the fields of its kind and mostly values that fit."""
    kind, entity = dice.choice(tuple(KINDS)), dice.choice(_ENTITIES)
    fits: tuple[object, ...] = (entity, entity, list(dice.sample(_ENTITIES, 2)), text()[:12], _value(dice, text))
    fields = (*KINDS[kind].needs, *(name for name in KINDS[kind].may if dice.randrange(2)))
    payload = {name: dice.choice(fits) for name in fields}
    return {"kind": kind, "payload": payload, "why": dice.choice(("", text()[:20], 7)), "dry_run": True}


def _body(dice: random.Random, text: Callable[[], str]) -> dict[str, object]:
    return {name: _value(dice, text) for name in dice.sample(_FIELDS, dice.randint(0, 4))}


def _value(dice: random.Random, text: Callable[[], str]) -> object:
    return dice.choice((dice.choice(_VALUES), text(), text()[:12], 7, -1, None, True, [], {"x": [1.5]}))
