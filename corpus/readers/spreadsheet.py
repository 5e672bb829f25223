"""Reads the lists of words in an Excel workbook: every sheet whose head names the columns of one."""

from __future__ import annotations

import io
import zipfile

from corpus.documents import SourceFile, SourceText
from corpus.errors import MissingExtraError, ReadError
from corpus.readers.archives import open_archive
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.wordlist import Entry, entries, source_text


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the entries of all sheets, in order; an entry that stands in two sheets alike comes once.

    Raises:
        ReadError: The workbook is damaged, or no sheet is a list.
        MissingExtraError: openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtraError(
            "读 Excel 词表需要 openpyxl", where=source.name, hint='pip install "cetu[tables]"'
        ) from error
    open_archive(source.data, where=source.name, limits=limits)
    found: dict[Entry, None] = {}
    try:
        book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = ([_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
            found |= dict.fromkeys(entries(rows))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise ReadError("Excel 文件读不出来", where=source.name, hint="用 Excel 打开后另存，再加入") from error
    return source_text(list(found), source)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
