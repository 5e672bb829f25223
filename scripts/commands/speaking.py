"""The command that lets language models use a library: mcp."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command()
@click.option("--http", "is_http", is_flag=True, help="经 HTTP 提供（即 cetu serve，地址 /mcp），不经标准输入输出")
@click.option("--host", help="监听的地址（默认取设置 web.host）")
@click.option("--port", type=click.IntRange(1, 65535), help="监听的端口（默认取设置 web.port）")
@click.pass_obj
def mcp(folder: Path, is_http: bool, host: str | None, port: int | None) -> None:
    """以 MCP 协议把资料库交给大模型作工具：search ask define entity check。"""
    from scripts.commands.shared import open_library
    from web.mcp.tools import server_of
    from web.shelf import Shelf

    settings = open_library(folder).settings
    server = server_of(Shelf(folder, os.environ).library)
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
