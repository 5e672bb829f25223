"""Backups on the web: made, listed, checked, downloaded, restored from, removed; by administrators only, and in the trail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from search import backup, backups, ingest
from search.library import Library
from tests.site import ended
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("云川市科协2023年工作要点\n新建科普服务站3家。\n", encoding="utf-8")
    ingest.add(tmp_path / "library", [tmp_path / "a.txt"], environment={})
    return tmp_path / "library"


def made(client: FlaskClient, **headers: str) -> str:
    """Have a backup made and return its name."""
    page = client.post("/admin/backups", headers=headers, follow_redirects=True)
    assert page.status_code == 200
    job = (client.get("/api/v1/jobs").json or {})["jobs"][0]
    assert ended(client, job["id"])["state"] == "done"
    return str(job["subject"])


def test_a_backup_from_the_page_makes_the_same_library(folder: Path, tmp_path: Path) -> None:
    client = create_app(folder).test_client()
    name = made(client)
    page = client.get("/admin/backups").text
    assert f'href="/admin/backups/{name}"' in page and f"restore {name}" in page
    answer = client.get(f"/admin/backups/{name}")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    (tmp_path / name).write_bytes(answer.data)
    backup.restore(tmp_path / name, tmp_path / "restored", environment=os.environ)
    ids = [[meta.id for meta in Library.open(place, {}).documents] for place in (folder, tmp_path / "restored")]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(("damage", "told"), [(0, "完好"), (1, "有损坏")])
def test_a_backup_is_held_against_its_checksums(folder: Path, damage: int, told: str) -> None:
    client = create_app(folder).test_client()
    name = made(client)
    path = backups.file_of(folder, name, environment={})
    data = bytearray(path.read_bytes())
    # In the middle of a file of the archive; its list at the end can still be read.
    data[len(data) // 2] ^= damage
    path.write_bytes(data)
    client.post(f"/admin/backups/{name}/check")
    ended(client, (client.get("/api/v1/jobs").json or {})["jobs"][0]["id"])
    assert told in client.get("/admin/backups").text


def test_what_is_no_backup_is_shown_as_such_and_may_be_removed(folder: Path) -> None:
    client = create_app(folder).test_client()
    place = backups.place_of(folder, {})
    place.mkdir()
    (place / "半份.cetu").write_bytes(b"PK\x03\x04")
    assert "读不出来" in client.get("/admin/backups").text
    assert client.post("/admin/backups/半份.cetu/remove").status_code == 303
    assert not [*place.iterdir()]
    assert client.get("/admin/backups/半份.cetu").status_code == 404


def test_the_folder_of_the_backups_is_a_setting(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(folder).test_client()
    assert "它和资料库在一处" in client.get("/admin/backups").text
    monkeypatch.setenv("CETU_WEB__BACKUPS", str(tmp_path / "elsewhere"))
    client = create_app(folder).test_client()
    name = made(client)
    assert (tmp_path / "elsewhere" / name).is_file()
    assert "它和资料库在一处" not in client.get("/admin/backups").text


@pytest.mark.parametrize(
    "name", ["..%2flibrary.db", "../library.db", "library.db", ".hidden.cetu", "x.cetu", "%00.cetu"]
)
def test_no_other_file_is_sent_or_deleted(folder: Path, name: str) -> None:
    client = create_app(folder).test_client()
    backups.place_of(folder, {}).mkdir()
    (folder / "backups" / ".hidden.cetu").write_bytes(b"")
    assert client.get(f"/admin/backups/{name}").status_code in (404, 308)
    assert client.post(f"/admin/backups/{name}/remove").status_code in (404, 405)
    assert (folder / "library.db").is_file() and (folder / "backups" / ".hidden.cetu").is_file()


def test_only_administrators_and_all_of_it_is_in_the_trail(folder: Path) -> None:
    accounts = Accounts(folder)
    for name, role in (("苏明", "administrator"), ("何平", "editor"), ("方禾", "reader")):
        accounts.add(name, PASSWORD, role=role)
    clients = {}
    for name in ("苏明", "何平", "方禾"):
        clients[name] = create_app(folder).test_client()
        clients[name].post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN)
    backed_up = made(clients["苏明"], **OWN)
    for name in ("何平", "方禾"):
        assert clients[name].get("/admin/backups").status_code == 403
        assert clients[name].get(f"/admin/backups/{backed_up}").status_code == 403
        for address in ("", f"/{backed_up}/check", f"/{backed_up}/remove"):
            assert clients[name].post(f"/admin/backups{address}", headers=OWN).status_code == 403
        assert "/admin/backups" not in clients[name].get("/admin").text
    foreign = clients["苏明"].post(f"/admin/backups/{backed_up}/remove", headers={"Origin": "http://example.org"})
    assert foreign.status_code == 403
    clients["苏明"].get(f"/admin/backups/{backed_up}")
    clients["苏明"].post(f"/admin/backups/{backed_up}/remove", headers=OWN)
    deeds = [(deed.what, deed.subject) for deed in accounts.trail(limit=3)]
    assert deeds == [(what, backed_up) for what in ("remove_backup", "download_backup", "backup")]
    assert "删去备份" in clients["苏明"].get("/admin/trail").text
