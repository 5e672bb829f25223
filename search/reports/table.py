"""Rows as files to take away: CSV that Excel opens as it should, and Excel itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from corpus.errors import MissingExtraError
from kg.exports.tables import harmless


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], form: str, *, title: str = "Sheet") -> bytes:
    """Return rows as a file; `form` is csv or xlsx, whose only sheet has the title.

    Raises:
        MissingExtraError: Excel was asked for and openpyxl is not installed.
    """
    cells = [[_cell(value) for value in row] for row in rows]
    return _xlsx(heads, cells, title) if form == "xlsx" else _csv(heads, cells)


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    return str(harmless(str(value)))


def _csv(heads: Sequence[str], cells: list[list[str | int | float]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(cells)
    # With the mark, Excel reads UTF-8 as UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], cells: list[list[str | int | float]], title: str) -> bytes:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("没有安装 Excel 支持", hint="运行 pip install cetu[tables]") from None
    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.append(list(heads))
    for row in cells:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
