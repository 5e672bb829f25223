"""Lists of words (glossaries, names with their other names) as documents of their own kind: one row an entry, one line a row.

A row reads `茶师包片⇥别名：包片⇥释义：…`, so that the line is evidence that a person can read; `columns` says what a table's
head may call its columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from corpus.documents import Block, SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.encodings import decode
from corpus.readers.limits import DEFAULT, Limits

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SKOS = "text/turtle"
MEDIA_TYPES = frozenset((CSV, XLSX, SKOS))
"""The media types of lists."""

ALIASES, TYPE, DEFINITION, COMPONENTS = "别名", "类型", "释义", "组成"
SEPARATOR = "；"
"""What stands between other names or parts in a row."""

_TERM = "名词"
_COLUMNS = {
    _TERM: "名词 名称 词语 术语 词条 条目 全称 规范名称 标准名称 正式名称 term name label preflabel",
    ALIASES: "别名 简称 其他写法 其他名称 又称 曾用名 缩写 alias aliases altlabel",
    TYPE: "类型 类别 type",
    DEFINITION: "释义 解释 定义 说明 含义 definition",
    COMPONENTS: "组成 构成 组成部分 components",
}
_MANY = (ALIASES, COMPONENTS)
_HINT = "第一行写列名：名词、别名、类型、释义、组成，至少有“名词”和另一列"
_DELIMITERS = "\t,，;；|"
_PARTS = re.compile(r"[、；;|\n]+")
_BREAK = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n\s*(?=[^\x00-\x7f])")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\D|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a name, and what is said of it by column; values of `ALIASES` and `COMPONENTS` are joined by `SEPARATOR`."""

    name: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def line(self) -> str:
        """Return the row as one line of text."""
        return "\t".join([self.name, *(f"{column}：{value}" for column, value in self.values)])


def columns(head: Sequence[str]) -> dict[int, str]:
    """Return what each column of a table holds by its head; empty where the table is no list of words."""
    found: dict[int, str] = {}
    for i, cell in enumerate(head):
        title = cell.strip().lstrip("\ufeff").lower()
        kind = next((kind for kind, names in _COLUMNS.items() if title in names.split()), "")
        if kind and kind not in found.values():
            found[i] = kind
    return found if _TERM in found.values() and len(found) > 1 else {}


def entries(rows: Iterable[Sequence[str]]) -> Iterator[Entry]:
    """Yield the entries of a table whose first row with a known column is its head."""
    known: dict[int, str] = {}
    for row in rows:
        if not known:
            known = columns(row)
            continue
        cells = {kind: row[i].strip() for i, kind in known.items() if i < len(row)}
        name = _line(cells.pop(_TERM, ""))
        if name:
            yield Entry(name, tuple((kind, _value(kind, cells[kind])) for kind in _COLUMNS if cells.get(kind)))


def _value(kind: str, cell: str) -> str:
    return SEPARATOR.join(_line(part) for part in _PARTS.split(cell) if part.strip()) if kind in _MANY else _line(cell)


def _line(text: str) -> str:
    """Return a cell on one line; a break between two Chinese characters leaves nothing behind."""
    return " ".join(_BREAK.sub("", text).split())


def source_text(found: Sequence[Entry], source: SourceFile, title: str = "") -> SourceText:
    """Return a list as the text of a document.

    Raises:
        ReadError: It has no entry.
    """
    if not found:
        raise ReadError("没有找到词表", where=source.name, hint=_HINT)
    title = title or PurePath(source.name).stem
    year = _YEAR.search(title)
    metadata = (("title", title), *((("date", f"{year[0]}年"),) if year else ()))
    return SourceText((Block("title", title, level=1), *(Block("table_row", entry.line) for entry in found)), metadata)


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the list in a text with a head and separated columns (CSV, TSV).

    Raises:
        ReadError: No row names the columns of a list.
    """
    text, _ = decode(source.data, name=source.name)
    return source_text(list(entries(_rows(text))), source)


def is_list(text: str) -> bool:
    """Return whether the first line of a text is the head of a list."""
    return any(columns(row) for row in _rows(text.lstrip("\ufeff").split("\n", 1)[0]))


def _rows(text: str) -> Iterator[list[str]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda mark: (len(columns(head.split(mark))), -_DELIMITERS.index(mark)))
    try:
        yield from csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    except csv.Error:
        yield from (line.split(delimiter) for line in text.splitlines())
