"""The vocabulary of the graph: documentation for people, Turtle and JSON-LD for programs."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from kg import terms
from web.rdf_views import MEDIA_TYPES, negotiated_format

blueprint = Blueprint("ontology", __name__)

# The kinds of terms in the order of the page, with their headings.
HEADINGS = (
    ("class", _l("类")),
    ("relation", _l("实体之间的关系")),
    ("property", _l("其他属性")),
    ("scheme", _l("取值表")),
)


@blueprint.get("/ontology")
def show() -> str | Response:
    """Show the terms to a reader, or give the vocabulary to a program."""
    if form := negotiated_format():
        response = Response(_written(form), content_type=f"{MEDIA_TYPES[form]}; charset=utf-8")
        response.headers["Vary"] = "Accept"
        return response
    return render_template("pages/ontology.html", vocabulary=terms.vocabulary(), headings=HEADINGS)


def _written(form: str) -> bytes:
    """Return the vocabulary in an RDF format; Turtle as it is kept, with its comments."""
    if form == "turtle":
        return terms.source()
    from rdflib import Graph

    names = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "pretty-xml"}
    return Graph().parse(terms.source(), format="turtle").serialize(format=names[form], encoding="utf-8")
