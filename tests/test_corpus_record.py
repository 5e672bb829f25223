"""The record: what is put is there, what replaces what, and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.databases import open_engine, record_address
from corpus.documents import Document, SourceFile
from corpus.errors import LibraryError, NotFoundError
from corpus.record import SCHEMA_VERSION, Entry, Record
from tests.services import empty_database


def entry(content: str, key: str = "a.txt") -> Entry:
    data = content.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    document = Document(sha256[:16], content[:4], content, key, "text/plain", date="2023-01-05")
    return Entry(SourceFile(key, data, sha256, "text/plain"), key, document, {"entities": []}, "1")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def record(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    library = tmp_path / "library"
    if request.param == "postgresql":
        library.mkdir()
        address = request.getfixturevalue("postgresql")
        empty_database(address, monkeypatch)
        (library / "cetu.toml").write_text(f'[corpus]\nrecord = "{address}"\nfiles = "memory://{tmp_path}"\n')
    record = Record(library, create=True)
    yield record
    record.close()


def test_a_document_comes_back_as_it_went_in(record: Record) -> None:
    given = entry("云川市科协的通知")
    meta = record.put(given)
    assert record.document(meta.id) == given.document
    assert record.extraction(meta.id) == {"entities": []}
    assert record.source(meta.id).data == given.source.data
    assert (meta.year, meta.characters, meta.change) == (2023, 8, 1)


def test_other_content_from_the_same_source_replaces(record: Record) -> None:
    first, second = record.put(entry("第一稿")), record.put(entry("第二稿"))
    assert [meta.id for meta in record.documents()] == [second.id]
    assert record.changes_since(1) == ((2, "remove", first.id), (3, "put", second.id))


def test_the_same_content_from_two_sources_is_one_document(record: Record) -> None:
    record.put(entry("同一份", "a.txt"))
    record.put(entry("同一份", "b.txt"))
    assert [meta.source_key for meta in record.documents()] == ["b.txt"]


def test_removing_leaves_no_blob_behind_after_a_sweep(record: Record) -> None:
    kept, gone = record.put(entry("留下的", "a.txt")), record.put(entry("取出的", "b.txt"))
    record.remove(gone.id)
    assert record.sweep() == 2  # its file and its parsed form; both extractions are one blob
    assert record.document(kept.id).text == "留下的"
    with pytest.raises(NotFoundError):
        record.document(gone.id)


def test_removing_what_is_not_there_is_said(record: Record) -> None:
    with pytest.raises(NotFoundError, match="没有这份文献"):
        record.remove("0" * 16)
    assert record.change == 0


def test_decisions_are_appended_in_order(record: Record) -> None:
    record.decide("merge", {"from": "甲", "into": "乙"}, who="王编辑", why="同一机构")
    record.decide("undo", {"decision": 1}, who="王编辑", why="")
    assert [(d.kind, d.payload, d.who) for d in record.decisions()] == [
        ("merge", {"from": "甲", "into": "乙"}, "王编辑"),
        ("undo", {"decision": 1}, "王编辑"),
    ]


class Clock(datetime):
    """A clock that somebody sets back by a day before each look."""

    looks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        cls.looks += 1
        return datetime(2031, 5, 6, tzinfo=tz) - timedelta(days=cls.looks)


def test_order_and_numbers_do_not_depend_on_the_clock(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.record.datetime", Clock)
    first = record.put(entry("第一稿"))
    decided = [record.decide("reject", {"entity": name}, who="苏明", why="演练") for name in ("甲", "乙")]
    second = record.put(entry("第二稿"))
    assert decided[0].made_at > decided[1].made_at
    assert [number for number, _, _ in record.changes_since(0)] == [1, 2, 3, 4, 5]
    assert record.changes_since(3) == ((4, "remove", first.id), (5, "put", second.id))
    assert [row.payload["entity"] for row in record.decisions()] == ["甲", "乙"]
    assert (record.change, second.change) == (5, 5)


def test_a_changed_blob_is_noticed(record: Record) -> None:
    meta = record.put(entry("原文"))
    record.blobs.put_packed(meta.source_blob, record.blobs.packed(meta.source_blob)[:-3])
    with pytest.raises(LibraryError, match="verify"):
        record.source(meta.id)


def test_documents_are_listed_by_date_then_id_whatever_the_language_of_the_server(record: Record) -> None:
    for content, date in (("乙文", "2023-01-05"), ("甲文", "2023"), ("丙文", "")):
        given = entry(content, content)
        record.put(replace(given, document=replace(given.document, date=date)))
    assert [meta.date for meta in record.documents()] == ["", "2023", "2023-01-05"]


def test_a_folder_without_a_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cetu add"):
        Record(tmp_path)


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryError, match="不是策图的资料库"):
        Record(tmp_path)


def test_a_newer_library_is_refused(record: Record) -> None:
    record.close()
    with open_engine(record.folder, record_address(record.folder)).begin() as connection:
        connection.execute(text("UPDATE meta SET value = :v WHERE key = 'schema'"), {"v": str(SCHEMA_VERSION + 1)})
    with pytest.raises(LibraryError, match="升级策图"):
        Record(record.folder)
