"""Who asks, and what this person may do: by session, by token, or by sitting at the machine while nobody has an account."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, has_request_context, redirect, request, url_for
from sqlalchemy.exc import DatabaseError

from corpus.account_tables import Account
from corpus.accounts import ROLES, Accounts
from corpus.audiences import EVERYBODY, EVERYTHING, Audience
from corpus.databases import has_record
from corpus.errors import InputError, LibraryError
from web.shelf import shelf, shelf_of

COOKIE = "cetu_session"
LOCAL = "本机"
_EXTENSION = "cetu.accounts"
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]", "cetu.localhost")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What must work before anybody has signed in. None: an address that leads nowhere.
_OPEN = ("account.sign_in", "account.enter", "account.go_out", "account.come_back", "preferences.keep", "health.show")


class ForbiddenError(InputError):
    """The caller may read but not change."""

    code = "forbidden"
    http_status = 403


class UnauthorizedError(InputError):
    """Nobody is signed in, or the token is not valid."""

    code = "unauthorized"
    http_status = 401


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `account` is None for whoever sits at the machine and for readers without one; a guest could sign in."""

    name: str
    role: str
    account: Account | None = None
    is_guest: bool = False

    def may(self, role: str) -> bool:
        """Return whether this person has a role or a higher one."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def audience(self) -> Audience:
        """Return which documents this person may see."""
        if self.account is not None:
            return self.account.audience
        return EVERYTHING if self.may("administrator") else EVERYBODY


def register(app: Flask) -> None:
    """Guard an application: from the first account on, everything asks for a session or a token."""
    app.before_request(_guard)
    shelf_of(app).audience = audience
    app.context_processor(lambda: {"person": g.get("person")})


def accounts() -> Accounts | None:
    """Return the accounts of the library; None where there is no library yet."""
    kept = cast("Accounts | None", current_app.extensions.get(_EXTENSION))
    if kept is None:
        if not has_record(shelf().folder):
            return None
        kept = current_app.extensions[_EXTENSION] = Accounts(shelf().folder)
    return kept


def person() -> Person | None:
    """Return who makes this request, or None where somebody has to sign in first."""
    if "person" not in g:
        # Nobody, should finding out fail: the page that says so is shown to nobody in particular.
        g.person = None
        g.person = _find_person()
    return cast("Person | None", g.person)


def audience() -> Audience:
    """Return which documents may be seen: by who makes this request, or by the server itself outside of one."""
    if not has_request_context():
        return EVERYTHING
    found = person()
    return found.audience if found else EVERYBODY


def _find_person() -> Person | None:
    people = accounts()
    if people is None or not _has_accounts(people):
        return Person(LOCAL, "administrator") if _is_near() else Person("", "reader")
    if (token := _token()) is not None:
        account = people.holder("token", token)
        if account is None:
            raise UnauthorizedError("令牌无效", where="Authorization", hint="用 cetu user token 名字 另要一个")
        return Person(account.name, account.role, account)
    account = people.holder("session", request.cookies.get(COOKIE, ""))
    if account is not None:
        return Person(account.name, account.role, account)
    return Person("", "reader", is_guest=True) if shelf().settings()["web.open_reading"] else None


def _token() -> str | None:
    """Return the token that a request gives, None where it gives none: a proxy may have asked for a password of its own."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def _has_accounts(people: Accounts) -> bool:
    try:
        return people.any()
    except (DatabaseError, sqlite3.Error) as error:
        # Who cannot be told apart gets nothing.
        raise LibraryError("读不出账号", where=str(shelf().folder), hint="运行 cetu verify") from error


def _need_proof_of_origin() -> None:
    """Refuse a change by cookie that does not say which page it comes from: browsers always say it, forgers cannot."""
    if request.method in _SAFE_METHODS:
        return
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    if site not in ("same-origin", "none") and urlsplit(origin).netloc != request.host:
        raise ForbiddenError("看不出这个请求来自本站", where=request.path, hint="从本站的页面上再试一次")


def _guard() -> Response | None:
    if request.endpoint == "static":
        return None
    found = person()
    if found is not None and found.account is not None and _token() is None:
        _need_proof_of_origin()
    if found is not None or request.endpoint in _OPEN:
        return None
    from web.errors import wants_json

    if wants_json() or request.method not in _SAFE_METHODS:
        raise UnauthorizedError("请先登录", where=request.path, hint="在 /sign-in 登录，或在 Authorization 中给出令牌")
    here = request.full_path.rstrip("?")
    return cast(Response, redirect(url_for("account.sign_in", next=here), 303))


def may_change() -> bool:
    """Return whether this person may change the library: an editor, or whoever sits at a machine without accounts."""
    return may("editor")


def may(role: str) -> bool:
    """Return whether this person has a role or a higher one."""
    found = person()
    return found is not None and found.may(role)


def need_change() -> None:
    """Refuse a request that may not change the library.

    Raises:
        ForbiddenError: The role does not allow it.
    """
    need("editor")


def need(role: str) -> Person:
    """Return who asks, if with a role or a higher one.

    Raises:
        ForbiddenError: The role does not allow it.
    """
    found = person()
    if found is None or not found.may(role):
        hint = "请管理员给相应的角色" if found and found.account else "在运行服务的电脑上以 localhost 打开再改"
        raise ForbiddenError("这里只能阅读", where=request.path, hint=hint)
    return found


def note(what: str, subject: str = "") -> None:
    """Add what this person did to the trail."""
    people, found = accounts(), person()
    if people is not None:
        people.note((found.name if found else "") or "未登录", what, subject, address=request.remote_addr or "")


def challenge(response: Response) -> Response:
    """Say to a program how it may sign in."""
    response.headers["WWW-Authenticate"] = 'Bearer realm="cetu"'
    return response


def _is_near() -> bool:
    """Return whether this request comes from the machine that the server runs on, under a name of that machine.

    The name is looked at too: a page elsewhere may let its own name lead here, and a proxy in front hides who asks.
    """
    try:
        is_near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        is_near = False
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return is_near and host in _OWN_NAMES and "X-Forwarded-For" not in request.headers
