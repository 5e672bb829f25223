"""The pages of administrators about people: accounts, tokens, the trail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def folder(tmp_path: Path, sample_library: Path) -> Path:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    for name, role in (("苏明", "administrator"), ("何平", "editor")):
        people.add(name, PASSWORD, role=role)
    return folder


def signed_in(folder: Path, name: str) -> FlaskClient:
    client = create_app(folder).test_client()
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN).status_code == 303
    return client


def post(client: FlaskClient, address: str, **form: str) -> int:
    return client.post(address, data=form, headers=OWN).status_code


def test_only_administrators_see_and_change_accounts(folder: Path) -> None:
    editor = signed_in(folder, "何平")
    for address in ("/admin/users", "/admin/tokens", "/admin/trail", "/admin/trail?format=csv"):
        assert editor.get(address).status_code == 403, address
    assert post(editor, "/admin/users", name="林晚", password=PASSWORD, role="administrator") == 403
    assert post(editor, "/admin/users/何平", role="administrator") == 403
    token = Accounts(folder).make_token("苏明", "报表")
    number = Accounts(folder).tokens("苏明")[0].id
    assert post(editor, f"/admin/tokens/苏明/{number}/withdraw") == 403
    assert Accounts(folder).holder("token", token)
    assert '"/admin/users"' not in editor.get("/admin").text


def test_an_account_is_added_changed_and_suspended(folder: Path) -> None:
    chief = signed_in(folder, "苏明")
    assert '"/admin/users"' in chief.get("/admin").text
    assert post(chief, "/admin/users", name="林晚", password=PASSWORD, role="reader", groups="人事组、党组") == 303
    assert "人事组、党组" in chief.get("/admin/users").text
    theirs = signed_in(folder, "林晚")
    token = Accounts(folder).make_token("林晚", "月报")
    assert post(chief, "/admin/users/林晚", role="editor", groups="") == 303
    assert (Accounts(folder).get("林晚").role, Accounts(folder).get("林晚").groups) == ("editor", ())
    assert theirs.get("/").status_code == 303, "another role ends the session"
    theirs = signed_in(folder, "林晚")
    assert post(chief, "/admin/users/林晚", active="off") == 303
    assert theirs.get("/").status_code == 303
    assert theirs.get("/api/v1/documents", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert theirs.post("/sign-in", data={"name": "林晚", "password": PASSWORD}, headers=OWN).status_code == 401
    assert post(chief, "/admin/users/林晚", active="on") == 303
    signed_in(folder, "林晚")
    assert post(chief, "/admin/users/林晚", password=PASSWORD * 2) == 303
    assert theirs.post("/sign-in", data={"name": "林晚", "password": PASSWORD}, headers=OWN).status_code == 401


def test_the_last_administrator_stays(folder: Path) -> None:
    chief = signed_in(folder, "苏明")
    assert post(chief, "/admin/users/苏明", active="off") == 400
    assert post(chief, "/admin/users/苏明", role="reader") == 400
    assert post(chief, "/admin/users/苏明", role="emperor") == 400
    assert chief.get("/admin/users").status_code == 200


def test_tokens_of_all_are_listed_and_withdrawn(folder: Path) -> None:
    token = Accounts(folder).make_token("何平", "月报脚本")
    chief = signed_in(folder, "苏明")
    page = chief.get("/admin/tokens").text
    assert "月报脚本" in page and token not in page
    number = Accounts(folder).tokens("何平")[0].id
    assert post(chief, f"/admin/tokens/何平/{number}/withdraw") == 303
    assert Accounts(folder).holder("token", token) is None
    assert post(chief, f"/admin/tokens/何平/{number}/withdraw") == 404


def test_the_trail_is_filtered_paged_and_taken_away(folder: Path) -> None:
    people = Accounts(folder)
    for number in range(150):
        people.note("何平", "export", f"csv {number}", address="192.0.2.7")
    people.note("=HYPERLINK(1)", "export", "x")
    chief = signed_in(folder, "苏明")
    page = chief.get("/admin/trail?who=何平&what=export").text
    assert (
        "csv 149" in page
        and "csv 50" in page
        and "csv 49<" not in page
        and "苏明" not in page.split("<tbody>")[1].split("</tbody>")[0]
    )
    older = page.split("before=")[1].split('"')[0]
    assert "csv 49<" in chief.get(f"/admin/trail?who=何平&what=export&before={older}").text
    table = chief.get("/admin/trail?format=csv").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in table and table.count("\n") > 150


def test_whoever_sits_at_the_machine_makes_the_first_account_an_administrator(
    sample_library: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    client = create_app(folder).test_client()
    assert post(client, "/admin/users", name="林晚", password=PASSWORD, role="reader") == 400
    assert post(client, "/admin/users", name="苏明", password=PASSWORD, role="administrator") == 303
    assert client.get("/admin/users").status_code == 303
    assert signed_in(folder, "苏明").get("/admin/users").status_code == 200
