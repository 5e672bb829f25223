"""Commands that give the graph away: export, sparql."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scripts.commands.shared import open_library


@click.command()
@click.option(
    "--format", "form", required=True, metavar="F", help="turtle ntriples nquads trig jsonld rdfxml annotations …"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件（默认标准输出）")
@click.option("--doc", "document", help="只要这份文献")
@click.pass_obj
def export(folder: Path, form: str, output: Path | None, document: str | None) -> None:
    """导出图谱、表格或标注。"""
    from search import export as exporting

    exporting.write(open_library(folder), form, output or sys.stdout.buffer, document=document)


@click.command()
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(["json", "csv", "tsv", "xml", "turtle"]), default="json", show_default=True
)
@click.pass_obj
def sparql(folder: Path, query: str, form: str) -> None:
    """只读的 SPARQL 1.1 查询（- 表示从标准输入读）。"""
    from kg.sparql import run

    library = open_library(folder)
    text = sys.stdin.read() if query == "-" else query
    click.echo(run(library.graph, text, form=form, settings=library.settings), nl=False)
