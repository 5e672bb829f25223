"""Which documents the projections hold, and as of which change.

A small SQLite file of its own: it can be deleted at any time, then everything is projected anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

LEDGER_FILE = "projections.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS projected (id TEXT PRIMARY KEY, change INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS begun (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS versions (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Ledger:
    """The projected documents of one library. `version` names the code that projected; another one starts anew."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / LEDGER_FILE
        self._version = version

    def load(self) -> dict[str, int]:
        """Return the change of each projected document; nothing when the file is absent, damaged or of another code."""
        if not self._path.exists():
            return {}
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                version = connection.execute("SELECT value FROM versions WHERE key = 'code'").fetchone()
                if version != (self._version,):
                    return {}
                return dict(connection.execute("SELECT id, change FROM projected").fetchall())
        except sqlite3.DatabaseError:
            return {}

    def begin(self, documents: Iterable[str]) -> None:
        """Note which documents are about to be written; the note stands until `save`."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executescript(_SCHEMA)
            connection.executemany("INSERT OR IGNORE INTO begun VALUES (?)", [(name,) for name in sorted(documents)])

    def begun(self) -> frozenset[str]:
        """Return the documents that somebody began to write who broke off: nobody knows how far they have come."""
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executescript(_SCHEMA)
            return frozenset(name for (name,) in connection.execute("SELECT id FROM begun"))

    def save(self, changed: Mapping[str, int], gone: Iterable[str], *, anew: bool) -> None:
        """Write what changed and delete what is gone, in one transaction; `anew` forgets everything first."""
        if anew:
            self._path.unlink(missing_ok=True)
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.executescript(_SCHEMA)
            connection.execute("INSERT OR REPLACE INTO versions VALUES ('code', ?)", (self._version,))
            connection.execute("DELETE FROM begun")
            connection.executemany("DELETE FROM projected WHERE id = ?", [(name,) for name in sorted(gone)])
            connection.executemany("INSERT OR REPLACE INTO projected VALUES (?, ?)", sorted(changed.items()))
