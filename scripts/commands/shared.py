"""What the commands share: opening the library, printing JSON, answering line by line."""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import CetuError, InputError

if TYPE_CHECKING:
    from search.library import Library

_HALF = re.compile("[\ud800-\udfff]")


def open_library(folder: Path) -> Library:
    """Open the library in a folder, with the settings of the environment."""
    from search.library import Library

    return Library.open(folder, os.environ)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave cycles of objects alone, also as the process ends: one answer does not fill the memory with them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(_written(value, indent=1))


def _print_line(value: Any) -> None:
    click.echo(_written(value))
    sys.stdout.flush()


def _written(value: object, indent: int | None = None) -> str:
    """Return JSON with Chinese as it is; half of a pair, which a line of a batch may hold, stays an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return _HALF.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)


def answer_lines(key: str, answer: Callable[[str], dict[str, Any]]) -> None:
    """Answer JSON lines from standard input one by one until end of file; a bad line goes on with an error object."""
    answer_requests(key, lambda request: answer(request[key]))


def answer_requests(key: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer whole requests, one JSON object a line; `key` must be a text in each."""
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if not isinstance(request, dict) or not isinstance(request.get(key), str):
                raise InputError("这一行不是所要的 JSON 对象", hint=f'每行写成 {{"{key}": "…"}}')
            _print_line(answer(request))
        except json.JSONDecodeError as error:
            _print_line({"error": InputError(f"不是 JSON：{error}", hint=f'每行写成 {{"{key}": "…"}}').to_dict()})
        except CetuError as error:
            _print_line({"error": error.to_dict()})


def asked_before(request: dict[str, Any]) -> tuple[str, ...]:
    """Return the questions that a request names as asked before it.

    Raises:
        InputError: `context` is neither a text nor a list of texts.
    """
    given = request.get("context", [])
    context = [given] if isinstance(given, str) else given
    if not isinstance(context, list) or not all(isinstance(text, str) for text in context):
        raise InputError("context 应是此前问过的问题", hint='写成 "context": ["…", "…"]，先问的在前')
    return tuple(context)


def joined(parts: tuple[str, ...], what: str) -> str:
    """Return the words of an argument as one line; without any, say what is missing."""
    text = " ".join(parts).strip()
    if not text:
        raise InputError(f"没有给出{what}", hint=f"在命令后写上{what}，或用 --batch 从标准输入读")
    return text


def write_out(content: str | bytes, output: Path | None) -> None:
    """Write a report to a file, or text to standard output."""
    if output is None and isinstance(content, bytes):
        raise InputError("Word、Excel 文档不能写到终端", hint="用 -o 文件名 指明写到哪里")
    if output is None:
        click.echo(content)
        return
    try:
        output.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as error:
        raise InputError("写不了这个文件", where=str(output), hint="检查文件夹和权限") from error
