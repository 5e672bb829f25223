"""Commands that run and describe a library: info, serve."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scripts.commands.shared import open_library, print_json


@click.command()
@click.option("--check", "is_check", is_flag=True, help="检查设置能否在这台机器上用；有错误时退出码为 1")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def info(folder: Path, is_check: bool, as_json: bool) -> int | None:
    """数量、版本、大小与设置。"""
    if is_check:
        return _check(folder, as_json)
    values = open_library(folder).info()
    if as_json:
        print_json(values)
    else:
        from scripts import printing

        printing.info(values)
    return None


def _check(folder: Path, as_json: bool) -> int:
    from search import configuration

    remarks = configuration.check(folder, os.environ)
    if as_json:
        print_json([remark.to_dict() for remark in remarks])
    else:
        from scripts import printing

        printing.remarks(remarks)
    return 1 if any(remark.is_error for remark in remarks) else 0


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
