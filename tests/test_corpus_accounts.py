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


@pytest.mark.parametrize(
    ("failures", "name", "is_stopped"), [(4, "苏明", False), (5, "苏明", True), (5, "何平", False)]
)
def test_so_many_guesses_of_one_name_are_borne(admin: Accounts, failures: int, name: str, is_stopped: bool) -> None:
    admin.add("何平", PASSWORD, role="reader")
    for _ in range(failures):
        admin.note("苏明", "sign_in_failed", address="192.0.2.7")
    if is_stopped:
        with pytest.raises(TooManyError, match="登录失败的次数太多"):
            admin.check(name, PASSWORD, address="192.0.2.7")
    else:
        assert admin.check(name, PASSWORD, address="192.0.2.7") is not None


@pytest.mark.parametrize(("failures", "is_stopped"), [(29, False), (30, True)])
def test_so_many_guesses_from_one_address_are_borne(admin: Accounts, failures: int, is_stopped: bool) -> None:
    for number in range(failures):
        admin.note(f"某人{number}", "sign_in_failed", address="192.0.2.7")
    if is_stopped:
        with pytest.raises(TooManyError):
            admin.check("苏明", PASSWORD, address="192.0.2.7")
        assert admin.check("苏明", PASSWORD, address="192.0.2.8") is not None
    else:
        assert admin.check("苏明", PASSWORD, address="192.0.2.7") is not None


def test_guesses_of_long_ago_and_sign_ins_that_held_count_for_nothing(admin: Accounts, tmp_path: Path) -> None:
    for _ in range(40):
        admin.note("苏明", "sign_in_failed", address="192.0.2.7")
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("UPDATE trail SET made_at = '2020-01-01T00:00:00+00:00'")
    for _ in range(40):
        admin.note("苏明", "sign_in", address="192.0.2.7")
    assert admin.check("苏明", PASSWORD, address="192.0.2.7") is not None


@pytest.mark.parametrize(
    ("length", "is_fit"), [(9, False), (10, True), (200, True), (201, False)], ids=["9", "10", "200", "201"]
)
def test_a_password_is_neither_short_nor_endless(admin: Accounts, length: int, is_fit: bool) -> None:
    password = ("清风徐来水波不兴" * 30)[:length]
    if is_fit:
        admin.add("何平", password, role="reader")
        assert admin.check("何平", password) is not None
        assert admin.check("何平", password[:-1]) is None
    else:
        with pytest.raises(InputError, match="10 到 200"):
            admin.add("何平", password, role="reader")


@pytest.mark.parametrize(
    ("name", "is_fit"),
    [
        ("何", True),
        ("何" * 200, True),
        ("何" * 201, False),
        ("", False),
        ("  ", False),
        ("何\n平", False),
        ("何:平", False),
    ],
    ids=["one", "longest", "longer", "none", "blank", "two lines", "colon"],
)
def test_a_name_is_printable_and_of_some_length(admin: Accounts, name: str, is_fit: bool) -> None:
    if is_fit:
        assert admin.add(f" {name} ", PASSWORD, role="reader").name == name
    else:
        with pytest.raises(InputError, match="账号名不可用"):
            admin.add(name, PASSWORD, role="reader")


def test_who_is_suspended_neither_signs_in_nor_goes_on(admin: Accounts) -> None:
    account = admin.add("何平", PASSWORD, role="reader")
    token = admin.make_token("何平", "脚本")
    assert not admin.change("何平", is_active=False).is_active
    assert admin.check("何平", PASSWORD) is None
    assert admin.holder("token", token) is None
    assert not admin.change("何平", role="editor").is_active
    assert admin.change("何平", is_active=True).is_active
    assert admin.holder("token", token) == admin.get("何平")
    session = admin.open_session(account)
    admin.change("何平", groups=["人事组"])
    assert admin.holder("session", session) is None
    with pytest.raises(InputError, match="至少要有一个管理员"):
        admin.change("苏明", is_active=False)
    assert admin.get("苏明").is_active


