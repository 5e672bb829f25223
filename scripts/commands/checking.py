"""The commands for drafters: check a draft, compare two versions."""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import CetuError, InputError
from scripts.commands.shared import answer_lines, open_library, print_json, write_out

if TYPE_CHECKING:
    from search.results import CheckResult


@click.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"text": …}，逐行答')
@click.option("--format", "form", type=click.Choice(["sarif", "html", "docx"]), help="写成编辑器、网页或批注文档")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件；docx 必须给出")
@click.option("--accept", metavar="WORDING", help="认定这几个字无误，以后不再提示；要写 --why")
@click.option("--why", default="", help="认定无误的理由")
@click.pass_obj
def check(folder: Path, /, file: str | None, as_json: bool, batch: bool, **options: Any) -> int | None:
    """对照资料库校核草稿（文件，或 - 表示标准输入）。"""
    if options["accept"]:
        return _accept(folder, options["accept"], options["why"])
    from search import drafts

    library = open_library(folder)
    if batch:
        answer_lines("text", lambda text: drafts.check(library, text).to_dict())
        return 0
    text = _draft_text(file)
    result = drafts.check(library, text)
    if options["form"]:
        write_out(_report(result, text, file or "-", options["form"]), options["output"])
    elif as_json:
        print_json(result.to_dict())
    else:
        from scripts import printing

        printing.findings(result, text)
    return 1 if any(finding.severity == "error" for finding in result.findings) else 0


def _accept(folder: Path, wording: str, why: str) -> int:
    from search import ingest

    number = ingest.decide_right(folder, wording, why=why, environment=os.environ)
    click.echo(f"第 {number} 号决定：“{wording}”认定无误")
    return 0


def _report(result: CheckResult, text: str, file: str, form: str) -> str | bytes:
    name = "草稿.txt" if file == "-" else file
    if form == "sarif":
        from search.reports.sarif import sarif

        return json.dumps(sarif(result, text, uri=Path(name).as_posix(), version=version("cetu")), ensure_ascii=False)
    if form == "html":
        from search.reports.page import findings_page

        return findings_page(result, text, title=Path(name).name)
    from search.reports.word import annotated

    return annotated(result, text)


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--format", "form", type=click.Choice(["html", "docx"]), help="写成网页或文档")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件；docx 必须给出")
@click.pass_obj
def compare(folder: Path, before: str, after: str, as_json: bool, form: str | None, output: Path | None) -> None:
    """比较两份文献（编号、文件名或标题的一段）：提法、数字、各节文字。"""
    from search import comparison

    found = comparison.compare(open_library(folder), before, after)
    if form == "html":
        from search.reports.page import comparison_page

        write_out(comparison_page(found), output)
    elif form == "docx":
        from search.reports.word import compared

        write_out(compared(found), output)
    elif as_json:
        print_json(found.to_dict())
    else:
        from scripts import differences

        differences.show(found)


@click.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--format", "form", type=click.Choice(["docx", "xlsx"]), help="写成 Word 或 Excel")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写到文件；docx、xlsx 必须给出")
@click.pass_obj
def glossary(folder: Path, file: str | None, as_json: bool, form: str | None, output: Path | None) -> None:
    """为草稿拟名词解释；不给文件时，列出库中没有解释的和解释了没有用的名词。"""
    from search import appendix

    library = open_library(folder)
    if file is None:
        open_ends = appendix.gaps(library)
        if as_json:
            return print_json(open_ends.to_dict())
        for name, rows in (("用到而没有解释", open_ends.undefined), ("解释了而没有用到", open_ends.unused)):
            click.echo(f"{name}：" + ("" if rows else "无"))
            for term, title in rows:
                click.echo(f"  {term}（{title}）")
        return None
    found = appendix.appendix(library, _draft_text(file))
    if form == "docx":
        from search.reports.word import listed

        return write_out(listed("名词解释", found.lines()), output)
    if form == "xlsx":
        from search.reports.sheet import workbook

        return write_out(workbook(found), output)
    if as_json:
        return print_json(found.to_dict())
    write_out("\n".join(["名词解释", *found.lines()]), output)
    if found.undefined:
        click.echo("草稿用到而各文献没有解释的：" + "、".join(found.undefined), err=True)
    return None


def _draft_text(file: str | None) -> str:
    if file == "-":
        return sys.stdin.read()
    if file is None:
        raise InputError("没有给出草稿", hint="写上文件名，或用 - 从标准输入读")
    from corpus.files import source_files
    from corpus.ingest import document_from_file

    for _, source in source_files([Path(file)]):
        if isinstance(source, CetuError):
            raise source
        return document_from_file(source).text
    raise InputError("没有这个文件", where=file, hint="检查路径")
