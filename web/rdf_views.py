"""Things as RDF: the statements about an entity in the format that a program asks for."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from search.library import Library
from web.arguments import choice
from web.queries import query

# Format names as kg.sparql takes them.
MEDIA_TYPES = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
_HTML = ("text/html", "application/xhtml+xml")

# What is said of it and by which statements, with the names of what it is linked to.
_ABOUT = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX cetu: <http://cetu.localhost/ontology#>
CONSTRUCT {{ ?s ?p ?o . ?other skos:prefLabel ?label }} WHERE {{
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o . OPTIONAL {{ ?o skos:prefLabel ?label BIND(?o AS ?other) }} }}
  UNION {{ ?s rdf:subject <{iri}> ; ?p ?o }}
  UNION {{ ?s cetu:defines <{iri}> ; ?p ?o }}
  UNION {{ ?s cetu:about <{iri}> ; ?p ?o }}
}}
"""


def negotiated_format() -> str:
    """Return the RDF format that is asked for, or empty where a page is wanted."""
    if asked := choice("format", tuple(MEDIA_TYPES)):
        return asked
    offered = [*_HTML, *MEDIA_TYPES.values()]
    best = request.accept_mimetypes.best_match(offered, default="text/html")
    return next((name for name, media in MEDIA_TYPES.items() if media == best), "")


def rdf_response(library: Library, iri: str, form: str) -> Response:
    """Return what the library states about an entity as RDF."""
    result = query(library, _ABOUT.format(iri=iri), form)
    response = Response(result.content, content_type=f"{MEDIA_TYPES[form]}; charset=utf-8")
    response.headers["Vary"] = "Accept"
    return response
