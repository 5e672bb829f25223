"""Who a request comes from and what that person may do and see, asked of `web.access` itself, request by request."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response

from corpus.accounts import Accounts
from corpus.audiences import EVERYBODY, EVERYTHING, Audience, audience_of
from corpus.errors import LibraryError
from corpus.record import Record
from web import access
from web.access import LOCAL, ForbiddenError, Person, UnauthorizedError
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
NEAR = "127.0.0.1"
PEOPLE = (("苏明", "administrator", ()), ("何平", "editor", ("人事组",)), ("林晚", "reader", ()))
Secrets = dict[str, tuple[str, str]]
"""The session and the token of each of them."""


@pytest.fixture
def without_accounts(tmp_path: Path) -> Flask:
    Record(tmp_path, create=True).close()
    return create_app(tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("persons")
    Record(folder, create=True).close()
    people = Accounts(folder)
    for name, role, groups in PEOPLE:
        people.add(name, PASSWORD, role=role, groups=groups)
    people.close()
    return folder


@pytest.fixture(scope="module")
def secrets(folder: Path) -> Secrets:
    people = Accounts(folder)
    return {name: (people.open_session(people.get(name)), people.make_token(name, "月报")) for name, *_ in PEOPLE}


@pytest.fixture
def app(folder: Path) -> Flask:
    return create_app(folder)


@contextmanager
def asking(
    app: Flask, path: str = "/", *, method: str = "GET", address: str | None = NEAR, **headers: str
) -> Iterator[Any]:
    """Yield what the guards answer to a request, None where they let it pass; `headers` with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    base = {} if address is None else {"REMOTE_ADDR": address}
    with app.test_request_context(path, method=method, headers=named, environ_base=base):
        yield app.preprocess_request()


def by_cookie(secret: str) -> dict[str, str]:
    return {"Cookie": f"cetu_session={secret}"}


@pytest.mark.parametrize(
    ("host", "address", "is_near"),
    [
        ("localhost", NEAR, True),
        ("localhost:8765", NEAR, True),
        ("127.0.0.1:8765", "127.0.0.9", True),
        ("[::1]", "::1", True),
        ("[::1]:8765", "::1", True),
        ("cetu.localhost:80", NEAR, True),
        # From elsewhere, under whatever name.
        ("localhost", "192.0.2.7", False),
        ("192.0.2.1:8765", "192.0.2.7", False),
        ("[::1]", "2001:db8::7", False),
        # A page elsewhere may let its own name lead here.
        ("cetu.example.org", NEAR, False),
        ("localhost.example.org:8765", NEAR, False),
        ("[::2]", "::1", False),
        # Who cannot be placed is far away: a socket of a proxy has no address.
        ("localhost", None, False),
        ("localhost", "", False),
        ("localhost", "unix:", False),
    ],
)
def test_without_accounts_who_sits_at_the_machine_may_do_everything_and_others_read_what_is_public(
    without_accounts: Flask, host: str, address: str | None, is_near: bool
) -> None:
    with asking(without_accounts, address=address, Host=host) as answer:
        assert answer is None
        assert access.person() == (Person(LOCAL, "administrator") if is_near else Person("", "reader"))
        assert access.audience() == (EVERYTHING if is_near else EVERYBODY)
        assert access.may_change() == access.may("administrator") == is_near
        assert access.may("reader")


def test_behind_a_proxy_nobody_sits_at_the_machine(without_accounts: Flask) -> None:
    with asking(without_accounts, Host="localhost", X_Forwarded_For="192.0.2.7"):
        assert access.person() == Person("", "reader")


def test_before_there_is_a_library_the_machine_is_of_who_sits_at_it(tmp_path: Path) -> None:
    app = create_app(tmp_path / "none")
    with asking(app):
        assert access.accounts() is None
        assert access.person() == Person(LOCAL, "administrator")
        access.note("export", "csv")  # there is no trail yet
    with asking(app, address="192.0.2.7"):
        assert access.person() == Person("", "reader")


