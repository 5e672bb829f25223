"""Signing in and out, one's own password and tokens."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from corpus.accounts import Account, Accounts
from corpus.errors import InputError
from web.access import COOKIE, ForbiddenError, accounts, note, person
from web.preferences import own_address

blueprint = Blueprint("account", __name__)


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
        return _form(name, str(error)), error.http_status
    if account is None:
        return _form(name, _("名字或密码不对")), 401
    response = redirect(own_address(request.form.get("next", "/")), 303)
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
    return render_template("pages/sign_in.html", name=name, problem=problem, next=there)


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
