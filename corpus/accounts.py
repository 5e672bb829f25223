"""The people of a library: accounts with roles, sessions, API tokens, and the trail of what they did.

Kept in library.db beside the record, so that a backup holds them. Passwords are stored as argon2id hashes; of sessions and
tokens only SHA-256 digests: they are random, 256 bits long, and nobody can sign in with what a stolen database holds.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from corpus.account_tables import ACCOUNTS, KEYS, MEMBERSHIPS, SUBJECTS, SUSPENDED, TABLES, TRAIL, Account, Deed, Token
from corpus.audiences import checked_label
from corpus.databases import DATABASE, has_record, open_engine, record_address
from corpus.errors import InputError, LibraryError, NotFoundError

ROLES = ("reader", "editor", "administrator")
SHORTEST_PASSWORD = 10
_LONGEST = 200
_SESSION_TIME = timedelta(hours=12)
# Failed sign-ins of this time count; so many of one name from one address, or from one address, and nothing is tried.
_GUESSING_TIME = timedelta(minutes=15)
_MOST_GUESSES, _MOST_FROM_ADDRESS = 5, 30
_FAILED = "sign_in_failed"
_READ_ONLY = "请管理员检查磁盘和权限；有令牌的程序仍可读，设 web.open_reading = true 则人人可读"


class Accounts:
    """The accounts of one library folder. Every call is one short transaction and needs no library lock.

    Raises:
        LibraryError: There is no library in the folder, or it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        if not has_record(folder):
            raise LibraryError("这里没有资料库", where=str(folder), hint="先运行 cetu add 文件")
        self._engine = open_engine(folder, record_address(folder), is_lasting=True)
        self._is_writable = True
        try:
            TABLES.create_all(self._engine)
        except sa.exc.OperationalError:
            # A library on a read-only disk: who has an account is read, nothing is noted.
            self._is_writable = False
            path = quote(str((folder / DATABASE).absolute()))
            self._engine = sa.create_engine(f"sqlite:///file:{path}?immutable=1&uri=true")
        except sa.exc.DatabaseError as error:
            raise LibraryError(
                "不是策图的资料库，或没有读写权限", where=str(folder), hint="检查文件夹的权限"
            ) from error

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """Yield a connection in a transaction; a disk that is not to be written is told in a sentence."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as error:
            raise LibraryError("账号写不进去：盘是只读的、满了，或正忙", where=DATABASE, hint=_READ_ONLY) from error

    # -- accounts

    def listed(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.name)).all()
            return tuple(self._account(connection, row) for row in rows)

    def any(self) -> bool:
        """Return whether there is an account: without one, the library belongs to whoever sits at the machine."""
        with self._engine.connect() as connection:
            if not self._is_writable and not sa.inspect(connection).has_table(ACCOUNTS.name):
                return False
            return connection.execute(sa.select(ACCOUNTS.c.name).limit(1)).first() is not None

    def get(self, name: str) -> Account:
        """Return an account by its name.

        Raises:
            NotFoundError: There is none.
        """
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first()
            if row is None:
                raise NotFoundError("没有这个账号", where=name, hint="用 cetu user list 查看账号")
            return self._account(connection, row)

    def _account(self, connection: sa.Connection, row: Any) -> Account:
        """Return a row as an account with its groups. On a read-only disk an older library has no table of them."""
        groups: tuple[str, ...] = ()
        if self._is_writable or sa.inspect(connection).has_table(MEMBERSHIPS.name):
            ours = sa.select(MEMBERSHIPS.c.label).where(MEMBERSHIPS.c.account == row.name)
            groups = tuple(connection.execute(ours.order_by(MEMBERSHIPS.c.label)).scalars())
        return Account(row.name, row.role, row.made_at, groups, not self._is_suspended(connection, row.name))

    def _is_suspended(self, connection: sa.Connection, name: str) -> bool:
        if not self._is_writable and not sa.inspect(connection).has_table(SUSPENDED.name):
            return False
        return connection.execute(sa.select(SUSPENDED).where(SUSPENDED.c.account == name)).first() is not None

    def add(self, name: str, password: str, *, role: str, groups: Iterable[str] = ()) -> Account:
        """Make an account.

        Raises:
            InputError: The name is taken or unfit, the role or a group unfit, the password too short.
        """
        labels = {checked_label(group) for group in groups}
        name = _fit_name(name)
        hashed = _hashed(password)
        row = {"name": name, "password": hashed, "made_at": _now(), "role": _known(role)}
        try:
            with self._writing() as connection:
                connection.execute(sa.insert(ACCOUNTS).values(**row))
                _set_groups(connection, name, labels)
        except sa.exc.IntegrityError as error:
            raise InputError("已有这个账号", where=name, hint="换一个名字，或用 cetu user set 改它") from error
        return self.get(name)

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        password: str | None = None,
        groups: Iterable[str] | None = None,
        is_active: bool | None = None,
    ) -> Account:
        """Change what is given. The sessions of the account end with it; tokens stay, with the new rights.

        Raises:
            NotFoundError: There is no such account.
            InputError: The role or a group is unfit, the password too short, or no administrator would be left.
        """
        old = self.get(name)
        labels = None if groups is None else {checked_label(group) for group in groups}
        values = {"role": _known(role or old.role)}
        if password is not None:
            values["password"] = _hashed(password)
        with self._writing() as connection:
            connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values))
            if labels is not None:
                _set_groups(connection, name, labels)
            if is_active is not None:
                connection.execute(sa.delete(SUSPENDED).where(SUSPENDED.c.account == name))
                if not is_active:
                    connection.execute(sa.insert(SUSPENDED).values(account=name))
            ours = sa.and_(KEYS.c.account == name, KEYS.c.kind == "session")
            connection.execute(sa.delete(KEYS).where(ours))
            _need_administrator(connection, name)
        return self.get(name)

    def remove(self, name: str) -> None:
        """Take an account away with its sessions and tokens; what it did stays in the trail.

        Raises:
            NotFoundError: There is no such account.
            InputError: No administrator would be left while there are other accounts.
        """
        self.get(name)
        with self._writing() as connection:
            connection.execute(sa.delete(ACCOUNTS).where(ACCOUNTS.c.name == name))
            connection.execute(sa.delete(KEYS).where(KEYS.c.account == name))
            for table in (SUBJECTS, SUSPENDED):
                connection.execute(sa.delete(table).where(table.c.account == name))
            _set_groups(connection, name, set())
            _need_administrator(connection, name)

    # -- signing in

    def check(self, name: str, password: str, *, address: str = "") -> Account | None:
        """Return the account that a name and a password open, or None; the attempt goes into the trail.

        Raises:
            TooManyError: Somebody has been guessing: nothing is tried for a while.
        """
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        name = name.strip()[:_LONGEST]
        self._stop_guessing(name, address)
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first()
        try:
            # An unknown name costs the same time as a wrong password.
            PasswordHasher().verify(row.password if row and row.password else _unknown(), password[:_LONGEST])
            is_right = row is not None and bool(row.password)
        except (VerificationError, InvalidHashError):
            is_right = False
        account = self.get(row.name) if row is not None and is_right else None
        account = account if account is not None and account.is_active else None
        self.note(name, "sign_in" if account else _FAILED, address=address)
        return account

    def admit(self, subject: str, name: str, *, role: str | None, groups: Iterable[str] | None) -> Account:
        """Return the account of somebody who signed in at a provider, made at the first time, with what is granted now.

        Args:
            subject: The provider and its lasting name of the person.
            name: What the account is called when it is made.
            role: The role; None leaves it as it is, and makes readers.
            groups: The labels to see; None leaves them as they are.

        Raises:
            InputError: The name is unfit, or belongs to another account.
        """
        with self._engine.connect() as connection:
            query = sa.select(SUBJECTS.c.account).where(SUBJECTS.c.subject == subject)
            known = connection.execute(query).scalar()
        if known is None:
            row = {"name": _fit_name(name), "password": "", "made_at": _now(), "role": _known(role or "reader")}
            try:
                with self._writing() as connection:
                    connection.execute(sa.insert(ACCOUNTS).values(**row))
                    connection.execute(sa.insert(SUBJECTS).values(subject=subject, account=row["name"]))
            except sa.exc.IntegrityError as error:
                hint = "请管理员给原来的账号改名，或在身份服务里换一个名字"
                raise InputError("已有别人用这个名字", where=name, hint=hint) from error
            known = row["name"]
        account = self.get(known)
        if not account.is_active:
            raise InputError("这个账号已停用", where=known, hint="请管理员启用")
        wanted = None if groups is None else tuple(sorted({checked_label(group) for group in groups}))
        if role not in (None, account.role) or wanted not in (None, account.groups):
            account = self.change(known, role=role, groups=wanted)
        return account

    def _stop_guessing(self, name: str, address: str) -> None:
        since = (datetime.now(UTC) - _GUESSING_TIME).isoformat(timespec="seconds")
        recent = sa.and_(TRAIL.c.what == _FAILED, TRAIL.c.made_at >= since, TRAIL.c.address == address)
        with self._engine.connect() as connection:
            names = connection.execute(sa.select(TRAIL.c.who).where(recent)).scalars().all()
        if names.count(name) >= _MOST_GUESSES or len(names) >= _MOST_FROM_ADDRESS:
            raise TooManyError("登录失败的次数太多", where=name, hint="过一刻钟再试，或请管理员改密码")

    def open_session(self, account: Account) -> str:
        """Return the secret of a new session; it ends by itself after twelve hours."""
        ends_at = (datetime.now(UTC) + _SESSION_TIME).isoformat(timespec="seconds")
        with self._writing() as connection:
            old = sa.and_(KEYS.c.ends_at != "", KEYS.c.ends_at < _now())
            connection.execute(sa.delete(KEYS).where(old))
            return _new_key(connection, "session", account.name, "", ends_at)

    def make_token(self, name: str, title: str) -> str:
        """Return a new API token of an account; it is shown this once and holds until it is withdrawn.

        Raises:
            NotFoundError: There is no such account.
        """
        account = self.get(name)
        with self._writing() as connection:
            return _new_key(connection, "token", account.name, title.strip()[:_LONGEST] or "未命名", "")

    def holder(self, kind: str, secret: str) -> Account | None:
        """Return the account that a session or token (`kind`) belongs to; None for one that is unknown or over."""
        held = sa.and_(KEYS.c.digest == _digest(secret), KEYS.c.kind == kind, KEYS.c.account == ACCOUNTS.c.name)
        lasting = sa.or_(KEYS.c.ends_at == "", KEYS.c.ends_at > _now())
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(held, lasting)).first()
            account = None if row is None else self._account(connection, row)
        return account if account is not None and account.is_active else None

    def close_session(self, secret: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute(sa.delete(KEYS).where(KEYS.c.digest == _digest(secret), KEYS.c.kind == "session"))

    def tokens(self, name: str = "") -> tuple[Token, ...]:
        """Return the tokens of an account, or of all, oldest first."""
        ours = sa.and_(KEYS.c.kind == "token", *([KEYS.c.account == name] if name else []))
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(KEYS).where(ours).order_by(KEYS.c.made_at, KEYS.c.digest)).all()
        return tuple(Token(row.digest[:12], row.title, row.made_at, row.account) for row in rows)

    def withdraw(self, name: str, token: str) -> None:
        """Take a token of an account away, by its id.

        Raises:
            NotFoundError: The account has no such token.
        """
        ours = sa.and_(KEYS.c.account == name, KEYS.c.kind == "token", sa.func.substr(KEYS.c.digest, 1, 12) == token)
        with self._writing() as connection:
            if not connection.execute(sa.delete(KEYS).where(ours)).rowcount:
                raise NotFoundError("没有这个令牌", where=token[:40], hint="用 cetu user token 名字 --list 查看")

    # -- the trail

    def note(self, who: str, what: str, subject: str = "", *, address: str = "") -> None:
        """Add a line to the trail."""
        if not self._is_writable:
            return
        row = {"made_at": _now(), "who": who, "what": what, "subject": subject[:1000], "address": address}
        with self._writing() as connection:
            connection.execute(sa.insert(TRAIL).values(**row))

    def trail(self, *, limit: int = 200, who: str = "", what: str = "", before: int = 0) -> tuple[Deed, ...]:
        """Return the last lines of the trail, newest first: of somebody, of a kind, before a number, where these are given."""
        wanted = [column == value for column, value in ((TRAIL.c.who, who), (TRAIL.c.what, what)) if value]
        wanted += [TRAIL.c.number < before] if before else []
        query = sa.select(TRAIL).where(*wanted).order_by(TRAIL.c.number.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(Deed(**row._mapping) for row in connection.execute(query))


class TooManyError(InputError):
    """The same thing was asked for too often."""

    code = "too_many_requests"
    http_status = 429


def _set_groups(connection: sa.Connection, name: str, labels: Iterable[str]) -> None:
    connection.execute(sa.delete(MEMBERSHIPS).where(MEMBERSHIPS.c.account == name))
    for label in sorted(labels):
        connection.execute(sa.insert(MEMBERSHIPS).values(account=name, label=label))


def _fit_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST or not name.isprintable() or ":" in name:
        raise InputError("账号名不可用", where=name[:40] or "（空）", hint="用姓名或登录名，不含冒号")
    return name


def _known(role: str) -> str:
    if role not in ROLES:
        raise InputError(f"没有“{role[:40]}”这种角色", where="role", hint="可用：" + "、".join(ROLES))
    return role


def _need_administrator(connection: sa.Connection, name: str) -> None:
    """Refuse to leave accounts without an administrator; raising rolls the change back."""
    is_active = ACCOUNTS.c.name.not_in(sa.select(SUSPENDED.c.account))
    roles = connection.execute(sa.select(ACCOUNTS.c.role).where(is_active)).scalars().all()
    if "administrator" not in roles and connection.execute(sa.select(ACCOUNTS.c.name)).first():
        raise InputError("至少要有一个管理员", where=name, hint="先给别人管理员的角色")


def _hashed(password: str) -> str:
    from argon2 import PasswordHasher

    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST:
        raise InputError(f"密码要 {SHORTEST_PASSWORD} 到 {_LONGEST} 个字符", where="password", hint="用几个词连成一句")
    return PasswordHasher().hash(password)


@cache
def _unknown() -> str:
    """Return the hash of a password that nobody has, with the costs of every other."""
    return _hashed(secrets.token_urlsafe(24))


def _new_key(connection: sa.Connection, kind: str, account: str, title: str, ends_at: str) -> str:
    secret = f"cetu_{secrets.token_urlsafe(32)}"
    row = {"digest": _digest(secret), "kind": kind, "account": account, "title": title}
    connection.execute(sa.insert(KEYS).values(**row, made_at=_now(), ends_at=ends_at))
    return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
