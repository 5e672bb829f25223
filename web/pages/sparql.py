"""SPARQL: a page with examples for readers, the 1.1 protocol (query only) for programs."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response

from corpus.errors import CetuError, InputError
from web.queries import query as run
from web.shelf import library

blueprint = Blueprint("sparql", __name__)

_BINDINGS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
_GRAPHS = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_SYNONYMS = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
_QUERY_TYPE = "application/sparql-query"
_LONGEST = 20_000
_NOT_KEYWORDS = re.compile(r"<[^>]*>|#[^\n]*|\"[^\"]*\"|'[^']*'")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@blueprint.get("/query")
def page() -> str:
    """Show the query page; a query in the address is run and its rows shown."""
    query = request.args.get("query", "")
    columns: list[str] = []
    rows: list[dict[str, dict[str, str]]] = []
    graph_text, error, truth, is_truncated, took_ms = "", None, None, False, None
    if query.strip():
        started = time.perf_counter()
        try:
            result = run(library(), _checked(query), "turtle" if _gives_graph(query) else "json")
            outcome, is_truncated = result.content.decode(), result.is_truncated
            took_ms = round((time.perf_counter() - started) * 1000)
            if _gives_graph(query):
                graph_text = outcome
            else:
                found = json.loads(outcome)
                truth = found.get("boolean")
                columns = found.get("head", {}).get("vars", [])
                rows = found.get("results", {}).get("bindings", [])
        except CetuError as problem:
            error = problem
    return render_template(
        "pages/sparql.html",
        query=query,
        columns=columns,
        rows=rows,
        truth=truth,
        graph_text=graph_text,
        error=error,
        examples=_examples(),
        words=_words(),
        forms=_GRAPHS if graph_text else _BINDINGS,
        is_truncated=is_truncated,
        took_ms=took_ms,
    )


def _words() -> dict[str, Any]:
    """Return what the editor completes: the classes and properties of the vocabulary, and those it reuses."""
    from kg.rdf import PREFIXES, STANDARD_CLASSES
    from kg.terms import vocabulary

    own = vocabulary()
    reused = ("dcterms:title", "dcterms:date", "dcterms:isPartOf", "skos:prefLabel", "skos:altLabel", "skos:definition")
    statement = ("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object")
    properties = [PREFIXES["cetu"] + term.name for kind in ("relation", "property") for term in own.of_kind(kind)]
    properties += [
        PREFIXES[prefix] + name for prefix, _colon, name in (one.partition(":") for one in reused + statement)
    ]
    classes = [PREFIXES["cetu"] + term.name for term in own.of_kind("class")] + sorted(set(STANDARD_CLASSES.values()))
    return {"label": gettext("查询"), "properties": properties, "classes": classes}


@blueprint.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """Answer a SPARQL 1.1 query by the protocol."""
    query = _checked(_protocol_query())
    forms = _GRAPHS if _gives_graph(query) else _BINDINGS
    form = _form(forms)
    result = run(library(), query, form)
    response = Response(result.content, content_type=f"{forms[form]}; charset=utf-8")
    if result.is_truncated:
        response.headers["X-Cetu-Truncated"] = "true"
    response.headers["Vary"] = "Accept"
    return response


def _protocol_query() -> str:
    if request.method == "GET":
        return request.args.get("query", "")
    if request.mimetype == _QUERY_TYPE:
        return request.get_data(cache=False).decode("utf-8", "replace")
    if "update" in request.form:
        raise InputError("这里只能查询，不能修改", where="/sparql", hint="用参数 query")
    return request.form.get("query", "")


def _checked(query: str) -> str:
    if not query.strip():
        raise InputError("没有给出查询", where="query", hint="写成 /sparql?query=SELECT …")
    if len(query) > _LONGEST:
        raise InputError(f"查询超过 {_LONGEST} 字符", where="query", hint="缩短后再试")
    return query


def _form(forms: dict[str, str]) -> str:
    """Return the format that the caller takes; the first one where it takes anything."""
    given = request.args.get("format", "")
    if given in forms:
        return given
    names = {media: name for name, media in forms.items()}
    names |= {media: name for media, name in _SYNONYMS.items() if name in forms}
    if not request.accept_mimetypes:
        return next(iter(forms))
    best = request.accept_mimetypes.best_match(list(names))
    if best is None:
        raise NotAcceptable
    return names[best]


def _gives_graph(query: str) -> bool:
    """Return whether a query gives triples (CONSTRUCT, DESCRIBE) rather than rows."""
    found = _FORM.search(_NOT_KEYWORDS.sub(" ", query))
    return found is not None and found.group(1).upper() in ("CONSTRUCT", "DESCRIBE")


def _examples() -> list[dict[str, Any]]:
    """Return the named queries that need nothing bound."""
    from kg import queries_table

    found = [queries_table.query(name) for name in queries_table.names() if not name.startswith("check_")]
    # What names a variable in its title finds nothing by itself: values are put in where it is used.
    return [{"title": item.answers, "query": item.text} for item in found if not item.given and "?" not in item.answers]
