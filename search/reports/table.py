"""Rows as files to take away: CSV that Excel opens as it should, and Excel itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from corpus.errors import MissingExtraError

# A cell that begins so is a formula to a spreadsheet program; a text from a document must stay a text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> bytes:
    """Return rows as a file; `form` is csv or xlsx.

    Raises:
        MissingExtraError: Excel was asked for and openpyxl is not installed.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    return _xlsx(heads, cells) if form == "xlsx" else _csv(heads, cells)


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _csv(heads: Sequence[str], cells: list[list[str | int | float]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(cells)
    # With the mark, Excel reads UTF-8 as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], cells: list[list[str | int | float]]) -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ImportError:
        raise MissingExtraError("没有安装 Excel 支持", hint="运行 pip install cetu[tables]") from None
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(list(heads))
    for row in cells:
        page.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
