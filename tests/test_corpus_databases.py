"""A record on a PostgreSQL server: one writer across machines, copies both ways, and troubles said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.accounts import Accounts
from corpus.copies import copy_database, differences, is_empty
from corpus.databases import open_engine
from corpus.errors import CetuError, InputError, LibraryError
from corpus.record import Record
from corpus.settings import load_settings
from tests.services import empty_database, free_port
from tests.test_corpus_record import entry

PASSWORD = "清风徐来水波不兴之夜"


def library(folder: Path, address: str) -> Path:
    folder.mkdir()
    (folder / "cetu.toml").write_text(f'[corpus]\nrecord = "{address}"\n')
    return folder


@pytest.fixture
def address(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> str:
    empty_database(postgresql, monkeypatch)
    return postgresql


@pytest.mark.service
def test_two_folders_on_one_record_have_one_writer(address: str, tmp_path: Path) -> None:
    one = Record(library(tmp_path / "one", address), create=True)
    other = Record(library(tmp_path / "other", address))
    with one.sole_writer(timeout_s=1):
        one.put(entry("云川市科协的通知"))
        with pytest.raises(LibraryError, match="另一个程序"), other.sole_writer(timeout_s=0.3):
            pass
    with other.sole_writer(timeout_s=1):
        assert [meta.title for meta in other.documents()] == ["云川市科"]


@pytest.mark.service
def test_a_writer_that_is_cut_off_is_told_and_leaves_no_lock(address: str, tmp_path: Path) -> None:
    record = Record(library(tmp_path / "one", address), create=True)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    other = open_engine(tmp_path, address)
    with pytest.raises(LibraryError, match="连不上"), record.sole_writer(timeout_s=1), other.begin() as connection:
        connection.exec_driver_sql(cut)
    with Record(tmp_path / "one").sole_writer(timeout_s=5):
        pass


@pytest.mark.service
def test_accounts_outlast_a_restart_of_the_server(address: str, tmp_path: Path) -> None:
    Record(library(tmp_path / "one", address), create=True).close()
    people = Accounts(tmp_path / "one")
    people.add("苏明", PASSWORD, role="administrator")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'cetu'"
    with open_engine(tmp_path, address).begin() as connection:
        connection.exec_driver_sql(cut)
    assert [account.name for account in people.listed()] == ["苏明"]


@pytest.mark.service
def test_a_record_goes_to_the_server_and_back_with_its_people_and_numbers(address: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    record = Record(home, create=True)
    for text in ("第一份", "第二份"):
        record.put(entry(text, text))
    record.decide("merge", {"from": "甲", "into": "乙"}, who="王编辑", why="同一机构")
    people = Accounts(home)
    people.add("苏明", PASSWORD, role="administrator")
    embedded, server = open_engine(home), open_engine(home, address)
    assert is_empty(server)
    copy_database(embedded, server)
    assert differences(embedded, server) == ()

    there = Record(library(tmp_path / "there", address))
    assert there.decide("undo", {"decision": 3}, who="", why="").number == 4
    there.put(entry("第三份", "第三份"))
    assert differences(embedded, server) == ("changes", "decisions", "documents")
    assert Accounts(tmp_path / "there").check("苏明", PASSWORD)

    there.copy_to(tmp_path / "back.db")
    assert differences(server, open_engine(tmp_path, f"sqlite:///{tmp_path / 'back.db'}")) == ()


@pytest.mark.service
def test_what_is_wrong_with_a_server_is_said_in_words(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LibraryError, match="没有策图的记录"):
        Record(library(tmp_path / "empty", address))
    with pytest.raises(LibraryError, match="createdb"):
        Record(library(tmp_path / "absent", address.removesuffix("/cetu") + "/nowhere"))
    monkeypatch.setenv("PGPASSWORD", "another")
    with pytest.raises(LibraryError, match="PGPASSWORD") as caught:
        Record(library(tmp_path / "stranger", address))
    assert "another" not in str(caught.value)


def test_a_server_that_is_down_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="连不上"):
        Record(library(tmp_path / "down", f"postgresql://cetu@127.0.0.1:{free_port()}/cetu"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://cetu:secret@127.0.0.1/cetu", "有密码"),
        ("mysql://cetu@127.0.0.1/cetu", "不能放在"),
        ("somewhere", "读不懂"),
    ],
)
def test_an_address_of_another_kind_is_refused_and_no_password_shown(tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        Record(library(tmp_path / "library", address))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("address", "said"), [("nowhere://x", "读不懂"), ("s3://bucket/cetu", r"cetu\[shared\]|出错")])
def test_files_where_nothing_can_lie_are_refused(tmp_path: Path, address: str, said: str) -> None:
    (tmp_path / "cetu.toml").write_text(f'[corpus]\nfiles = "{address}"\n')
    with pytest.raises(CetuError, match=said):
        Record(tmp_path, create=True).put(entry("原文"))


def test_where_the_record_lies_cannot_differ_between_programs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cetu\.toml"):
        load_settings(tmp_path / "cetu.toml", {"CETU_CORPUS__RECORD": "postgresql://cetu@127.0.0.1/cetu"})
