"""Who asks: near or far, with a session, a token or nothing; on a library of no documents, so that each case costs little."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from corpus.account_tables import Account
from corpus.accounts import Accounts
from corpus.audiences import EVERYBODY, EVERYTHING
from corpus.record import Record
from web import access
from web.access import ForbiddenError, Person, UnauthorizedError
from web.app import create_app
from web.shelf import shelf

PASSWORD = "清风徐来水波不兴之夜"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an application whose library nobody has an account of."""
    folder = tmp_path_factory.mktemp("alone")
    Record(folder, create=True).close()
    return create_app(folder)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("shared")
    Record(folder, create=True).close()
    people = Accounts(folder)
    for name, role in (("苏明", "administrator"), ("何平", "editor"), ("林晚", "reader")):
        people.add(name, PASSWORD, role=role, groups=["人事组"])
    people.close()
    return create_app(folder)


def people_of(app: Flask) -> Accounts:
    with app.test_request_context("/"):
        people = access.accounts()
    assert people is not None
    return people


def asked(app: Flask, *, headers: dict[str, str] | None = None, address: str = "127.0.0.1") -> Person | None:
    with app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": address}):
        return access.person()


@pytest.mark.parametrize(
    ("host", "address", "is_near"),
    [
        ("localhost", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.5", True),
        ("[::1]:8000", "::1", True),
        ("[::1]", "::1", True),
        ("cetu.localhost", "127.0.0.1", True),
        ("cetu.example.org", "127.0.0.1", False),
        ("localhost", "192.0.2.7", False),
        ("localhost", "", False),
        ("localhost", "unix:", False),
    ],
)
def test_without_accounts_who_sits_at_the_machine_may_do_all(
    alone: Flask, host: str, address: str, is_near: bool
) -> None:
    found = asked(alone, headers={"Host": host}, address=address)
    assert found == (Person("本机", "administrator") if is_near else Person("", "reader"))
    assert found.audience == (EVERYTHING if is_near else EVERYBODY)


def test_a_proxy_in_front_hides_who_asks(alone: Flask) -> None:
    assert asked(alone, headers={"X-Forwarded-For": "127.0.0.1"}) == Person("", "reader")


@pytest.mark.parametrize(
    ("role", "reads", "edits", "rules"),
    [("reader", True, False, False), ("editor", True, True, False), ("administrator", True, True, True)],
)
def test_a_role_holds_the_lower_ones(role: str, reads: bool, edits: bool, rules: bool) -> None:
    who = Person("某人", role)
    assert (who.may("reader"), who.may("editor"), who.may("administrator")) == (reads, edits, rules)
    assert who.audience == (EVERYTHING if rules else EVERYBODY)
    account = Account("某人", role, "", ("人事组",))
    assert Person("某人", role, account).audience == account.audience


def test_a_token_or_session_says_who_asks(shared: Flask) -> None:
    people = people_of(shared)
    token, session = people.make_token("何平", ""), people.open_session(people.get("林晚"))
    for scheme in ("Bearer", "bearer"):
        found = asked(shared, headers={"Authorization": f"{scheme} {token} "})
        assert found is not None and (found.name, found.role) == ("何平", "editor")
        assert found.audience == people.get("何平").audience
    found = asked(shared, headers={"Cookie": f"cetu_session={session}"})
    assert found is not None and (found.name, found.role, found.is_guest) == ("林晚", "reader", False)
    assert found.account == people.get("林晚")
    # A session is no token, and what is no bearer is not looked at.
    with pytest.raises(UnauthorizedError, match="令牌无效"):
        asked(shared, headers={"Authorization": f"Bearer {session}"})
    assert asked(shared, headers={"Authorization": f"Basic {token}"}) is None
    assert asked(shared, headers={"Cookie": f"cetu_session={token}"}) is None
    assert asked(shared) is None


def test_a_token_that_is_not_valid_is_nobody_on_the_page_that_says_so(shared: Flask) -> None:
    with shared.test_request_context("/", headers={"Authorization": "Bearer x"}):
        with pytest.raises(UnauthorizedError):
            access.person()
        assert access.person() is None
        assert access.audience() == EVERYBODY


def test_who_has_not_signed_in_is_a_guest_where_reading_is_open(shared: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CETU_WEB__OPEN_READING", "true")
    with shared.test_request_context("/"):
        folder = shelf().folder
    assert asked(create_app(folder)) == Person("", "reader", is_guest=True)


def test_outside_of_a_request_the_server_sees_everything(shared: Flask) -> None:
    with shared.app_context():
        assert access.audience() == EVERYTHING


def test_what_a_role_may_not_do_is_refused_with_a_way_out(alone: Flask, shared: Flask) -> None:
    token = people_of(shared).make_token("何平", "")
    with shared.test_request_context("/", headers={"Authorization": f"Bearer {token}"}):
        assert access.need("editor").name == "何平"
        assert (access.may("reader"), access.may("editor"), access.may("administrator")) == (True, True, False)
        assert access.may_change()
        access.need_change()
        with pytest.raises(ForbiddenError) as caught:
            access.need("administrator")
        assert caught.value.hint == "请管理员给相应的角色"
    with alone.test_request_context("/", environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        assert not access.may_change()
        with pytest.raises(ForbiddenError) as caught:
            access.need_change()
        assert "localhost" in caught.value.hint
    with shared.test_request_context("/"):
        assert not access.may("reader")
        with pytest.raises(ForbiddenError):
            access.need("reader")


def sent(app: Flask, method: str, path: str, headers: dict[str, str]) -> TestResponse:
    return app.test_client(use_cookies=False).open(path, method=method, headers=headers)


def test_who_has_not_signed_in_is_led_to_the_form_or_told(shared: Flask) -> None:
    page = sent(shared, "GET", "/documents?q=%E8%8C%B6", {})
    assert (page.status_code, page.headers["Location"]) == (303, "/sign-in?next=/documents?q%3D%25E8%258C%25B6")
    assert sent(shared, "GET", "/documents", {}).headers["Location"] == "/sign-in?next=/documents"
    told = sent(shared, "GET", "/api/v1/documents", {})
    assert told.status_code == 401 and told.headers["WWW-Authenticate"] == 'Bearer realm="cetu"'
    assert sent(shared, "POST", "/check", {}).status_code == 401
    assert sent(shared, "GET", "/sign-in", {}).status_code == 200
    assert sent(shared, "GET", "/static/icon.svg", {}).status_code == 200
    # A cookie of nobody proves nothing, and opens nothing that was closed.
    assert sent(shared, "GET", "/documents", {"Cookie": "cetu_session=x"}).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "http://localhost"}, 400),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://example.org"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_change_by_cookie_says_which_page_it_comes_from(shared: Flask, headers: dict[str, str], status: int) -> None:
    people = people_of(shared)
    cookie = {"Cookie": f"cetu_session={people.open_session(people.get('何平'))}"}
    assert sent(shared, "POST", "/api/v1/documents", cookie | headers).status_code == status
    # Reading needs no proof; there is nothing to read.
    assert sent(shared, "GET", "/api/v1/documents", cookie | headers).status_code == 503


def test_what_somebody_did_is_noted_with_the_address(alone: Flask, shared: Flask) -> None:
    token = people_of(shared).make_token("何平", "")
    far = {"REMOTE_ADDR": "192.0.2.7"}
    with shared.test_request_context("/", headers={"Authorization": f"Bearer {token}"}, environ_base=far):
        access.note("add", "灯会.txt")
    with shared.test_request_context("/"):
        access.note("add")
    last, first = people_of(shared).trail(limit=2)
    assert (first.who, first.what, first.subject, first.address) == ("何平", "add", "灯会.txt", "192.0.2.7")
    assert last.who == "未登录"


def test_without_a_library_nobody_has_an_account(tmp_path: Path) -> None:
    app = create_app(tmp_path)
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert access.accounts() is None
        assert access.person() == Person("本机", "administrator")
        access.note("add")
    Record(tmp_path, create=True).close()
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert access.accounts() is access.accounts() is not None