@pytest.mark.parametrize("way", ["session", "token"])
def test_an_account_is_known_by_session_or_token_and_may_what_its_role_allows(
    app: Flask, secrets: Secrets, way: str
) -> None:
    roles = ("reader", "editor", "administrator")
    for name, role, groups in PEOPLE:
        session, token = secrets[name]
        headers = by_cookie(session) if way == "session" else {"Authorization": f"Bearer  {token} "}
        with asking(app, "/search?q=x", **headers) as answer:
            assert answer is None
            found = access.person()
            assert found is not None and (found.name, found.role, found.is_guest) == (name, role, False)
            assert found.account is not None and found.account.name == name
            allowed = [other for other in roles if access.may(other)]
            assert allowed == list(roles[: roles.index(role) + 1]), "one's own role and those below it"
            assert access.may_change() == (role != "reader")
            assert access.audience() == audience_of(role, groups)
            assert access.need(role) == found


def test_the_labels_of_an_account_are_its_own_whatever_its_role(app: Flask, secrets: Secrets) -> None:
    with asking(app, **by_cookie(secrets["何平"][0])):
        assert access.audience() == Audience(frozenset({"公开", "内部", "人事组"}))
    with asking(app, **by_cookie(secrets["林晚"][0])):
        assert access.audience() == Audience(frozenset({"公开", "内部"}))


def test_the_server_itself_sees_everything_outside_of_requests() -> None:
    assert access.audience() == EVERYTHING


@pytest.mark.parametrize("path", ["/api/v1/search?q=x", "/sparql", "/reconcile"])
def test_a_program_without_a_token_is_refused(app: Flask, path: str) -> None:
    with pytest.raises(UnauthorizedError), asking(app, path):
        pass
    response = app.test_client().get(path)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="cetu"')


@pytest.mark.parametrize(
    "authorization", ["Bearer", "Bearer ", "Bearer cetu_none", "bearer cetu_none", "BEARER  cetu_none"]
)
def test_a_token_that_is_not_valid_opens_nothing_even_beside_a_session(
    app: Flask, secrets: Secrets, authorization: str
) -> None:
    with pytest.raises(UnauthorizedError, match="令牌无效"), asking(app, Authorization=authorization):
        pass
    both = by_cookie(secrets["苏明"][0]) | {"Authorization": authorization}
    with pytest.raises(UnauthorizedError, match="令牌无效"), asking(app, **both):
        pass
    assert app.test_client().get("/", headers={"Authorization": authorization}).status_code == 401


def test_a_token_is_no_session_and_a_session_no_token(app: Flask, secrets: Secrets) -> None:
    session, token = secrets["苏明"]
    with asking(app, **by_cookie(token)) as answer:
        assert answer.status_code == 303
    with pytest.raises(UnauthorizedError), asking(app, Authorization=f"Bearer {session}"):
        pass


def test_a_reader_without_a_session_is_led_to_the_form_and_from_there_back(app: Flask) -> None:
    for path, there in (("/", "/"), ("/search?", "/search"), ("/search?q=x&page=2", "/search?q=x&page=2")):
        with asking(app, path) as answer:
            assert isinstance(answer, Response) and answer.status_code == 303
            assert access.person() is None
            assert access.audience() == EVERYBODY, "who is nobody sees no more than everybody"
            assert not access.may("reader") and not access.may_change()
            with pytest.raises(ForbiddenError):
                access.need("reader")
            location = urlsplit(answer.headers["Location"])
            assert (location.path, parse_qs(location.query)) == ("/sign-in", {"next": [there]})
    with pytest.raises(UnauthorizedError), asking(app, "/check", method="POST"):
        pass  # what was typed cannot be sent along


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/sign-in", "GET"),
        ("/sign-in", "POST"),
        ("/sign-in/provider", "GET"),
        ("/sign-in/provider/back", "GET"),
        ("/preferences", "GET"),
        ("/healthz", "GET"),
        ("/static/cetu.css", "GET"),
    ],
)
def test_what_signing_in_needs_is_open(app: Flask, path: str, method: str) -> None:
    with asking(app, path, method=method, Origin="http://localhost") as answer:
        assert answer is None


