from __future__ import annotations

import json
import logging
import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import LibraryError
from search import ingest
from search.engine import search
from search.library import Library
from tests.search_library import make

BACKENDS = [
    "whoosh",
    pytest.param("tantivy", marks=pytest.mark.skipif(find_spec("tantivy") is None, reason="tantivy is not installed")),
]


def opened(library: Library, index: str) -> Library:
    return Library.open(library.folder, {"CETU_SEARCH__INDEX": index})


def texts(library: Library, query: str = "科普惠农") -> list[str]:
    return [hit.text for hit in search(library, query).hits]


def damage(library: Library, piece: str = "") -> None:
    for file in (library.folder / "index").rglob("*"):
        if file.is_file() and piece in file.name:
            file.write_bytes(b"damaged")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("piece", ["", "change.json"])
def test_a_damaged_index_is_written_anew_and_said(
    tmp_path: Path, backend: str, piece: str, caplog: pytest.LogCaptureFixture
) -> None:
    library = make(tmp_path, index=backend)
    before = texts(library)
    damage(library, piece)
    with caplog.at_level(logging.WARNING, "cetu.search"):
        assert texts(opened(library, backend)) == before
    assert "从记录重建" in caplog.text
    caplog.clear()
    assert texts(opened(library, backend)) == before
    assert not caplog.text


def test_postings_that_cannot_be_read_are_written_anew(tmp_path: Path) -> None:
    library = make(tmp_path)
    before = texts(library)
    (segment,) = (library.folder / "index").glob("*.seg")
    data = segment.read_bytes()
    fresh = opened(library, "whoosh")
    assert len(fresh.index.columns)
    segment.write_bytes(bytes(len(data)))
    assert texts(opened(library, "whoosh")) == before


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_older_index_is_written_anew(tmp_path: Path, backend: str) -> None:
    library = make(tmp_path, index=backend)
    before = texts(library)
    commit = library.folder / "index" / "change.json"
    commit.write_text(json.dumps(json.loads(commit.read_text()) | {"version": "passages-0"}))
    assert texts(opened(library, backend)) == before


@pytest.mark.skipif(find_spec("tantivy") is None, reason="tantivy is not installed")
def test_another_backend_takes_over_and_gives_back(tmp_path: Path) -> None:
    library = make(tmp_path)
    before = texts(library)
    assert texts(opened(library, "tantivy")) == before
    assert texts(opened(library, "whoosh")) == before


def test_adding_to_a_library_whose_index_is_damaged_loses_nothing(tmp_path: Path) -> None:
    library = make(tmp_path)
    before = texts(library)
    damage(library)
    more = tmp_path / "more.txt"
    more.write_text("通知\n各单位：\n请做好航模比赛的准备。\n", encoding="utf-8")
    ingest.add(library.folder, [more], environment={})
    after = opened(library, "whoosh")
    assert set(before) <= set(texts(after))
    assert texts(after, "航模比赛")[0] == "请做好航模比赛的准备。"


@pytest.mark.skipif(os.name == "nt", reason="folders are made read-only otherwise there")
def test_where_it_cannot_be_written_anew_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make(tmp_path)
    damage(library)
    monkeypatch.setattr(ingest, "_LOCK_TIMEOUT_S", 0)
    with ingest.writing(library.folder), pytest.raises(LibraryError, match="另一个程序正在写") as caught:
        texts(opened(library, "whoosh"))
    assert "\n" not in str(caught.value)


def test_a_library_that_outgrows_the_default_is_told_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = make(tmp_path)
    assert library.info()["检索索引"] == "whoosh"
    monkeypatch.setattr("search.library.LARGE_INDEX", 3)
    assert "tantivy" in library.info()["检索索引"]
