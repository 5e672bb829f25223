"""Decisions over HTTP: tried out, recorded under the name of who decides, undone; by page and by API."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from web.app import create_app

PROGRAM = "千村科普惠农行动"
ALIAS = {"entity": PROGRAM, "alias": "千村行动计划"}
FAR = {"REMOTE_ADDR": "192.0.2.7"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_library: Path) -> Path:
    folder = tmp_path_factory.mktemp("decisions") / "library"
    shutil.copytree(sample_library, folder)
    return folder


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def post(client: FlaskClient, kind: str, payload: Any, **more: Any) -> Any:
    return client.post("/api/v1/decisions", json={"kind": kind, "payload": payload, **more})


def aliases(client: FlaskClient) -> list[str]:
    found: list[str] = client.get(f"/api/v1/entities/{PROGRAM}").json["aliases"]  # type: ignore[index]
    return found


def test_a_decision_is_tried_recorded_and_undone(client: FlaskClient, folder: Path) -> None:
    tried = post(client, "alias", ALIAS, dry_run=True)
    assert (tried.status_code, tried.json["number"]) == (200, 0)
    assert tried.json["effects"]
    assert ALIAS["alias"] not in aliases(client)
    done = post(client, "alias", ALIAS, why="文件里这样称")
    assert done.status_code == 201
    assert ALIAS["alias"] in aliases(client)
    (listed,) = client.get("/api/v1/decisions").json["decisions"]  # type: ignore[index]
    assert (listed["number"], listed["who"], listed["why"]) == (done.json["number"], "本机", "文件里这样称")
    assert post(client, "undo", {"number": done.json["number"]}).status_code == 201
    assert ALIAS["alias"] not in aliases(client)
    # Somebody else came first.
    assert post(client, "undo", {"number": done.json["number"]}).status_code == 400
    assert [deed.what for deed in Accounts(folder).trail(limit=2)] == ["decide", "decide"]


def test_the_page_shows_what_would_change_before_it_does(client: FlaskClient) -> None:
    form = {"kind": "rename", "first": PROGRAM, "second": "千村行动", "why": "新名"}
    page = client.post("/admin/decisions", data=form).text
    assert 'name="sure"' in page and "千村行动" in page
    before = client.get("/api/v1/decisions").json["total"]  # type: ignore[index]
    assert client.post("/admin/decisions", data={**form, "sure": "1"}).status_code == 303
    listed = client.get("/api/v1/decisions").json  # type: ignore[assignment]
    assert listed["total"] == before + 1
    number = listed["decisions"][0]["number"]
    undo = {"kind": "undo", "first": str(number), "second": "", "sure": "1"}
    assert client.post("/admin/decisions", data=undo).status_code == 303
    assert client.get("/api/v1/decisions").json["decisions"][1]["is_undone"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("alias", {"entity": PROGRAM}),
        ("alias", {"entity": ["a"], "alias": "b"}),
        ("alias", {"entity": "没有这个实体", "alias": "b"}),
        ("merge", {"entities": "一个名字"}),
        ("merge", {"entities": [1, {}]}),
        ("merge", {"entities": []}),
        ("undo", {"number": "x"}),
        ("undo", {"number": True}),
        ("undo", {"number": 999_999}),
        ("split", {"entity": PROGRAM}),
        ("nothing", {}),
        ("alias", []),
        (None, {}),
    ],
)
def test_what_is_no_decision_is_refused_in_a_sentence(client: FlaskClient, kind: str, payload: Any) -> None:
    before = client.get("/api/v1/decisions").json
    refused = post(client, kind, payload)
    assert refused.status_code in (400, 404), refused.text
    assert refused.json["error"]["message"]
    assert client.get("/api/v1/decisions").json == before


def test_readers_decide_nothing(client: FlaskClient) -> None:
    for method, address in (("GET", "/api/v1/decisions"), ("GET", "/admin/decisions"), ("POST", "/admin/decisions")):
        assert client.open(address, method=method, environ_overrides=FAR).status_code == 403, address
    body = {"kind": "alias", "payload": ALIAS}
    assert client.post("/api/v1/decisions", json=body, environ_overrides=FAR).status_code == 403


def test_of_two_editors_who_undo_the_same_decision_the_second_gets_a_clear_page(client: FlaskClient) -> None:
    number = post(client, "alias", {"entity": PROGRAM, "alias": "千村之行"}).json["number"]
    form = {"kind": "undo", "first": str(number), "second": "", "why": "", "sure": "1"}
    assert client.post("/admin/decisions", data=form).status_code == 303
    second = client.post("/admin/decisions", data=form)
    assert second.status_code == 400
    assert "<h1" in second.text
    assert str(number) in second.text
    assert "Traceback" not in second.text
    # What the first one did holds.
    assert "千村之行" not in aliases(client)