def test_guests_read_what_is_public_where_the_setting_lets_them(
    folder: Path, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CETU_WEB__OPEN_READING", "true")
    app = create_app(folder)
    with asking(app) as answer:
        assert answer is None
        assert access.person() == Person("", "reader", is_guest=True)
        assert access.audience() == EVERYBODY
        with pytest.raises(ForbiddenError, match="这里只能阅读") as refused:
            access.need_change()
        assert "localhost" in refused.value.hint
    with asking(app, **by_cookie(secrets["林晚"][0])):
        assert access.person() != Person("", "reader", is_guest=True)
        with pytest.raises(ForbiddenError, match="这里只能阅读") as refused:
            access.need_change()
        assert "管理员" in refused.value.hint, "to sit at the machine would not help who has an account"


OWN = {"Origin": "http://localhost"}


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        (OWN, True),
        ({"Sec_Fetch_Site": "same-origin"}, True),
        ({"Sec_Fetch_Site": "none"}, True),
        ({"Referer": "http://localhost/"}, False),
        ({}, False),
        # A proxy may ask for a password of its own, which browsers send along from wherever.
        ({"Authorization": "Basic eXVuOmNodWFu"}, False),
        ({"Authorization": ""}, False),
        ({"Authorization": "Basic eXVuOmNodWFu", **OWN}, True),
    ],
)
def test_a_change_by_cookie_says_that_it_comes_from_our_page(
    app: Flask, secrets: Secrets, headers: dict[str, str], is_ours: bool
) -> None:
    cookie = by_cookie(secrets["苏明"][0])
    if is_ours:
        with asking(app, "/check", method="POST", **cookie, **headers) as answer:
            assert answer is None
    else:
        with pytest.raises(ForbiddenError, match="来自本站"), asking(app, "/check", method="POST", **cookie, **headers):
            pass
    for method in ("GET", "HEAD", "OPTIONS"):
        with asking(app, "/check", method=method, **cookie, **headers) as answer:
            assert answer is None, "to read needs no proof"


def test_who_may_not_is_told_by_the_status(app: Flask, secrets: Secrets) -> None:
    headers = {"Authorization": f"Bearer {secrets['林晚'][1]}"}
    response = app.test_client().get("/api/v1/jobs", headers=headers)
    assert (response.status_code, response.get_json()["error"]["code"]) == (403, "forbidden")


def test_a_change_by_token_needs_no_page(app: Flask, secrets: Secrets) -> None:
    with asking(app, "/check", method="POST", Authorization=f"Bearer {secrets['何平'][1]}") as answer:
        assert answer is None


def test_nor_does_one_of_who_sits_at_the_machine(without_accounts: Flask) -> None:
    with asking(without_accounts, "/check", method="POST") as answer:
        assert answer is None


def test_the_trail_says_who_did_it_and_from_where(
    app: Flask, folder: Path, secrets: Secrets, without_accounts: Flask, tmp_path: Path
) -> None:
    with asking(app, address="192.0.2.7", **by_cookie(secrets["何平"][0])):
        access.note("export", "csv")
    with asking(app, "/healthz", address=None):
        access.note("export")
    first, second = reversed(Accounts(folder).trail(limit=2))
    assert (first.who, first.what, first.subject, first.address) == ("何平", "export", "csv", "192.0.2.7")
    assert (second.who, second.what, second.subject, second.address) == ("未登录", "export", "", "")
    with asking(without_accounts):
        access.note("add", "灯会.txt")
    with asking(without_accounts, address="192.0.2.7"):
        access.note("export", "csv")
    assert [deed.who for deed in Accounts(tmp_path).trail()] == ["未登录", LOCAL]


def test_whoever_cannot_be_looked_up_gets_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_people: Accounts) -> bool:
        raise sqlite3.DatabaseError("malformed")

    monkeypatch.setattr(Accounts, "any", fail)
    with pytest.raises(LibraryError, match="读不出账号"), asking(app):
        pass
    assert app.test_client().get("/").status_code >= 500


def test_whoever_asks_is_looked_up_once_a_request(
    app: Flask, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    holder = Accounts.holder
    monkeypatch.setattr(Accounts, "holder", lambda *given: looked.append(given[1]) or holder(*given))
    with asking(app, **by_cookie(secrets["林晚"][0])):
        assert access.person() is access.person()
        access.audience()
    assert looked == ["session"]
