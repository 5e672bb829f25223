"""Buckets that all processes of a library take from: together no more than is there, on a file and on a server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.buckets import SharedBuckets
from corpus.errors import LibraryError
from tests.services import empty_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
        empty_database(address, monkeypatch)
        (tmp_path / "cetu.toml").write_text(f'[corpus]\nrecord = "{address}"\n')
    return tmp_path


def test_a_bucket_empties_and_fills_with_time(folder: Path) -> None:
    one, other = SharedBuckets(folder), SharedBuckets(folder)
    assert one.take("甲", 60, 40, 1000.0)
    assert not other.take("甲", 60, 21, 1000.0)
    assert other.take("甲", 60, 20, 1000.0)
    assert not one.take("甲", 60, 1, 1000.5)
    assert one.take("甲", 60, 2, 1002.0)
    assert one.take("乙", 60, 60, 1002.0)
    assert not other.take("甲", 60, 61, 9000.0)  # no more than a minute's worth is kept
    assert other.take("甲", 60, 60, 9000.0)


def test_two_at_once_never_take_the_same(folder: Path) -> None:
    sides = SharedBuckets(folder), SharedBuckets(folder)
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(lambda n: sides[n % 2].take("甲", 50, 1, 1000.0), range(120)))
    assert taken.count(True) == 50


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"no database" * 100)
    with pytest.raises(LibraryError, match="请求数"):
        SharedBuckets(tmp_path)
