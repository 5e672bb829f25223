"""The interfaces for programs: JSON API, SPARQL, addresses of things, reconciliation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from web.app import create_app


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


def get(client: FlaskClient, address: str, **arguments: str | int) -> Any:
    response = client.get(address, query_string=arguments)
    assert response.status_code == 200, response.text
    return json.loads(response.data)


def test_search_gives_the_object_of_the_contract(client: FlaskClient) -> None:
    found = get(client, "/api/v1/search", q="科普惠农", limit=3)
    assert {"query", "total", "took_ms", "hits", "facets"} <= set(found)
    assert len(found["hits"]) == 3
    keys = {"passage", "document", "file", "title", "part", "section", "start", "end", "text", "score", "highlights"}
    assert keys | {"entities"} <= set(found["hits"][0])
    assert set(found["facets"]) >= {"type", "year", "document", "kind"}


def test_each_facet_that_is_told_can_be_asked_for(client: FlaskClient) -> None:
    """By an argument of its name, which the description has too."""
    facets = get(client, "/api/v1/search", q="市科协")["facets"]
    described = get(client, "/api/v1/openapi.json")["paths"]["/api/v1/search"]["get"]["parameters"]
    assert set(facets) <= {argument["name"] for argument in described}
    for name, counts in facets.items():
        value, count = list(counts.items())[-1]
        assert get(client, "/api/v1/search", q="市科协", **{name: value})["total"] == count, (name, value)
    (issuer, *_) = facets["issuer"]
    page = client.get("/search", query_string={"q": "市科协", "issuer": issuer}).text
    assert f"{issuer}" in page.split('class="chips"')[1].split("</ul>")[0]


def test_ask_define_and_entity_give_the_objects_of_the_contract(client: FlaskClient) -> None:
    answer = get(client, "/api/v1/ask", q="三进两送是什么意思？")
    assert {"question", "interpretation", "status", "answer", "items", "citations", "sparql"} <= set(answer)
    definition = get(client, "/api/v1/define", term="三进两送")
    assert {"term", "aliases", "definition", "components", "document", "citation"} <= set(definition["matches"][0])
    entity = get(client, "/api/v1/entities/市科协")
    assert {"iri", "type", "name", "aliases", "facts", "indicators", "definitions", "passages"} <= set(entity)


def test_an_entity_is_found_by_name_by_type_and_name_and_by_iri(client: FlaskClient) -> None:
    first = get(client, "/api/v1/entities", type="Program", limit=1)["entities"][0]
    for name in (first["name"], f"Program/{first['name']}", first["iri"]):
        assert get(client, f"/api/v1/entities/{quote(name, safe='')}")["name"] == first["name"]


def test_lists_are_counted_and_cut(client: FlaskClient) -> None:
    for address, key in (("documents", "documents"), ("entities", "entities"), ("indicators", "indicators")):
        first = get(client, f"/api/v1/{address}", limit=2)
        second = get(client, f"/api/v1/{address}", limit=2, offset=2)
        assert first["total"] == second["total"] > 4
        assert first[key][0] != second[key][0]


def test_quotes_of_indicators_stand_in_their_documents(client: FlaskClient) -> None:
    for row in get(client, "/api/v1/indicators", limit=20)["indicators"]:
        citation = row["citation"]
        text = get(client, f"/api/v1/documents/{citation['document']}")["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["start"] <= row["value_start"] < row["value_end"] <= citation["end"]


def test_the_network_names_only_nodes_that_it_has(client: FlaskClient) -> None:
    found = get(client, "/api/v1/graph", entity="市科协", depth=2, limit=30)
    known = {node["iri"] for node in found["nodes"]}
    assert 2 < len(known) <= 31
    assert all({edge["source"], edge["target"]} <= known for edge in found["edges"])


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/search", 400, "bad_request"),
        ("/api/v1/search?q=a&limit=0", 400, "bad_request"),
        ("/api/v1/search?q=a&year=x", 400, "bad_request"),
        ("/api/v1/ask?q=%20", 400, "bad_request"),
        ("/api/v1/documents/none", 404, "not_found"),
        ("/api/v1/entities/没有这回事的工程项目", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/export?format=tiff", 400, "bad_request"),
        ("/sparql", 400, "bad_request"),
        ("/sparql?query=SELEC", 400, "bad_request"),
        ("/reconcile?queries=x", 400, "bad_request"),
    ],
)
def test_errors_have_one_shape(client: FlaskClient, address: str, status: int, code: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    error = json.loads(response.data)["error"]
    assert set(error) == {"code", "message", "where", "hint"}
    assert error["code"] == code


def test_a_wrong_method_or_body_has_the_same_shape(client: FlaskClient) -> None:
    assert client.post("/api/v1/search").json["error"]["code"] == "method_not_allowed"  # type: ignore[index]
    for body, kind in ((b"{", "application/json"), (b"{}", "application/json"), (b"x", "text/plain")):
        response = client.post("/api/v1/check", data=body, content_type=kind)
        assert response.status_code in (400, 415)
        assert set(response.json) == {"error"}  # type: ignore[arg-type]


def test_the_description_covers_every_route_and_refers_to_nothing_missing(client: FlaskClient) -> None:
    document = get(client, "/api/v1/openapi.json")
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert set(document["paths"]) == routes
    text = json.dumps(document)
    for name in set(re.findall(r'"#/components/schemas/(\w+)"', text)):
        assert document["components"]["schemas"][name], name


def test_an_entity_answers_in_the_format_that_is_asked_for(client: FlaskClient) -> None:
    address = f"/id/Organization/{quote('市科协')}"
    for accept, kind in (
        ("text/html", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("*/*", "text/html"),
    ):
        response = client.get(address, headers={"Accept": accept}, follow_redirects=True)
        assert response.status_code == 200
        assert response.content_type.startswith(kind)
    turtle = client.get(address, headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert "prefLabel" in turtle.text


SELECT = "SELECT ?s WHERE { ?s a <http://cetu.localhost/ontology#Program> } LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3"


@pytest.mark.parametrize(
    ("query", "accept", "status", "kind"),
    [
        (SELECT, "application/sparql-results+json", 200, "application/sparql-results+json"),
        (SELECT, "text/csv", 200, "text/csv"),
        (SELECT, "application/sparql-results+xml", 200, "application/sparql-results+xml"),
        (SELECT, "text/tab-separated-values", 200, "text/tab-separated-values"),
        (SELECT, "*/*", 200, "application/sparql-results+json"),
        (SELECT, "image/png", 406, "application/json"),
        (CONSTRUCT, "text/turtle", 200, "text/turtle"),
        (CONSTRUCT, "application/n-triples", 200, "application/n-triples"),
        ("ASK { ?s ?p ?o }", "*/*", 200, "application/sparql-results+json"),
        ("DROP ALL", "*/*", 400, "application/json"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "*/*", 400, "application/json"),
    ],
)
def test_sparql_by_the_protocol(client: FlaskClient, query: str, accept: str, status: int, kind: str) -> None:
    for response in (
        client.get("/sparql", query_string={"query": query}, headers={"Accept": accept}),
        client.post("/sparql", data={"query": query}, headers={"Accept": accept}),
        client.post(
            "/sparql", data=query.encode(), content_type="application/sparql-query", headers={"Accept": accept}
        ),
    ):
        assert response.status_code == status, response.text
        assert response.content_type.startswith(kind)


def test_reconciliation_offers_the_entity_of_a_name(client: FlaskClient) -> None:
    manifest = get(client, "/reconcile")
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "view"} <= set(manifest)
    name = get(client, "/api/v1/entities", type="Program", limit=1)["entities"][0]["name"]
    queries = {"q0": {"query": name, "type": "Program"}, "q1": {"query": "完全无关词句", "limit": 2}}
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    found = json.loads(response.data)
    best = found["q0"]["result"][0]
    assert best["name"] == name
    assert best["match"] is True
    assert best["score"] == 100
    assert not any(candidate["match"] for candidate in found["q1"]["result"])
    view = manifest["view"]["url"].replace("{{id}}", quote(best["id"]))
    assert client.get(view.removeprefix("http://localhost")).status_code == 200


def test_health_tells_the_state(client: FlaskClient, tmp_path: Path) -> None:
    assert get(client, "/healthz")["status"] == "ok"
    assert create_app(tmp_path).test_client().get("/healthz").status_code == 503


@pytest.mark.parametrize("form", ["turtle", "jsonld", "csv", "annotations"])
def test_exports_come_as_files(client: FlaskClient, form: str) -> None:
    response = client.get("/api/v1/export", query_string={"format": form})
    assert response.status_code == 200
    assert len(response.data) > 500
    assert "attachment" in response.headers["Content-Disposition"]
