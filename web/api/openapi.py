"""The OpenAPI 3.1 description, generated from the routes and the values that they give."""

from __future__ import annotations

import inspect
import types
from dataclasses import dataclass, fields, is_dataclass
from importlib.metadata import version
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from flask import current_app

from kg.decisions import KINDS as KINDS_OF_DECISION
from kg.facts import EntityType
from search import catalogue, curation, network, results
from web.pages.exports import FORMATS
from web.pages.jobs import JobShown
from web.vocabulary import KINDS, TYPES

_PREFIX = "/api/v1"
_TEXT: dict[str, Any] = {"type": "string", "maxLength": 500}
_YEAR: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9999}
_OFFSET: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 1_000_000, "default": 0}


def _limit(default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": 1000, "default": default}


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _needed(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"minLength": 1}


@dataclass(frozen=True, slots=True)
class Operation:
    """What the signature of a view cannot say: its query arguments (those with minLength are needed) and its answer."""

    arguments: dict[str, dict[str, Any]]
    gives: dict[str, Any]


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str, key: str) -> dict[str, Any]:
    items = {"type": "array", "items": _ref(name)}
    return {"type": "object", "required": ["total", key], "properties": {"total": {"type": "integer"}, key: items}}


_FILTERS = {
    "document": _TEXT,
    "kind": _one_of(*KINDS),
    "year": _YEAR,
    "type": _one_of(*TYPES),
    "mode": _one_of("hybrid", "words", "meaning"),
    "entity": _TEXT,
    "issuer": _TEXT,
    "sort": _one_of("relevance", "newest", "oldest"),
    "expand": _one_of("on", "off"),
}
_PAGE = {"limit": _limit(100), "offset": _OFFSET}

_OPERATIONS: dict[str, Operation] = {
    "api.search": Operation(
        {"q": _needed(_TEXT), **_FILTERS, "limit": _limit(10), "offset": _OFFSET}, _ref("SearchResult")
    ),
    "api.ask": Operation({"q": _needed(_TEXT), "context": _TEXT}, _ref("Answer")),
    "api.define": Operation({"term": _needed(_TEXT)}, _ref("DefinitionResult")),
    "api.suggest": Operation({"q": {"type": "string", "maxLength": 100}}, {"type": "object"}),
    "api.documents": Operation(dict(_PAGE), _list("DocumentEntry", "documents")),
    "api.document": Operation({}, _ref("DocumentEntry")),
    "api.entities": Operation({"type": _one_of(*TYPES), "q": _TEXT, **_PAGE}, _list("EntitySummary", "entities")),
    "api.entity": Operation({}, _ref("EntityView")),
    "api.indicators": Operation(
        {"q": _TEXT, "year": _YEAR, "status": _one_of("target", "achieved"), "document": _TEXT, **_PAGE},
        _list("IndicatorRow", "indicators"),
    ),
    "api.graph": Operation(
        {
            "entity": _needed(_TEXT),
            "to": _TEXT,
            "depth": {"type": "integer", "minimum": 1, "maximum": 3, "default": 1},
            "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 40},
        },
        _ref("Network"),
    ),
    "api.check": Operation({}, _ref("CheckResult")),
    "api.export": Operation({"format": _needed(_one_of(*(name for name, _, _ in FORMATS))), "document": _TEXT}, {}),
    "api.add_documents": Operation({}, {"type": "object"}),
    "api.jobs": Operation(dict(_PAGE), _list("JobShown", "jobs")),
    "api.job": Operation({}, _ref("JobShown")),
    "api.decisions": Operation(dict(_PAGE), _list("ListedDecision", "decisions")),
    "api.decide": Operation({}, _ref("Decided")),
    "api.openapi": Operation({}, {"type": "object"}),
}

# A name in a decision; nothing that could end a text early.
_NAME: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 500, "pattern": "^[^\\u0000]+$"}
_FIELDS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("entity", "name", "alias", "document", "wording"), _NAME),
    "type": _one_of(*EntityType),
    "entities": {"type": "array", "minItems": 2, "maxItems": 200, "items": _NAME},
    **{key: {"type": "array", "minItems": 1, "maxItems": 200, "items": _NAME} for key in ("documents", "names")},
    "number": {"type": "integer", "minimum": 1, "maximum": (1 << 53) - 1},
}


def _text_or_nothing() -> dict[str, Any]:
    return {"type": "string", "maxLength": 500, "pattern": "^[^\\u0000]*$"}


