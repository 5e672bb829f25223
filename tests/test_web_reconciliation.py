"""The reconciliation service keeps to its specification, and finds what a row of a table means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from tests import reconciliation_shapes as shapes
from web.app import create_app


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


def fetched(client: FlaskClient, address: str, shape: shapes.Schema, **arguments: str) -> Any:
    """Return an answer of the service after it was held against a shape of the specification."""
    response = client.get(address, query_string=arguments)
    assert response.status_code == 200, response.text
    found = json.loads(response.data)
    Draft202012Validator(shape, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    return found


def results(client: FlaskClient, **query: Any) -> list[dict[str, Any]]:
    response = client.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert response.status_code == 200, response.text
    found = json.loads(response.data)
    Draft202012Validator(shapes.RESULTS).validate(found)
    return list(found["q0"]["result"])


def path_of(address: str) -> str:
    return address.removeprefix("http://localhost")


def test_the_manifest_names_services_that_answer(client: FlaskClient) -> None:
    manifest = fetched(client, "/reconcile", shapes.MANIFEST)
    assert client.get(path_of(manifest["documentation"])).status_code == 200
    suggest = manifest["suggest"]
    for name, shape in (("entity", shapes.ENTITIES), ("type", shapes.TYPES), ("property", shapes.PROPERTIES)):
        served = suggest[name]
        address = path_of(served["service_url"] + served["service_path"])
        assert fetched(client, address, shape, prefix="计划" if name != "property" else "单位")["result"], name
    proposed = manifest["extend"]["propose_properties"]
    address = path_of(proposed["service_url"] + proposed["service_path"])
    assert fetched(client, address, shapes.PROPOSED, type="Program")["properties"]
    entity = fetched(client, "/reconcile/suggest/entity", shapes.ENTITIES, prefix="科普")["result"][0]
    for page in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert client.get(path_of(page).replace("{{id}}", quote(entity["id"]))).status_code == 200


def test_a_name_an_alias_and_a_slip_find_their_entity(client: FlaskClient) -> None:
    (full, *_others) = results(client, query="云川市科学技术协会", type="Organization")
    assert full["match"]
    (short, *_others) = results(client, query="市科协", type="Organization")
    assert (short["id"], short["match"]) == (full["id"], True)
    (slip, *_others) = results(client, query="云川市科学技木协会")
    assert (slip["id"], slip["match"]) == (full["id"], False)
    assert results(client, query="完全无关词句") == []


def test_properties_tell_candidates_apart(client: FlaskClient) -> None:
    facts = client.get("/api/v1/entities", query_string={"type": "Program", "limit": 200}).json
    assert facts is not None
    found = next(
        (item, value)
        for item in facts["entities"]
        for value in extended(client, f"Program/{item['name']}", "runBy")
        if "name" in value
    )
    item, value = found
    (best, *_others) = results(client, query=item["name"], properties=[{"pid": "runBy", "v": value["name"]}])
    assert (best["name"], best["match"]) == (item["name"], True)
    assert {"id": "runBy", "value": True} in best["features"]
    (worse, *_others) = results(client, query=item["name"], properties=[{"pid": "runBy", "v": "另一家单位"}])
    assert not worse["match"]
    assert {"id": "runBy", "value": False} in worse["features"]
    by_value = results(client, type="Program", limit=50, properties=[{"pid": "runBy", "v": {"id": value["id"]}}])
    assert item["name"] in {candidate["name"] for candidate in by_value}


def extended(client: FlaskClient, key: str, *names: str) -> list[dict[str, Any]]:
    asked = {"ids": [key], "properties": [{"id": name} for name in names]}
    found = fetched(client, "/reconcile", shapes.EXTENSION, extend=json.dumps(asked))
    return [value for name in names for value in found["rows"][key][name]]


def test_columns_are_filled_from_the_library(client: FlaskClient) -> None:
    (best, *_others) = results(client, query="三进两送")
    members = extended(client, best["id"], "hasComponent")
    assert {"str": "进企业"} in members
    (definition, *_others) = extended(client, best["id"], "definition")
    assert definition["str"]
    (count,) = extended(client, best["id"], "mentions")
    assert count["int"] > 0
    assert extended(client, "Program/没有这一项", "runBy", "mentions") == []


@pytest.mark.parametrize("strict", ["any", "should", "all"])
def test_the_type_is_a_demand_or_a_wish(client: FlaskClient, strict: str) -> None:
    found = results(client, query="市科协", type=["Person"], type_strict=strict)
    assert bool(found) is (strict == "should")


@pytest.mark.parametrize(
    "given",
    [
        {"queries": "["},
        {"queries": "[]"},
        {"queries": '{"q0": 3}'},
        {"queries": '{"q0": {}}'},
        {"queries": '{"q0": {"query": 5}}'},
        {"queries": '{"q0": {"query": "x", "properties": {}}}'},
        {"queries": '{"q0": {"query": "x", "properties": [{"pid": "runBy"}]}}'},
        {"queries": json.dumps({str(i): {"query": "x"} for i in range(101)})},
        {"extend": "x"},
        {"extend": '{"ids": "x", "properties": []}'},
        {"extend": json.dumps({"ids": ["x"] * 1001, "properties": []})},
    ],
)
def test_a_request_that_is_not_one_is_told_why(client: FlaskClient, given: dict[str, str]) -> None:
    response = client.get("/reconcile", query_string=given)
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["error"]["hint"]
