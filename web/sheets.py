"""Lists to take away: CSV that Excel opens as it should, and Excel itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

from corpus.errors import MissingExtraError

Column = tuple[str, Callable[[Any], object]]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so is a formula to a spreadsheet program; a text from a document must stay a text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def sheet(rows: Iterable[Any], columns: tuple[Column, ...], *, name: str, form: str) -> Response:
    """Return rows as a file to download; `form` is csv or xlsx.

    Raises:
        MissingExtraError: Excel was asked for and openpyxl is not installed.
    """
    table = [[_cell(value(row)) for _head, value in columns] for row in rows]
    heads = [head for head, _value in columns]
    body, kind = (_xlsx(heads, table), _XLSX) if form == "xlsx" else (_csv(heads, table), "text/csv; charset=utf-8")
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return response


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _csv(heads: list[str], table: list[list[str | int | float]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(table)
    # With the mark, Excel reads UTF-8 as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(heads: list[str], table: list[list[str | int | float]]) -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ImportError:
        raise MissingExtraError("没有安装 Excel 支持", hint="运行 pip install cetu[tables]") from None
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(heads)
    for row in table:
        page.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
