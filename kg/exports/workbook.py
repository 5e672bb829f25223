"""An Excel workbook for drafters: glossary, indicators, entities and relations, a sheet each, filtered and frozen."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.exports.tables import harmless
from kg.iris import Iris
from kg.stores.port import GraphStore
from kg.stores.values import Plain
from kg.tables import TYPE_TITLES, Table, tables

# Sheets in the order of use; widths in characters.
_ORDER = ("glossary", "indicators", "nodes", "edges")
_WIDTHS = {
    "text": 70,
    "quote": 60,
    "label": 28,
    "term": 20,
    "components": 40,
    "title": 32,
    "aliases": 28,
    "subject": 28,
}
_VALUES: dict[str, str] = {"achieved": "完成", "target": "目标"} | TYPE_TITLES
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIXED = datetime(2000, 1, 1)


def write(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the workbook. Its bytes depend on the data alone."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "策图"
    book.properties.created = book.properties.modified = _FIXED
    found = {table.name: table for table in tables(store)}
    for name in _ORDER:
        _add_sheet(book, found[name])
    draft = BytesIO()
    book.save(draft)
    _settle(draft, out)


def _add_sheet(book: object, table: Table) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.title)  # type: ignore[attr-defined]
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    heads = []
    for number, (key, title) in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(key, 12)
        head = WriteOnlyCell(sheet, value=title)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
        heads.append(head)
    sheet.append(heads)
    for row in table.rows:
        cells = [WriteOnlyCell(sheet, value=_shown(value)) for value in row]
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append(cells)


def _shown(value: Plain) -> Plain:
    if value is True:
        return "是"
    shown = _VALUES.get(value, value) if isinstance(value, str) else value
    return harmless(shown)


def _settle(draft: BytesIO, out: IO[bytes]) -> None:
    """Copy the archive with fixed times."""
    with ZipFile(draft) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z", source.read(name))
            target.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
