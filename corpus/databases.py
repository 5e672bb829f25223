"""Where a library's record lies: library.db in its folder, or a PostgreSQL server that cetu.toml names.

Addresses of servers stand in cetu.toml alone: processes that disagreed about them would write two records. Passwords never
do: PostgreSQL's own library reads PGPASSWORD or ~/.pgpass.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.errors import BusyError, InputError, LibraryError, MissingExtraError
from corpus.settings import FILE, load_settings

DATABASE = "library.db"
SETTING = "corpus.record"
_CONNECT_S = 10
_LOOK_S = 0.2
_LOCK = int.from_bytes(hashlib.sha256(b"cetu writer").digest()[:8], "big", signed=True)

# PostgreSQL would order texts by a language; the record's order is that of code points everywhere.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def record_address(folder: Path) -> str:
    """Return the address of the database that cetu.toml of a library names; empty for library.db in the folder."""
    return load_settings(folder / FILE, {}).text(SETTING)


def has_record(folder: Path) -> bool:
    """Return whether a folder is that of a library: it holds library.db, or names a server."""
    return (folder / DATABASE).exists() or bool(record_address(folder))


def open_engine(folder: Path, address: str = "", *, is_lasting: bool = False) -> sa.Engine:
    """Return the database of a library folder, or the one of an address. Nothing is connected yet.

    Args:
        folder: The library folder.
        address: Of a server; empty for the file in the folder.
        is_lasting: Whether it outlives a restart of the server: then a lost connection is made anew. A writer must not
            go on so, because its lock ended with the connection.

    Raises:
        InputError: The address is none of PostgreSQL, or has a password in it.
        MissingExtraError: The driver is not installed.
    """
    url = _server(address) if address else sa.make_url(f"sqlite:///{folder / DATABASE}")
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url)
        sa.event.listen(engine, "connect", prepare_sqlite)
        return engine
    try:
        engine = sa.create_engine(url, pool_pre_ping=is_lasting, connect_args={"connect_timeout": _CONNECT_S})
    except ImportError as error:
        hint = "请运行：pip install 'cetu[postgresql]'"
        raise MissingExtraError("没有安装 psycopg", where=SETTING, hint=hint) from error
    sa.event.listen(engine, "handle_error", _tell)
    return engine


def shown(address: str) -> str:
    """Return an address as messages show it: without a password."""
    return sa.make_url(address).render_as_string(hide_password=True)


def _server(address: str) -> sa.URL:
    hint = "写成 postgresql://用户@主机/数据库"
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError as error:
        raise InputError("记录的地址读不懂", where=SETTING, hint=hint) from error
    if url.get_backend_name() == "sqlite" and url.database:
        return url
    if url.get_backend_name() != "postgresql":
        raise InputError(f"记录不能放在 {url.drivername} 上", where=SETTING, hint=hint)
    if url.password:
        hint = "密码放在环境变量 PGPASSWORD 或 ~/.pgpass"
        raise InputError("记录的地址里有密码", where=SETTING, hint=hint)
    return url.set(drivername="postgresql+psycopg")


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set up a new connection to a database file: readers beside one writer, every commit durable."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=10000")


def _tell(context: sa.engine.ExceptionContext) -> None:
    """Say in words what is wrong with a server, whoever meets it."""
    if context.is_pre_ping:  # a lost connection is being made anew
        return
    error, url = context.original_exception, context.engine.url if context.engine else None
    where = url.render_as_string(hide_password=True).replace("+psycopg", "") if url else SETTING
    state, text = getattr(error, "sqlstate", None) or "", str(error)
    for states, words, what, hint in _TROUBLES:
        if state.startswith(states) or any(word in text for word in words):
            raise LibraryError(what, where=where, hint=hint) from error
    if context.is_disconnect or isinstance(context.sqlalchemy_exception, sa.exc.OperationalError):
        raise LibraryError("记录所在的数据库连不上", where=where, hint="检查服务器与网络，再试") from error


# (SQLSTATE classes, words of messages that come without one, what is wrong, what to do)
_NEVER: tuple[str, ...] = ()
_TROUBLES: tuple[tuple[tuple[str, ...], tuple[str, ...], str, str], ...] = (
    (("42P01",), _NEVER, "数据库里没有策图的记录", "运行 cetu migrate --to record=… 迁入，或 cetu add 文件"),
    (
        ("28",),
        ("password authentication failed", "no password supplied", "fe_sendauth"),
        "数据库不认这个用户名或密码",
        "检查 corpus.record 中的用户名和环境变量 PGPASSWORD",
    ),
    (("3D",), ('" does not exist',), "没有这个数据库", "先用 createdb 建一个空的，或改正 corpus.record"),
    (("42501",), _NEVER, "这个用户没有权限", "让数据库的管理员授权"),
    (("53",), ("too many clients",), "数据库满了，或连接太多", "腾出空间，或减少进程，再试；已确认的内容都在"),
    (("25006",), _NEVER, "数据库只读", "接到可写的主服务器"),
)


@contextmanager
def sole_writer(engine: sa.Engine, *, timeout_s: float) -> Iterator[None]:
    """Hold the one right to write to a server, whoever asks from whichever machine; it ends with the connection.

    A database file needs none: its folder has a lock of its own.

    Raises:
        BusyError: Another program is writing.
    """
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect() as connection:
        end = time.monotonic() + timeout_s
        while not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_LOCK))).scalar():
            if time.monotonic() > end:
                where = engine.url.render_as_string(hide_password=True).replace("+psycopg", "")
                raise BusyError("另一个程序正在写这个资料库", where=where, hint="等它写完再试")
            time.sleep(_LOOK_S)
        # An open transaction would keep the server from tidying up; the lock belongs to the connection.
        connection.commit()
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK)))
            connection.commit()
