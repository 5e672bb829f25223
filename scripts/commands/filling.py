"""Commands that fill a library: add, remove, label, rebuild."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scripts.commands.shared import print_json


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="并行的进程数")
@click.option("--strict", is_flag=True, help="有一个文件失败就什么都不收")
@click.option("--label", default="", help="谁能看：公开、内部或组名（默认取设置 corpus.label）；已在库中的也改")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出报告")
@click.pass_obj
def add(folder: Path, paths: tuple[Path, ...], workers: int, strict: bool, label: str, as_json: bool) -> int:
    """读入文件和文件夹，更新图谱与索引；没有变化的跳过。"""
    from scripts import printing
    from search import ingest

    with printing.progress("读入") as step:
        report = ingest.add(
            folder, paths, environment=os.environ, workers=workers, strict=strict, label=label, on_progress=step
        )
    if as_json:
        print_json(report.to_dict())
    else:
        printing.add_report(report)
    return 1 if report.failed else 0


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@click.pass_obj
def remove(folder: Path, documents: tuple[str, ...]) -> None:
    """把文献从库中取出（编号、文件名或标题均可）。"""
    from search import ingest

    for meta in ingest.remove(folder, documents, environment=os.environ):
        click.echo(f"已取出 {meta.id} {meta.title}")


@click.command()
@click.argument("document", metavar="DOC")
@click.argument("label")
@click.pass_obj
def label(folder: Path, document: str, label: str) -> None:
    """改文献的标签：公开、内部或组名，决定谁能看（文献写编号、文件名或标题均可）。"""
    from search import labelling

    meta = labelling.relabel(folder, document, label, environment=os.environ)
    click.echo(f"{meta.id} {meta.title}：{meta.label}")


@click.command()
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="并行的进程数")
@click.pass_obj
def rebuild(folder: Path, workers: int) -> None:
    """由库中所存文献重建图谱与索引。"""
    from scripts import printing
    from search import ingest

    with printing.progress("重建") as step:
        count = ingest.rebuild(folder, environment=os.environ, workers=workers, on_progress=step)
    click.echo(f"已由 {count} 份文献重建图谱与索引")
