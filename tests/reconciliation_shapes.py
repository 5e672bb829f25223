"""What the messages of the Reconciliation Service API 0.2 must look like, as JSON Schema.

What its own schemas demand, in our words: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
(sections 2 to 6).
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None, *, closed: bool = False) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": not closed,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_TEXT: Schema = {"type": "string"}
_NAMED = _object({"id": _TEXT, "name": _TEXT}, {"description": _TEXT})
_TYPE: Schema = {"anyOf": [_TEXT, _object({"id": _TEXT}, {"name": _TEXT})]}
_WITH_ID: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}
_SERVED = _object({"service_url": _TEXT, "service_path": _TEXT})

MANIFEST = _object(
    {
        "versions": {**_list(_TEXT), "contains": {"const": "0.2"}},
        "name": _TEXT,
        "identifierSpace": _TEXT,
        "schemaSpace": _TEXT,
    },
    {
        "documentation": {"type": "string", "format": "uri"},
        "view": _object({"url": _WITH_ID}),
        "preview": _object({"url": _WITH_ID, "width": {"type": "integer"}, "height": {"type": "integer"}}),
        "defaultTypes": {**_list(_NAMED), "uniqueItems": True},
        "suggest": _object({}, {"entity": _SERVED, "type": _SERVED, "property": _SERVED}, closed=True),
        "extend": _object({}, {"propose_properties": _SERVED, "property_settings": _list({"type": "object"})}),
    },
)

_CANDIDATE = _object(
    {"id": _TEXT, "name": _TEXT, "score": {"type": "number"}},
    {
        "match": {"type": "boolean"},
        "type": _list(_TYPE),
        "description": _TEXT,
        "features": _list(_object({"id": _TEXT, "value": {"type": ["boolean", "number"]}})),
    },
)
RESULTS: Schema = {"type": "object", "additionalProperties": _object({"result": _list(_CANDIDATE)})}

ENTITIES = _object(
    {"result": _list(_object({"id": _TEXT, "name": _TEXT}, {"description": _TEXT, "notable": _list(_TYPE)}))}
)
TYPES = _object({"result": _list(_NAMED)})
PROPERTIES = TYPES

PROPOSED = _object({"properties": _list(_NAMED)}, {"type": _TEXT, "limit": {"type": "number"}})

_CELL: Schema = {
    "oneOf": [
        _object({}, closed=True),
        _object({"id": _TEXT, "name": _TEXT}, {"description": _TEXT}, closed=True),
        _object({"str": _TEXT}, closed=True),
        _object({"float": {"type": "number"}}, closed=True),
        _object({"int": {"type": "integer"}}, closed=True),
        _object({"date": _TEXT}, closed=True),
    ]
}
_COLUMN = _object({"id": _TEXT, "name": _TEXT}, {"type": _object({"id": _TEXT}, {"name": _TEXT})})
EXTENSION = _object(
    {
        "meta": _list(_COLUMN),
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _list(_CELL)}},
    }
)
