"""Who may do what over HTTP: without accounts, by session, by token, and from a forged page."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from tests.site import pages
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_library: Path) -> Path:
    folder = tmp_path_factory.mktemp("access") / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    for name, role in (("苏明", "administrator"), ("何平", "editor"), ("林晚", "reader")):
        people.add(name, PASSWORD, role=role)
    return folder


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def sign_in(client: FlaskClient, name: str, following: str = "/") -> FlaskClient:
    form = {"name": name, "password": PASSWORD, "next": following}
    response = client.post("/sign-in", data=form, headers=OWN)
    assert (response.status_code, response.headers["Location"]) == (303, following)
    return client


def paper() -> dict[str, object]:
    return {"file": (io.BytesIO("云川市举办第九届灯会。\n".encode()), "灯会.txt")}


def test_once_there_are_accounts_nothing_is_shown_to_who_has_not_signed_in(client: FlaskClient) -> None:
    open_to_all = {"/sign-in", "/sign-in/provider", "/sign-in/provider/back"}
    open_to_all |= {"/static/icon.svg", "/preferences", "/healthz"}
    rules = client.application.url_map.iter_rules()
    addresses = {rule.rule for rule in rules if "GET" in (rule.methods or ()) and "static" not in rule.rule}
    assert open_to_all - {"/static/icon.svg"} < addresses
    for address in sorted(addresses - open_to_all):
        for name in ("<path:name>", "<document>", "<form>"):
            address = address.replace(name, "x")
        response = client.get(address)
        if address.startswith(("/api/", "/sparql", "/reconcile")):
            assert response.status_code == 401, address
            assert response.json and response.json["error"]["code"] == "unauthorized"
            assert response.headers["WWW-Authenticate"].startswith("Bearer")
        else:
            assert response.status_code == 303, address
            assert response.headers["Location"].startswith("/sign-in"), address
    assert client.get("/nowhere").status_code == 303
    assert client.post("/check", data={"text": "x"}, headers=OWN).status_code == 401


def test_signing_in_leads_back_and_out_again(client: FlaskClient, sample_library: Path) -> None:
    assert client.get("/search?q=x").headers["Location"] == "/sign-in?next=/search?q%3Dx"
    sign_in(client, "苏明", "/search?q=x")
    cookie = client.get_cookie("cetu_session")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    for name, address in pages(sample_library).items():
        assert client.get(address).status_code == (404 if name == "nowhere" else 200), name
    assert "苏明" in client.get("/").text
    client.post("/sign-out", headers=OWN)
    client.set_cookie("cetu_session", cookie.value)
    assert client.get("/").status_code == 303


def test_a_wrong_password_and_another_site_as_next_lead_nowhere(client: FlaskClient) -> None:
    wrong = client.post("/sign-in", data={"name": "林晚", "password": "猜一猜猜一猜"}, headers=OWN)
    assert wrong.status_code == 401 and 'role="alert"' in wrong.text
    form = {"name": "林晚", "password": PASSWORD, "next": "//example.org/"}
    assert client.post("/sign-in", data=form, headers=OWN).headers["Location"] == "/"
    foreign = client.post("/sign-in", data=form, headers={"Origin": "http://example.org"})
    assert foreign.status_code == 403


@pytest.mark.parametrize(("name", "status"), [("林晚", 403), ("何平", 201), ("苏明", 201)])
def test_who_may_add_documents(client: FlaskClient, folder: Path, name: str, status: int) -> None:
    token = Accounts(folder).make_token(name, "测试")
    headers = {"Authorization": f"Bearer {token}"}
    assert client.post("/api/v1/documents", data=paper(), headers=headers).status_code == status
    sign_in(client, name)
    assert client.post("/api/v1/documents", data=paper(), headers=OWN).status_code == status
    assert client.post("/admin/documents", data=paper(), headers=OWN).status_code in (303, status)


def test_a_change_by_cookie_must_come_from_our_own_page(client: FlaskClient) -> None:
    sign_in(client, "苏明")
    for headers in ({}, {"Origin": "null"}, {"Origin": "http://example.org"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/api/v1/documents", data=paper(), headers=headers).status_code == 403, headers


def test_another_origin_changes_nothing_even_with_a_token(client: FlaskClient, folder: Path) -> None:
    bearer = {"Authorization": f"Bearer {Accounts(folder).make_token('苏明', 'x')}"}
    for headers in ({"Origin": "http://example.org"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/api/v1/documents", data=paper(), headers={**bearer, **headers})
        assert answer.status_code == 403, headers
    assert client.post("/api/v1/documents", data={}, headers=bearer).status_code == 400


def test_a_token_is_made_on_the_page_shown_once_and_withdrawn(client: FlaskClient) -> None:
    sign_in(client, "林晚")
    page = client.post("/account/tokens", data={"title": "报表"}, headers=OWN).text
    token = page.split("<code>")[1].split("</code>")[0]
    program = client.application.test_client()
    bearer = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/v1/documents", headers=bearer).status_code == 200
    assert token not in client.get("/account").text
    number = client.get("/account").text.split("/account/tokens/")[-1].split("/")[0]
    client.post(f"/account/tokens/{number}/withdraw", headers=OWN)
    assert program.get("/api/v1/documents", headers=bearer).status_code == 401
    assert program.get("/", headers=bearer).status_code == 401


def test_another_password_ends_every_other_session(client: FlaskClient, folder: Path) -> None:
    Accounts(folder).add("换密", PASSWORD, role="reader")
    other = sign_in(client.application.test_client(), "换密")
    sign_in(client, "换密")
    form = {"password": PASSWORD, "new": PASSWORD * 2}
    assert client.post("/account/password", data=form, headers=OWN).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_the_trail_says_who_signed_in_exported_and_added(client: FlaskClient, folder: Path) -> None:
    sign_in(client, "何平")
    assert client.get("/exports/csv").status_code == 200
    client.post("/api/v1/documents", data=paper(), headers=OWN)
    deeds = [(deed.who, deed.what) for deed in Accounts(folder).trail(limit=3)]
    assert deeds == [("何平", "add"), ("何平", "export"), ("何平", "sign_in")]


def test_guests_read_where_the_setting_lets_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CETU_WEB__OPEN_READING", "true")
    client = create_app(folder).test_client()
    assert client.get("/").status_code == 200
    assert "/sign-in" in client.get("/").text
    assert client.post("/api/v1/documents", data=paper()).status_code == 403


def test_without_accounts_the_machine_belongs_to_who_sits_at_it(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()
    assert client.get("/account").status_code == 200
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    assert client.post("/sign-in", data={"name": "x", "password": "y"}).status_code == 400
