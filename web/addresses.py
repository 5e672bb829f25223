"""Addresses within the site: of things by IRI, and of evidence by offsets."""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import url_for

from kg.iris import text_of
from search.results import Citation, Hit


def entity_path(iri: str) -> str:
    """Return the page of an entity's IRI; empty for an IRI that is not an entity of ours."""
    _base, mark, rest = iri.partition("/id/")
    kind, slash, name = rest.partition("/")
    if not (mark and slash and name):
        return ""
    return f"/id/{quote(kind)}/{quote(unquote(name), safe='·（）“”《》')}"


def entity_place(iri: str) -> str:
    """Return the place that tells an entity from others of its name (市人民政府@云川市); empty where none does."""
    place = text_of(iri).rpartition("@")[2] if "@" in iri else ""
    # Other things of one name are told apart by the document that names them, which is no name to be shown.
    return place if place and not any(char.isascii() for char in place) else ""


def passage_url(document: str, start: int | None = None, end: int | None = None) -> str:
    """Return the reader at a place of a document, lit there."""
    if start is None:
        return url_for("documents.read", document=document)
    return url_for("documents.read", document=document, start=start, end=end, _anchor="lit")


def evidence_url(place: Citation | Hit) -> str:
    """Return the reader at a citation or hit."""
    return passage_url(place.document, place.start, place.end)
