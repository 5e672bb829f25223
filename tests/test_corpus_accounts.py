"""Accounts: what opens one and what does not, what ends a session, and that the database gives nothing away."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.accounts import Accounts, TooManyError
from corpus.errors import CetuError, InputError, LibraryError, NotFoundError
from corpus.record import Record
from search.library import Library
from tests.commands import cetu

PASSWORD = "清风徐来水波不兴之夜"


@pytest.fixture
def people(tmp_path: Path) -> Accounts:
    Record(tmp_path, create=True).close()
    return Accounts(tmp_path)


@pytest.fixture
def admin(people: Accounts) -> Accounts:
    people.add("苏明", PASSWORD, role="administrator")
    return people


def test_the_right_password_opens_and_nothing_else(admin: Accounts) -> None:
    account = admin.check("苏明", PASSWORD)
    assert account is not None and account.role == "administrator"
    for name, password in (("苏明", PASSWORD[:-1]), ("苏明", ""), ("苏鸣", PASSWORD), ("", "")):
        assert admin.check(name, password) is None, (name, password)
    assert [deed.what for deed in admin.trail()] == ["sign_in_failed"] * 4 + ["sign_in"]


def test_guessing_is_stopped_for_the_name_and_the_address_that_guess(admin: Accounts) -> None:
    admin.add("何平", PASSWORD, role="reader")
    for _ in range(5):
        assert admin.check("苏明", "不是这个密码不是这个", address="192.0.2.7") is None
    with pytest.raises(TooManyError):
        admin.check("苏明", PASSWORD, address="192.0.2.7")
    assert admin.check("苏明", PASSWORD, address="192.0.2.8") is not None
    assert admin.check("何平", PASSWORD, address="192.0.2.7") is not None


def test_sessions_and_tokens_belong_to_their_account_and_end(admin: Accounts) -> None:
    account = admin.get("苏明")
    session, token = admin.open_session(account), admin.make_token("苏明", "脚本")
    assert admin.holder("session", session) == admin.holder("token", token) == account
    assert admin.holder("token", session) is None
    assert admin.holder("session", token) is None
    assert admin.holder("session", "") is None
    admin.change("苏明", password=PASSWORD * 2)
    assert admin.holder("session", session) is None
    assert admin.holder("token", token) is not None
    (kept,) = admin.tokens("苏明")
    admin.withdraw("苏明", kept.id)
    assert admin.holder("token", token) is None
    with pytest.raises(NotFoundError):
        admin.withdraw("苏明", kept.id)


def test_a_session_is_over_when_its_time_has_come(admin: Accounts, tmp_path: Path) -> None:
    session = admin.open_session(admin.get("苏明"))
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("UPDATE keys SET ends_at = '2020-01-01T00:00:00+00:00'")
    assert admin.holder("session", session) is None


def test_the_database_holds_no_secret_that_opens_anything(admin: Accounts, tmp_path: Path) -> None:
    secrets = (PASSWORD, admin.open_session(admin.get("苏明")), admin.make_token("苏明", ""))
    admin.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("library.db*"))
    assert b"$argon2id$" in stored
    for secret in secrets:
        assert secret.encode() not in stored


def test_what_cannot_be_is_refused_and_changes_nothing(admin: Accounts) -> None:
    admin.add("何平", PASSWORD, role="reader")
    before = admin.listed()
    for attempt in (
        lambda: admin.add("何平", PASSWORD, role="reader"),
        lambda: admin.add("a:b", PASSWORD, role="reader"),
        lambda: admin.add("短", "短", role="reader"),
        lambda: admin.add("新", PASSWORD, role="owner"),
        lambda: admin.change("苏明", role="reader"),
        lambda: admin.remove("苏明"),
    ):
        with pytest.raises(InputError):
            attempt()
    with pytest.raises(NotFoundError):
        admin.remove("无此人")
    assert admin.listed() == before


def test_accounts_go_with_their_keys(admin: Accounts) -> None:
    admin.add("何平", PASSWORD, role="reader")
    token = admin.make_token("何平", "")
    admin.remove("何平")
    assert admin.holder("token", token) is None
    admin.remove("苏明")
    assert not admin.any()


def test_without_a_library_or_with_a_foreign_file_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        Accounts(tmp_path)
    (tmp_path / "library.db").write_bytes(b"x" * 5000)
    with pytest.raises(CetuError):
        Accounts(tmp_path)


def test_the_command_line_gives_labels_and_groups(tmp_path: Path) -> None:
    library, paper = tmp_path / "library", tmp_path / "名册.txt"
    paper.write_text("云川市举办第九届灯会。\n", encoding="utf-8")
    assert cetu("add", "--label", "人事组", paper, library=library).returncode == 0
    assert [meta.label for meta in Library.open(library, {}).documents] == ["人事组"]
    assert cetu("label", "名册.txt", "内部", library=library).returncode == 0
    assert [meta.label for meta in Library.open(library, {}).documents] == ["内部"]
    bad = cetu("label", "名册.txt", "甲,乙", library=library)
    assert bad.returncode == 2 and "标签不可用" in bad.stderr
    Accounts(library).add("苏明", "清风徐来水波不兴之夜", role="administrator")
    assert cetu("user", "set", "苏明", "--group", "人事组", "--group", "党组", library=library).returncode == 0
    assert Accounts(library).get("苏明").groups == ("人事组", "党组")
    assert cetu("user", "set", "苏明", "--no-groups", library=library).returncode == 0
    assert Accounts(library).get("苏明").groups == ()