def test_only_the_sessions_and_tokens_of_the_account_end_with_it(admin: Accounts) -> None:
    reader = admin.add("何平", PASSWORD, role="reader", groups=["人事组", "党组"])
    session, token = admin.open_session(reader), admin.make_token("何平", " ")
    own = admin.open_session(admin.get("苏明")), admin.make_token("苏明", "脚本")
    admin.close_session(token)
    assert admin.holder("token", token) is not None
    (told,) = admin.tokens("何平")
    assert (told.title, told.account) == ("未命名", "何平")
    assert {one.account for one in admin.tokens()} == {"何平", "苏明"}
    with pytest.raises(NotFoundError):
        admin.withdraw("苏明", told.id)
    admin.change("苏明", password=PASSWORD + "了")
    assert admin.holder("session", session) is not None
    admin.remove("何平")
    assert (admin.holder("session", session), admin.holder("token", token)) == (None, None)
    assert admin.holder("token", own[1]) is not None
    assert admin.add("何平", PASSWORD, role="reader").groups == ()


def test_a_session_ends_when_it_is_closed(admin: Accounts) -> None:
    one, other = admin.open_session(admin.get("苏明")), admin.open_session(admin.get("苏明"))
    admin.close_session(one)
    assert admin.holder("session", one) is None
    assert admin.holder("session", other) is not None


def test_somebody_from_a_provider_gets_what_is_granted_now(admin: Accounts) -> None:
    first = admin.admit("https://id.example.org#7", "何平", role=None, groups=None)
    assert (first.name, first.role, first.groups) == ("何平", "reader", ())
    session = admin.open_session(first)
    again = admin.admit("https://id.example.org#7", "何小平", role=None, groups=None)
    assert again == first and admin.holder("session", session) == first
    risen = admin.admit("https://id.example.org#7", "何平", role="editor", groups=["党组", "人事组"])
    assert (risen.role, risen.groups) == ("editor", ("人事组", "党组"))
    session = admin.open_session(risen)
    assert admin.admit("https://id.example.org#7", "何平", role="editor", groups=["人事组", "党组"]) == risen
    assert admin.holder("session", session) == risen
    assert admin.admit("https://id.example.org#7", "何平", role=None, groups=[]).groups == ()
    # There is no password that opens it here.
    assert admin.check("何平", "") is None
    with pytest.raises(InputError, match="已有别人用这个名字"):
        admin.admit("https://id.example.org#8", "苏明", role=None, groups=None)
    with pytest.raises(InputError, match="账号名不可用"):
        admin.admit("https://id.example.org#9", "a:b", role=None, groups=None)
    admin.change("何平", is_active=False)
    with pytest.raises(InputError, match="已停用"):
        admin.admit("https://id.example.org#7", "何平", role=None, groups=None)
    assert admin.admit("https://id.example.org#10", "林晚", role="editor", groups=["党组"]).groups == ("党组",)


def test_the_trail_is_told_newest_first_of_somebody_of_a_kind_or_before_a_line(admin: Accounts) -> None:
    for number in range(4):
        admin.note(
            "苏明" if number % 2 else "何平", "add" if number < 2 else "remove", f"第{number}份", address="192.0.2.7"
        )
    told = admin.trail()
    assert [deed.subject for deed in told] == ["第3份", "第2份", "第1份", "第0份"]
    assert [deed.subject for deed in admin.trail(who="苏明")] == ["第3份", "第1份"]
    assert [deed.subject for deed in admin.trail(what="add")] == ["第1份", "第0份"]
    assert [deed.subject for deed in admin.trail(limit=1)] == ["第3份"]
    assert [deed.subject for deed in admin.trail(before=told[1].number)] == ["第1份", "第0份"]
    admin.note("何平", "add", "长" * 2000)
    assert len(admin.trail(limit=1)[0].subject) == 1000
