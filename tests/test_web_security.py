"""Attacks, each of which works where its defence is taken away."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from search import ingest
from web.app import create_app
from web.limits import Buckets
from web.markup import lit, lit_words

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def folder(tmp_path: Path, sample_library: Path) -> Path:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    people.add("苏明", PASSWORD, role="administrator")
    people.add("何平", PASSWORD, role="editor")
    people.close()
    return folder


def client_of(folder: Path, name: str = "") -> FlaskClient:
    client = create_app(folder).test_client()
    if name:
        assert client.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN).status_code == 303
    return client


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nothing in a folder be written; root may write all the same, so the tests that use it skip for root."""
    places = [folder, *folder.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        yield
    finally:
        for place in places:
            place.chmod(0o755 if place.is_dir() else 0o644)


# -- how often


def test_a_person_who_asks_too_often_waits_and_others_do_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CETU_WEB__REQUESTS_PER_MINUTE", "5")
    client = client_of(folder, "何平")
    statuses = [client.get("/account").status_code for _ in range(7)]
    assert statuses.count(200) == 5 and statuses[-1] == 429
    refused = client.get("/api/v1/documents")
    assert refused.json and refused.json["error"]["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 13
    assert client.get("/healthz").status_code == 200
    other = client.application.test_client()
    bearer = {"Authorization": f"Bearer {Accounts(folder).make_token('苏明', 'x')}"}
    assert other.get("/api/v1/documents", headers=bearer).status_code == 200


def test_guesses_at_tokens_count_by_address(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CETU_WEB__REQUESTS_PER_MINUTE", "5")
    client = create_app(folder).test_client()
    guesses = [client.get("/api/v1/documents", headers={"Authorization": f"Bearer {n}"}) for n in range(7)]
    assert [guess.status_code for guess in guesses] == [401] * 5 + [429] * 2
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.get("/sign-in", environ_overrides=elsewhere).status_code == 200


def test_a_bucket_fills_again_and_forgets_the_oldest() -> None:
    buckets = Buckets()
    assert [buckets.wait_s("a", 2, 0.0) for _ in range(3)] == [0, 0, 30]
    assert buckets.wait_s("a", 2, 30.0) == 0
    assert buckets.wait_s("b", 2, 30.0) == 0


def test_only_a_proxy_of_ours_is_believed_about_addresses(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https", **OWN}
    form = {"name": "何平", "password": PASSWORD}
    client = create_app(folder).test_client()
    client.post("/sign-in", data=form, headers=forged)
    assert Accounts(folder).trail(limit=1)[0].address == "127.0.0.1"
    monkeypatch.setenv("CETU_WEB__PROXIES", "1")
    client = create_app(folder).test_client()
    answer = client.post("/sign-in", data=form, headers=forged | {"X-Forwarded-For": "203.0.113.5, 198.51.100.1"})
    assert Accounts(folder).trail(limit=1)[0].address == "198.51.100.1"
    assert "Secure" in answer.headers["Set-Cookie"]


# -- signing in


def test_signing_in_takes_as_long_for_a_name_that_is_not_there(folder: Path) -> None:
    people = Accounts(folder)
    people.check("没有这个人", "猜一猜猜一猜")

    def spent(name: str) -> float:
        started = time.process_time()
        for number in range(3):
            people.check(name, "猜一猜猜一猜", address=f"{name} {number}")
        return time.process_time() - started

    right, wrong = spent("何平"), spent("没有这个人")
    assert wrong > right / 3, "an unknown name is answered at once"


def test_a_session_that_somebody_planted_is_not_the_one_after_signing_in(folder: Path) -> None:
    client = client_of(folder)
    planted = Accounts(folder).open_session(Accounts(folder).get("何平"))
    client.set_cookie("cetu_session", planted)
    client.post("/sign-in", data={"name": "苏明", "password": PASSWORD}, headers=OWN)
    cookie = client.get_cookie("cetu_session")
    assert cookie is not None and cookie.value != planted
    assert Accounts(folder).holder("session", planted) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes to read-only folders too")
def test_signing_in_on_a_read_only_disk_says_so(folder: Path) -> None:
    with read_only(folder):
        check_read_only(create_app(folder).test_client())


def test_signing_in_where_the_accounts_cannot_be_written_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlalchemy as sa

    def refuse(connection: object, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    client = create_app(folder).test_client()
    client.get("/sign-in")
    people = client.application.extensions["cetu.accounts"]
    people.close()
    sa.event.listen(people._engine, "connect", refuse)
    check_read_only(client)


def check_read_only(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"name": "何平", "password": PASSWORD}, headers=OWN)
    assert answer.status_code == 503
    assert "写不进去" in answer.text and "Traceback" not in answer.text


# -- paths, headers, scripts


@pytest.mark.parametrize(
    "name", ["../../library.db", "..%2f..%2flibrary.db", "/etc/passwd", "..\\..\\library.db", "%2e%2e/library.db"]
)
def test_no_address_leads_out_of_its_folder(folder: Path, name: str) -> None:
    client = client_of(folder, "苏明")
    for address in ("/static/", "/documents/", "/exports/", "/api/v1/documents/", "/admin/documents/"):
        answer = client.get(f"{address}{name}")
        assert answer.status_code in (308, 400, 404, 405), address
        assert b"SQLite format" not in answer.data and b"root:" not in answer.data


@pytest.mark.parametrize("name", ["../../逃.txt", "{}/逃.txt", "..\\逃.txt", "a/../../逃.txt", "逃\u202etxt.exe.txt"])
def test_the_name_of_an_upload_leads_nowhere(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    import io
    import tempfile

    uploads = folder.parent / "uploads"
    uploads.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(uploads))
    client = client_of(folder, "苏明")
    form = {"file": (io.BytesIO("云川市举办第九届灯会。\n".encode()), name.format(folder.parent))}
    (file,) = client.post("/api/v1/documents", data=form, headers=OWN).get_json()["added"]
    assert not {"/", "\\", "\u202e"} & set(file["name"])
    assert set(folder.parent.iterdir()) == {folder, uploads} and not list(uploads.iterdir())


def test_a_name_with_a_line_break_adds_no_header_to_the_download(folder: Path, tmp_path: Path) -> None:
    paper = tmp_path / "逃\r\nSet-Cookie: x=1.txt"
    paper.write_text("云川市举办第九届灯会。\n", encoding="utf-8")
    (file,) = ingest.add(folder, [paper], environment={}).added
    client = client_of(folder, "苏明")
    for address in (f"/documents/{file.id}/original", f"/exports/annotations?document={file.id}"):
        answer = client.get(address)
        assert answer.status_code == 200 and "x=1" not in answer.headers.get("Set-Cookie", ""), address
        assert "\n" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "target", ["/account%0d%0aSet-Cookie:%20x=1", "//example.org", "https://example.org", "/\\example.org"]
)
def test_an_address_to_go_on_to_adds_no_header_and_leads_nowhere_else(folder: Path, target: str) -> None:
    client = client_of(folder)
    for address in (f"/preferences?theme=dark&next={target}", f"/sign-in?next={target}"):
        answer = client.get(address)
        assert "x=1" not in answer.headers.get("Set-Cookie", "")
        assert not answer.headers.get("Location", "/").startswith(("//", "http", "/\\"))


def test_a_script_in_a_document_or_a_query_never_runs(folder: Path, tmp_path: Path) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    paper = tmp_path / "坏.txt"
    paper.write_text(
        f"关于“{script}”的通知\n云科协〔2024〕77号\n名词解释\n1.“{script}”：由{script}组织；\n", encoding="utf-8"
    )
    (file,) = ingest.add(folder, [paper], environment={}).added
    client = client_of(folder, "苏明")
    client.post(
        "/api/v1/decisions", json={"kind": "alias", "payload": {"entity": "市科协", "alias": script}}, headers=OWN
    )
    Accounts(folder).note(script, script, script)
    asked = script.replace("<", "%3C").replace("=", "%3D")
    for address in (
        f"/documents/{file.id}", "/documents", "/glossary", "/admin", "/admin/decisions", "/admin/trail", f"/search?q={asked}",
        f"/ask?q={asked}", f"/nowhere/{asked}", f"/wording?q={asked}", f"/graph?entity={asked}", f"/sign-in?next={asked}",
        "/id/Organization/云川市科学技术协会",
    ):  # fmt: skip
        answer = client.get(address)
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text, address
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_marks_are_built_from_escaped_pieces() -> None:
    text = "<b>科普</b><i>科普</i>"
    shown = "&lt;b&gt;<mark>科普</mark>&lt;/b&gt;&lt;i&gt;<mark>科普</mark>&lt;/i&gt;"
    assert lit_words(text, ["科普"]) == lit(text, [(3, 5), (12, 14)]) == shown
    assert lit(text, [(0, len(text))]) == "<mark>&lt;b&gt;科普&lt;/b&gt;&lt;i&gt;科普&lt;/i&gt;</mark>"


def test_a_log_line_is_one_line_and_holds_nothing_that_was_asked(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(folder, "何平")
    with caplog.at_level("INFO", logger="cetu.web.requests"):
        client.get("/search?q=机密%0aFAKE line")
        client.get("/documents/x%0aFAKE")
        client.open("/", method="FAKE\tMETHOD")
    lines = [record.getMessage() for record in caplog.records if record.name == "cetu.web.requests"]
    assert len(lines) == 3
    assert not [line for line in lines if "\n" in line or "FAKE" in line or "机密" in line or PASSWORD in line]


# -- reaching out


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_a_query_neither_writes_nor_reaches_out(folder: Path, query: str) -> None:
    client = client_of(folder, "苏明")
    for answer in (
        client.get("/sparql", query_string={"query": query}),
        client.post("/sparql", data={"query": query}, headers=OWN),
    ):
        assert answer.status_code == 400
        assert b"root:" not in answer.data


def test_from_clauses_read_no_files(folder: Path) -> None:
    client = client_of(folder, "苏明")
    answer = client.get("/sparql", query_string={"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"})
    assert b"root:" not in answer.data