def _decision(kind: str) -> dict[str, Any]:
    """Return the body of one kind of decision: what its payload must have, and what it may have."""
    known = KINDS_OF_DECISION[kind]
    # What may be left out may be empty as well. The type of a finding is none of the types of entities.
    may = {name: _text_or_nothing() if name in ("name", "type") else _FIELDS[name] for name in known.may}
    payload: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": list(known.needs),
        "properties": {name: _FIELDS[name] for name in known.needs} | may,
    }
    if kind == "split":
        payload["anyOf"] = [{"required": ["documents"]}, {"required": ["names"]}]
    return {
        "type": "object",
        "required": ["kind", "payload"],
        "properties": {
            "kind": {"const": kind},
            "payload": payload,
            "why": _text_or_nothing(),
            "dry_run": {"type": "boolean", "default": False},
        },
    }


_BODIES: dict[str, dict[str, Any]] = {
    "api.check": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["text"],
                "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 200_000}},
            }
        }
    },
    "api.decide": {"application/json": {"schema": {"oneOf": [_decision(kind) for kind in KINDS_OF_DECISION]}}},
    "api.add_documents": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
                    "label": {"type": "string", "maxLength": 40},
                },
            }
        }
    },
}

_VALUES = (
    results.SearchResult,
    results.Answer,
    results.DefinitionResult,
    results.EntityView,
    results.CheckResult,
    catalogue.EntitySummary,
    catalogue.IndicatorRow,
    network.Network,
    JobShown,
    curation.ListedDecision,
    curation.Decided,
)
_DOCUMENT_ENTRY = {
    "type": "object",
    "required": ["id", "title", "file"],
    "properties": {
        **{name: {"type": "string"} for name in ("id", "title", "file", "date", "issuer", "label", "media_type")},
        "characters": {"type": "integer"},
        "change": {"type": "integer"},
        "year": {"type": ["integer", "null"]},
        "text": {"type": "string"},
    },
}
_STATUSES = {"api.add_documents": ("201", "202", "207"), "api.decide": ("200", "201")}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "where", "hint"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "where", "hint")},
        }
    },
}


def description() -> dict[str, Any]:
    """Return the OpenAPI document of the running application."""
    schemas: dict[str, Any] = {"Error": _ERROR, "DocumentEntry": _DOCUMENT_ENTRY}
    for value in _VALUES:
        _schema(value, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cetu 策图",
            "version": version("cetu"),
            "summary": "Chinese policy texts: search, answers, figures and entities, each with its evidence",
        },
        "paths": _paths(),
        # Asked for once the library has accounts; until then nobody has a token.
        "security": [{}, {"token": []}],
        "components": {"schemas": schemas, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _paths() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(_PREFIX):
            continue
        address = rule.rule.replace("<path:", "{").replace("<", "{").replace(">", "}")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(address, {})[method.lower()] = _operation(rule.endpoint, sorted(rule.arguments))
    return paths


def _operation(endpoint: str, in_path: list[str]) -> dict[str, Any]:
    known = _OPERATIONS[endpoint]
    view = current_app.view_functions[endpoint]
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in in_path]
    for name, schema in known.arguments.items():
        plain = {key: value for key, value in schema.items() if not (key == "minLength" and "enum" in schema)}
        parameters.append({"name": name, "in": "query", "required": "minLength" in schema, "schema": plain})
    error = {"description": "Error", "content": {"application/json": {"schema": _ref("Error")}}}
    done = {"description": "Done", "content": {"application/json": {"schema": known.gives}}}
    if endpoint == "api.export":
        done = {"description": "Done", "content": {"application/octet-stream": {}}}
    good = dict.fromkeys(_STATUSES.get(endpoint, ("200",)), done)
    operation: dict[str, Any] = {
        "operationId": endpoint.removeprefix("api."),
        "summary": (inspect.getdoc(view) or "").splitlines()[0],
        "parameters": parameters,
        "responses": good | {"4XX": error, "5XX": error},
    }
    if endpoint in _BODIES:
        operation["requestBody"] = {"required": True, "content": _BODIES[endpoint]}
    return operation


def _schema(kind: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type; dataclasses go to the components and are referred to."""
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in schemas:
            schemas[kind.__name__] = {}
            hints = get_type_hints(kind)
            properties = {field.name: _schema(hints[field.name], schemas) for field in fields(kind)}
            schemas[kind.__name__] = {"type": "object", "properties": properties, "required": list(properties)}
        return _ref(kind.__name__)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_schema(inner, schemas)
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(inner[1], schemas)}
    if origin is Literal:
        return {"type": "string", "enum": list(inner)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(part, schemas) for part in inner]}
    names = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    return {"type": names[kind]} if kind in names else {}


def _tuple_schema(inner: tuple[Any, ...], schemas: dict[str, Any]) -> dict[str, Any]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": _schema(inner[0], schemas)}
    parts = [_schema(part, schemas) for part in inner]
    return {"type": "array", "prefixItems": parts, "minItems": len(inner), "maxItems": len(inner)}
