"""The page of the vocabulary says all of it, in both languages and to programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from rdflib import Graph
from rdflib.compare import to_isomorphic

from kg import terms
from web.app import create_app
from web.languages import COOKIE


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


def test_every_term_stands_on_the_page_with_its_definition(client: FlaskClient) -> None:
    vocabulary = terms.vocabulary()
    for language in ("zh", "en"):
        client.set_cookie(COOKIE, language)
        page = client.get("/ontology").text
        assert f"<h1>{vocabulary.titles[language]}</h1>" in page
        for term in vocabulary.terms:
            assert f'id="{term.name}"' in page, term.name
            assert escape(term.definitions[language]) in page, term.name
    client.delete_cookie(COOKIE)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/n-triples", "nt"),
    ],
)
def test_programs_get_the_vocabulary_itself(client: FlaskClient, accept: str, form: str) -> None:
    response = client.get("/ontology", headers={"Accept": accept})
    assert response.content_type.startswith(accept)
    kept = Graph().parse(terms.source(), format="turtle")
    assert to_isomorphic(Graph().parse(data=response.data, format=form)) == to_isomorphic(kept)


def test_every_term_is_of_a_kind_that_the_page_shows() -> None:
    assert {term.kind for term in terms.vocabulary().terms} == {"class", "relation", "property", "scheme", "value"}
