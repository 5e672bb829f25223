"""Reads the lines of a list of receivers: names in a row, or the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extractors.places import is_place
from kg.extractors.tables import any_of, column, rows
from kg.facts import EntityType

REMARK = re.compile(r"[（(][^（）()]*[）)]")
SERIAL = re.compile(r"\s*(?:\d{1,4}\s*[.．、)）]|\d{1,4}[\s\t]+|[（(]\d{1,3}[）)]|[①-⑳])\s*")
PUNCTUATION = re.compile(r"[。；！？：:“”]")
_SPLIT = re.compile(r"[^、，,；;\s]+")
_COLUMNS = frozenset(
    ["序号", "姓名", "单位", "单位名称", "名称", "工作单位", "职务", "职称", "性别", "备注", "所在单位"]
)
_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class Row:
    """A receiver `[start, end)` of a list; `type` is None where other finders have to know what it is."""

    start: int
    end: int
    name: str
    type: EntityType | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list and where it starts."""

    start: int
    text: str


def rows_of(line: Line, kind: str) -> Iterator[Row]:
    """Yield the receivers of a line: names in a row, or one in a row of a table beside what else is said of it.

    `kind` is a kind of `honoured.tsv`, or empty where the heading does not tell.
    """
    serial = SERIAL.match(line.text)
    text = line.text[serial.end() :] if serial else line.text
    start = line.start + (serial.end() if serial else 0)
    cells = [(start + found.start(), REMARK.sub("", found[0])) for found in _SPLIT.finditer(_veiled(text))]
    cells = [(at, cell) for at, cell in cells if cell]
    if not cells or all(cell in _COLUMNS for _, cell in cells) or PUNCTUATION.search(text):
        return
    people = [row for row in _people(cells, text, start) if row is not None]
    if kind == "person" or (not kind and people and not is_place(people[0].name)):
        yield from people if len(people) == 1 or len(people) == len(cells) else people[:1]
    elif kind in ("body", "work", ""):
        yield from _things(cells, kind, is_row="、" in text)
    elif kind == "place":
        yield from (Row(at, at + len(cell), cell, None) for at, cell in cells)


def _veiled(text: str) -> str:
    """Return a text of the same length whose brackets hold no separators."""
    return REMARK.sub(lambda found: re.sub(r"[、，,；;\s]", "·", found[0]), text)


def _people(cells: Sequence[tuple[int, str]], text: str, start: int) -> Iterator[Row | None]:
    """Yield the people of a line; a name of two characters may be set wide: 李 军."""
    skip = False
    for i, (at, cell) in enumerate(cells):
        if skip:
            skip = False
            continue
        following = cells[i + 1] if i + 1 < len(cells) else None
        is_wide = len(cell) == 1 and following is not None and len(following[1]) == 1
        if (
            is_wide
            and following is not None
            and _surname().match(cell)
            and not text[at - start + 1 : following[0] - start].strip()
        ):
            skip = True
            yield Row(at, following[0] + 1, cell + following[1], EntityType.PERSON)
        elif is_person(cell):
            yield Row(at, at + len(cell), cell, EntityType.PERSON)


def is_person(text: str) -> bool:
    """Say whether a word of a list can be somebody's name: a surname and one or two characters, or parts joined by ·."""
    found = _surname().match(text)
    is_chinese = found is not None and 1 <= len(text) - found.end() <= 2 and re.fullmatch("[一-鿿]+", text) is not None
    return (is_chinese and not text.endswith(_BODY_ENDS)) or re.fullmatch(
        "[一-鿿]{1,6}(?:·[一-鿿]{1,8}){1,3}", text
    ) is not None


_BODY_ENDS = ("局", "县", "市", "区", "村", "镇", "乡", "厅", "院", "校", "站", "厂", "组", "室", "级", "类")


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(any_of(column("surnames")))


def _things(cells: Sequence[tuple[int, str]], kind: str, *, is_row: bool) -> Iterator[Row]:
    """Yield bodies or works: all of a row, the first of a line of a table; without a kind only what ends as a body."""
    names = [(at, cell) for at, cell in cells if 3 <= len(cell) <= _LONGEST_NAME and not cell.isdigit()]
    for at, cell in names if is_row else names[:1]:
        if kind == "work":
            yield Row(at, at + len(cell), cell, EntityType.PROGRAM)
        elif is_place(cell):
            yield Row(at, at + len(cell), cell, None)
        elif kind == "body" or _body().search(cell):
            yield Row(at, at + len(cell), cell, EntityType.ORGANIZATION)


@cache
def _body() -> re.Pattern[str]:
    bodies = [word for word, kind, *_ in rows("heads") if kind == EntityType.ORGANIZATION.value]
    return re.compile(rf"(?:{any_of(bodies)})$")
