"""The people of the library, for administrators: accounts, tokens, and the trail of what was done."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from corpus.accounts import ROLES, Accounts
from corpus.errors import InputError
from search.labelling import catch_up
from web.access import accounts, need, note
from web.arguments import number, text
from web.sheets import Column, sheet
from web.shelf import shelf

blueprint = Blueprint("people", __name__)

_PAGE, _MOST = 100, 10_000
ROLE_LABELS = {"reader": _l("读者"), "editor": _l("编辑"), "administrator": _l("管理员")}
DEEDS = {
    "sign_in": _l("登录"),
    "sign_in_failed": _l("登录失败"),
    "sign_out": _l("退出"),
    "add": _l("收入文献"),
    "remove": _l("取出文献"),
    "label": _l("改标签"),
    "decide": _l("决定"),
    "export": _l("导出"),
    "rebuild": _l("重建"),
    "verify": _l("核对"),
    "repair": _l("修复"),
    "backup": _l("备份"),
    "check": _l("核对备份"),
    "download_backup": _l("下载备份"),
    "remove_backup": _l("删去备份"),
    "account": _l("账号"),
    "token": _l("令牌"),
}
_COLUMNS: tuple[Column, ...] = (
    ("编号", lambda deed: deed.number),
    ("时间", lambda deed: deed.made_at),
    ("谁", lambda deed: deed.who),
    ("做了什么", lambda deed: deed.what),
    ("对象", lambda deed: deed.subject),
    ("地址", lambda deed: deed.address),
)


@blueprint.get("/admin/users")
def show() -> str:
    """Show the accounts and the form for another one."""
    need("administrator")
    people = accounts()
    return render_template("pages/users.html", accounts=people.listed() if people else (), roles=ROLE_LABELS)


@blueprint.post("/admin/users")
def add() -> Response:
    """Make an account; the first one is an administrator."""
    people, form = _people(), request.form
    role = form.get("role", "reader")
    if not people.any() and role != "administrator":
        raise InputError("第一个账号要是管理员", where="role", hint="角色选管理员")
    account = people.add(form.get("name", ""), form.get("password", ""), role=role, groups=_groups())
    return _changed(f"{account.name} {account.role} {'、'.join(account.groups)}")


@blueprint.post("/admin/users/<path:name>")
def change(name: str) -> Response:
    """Change role, groups, password or whether somebody may sign in."""
    people, form = _people(), request.form
    role = form.get("role") or None
    if role not in (None, *ROLES):
        raise InputError("没有这种角色", where="role", hint="可用：" + "、".join(ROLES))
    groups = _groups() if "groups" in form else None
    is_active = {"on": True, "off": False}.get(form.get("active", ""))
    password = form.get("password") or None
    account = people.change(name, role=role, groups=groups, password=password, is_active=is_active)
    told = [account.name, account.role, "、".join(account.groups), "" if account.is_active else "suspended"]
    return _changed(" ".join(filter(None, told)))


@blueprint.get("/admin/tokens")
def tokens() -> str:
    """Show the tokens of all accounts."""
    need("administrator")
    people = accounts()
    return render_template("pages/tokens.html", tokens=people.tokens() if people else ())


@blueprint.post("/admin/tokens/<path:name>/<token>/withdraw")
def withdraw(name: str, token: str) -> Response:
    """Take a token away."""
    _people().withdraw(name, token)
    note("token", f"{name} {token} withdrawn")
    return redirect(url_for("people.tokens"), 303)


@blueprint.get("/admin/trail")
def trail() -> str | Response:
    """Show what was done, newest first; by whom and of which kind as asked."""
    need("administrator")
    people, who, what = accounts(), text("who"), text("what")
    before, form = number("before", 0), text("format")
    limit = _MOST if form else _PAGE
    deeds = people.trail(limit=limit, who=who, what=what, before=before) if people else ()
    if form in ("csv", "xlsx"):
        note("export", f"trail {form}")
        return sheet(deeds, _COLUMNS, name="日志", form=form)
    older = deeds[-1].number if len(deeds) == _PAGE else 0
    return render_template("pages/trail.html", deeds=deeds, who=who, what=what, kinds=DEEDS, older=older)


def _people() -> Accounts:
    need("administrator")
    people = accounts()
    if people is None:
        raise InputError("还没有资料库", where=request.path, hint="先收入文献")
    return people


def _groups() -> list[str]:
    return [group for group in re.split(r"[,，、\s]+", request.form.get("groups", "")) if group]


def _changed(told: str) -> Response:
    note("account", told)
    # The view of a new set of groups is made now, so that nobody waits for it at a page.
    catch_up(shelf().folder, environment=shelf().environment)
    return redirect(url_for("people.show"), 303)
