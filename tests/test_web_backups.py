"""A backup taken from the administration page."""

from __future__ import annotations

import os
from pathlib import Path

from search import backup
from search.library import Library
from web.app import create_app


def test_a_backup_from_the_page_makes_the_same_library(sample_library: Path, tmp_path: Path) -> None:
    client = create_app(sample_library).test_client()
    assert 'action="/admin/backup"' in client.get("/admin").text
    answer = client.post("/admin/backup")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    file = tmp_path / "backup.zip"
    file.write_bytes(answer.data)
    backup.restore(file, tmp_path / "restored", environment=os.environ)
    ids = [
        [meta.id for meta in Library.open(folder, {}).documents] for folder in (sample_library, tmp_path / "restored")
    ]
    assert ids[0] == ids[1]


def test_a_reader_gets_no_backup(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert "/admin/backup" not in client.get("/admin", environ_overrides=far).text
    assert client.post("/admin/backup", environ_overrides=far).status_code == 403
