"""Commands for researchers: network, wording, ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from corpus.errors import InputError
from scripts.commands.shared import joined, open_library, print_json, write_out

_Rows = Iterable[Sequence[object]]


def _takes_away(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which its result leaves: --json, --format csv|xlsx, -o."""
    for option in (
        click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件；xlsx 必须给出"),
        click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help="写成表格"),
        click.option("--json", "as_json", is_flag=True, help="以 JSON 输出"),
    ):
        command = option(command)
    return command


def _write_table(heads: Sequence[str], rows: _Rows, form: str, output: Path | None) -> None:
    from search.reports.table import table

    content = table(heads, rows, form)
    # A terminal has no use for the byte order mark that Excel needs.
    write_out(content.decode("utf-8-sig").rstrip() if form == "csv" and output is None else content, output)


@click.command()
@click.argument("name", required=False)
@click.option("--to", "other", metavar="NAME", help="到这个实体的最短关系链，每步附原文")
@click.option("--depth", type=click.IntRange(1, 3), default=1, show_default=True, help="几步以内的相邻实体")
@click.option("--limit", type=click.IntRange(1, 500), default=40, show_default=True, help="最多列出多少实体")
@click.option("--groups", is_flag=True, help="不给名称时，列出群组而不是中心实体")
@click.option("--between", nargs=2, metavar="A B", help="不给名称时，两个年份或两份文献之间的变化")
@_takes_away
@click.pass_obj
def network(
    folder: Path,
    /,
    name: str | None,
    other: str | None,
    depth: int,
    limit: int,
    groups: bool,
    between: tuple[str, str] | None,
    **out: Any,
) -> None:
    """关系网络：一个实体的相邻实体；两个实体怎样相连（--to）；不给名称时，全库的中心实体与群组，或前后的变化。"""
    from scripts import studies
    from search.entities import find
    from search.network import Node, neighbourhood
    from search.studies import chains, changes, structure

    library = open_library(folder)
    found: Any
    heads: Sequence[str]
    rows: _Rows
    if between is not None:
        if name is not None:
            raise InputError("--between 看的是全部实体", where=name, hint="去掉名称，或去掉 --between")
        found = changes.changes(library, *between)
        heads, rows, shown = changes.HEADS, found.rows(), lambda: studies.changes(found, limit)
    elif name is None:
        found = structure.structure(library)
        heads, rows = (structure.GROUP_HEADS, found.group_rows()) if groups else (structure.CENTRAL_HEADS, found.rows())
        shown = lambda: studies.groups(found, limit) if groups else studies.centre(found, limit)  # noqa: E731
    elif other is not None:
        ends = (find(library, text) for text in (name, other))
        first, last = (Node(end.iri, end.text, end.type, 0) for end in ends)
        found = chains.chain(library, first, last)
        heads, rows, shown = chains.HEADS, found.rows(), lambda: studies.chain(found)
    else:
        found = neighbourhood(library, find(library, name).iri, depth=depth, limit=limit)
        heads, rows, shown = studies.EDGE_HEADS, studies.edge_rows(found), lambda: studies.neighbours(found)
    _give(found.to_dict(), heads, rows, shown, **out)


@click.command()
@click.argument("text", nargs=-1)
@_takes_away
@click.pass_obj
def wording(folder: Path, /, text: tuple[str, ...], **out: Any) -> None:
    """一个说法的历年用法：最早和最近的用例，各年次数与写法。"""
    from scripts import studies
    from search.studies import wordings

    found = wordings.usage(open_library(folder), joined(text, "说法"))
    _give(found.to_dict(), wordings.HEADS, found.rows(), lambda: studies.usage(found), **out)


@click.command()
@click.argument("text", nargs=-1)
@click.option("--year", type=int, help="只看这一年的目标")
@click.option("--state", help="只看这种结果：完成 未完成 未再提及 口径变化 …")
@_takes_away
@click.pass_obj
def ledger(folder: Path, /, text: tuple[str, ...], year: int | None, state: str | None, **out: Any) -> None:
    """指标台账：每个目标与后来报告的结果，及其状态。"""
    from scripts import studies
    from search.studies import ledger as books

    wanted = next((key for key, label in books.STATES.items() if state in (key, label)), None)
    if state and wanted is None:
        raise InputError(f"没有“{state}”这种状态", where="--state", hint=f"可选：{' '.join(books.STATES.values())}")
    found = books.ledger(open_library(folder), "".join(text), year=year, state=wanted)
    as_dicts = [entry.to_dict() for entry in found]
    _give(as_dicts, books.HEADS, books.rows(found), lambda: studies.ledger(found), **out)


def _give(
    value: Any,
    heads: Sequence[str],
    rows: _Rows,
    shown: Callable[[], None],
    *,
    as_json: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Give a result as it was asked for: JSON, a table, or text on the terminal."""
    if as_json:
        print_json(value)
    elif form or output:
        suffix = output.suffix.lstrip(".") if output else ""
        _write_table(heads, rows, form or (suffix if suffix == "xlsx" else "csv"), output)
    else:
        shown()
