"""People's decisions of a library folder, read without the machinery of the record: a check of a draft has no time for it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from corpus.decision_rows import DecisionRow
from corpus.settings import FILE, load_settings


def decision_rows(folder: Path) -> tuple[DecisionRow, ...]:
    """Return all decisions of a library folder in the order in which they were made.

    Raises:
        LibraryError: There is no library, or it is foreign or too new.
    """
    if load_settings(folder / FILE, {}).text("corpus.record"):  # on a server: a file here is the copy of before
        return _by_record(folder)
    try:
        database = f"file:{quote(str(folder / 'library.db'))}?mode=ro"
        with closing(sqlite3.connect(database, uri=True)) as connection:
            wanted = "SELECT number, kind, payload, who, why, made_at FROM decisions ORDER BY number"
            rows = connection.execute(wanted).fetchall()
    except sqlite3.Error:
        return _by_record(folder)
    return tuple(DecisionRow(number, kind, json.loads(payload), *rest) for number, kind, payload, *rest in rows)


def _by_record(folder: Path) -> tuple[DecisionRow, ...]:
    """Return them through the record, which says in words what is wrong with a library."""
    from corpus.record import Record

    record = Record(folder)
    try:
        return record.decisions()
    finally:
        record.close()
