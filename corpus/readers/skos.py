"""Reads a SKOS concept scheme (Turtle, RDF/XML, JSON-LD, N-Triples) as a list of words, in order of its labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.documents import SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.wordlist import ALIASES, COMPONENTS, DEFINITION, SEPARATOR, Entry, source_text

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title", _SKOS + "prefLabel")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FIRST, _REST = (f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("first", "rest"))
_FORMATS = {".rdf": "RDF_XML", ".xml": "RDF_XML", ".jsonld": "JSON_LD", ".nt": "N_TRIPLES"}
_MOST_MEMBERS = 1000
_ENTITY = b"<!ENTITY"
# Lists have entities for their namespaces. One that holds others, or much text, would swell without end.
_NAMESPACE = re.compile(rb"\s+[\w.-]+\s+(?:\"[^\"&%<]{0,200}\"|'[^'&%<]{0,200}')\s*>")

Graph = dict[str, dict[str, list[tuple[str, str]]]]
"""Subject → predicate → (value, language) in order of the file."""


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return a row for each concept and definition.

    Raises:
        ReadError: The file is no RDF, or has no concept with a label.
    """
    graph = _graph(source)
    schemes = [node for node, facts in graph.items() if (_SKOS + "ConceptScheme", "") in facts.get(_TYPE, ())]
    title = next((label for node in schemes if (label := _label(graph[node], *_TITLES))), "")
    found = sorted(_entries(graph), key=lambda entry: (entry.name, entry.values))
    if not found:
        raise ReadError("没有 SKOS 概念", where=source.name, hint="概念要有 skos:prefLabel")
    return source_text(found, source, title)


def _graph(source: SourceFile) -> Graph:
    import pyoxigraph as ox

    suffix = next((name for suffix, name in _FORMATS.items() if source.name.lower().endswith(suffix)), "TURTLE")
    if suffix == "RDF_XML":
        _check_entities(source)
    graph: Graph = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(source.data, getattr(ox.RdfFormat, suffix), base_iri="urn:cetu:list"):
            value = quad.object
            literal = isinstance(value, ox.Literal)
            graph[_name(quad.subject)][_name(quad.predicate)].append(
                (value.value, value.language or "") if literal else (_name(value), "")
            )
    except (SyntaxError, ValueError, OSError) as error:
        raise ReadError(f"不是合格的 RDF：{error}", where=source.name, hint="检查语法与文件后缀") from error
    return graph


def _check_entities(source: SourceFile) -> None:
    if not all(_NAMESPACE.match(declared) for declared in source.data.split(_ENTITY)[1:]):
        raise ReadError("文件里有会无限展开的 XML 实体，可能是恶意文件", where=source.name, hint="请向来源核对")


def _name(node: object) -> str:
    """Return a node as a key; names of blank nodes keep their mark, so that they meet no address."""
    value = getattr(node, "value", "")
    return f"_:{value}" if type(node).__name__ == "BlankNode" else str(value)


def _label(facts: dict[str, list[tuple[str, str]]], *predicates: str) -> str:
    """Return the Chinese label, else the one without a language, else the first."""
    labels = [found for predicate in predicates for found in facts.get(predicate, ())]
    labels.sort(key=lambda label: (not label[1].startswith("zh"), bool(label[1])))
    return labels[0][0] if labels else ""


def _entries(graph: Graph) -> Iterator[Entry]:
    for node, facts in list(graph.items()):
        if (_SKOS + "Concept", "") not in facts.get(_TYPE, ()):
            continue
        name = _label(facts, _SKOS + "prefLabel")
        labels = [
            label for kind in ("prefLabel", "altLabel", "hiddenLabel") for label, _ in facts.get(_SKOS + kind, ())
        ]
        aliases = list(dict.fromkeys(label for label in labels if label != name))
        values = [(ALIASES, SEPARATOR.join(aliases))] if aliases else []
        members = _members(graph, node)
        definitions = [text for text, _ in facts.get(_SKOS + "definition", ())] or [""]
        for definition in definitions if name else ():
            row = [*values, *([(DEFINITION, definition)] if definition else [])]
            row += [(COMPONENTS, SEPARATOR.join(members))] if members else []
            yield Entry(" ".join(name.split()), tuple((column, " ".join(value.split())) for column, value in row))


def _members(graph: Graph, node: str) -> list[str]:
    """Return the labels of the ordered collection that an own export hangs on a slogan."""
    collections = [
        value for facts in graph[node].values() for value, _ in facts if _SKOS + "memberList" in graph.get(value, {})
    ]
    cell = graph[collections[0]][_SKOS + "memberList"][0][0] if collections else ""
    members: list[str] = []
    while _FIRST in graph.get(cell, {}) and len(members) < _MOST_MEMBERS:
        members.append(_label(graph.get(graph[cell][_FIRST][0][0], {}), _SKOS + "prefLabel"))
        cell = graph[cell].get(_REST, [("", "")])[0][0]
    return [member for member in members if member]
