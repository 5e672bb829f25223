"""JSON-LD that reads well: one context, short keys, plain values, one object a document with its graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg.exports.rdf import ordered_quads
from kg.iris import Iris
from kg.rdf import PREFIXES, RDF, XSD
from kg.stores.port import GraphStore

_TYPE = RDF + "type"
_ZH = ("prefLabel", "altLabel", "definition", "title", "label", "term", "termAlias")


def write(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write all graphs as one JSON-LD document, node by node."""
    keys = _keys(store)
    out.write(b'{"@context": ' + _json(context(keys)) + b',\n"@graph": [')
    for number, (graph, quads) in enumerate(groupby(ordered_quads(store), key=lambda quad: quad.graph_name)):
        head = b",\n" if number else b"\n"
        out.write(head + b'{"@id": ' + _json(str(getattr(graph, "value", ""))) + b', "@graph": [')
        for position, node in enumerate(_nodes(quads, keys)):
            out.write((b",\n " if position else b"\n ") + _json(node))
        out.write(b"\n]}")
    out.write(b"\n]}\n")


def context(keys: dict[str, str]) -> dict[str, Any]:
    """Return the context for properties with their keys: Chinese texts and decimals need no marks at their values."""
    terms: dict[str, Any] = dict(PREFIXES)
    for iri, key in sorted(keys.items(), key=lambda item: item[1]):
        if key in _ZH:
            terms[key] = {"@id": iri, "@language": "zh"}
        elif key == "value":
            terms[key] = {"@id": iri, "@type": XSD + "decimal"}
        else:
            terms[key] = iri
    return terms


def _keys(store: GraphStore) -> dict[str, str]:
    """Return the key of each property: its local name, with the prefix where two properties share it."""
    iris = sorted({quad.predicate.value for quad in store.quads()})
    locals_ = [iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1] for iri in iris]
    return {
        iri: name if locals_.count(name) == 1 else _prefixed(iri, name)
        for iri, name in zip(iris, locals_, strict=True)
        if iri != _TYPE
    }


def _prefixed(iri: str, name: str) -> str:
    prefix = next((prefix for prefix, base in PREFIXES.items() if base + name == iri), "")
    return f"{prefix}_{name}" if prefix else iri


def _nodes(quads: Iterable[ox.Quad], keys: dict[str, str]) -> Iterator[dict[str, Any]]:
    for subject, own in groupby(quads, key=lambda quad: quad.subject):
        node: dict[str, Any] = {"@id": getattr(subject, "value", "")}
        for quad in own:
            key = "@type" if quad.predicate.value == _TYPE else keys[quad.predicate.value]
            value = _value(quad.object, key)
            if key not in node:
                node[key] = value
            elif isinstance(node[key], list):
                node[key].append(value)
            else:
                node[key] = [node[key], value]
        yield node


def _value(term: Any, key: str) -> Any:
    if isinstance(term, ox.NamedNode):
        return term.value if key == "@type" else {"@id": term.value}
    plain = _plain(term)
    if key in _ZH:
        return term.value if term.language == "zh" else {"@value": plain}
    if key == "value":
        return term.value if term.datatype.value == XSD + "decimal" else {"@value": plain}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return plain if plain is not None else {"@value": term.value, "@type": term.datatype.value}


def _plain(term: ox.Literal) -> Any:
    """Return the JSON value that JSON-LD reads as this literal, or None."""
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "integer":
        return int(term.value)
    if kind == "boolean":
        return term.value == "true"
    return term.value if kind == "string" else None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
