"""SPARQL 1.1 query results as JSON, XML, CSV and TSV, from rows that are already cut to the limit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
Rows = Sequence[Sequence[Any]]


def json_rows(names: Sequence[str], rows: Rows) -> bytes:
    """Return rows in the SPARQL 1.1 Query Results JSON Format."""
    bindings = [{name: _json(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows]
    return _dump({"head": {"vars": list(names)}, "results": {"bindings": bindings}})


def xml_rows(names: Sequence[str], rows: Rows) -> bytes:
    """Return rows in the SPARQL Query Results XML Format."""
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    results = "".join(
        "<result>"
        + "".join(
            f"<binding name={quoteattr(name)}>{_xml(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        + "</result>\n"
        for row in rows
    )
    return f"{_XML}\n<head>{head}</head>\n<results>\n{results}</results>\n</sparql>\n".encode()


def csv_rows(names: Sequence[str], rows: Rows) -> bytes:
    """Return rows as CSV: values without marks of kind."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(["" if term is None else term.value for term in row] for row in rows)
    return out.getvalue().encode()


def tsv_rows(names: Sequence[str], rows: Rows) -> bytes:
    """Return rows as TSV: terms as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows]
    return ("\n".join(lines) + "\n").encode()


ROW_FORMATS: dict[str, tuple[Callable[..., bytes], str]] = {
    "json": (json_rows, "application/sparql-results+json"),
    "xml": (xml_rows, "application/sparql-results+xml"),
    "csv": (csv_rows, "text/csv"),
    "tsv": (tsv_rows, "text/tab-separated-values"),
}
TRUTH_FORMATS: dict[str, tuple[Callable[..., bytes], str]] = {
    "json": (lambda truth: _dump({"head": {}, "boolean": truth}), "application/sparql-results+json"),
    "xml": (
        lambda truth: f"{_XML}<head/><boolean>{str(truth).lower()}</boolean></sparql>\n".encode(),
        "application/sparql-results+xml",
    ),
    "csv": (lambda truth: f"{str(truth).lower()}\r\n".encode(), "text/csv"),
    "tsv": (lambda truth: f"{str(truth).lower()}\n".encode(), "text/tab-separated-values"),
}


def _json(term: Any) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": str(term.value)}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        found["datatype"] = term.datatype.value
    return found


def _xml(term: Any) -> str:
    found = _json(term)
    if found["type"] != "literal":
        return f"<{found['type']}>{escape(found['value'])}</{found['type']}>"
    marks = f" xml:lang={quoteattr(found['xml:lang'])}" if "xml:lang" in found else ""
    marks += f" datatype={quoteattr(found['datatype'])}" if "datatype" in found else ""
    return f"<literal{marks}>{escape(found['value'])}</literal>"


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
