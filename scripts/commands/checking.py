"""The command that checks a draft."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from corpus.errors import CetuError, InputError
from scripts.commands.shared import answer_lines, open_library, print_json


@click.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"text": …}，逐行答')
@click.pass_obj
def check(folder: Path, file: str | None, as_json: bool, batch: bool) -> int | None:
    """对照资料库校核草稿（文件，或 - 表示标准输入）。"""
    from search import drafts

    library = open_library(folder)
    if batch:
        answer_lines("text", lambda text: drafts.check(library, text).to_dict())
        return 0
    text = _draft_text(file)
    result = drafts.check(library, text)
    if as_json:
        print_json(result.to_dict())
    else:
        from scripts import printing

        printing.findings(result, text)
    return 1 if any(finding.severity == "error" for finding in result.findings) else 0


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
