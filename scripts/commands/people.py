"""The command of accounts: `cetu user add NAME --role administrator`, `cetu user token NAME`, and the like."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.errors import InputError
from scripts.commands.shared import print_json

if TYPE_CHECKING:
    from corpus.account_tables import Account

_ROLES = ("reader", "editor", "administrator")
_ROLE = click.Choice(_ROLES)


@click.group()
def user() -> None:
    """账号：谁能登录、能做什么。一个账号也没有时，本机的人就是管理员。"""


@user.command()
@click.argument("name")
@click.option("--role", type=_ROLE, help="角色（第一个账号默认是 administrator，其余默认 reader）")
@click.option("--group", "groups", multiple=True, help="能看这个标签的文献（可多次）")
@click.option("--password-stdin", "is_piped", is_flag=True, help="从标准输入读密码，不提问")
@click.pass_obj
def add(folder: Path, name: str, role: str | None, groups: tuple[str, ...], is_piped: bool) -> None:
    """添加账号；密码不写在命令里，另行输入。"""
    from corpus.accounts import Accounts

    people = Accounts(folder)
    chosen = role or ("reader" if people.any() else "administrator")
    if not people.any() and chosen != "administrator":
        raise InputError("第一个账号要是管理员", where=name, hint="去掉 --role，或写 --role administrator")
    account = people.add(name, _password(is_piped), role=chosen, groups=groups)
    people.note("命令行", "account", _told(account))
    _catch_up(folder)
    click.echo(f"已添加 {account.name}（{account.role}）")


@user.command("set")
@click.argument("name")
@click.option("--role", type=_ROLE, help="新的角色")
@click.option("--group", "groups", multiple=True, help="能看这些标签的文献（可多次），代替原来的")
@click.option("--no-groups", "is_bare", is_flag=True, help="不再在任何组")
@click.option("--password", "is_password", is_flag=True, help="改密码（另行输入）")
@click.option("--password-stdin", "is_piped", is_flag=True, help="改密码，从标准输入读")
@click.pass_obj
def change(folder: Path, /, name: str, role: str | None, groups: tuple[str, ...], **asked: bool) -> None:
    """改角色、组或密码；已登录的须重新登录。"""
    from corpus.accounts import Accounts

    is_piped = asked["is_piped"]
    password = _password(is_piped) if asked["is_password"] or is_piped else None
    people = Accounts(folder)
    chosen = groups or (() if asked["is_bare"] else None)
    account = people.change(name, role=role, password=password, groups=chosen)
    people.note("命令行", "account", _told(account))
    _catch_up(folder)
    click.echo(f"已改 {account.name}（{account.role}）")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def list_all(folder: Path, as_json: bool) -> None:
    """列出账号。"""
    from corpus.accounts import Accounts

    found = Accounts(folder).listed()
    if as_json:
        return print_json([asdict(account) for account in found])
    for account in found:
        click.echo("\t".join((account.name, account.role, account.made_at, "、".join(account.groups))).rstrip())
    return None if found else click.echo("还没有账号：本机的人就是管理员")


@user.command()
@click.argument("name")
@click.pass_obj
def remove(folder: Path, name: str) -> None:
    """删去账号，连同它的令牌；做过的事仍留在日志里。"""
    from corpus.accounts import Accounts

    people = Accounts(folder)
    people.remove(name)
    people.note("命令行", "account", f"{name} removed")
    click.echo(f"已删去 {name}")


@user.command()
@click.argument("name")
@click.option("--title", default="", help="给谁用、做什么用")
@click.option("--list", "is_list", is_flag=True, help="列出它的令牌")
@click.option("--withdraw", metavar="ID", help="收回这个令牌")
@click.pass_obj
def token(folder: Path, name: str, title: str, is_list: bool, withdraw: str | None) -> None:
    """给程序用的令牌；只在这时显示一次。"""
    from corpus.accounts import Accounts

    people = Accounts(folder)
    if withdraw:
        people.withdraw(people.get(name).name, withdraw)
        people.note("命令行", "token", f"{name} {withdraw} withdrawn")
        click.echo(f"已收回 {withdraw}")
    elif is_list:
        for one in people.tokens(people.get(name).name):
            click.echo(f"{one.id}\t{one.title}\t{one.made_at}")
    else:
        click.echo(people.make_token(name, title))
        people.note("命令行", "token", f"{name} {title}".strip())


@user.command()
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True, help="最近的多少条")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def log(folder: Path, limit: int, as_json: bool) -> None:
    """日志：谁登录、决定、导出、添加和取出了什么。"""
    from corpus.accounts import Accounts

    found = Accounts(folder).trail(limit=limit)
    if as_json:
        return print_json([asdict(deed) for deed in found])
    for deed in found:
        click.echo("\t".join((deed.made_at, deed.who, deed.what, deed.subject, deed.address)).rstrip())
    return None


def _told(account: Account) -> str:
    return " ".join((account.name, account.role, "、".join(account.groups))).strip()


def _catch_up(folder: Path) -> None:
    """Make the view of a new set of groups now, so that nobody waits for it at a page."""
    from search.labelling import catch_up

    catch_up(folder, environment=os.environ)


def _password(is_piped: bool) -> str:
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError("没有终端可以输入密码", hint="用 --password-stdin 从标准输入读")
    given: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输一次")
    return given
