"""Signing in and out, one's own password and tokens."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote, unquote, urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.account_tables import Account
from corpus.accounts import Accounts
from corpus.errors import InputError, NotFoundError
from web import oidc
from web.access import COOKIE, ForbiddenError, accounts, note, person
from web.error_texts import sentence
from web.preferences import own_address
from web.shelf import shelf

blueprint = Blueprint("account", __name__)

_EXTENSION = "cetu.oidc"
# The way to a provider and back: what it needs stays with these addresses, for as long as typing a password takes.
_SECRET, _NEXT, _WAY, _WAY_S = "cetu_way", "cetu_way_next", "/sign-in/provider", 600


@blueprint.get("/sign-in")
def sign_in() -> str:
    """Show the form."""
    return _form("")


@blueprint.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    """Open a session and go back to where somebody came from."""
    people, name = _people(), request.form.get("name", "")
    try:
        account = people.check(name, request.form.get("password", ""), address=request.remote_addr or "")
    except InputError as error:
        return _form(name, sentence(error)), error.http_status
    if account is None:
        return _form(name, _("名字或密码不对")), 401
    return _opened(people, account, request.form.get("next", "/"))


@blueprint.get("/sign-in/provider")
def go_out() -> Response:
    """Lead to the provider that the settings name."""
    _people()
    secret = oidc.new_secret()
    response = redirect(_provider().way_out(secret, _address_back()), 303)
    there = own_address(request.args.get("next", "/"))
    # Lax: the cookie comes along when the provider leads back here.
    for name, value in ((_SECRET, secret), (_NEXT, quote(there))):
        response.set_cookie(name, value, _WAY_S, path=_WAY, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@blueprint.get("/sign-in/provider/back")
def come_back() -> Response:
    """Open a session for who comes back from the provider."""
    people = _people()
    identity = _provider().way_back(request.cookies.get(_SECRET, ""), request.args.to_dict(), _address_back())
    account = people.admit(identity.subject, identity.name, role=identity.role, groups=identity.groups)
    people.note(account.name, "sign_in", urlsplit(identity.subject).netloc, address=request.remote_addr or "")
    response = _opened(people, account, unquote(request.cookies.get(_NEXT, "/")))
    for name in (_SECRET, _NEXT):
        response.delete_cookie(name, path=_WAY, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def _provider() -> oidc.Provider:
    """Return the provider; its description is read once, and again when the settings change."""
    settings = shelf().settings()
    if not oidc.is_set(settings):
        raise NotFoundError("这里不用身份服务登录", where="web.oidc_issuer", hint="在 /sign-in 登录")
    kept = current_app.extensions.get(_EXTENSION)
    if kept is None or kept[0] != settings:
        kept = current_app.extensions[_EXTENSION] = (settings, oidc.Provider(settings))
    return cast(oidc.Provider, kept[1])


def _address_back() -> str:
    return url_for("account.come_back", _external=True)


def _opened(people: Accounts, account: Account, there: str) -> Response:
    """Return the way on, with a session of its own: the one of before, whoever set it, is worth nothing."""
    people.close_session(request.cookies.get(COOKIE, ""))
    response = redirect(own_address(there), 303)
    secret = people.open_session(account)
    response.set_cookie(COOKIE, secret, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session."""
    if people := accounts():
        note("sign_out")
        people.close_session(request.cookies.get(COOKIE, ""))
    response = redirect(url_for("home.show"), 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@blueprint.get("/account")
def show() -> str:
    """Show one's own account."""
    return _page()


@blueprint.post("/account/password")
def change_password() -> Response:
    """Change one's own password; every session of the account ends, this one goes on under a new name."""
    people, account = _people(), _own()
    given = people.check(account.name, request.form.get("password", ""), address=request.remote_addr or "")
    if given is None:
        raise InputError("原来的密码不对", where="password", hint="再试一次")
    changed = people.change(account.name, password=request.form.get("new", ""))
    note("account", account.name)
    response = redirect(url_for("account.show"), 303)
    response.set_cookie(COOKIE, people.open_session(changed), httponly=True, samesite="Lax", secure=request.is_secure)
    return response


@blueprint.post("/account/tokens")
def make_token() -> str:
    """Make a token and show it this once."""
    account, title = _own(), request.form.get("title", "")
    secret = _people().make_token(account.name, title)
    note("token", title)
    return _page(secret)


@blueprint.post("/account/tokens/<token>/withdraw")
def withdraw(token: str) -> Response:
    """Take one of one's own tokens away."""
    _people().withdraw(_own().name, token)
    note("token", f"{token} withdrawn")
    return redirect(url_for("account.show"), 303)


def _form(name: str, problem: str = "") -> str:
    there = request.values.get("next", "/")
    is_oidc = oidc.is_set(shelf().settings())
    return render_template("pages/sign_in.html", name=name, problem=problem, next=there, is_oidc=is_oidc)


def _page(secret: str = "") -> str:
    who, people = person(), accounts()
    account = who.account if who else None
    tokens = people.tokens(account.name) if people and account else ()
    return render_template("pages/account.html", account=account, tokens=tokens, secret=secret)


def _people() -> Accounts:
    people = accounts()
    if people is None or not people.any():
        raise InputError("这里还没有账号", where=request.path, hint="用 cetu user add 名字 添加第一个管理员")
    return people


def _own() -> Account:
    who = person()
    if who is None or who.account is None:
        raise ForbiddenError("没有登录", where=request.path, hint="在 /sign-in 登录")
    return who.account
