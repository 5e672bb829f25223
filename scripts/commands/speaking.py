"""The command that lets language models use a library: mcp."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from search.library import Library
    from web.shelf import Shelf


@click.command()
@click.option("--http", "is_http", is_flag=True, help="经 HTTP 提供（即 cetu serve，地址 /mcp），不经标准输入输出")
@click.option("--host", help="监听的地址（默认取设置 web.host）")
@click.option("--port", type=click.IntRange(1, 65535), help="监听的端口（默认取设置 web.port）")
@click.option("--as", "name", metavar="NAME", help="只给出这个账号看得到的（经标准输入输出时）")
@click.pass_obj
def mcp(folder: Path, is_http: bool, host: str | None, port: int | None, name: str | None) -> None:
    """以 MCP 协议把资料库交给大模型作工具：search ask define entity check。"""
    from scripts.commands.shared import open_library
    from web.mcp.tools import server_of
    from web.shelf import Shelf

    if is_http and name:
        raise click.UsageError("--as 与 --http 不能并用：经 HTTP 时由令牌决定看得到什么")
    settings = open_library(folder).settings
    shelf = Shelf(folder, os.environ)
    server = server_of(_seen_by(name, shelf) if name else shelf.library)
    if not is_http:
        return server.run("stdio")
    from web.server import serve

    return serve(
        folder,
        host=host or settings.text("web.host"),
        port=port or settings.number("web.port"),
        threads=settings.number("web.threads"),
        open_browser=False,
    )


def _seen_by(name: str, shelf: Shelf) -> Callable[[], Library]:
    """Return what gives the library as an account may see it at the moment of each call.

    Raises:
        NotFoundError: There is no such account.
    """
    from corpus.accounts import Accounts
    from corpus.errors import InputError

    people = Accounts(shelf.folder)
    people.get(name)

    def library() -> Library:
        account = people.get(name)
        if not account.is_active:
            raise InputError("账号停用了", where=name, hint="请管理员在“账号”页启用，或换一个账号")
        return shelf.library(account.audience)

    return library
