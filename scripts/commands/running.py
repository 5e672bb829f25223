"""Commands that run and describe a library: info, serve."""

from __future__ import annotations

from pathlib import Path

import click

from scripts.commands.shared import open_library, print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def info(folder: Path, as_json: bool) -> None:
    """数量、版本、大小与设置。"""
    values = open_library(folder).info()
    if as_json:
        return print_json(values)
    from scripts import printing

    return printing.info(values)


@click.command()
@click.option("--host", help="监听的地址（默认取设置 web.host）")
@click.option("--port", type=click.IntRange(1, 65535), help="监听的端口（默认取设置 web.port）")
@click.option("--open", "open_browser", is_flag=True, help="打开浏览器")
@click.pass_obj
def serve(folder: Path, host: str | None, port: int | None, open_browser: bool) -> None:
    """启动网页应用。"""
    from web.server import serve as run_server

    settings = open_library(folder).settings
    run_server(
        folder,
        host=host or settings.text("web.host"),
        port=port or settings.number("web.port"),
        threads=settings.number("web.threads"),
        open_browser=open_browser,
    )
