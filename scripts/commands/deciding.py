"""The command of people's decisions: `cetu decide merge A B`, `cetu decide list`, and the like."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Any

import click

from scripts.commands.shared import print_json


@click.group()
def decide() -> None:
    """人的决定：合并、拆分、改名、改类型、否决、别名等，只增不改，可撤销。"""


def _options(command: Any) -> Any:
    """Give a command the options that every decision has."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="以 JSON 输出"),
        click.option("--dry-run", is_flag=True, help="只说会改变什么，不记下"),
        click.option("--who", default=None, help="谁决定的（默认是登录名）"),
        click.option("--why", default="", help="为什么"),
    ):
        command = option(command)
    return command


def _record(folder: Path, kind: str, payload: dict[str, Any], options: dict[str, Any]) -> None:
    from search import curation

    author = (options["who"] or getpass.getuser(), options["why"])
    done = curation.decide(folder, kind, payload, author=author, environment=os.environ, is_trial=options["dry_run"])
    if options["as_json"]:
        return print_json(done.to_dict())
    from scripts import decisions

    return decisions.decided(done)


@decide.command()
@click.argument("entities", nargs=-1, required=True)
@_options
@click.pass_obj
def merge(folder: Path, /, entities: tuple[str, ...], **options: Any) -> None:
    """把几个实体合为一个；第一个的名称留下。"""
    _record(folder, "merge", {"entities": list(entities)}, options)


@decide.command()
@click.argument("entities", nargs=-1, required=True)
@_options
@click.pass_obj
def confirm(folder: Path, /, entities: tuple[str, ...], **options: Any) -> None:
    """确认一对存疑的实体是同一个（见 cetu decide doubts）。"""
    _record(folder, "confirm", {"entities": list(entities)}, options)


@decide.command("not-same")
@click.argument("entities", nargs=-1, required=True)
@_options
@click.pass_obj
def not_same(folder: Path, /, entities: tuple[str, ...], **options: Any) -> None:
    """说明几个实体不是同一个，今后也不再合并、不再存疑。"""
    _record(folder, "not_same", {"entities": list(entities)}, options)


@decide.command()
@click.argument("entity")
@click.option("--doc", "documents", multiple=True, help="拆出这份文献里的（可多次）")
@click.option("--form", "names", multiple=True, help="拆出这种写法的（可多次）")
@click.option("--name", help="拆出部分的名称")
@_options
@click.pass_obj
def split(
    folder: Path, /, entity: str, documents: tuple[str, ...], names: tuple[str, ...], name: str | None, **options: Any
) -> None:
    """把一个实体按文献或写法拆成两个。"""
    payload = {"entity": entity, "documents": list(documents), "names": list(names), "name": name}
    _record(folder, "split", payload, options)


@decide.command()
@click.argument("entity")
@click.argument("name")
@_options
@click.pass_obj
def rename(folder: Path, /, entity: str, name: str, **options: Any) -> None:
    """改实体的名称；原来的名称成为别名。"""
    _record(folder, "rename", {"entity": entity, "name": name}, options)


@decide.command()
@click.argument("entity")
@click.argument("kind", metavar="TYPE")
@_options
@click.pass_obj
def retype(folder: Path, /, entity: str, kind: str, **options: Any) -> None:
    """改实体的类型（Person Organization Place Program Event Award Slogan Policy Platform Concept）。"""
    _record(folder, "retype", {"entity": entity, "type": kind}, options)


@decide.command()
@click.argument("entity")
@click.option("--doc", "documents", multiple=True, help="只在这份文献里（可多次；默认处处）")
@_options
@click.pass_obj
def reject(folder: Path, /, entity: str, documents: tuple[str, ...], **options: Any) -> None:
    """说明它不是实体。"""
    _record(folder, "reject", {"entity": entity, "documents": list(documents)}, options)


@decide.command()
@click.argument("entity")
@click.argument("alias")
@_options
@click.pass_obj
def alias(folder: Path, /, entity: str, alias: str, **options: Any) -> None:
    """给实体加一个别名。"""
    _record(folder, "alias", {"entity": entity, "alias": alias}, options)


@decide.command()
@click.argument("entity")
@click.option("--doc", "document", required=True, help="以这份文献的解释为准")
@_options
@click.pass_obj
def pin(folder: Path, /, entity: str, document: str, **options: Any) -> None:
    """选定一个词以哪份文献的解释为准。"""
    _record(folder, "pin", {"entity": entity, "document": document}, options)


@decide.command()
@click.argument("number", type=int)
@_options
@click.pass_obj
def undo(folder: Path, /, number: int, **options: Any) -> None:
    """撤销一个决定；撤销本身也可以撤销。"""
    _record(folder, "undo", {"number": number}, options)


@decide.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def list_all(folder: Path, /, as_json: bool) -> None:
    """列出全部决定：已撤销的、不再适用的都在。"""
    from search import curation

    found = curation.listed(folder)
    if as_json:
        return print_json([one.to_dict() for one in found])
    from scripts import decisions

    return decisions.listed(found)


@decide.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def doubts(folder: Path, /, as_json: bool) -> None:
    """列出可能是同一个、等人判断的实体。"""
    from dataclasses import asdict

    from search import curation

    found = curation.doubts(folder)
    if as_json:
        return print_json([asdict(doubt) for doubt in found])
    from scripts import decisions

    return decisions.doubts(found)
