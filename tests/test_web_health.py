"""The page that tells administrators how library and server are."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from corpus.record import Record
from web.app import create_app
from web.pages import health


def test_a_library_that_is_well_is_up_to_date_in_every_part(sample_library: Path) -> None:
    page = create_app(sample_library).test_client().get("/admin/health").text
    assert page.count("最新") == 3
    with closing(Record(sample_library)) as record:
        assert f"记录到第 {record.change} 号变更" in page
    assert "/admin/health" in create_app(sample_library).test_client().get("/admin").text


def test_what_is_broken_or_set_wrong_is_told_with_what_to_do(sample_library: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(sample_library, library)
    for file in (library / "graph").rglob("*.sst"):
        file.unlink()
    (library / "cetu.toml").write_text('[web]\nhost = "0.0.0.0"\n', encoding="utf-8")
    page = create_app(library).test_client().get("/admin/health")
    assert page.status_code == 200
    assert "读不出来" in page.text
    assert "cetu rebuild" in page.text
    assert "cetu user add" in page.text


def test_a_large_library_is_counted_only_when_asked(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_SOON_COUNTED", 2)
    client = create_app(sample_library).test_client()
    page = client.get("/admin/health").text
    assert "三元组" not in page
    assert 'href="/admin/health?count=1"' in page
    assert "三元组" in client.get("/admin/health?count=1").text
    # What has been counted is shown from then on.
    assert "三元组" in client.get("/admin/health").text


def test_counts_and_versions_are_named_in_the_reader_s_language(sample_library: Path) -> None:
    page = create_app(sample_library).test_client().get("/admin/health?lang=en").text
    assert "Triples" in page
    assert "大小_MB" not in page


def test_a_reader_does_not_see_it(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()
    assert client.get("/admin/health", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
