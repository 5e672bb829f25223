"""Lists to take away: CSV that Excel opens as it should, and Excel itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from werkzeug.wrappers import Response

from search.reports.table import table

Column = tuple[str, Callable[[Any], object]]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(rows: Iterable[Any], columns: tuple[Column, ...], *, name: str, form: str) -> Response:
    """Return rows as a file to download; `form` is csv or xlsx.

    Raises:
        MissingExtraError: Excel was asked for and openpyxl is not installed.
    """
    heads = [head for head, _value in columns]
    return ready_sheet(heads, ([value(row) for _head, value in columns] for row in rows), name=name, form=form)


def ready_sheet(heads: Sequence[str], rows: Iterable[Sequence[object]], *, name: str, form: str) -> Response:
    """Return rows that stand in columns already as a file to download; `form` is csv or xlsx.

    Raises:
        MissingExtraError: Excel was asked for and openpyxl is not installed.
    """
    response = Response(table(heads, rows, form), content_type=_XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return response
