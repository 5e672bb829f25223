"""Whose papers the documents are, as rows beside the names: by the place that issuer and title name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.documents import DocumentMeta

_LEVELS = frozenset({"province", "prefecture", "county"})
_SCHEMA = "CREATE TABLE places (name TEXT, document TEXT, PRIMARY KEY (name, document)) WITHOUT ROWID"
# SQLite takes so many values in one statement, whatever its version.
_MOST_VALUES = 900
# The longest name of the gazetteer has 15 characters.
_SHORTEST, _LONGEST = 2, 20

# The documents of each place, the longest name first.
ByPlace = dict[str, frozenset[str]]


def write(connection: sqlite3.Connection, metas: Iterable[DocumentMeta]) -> None:
    """Put the places of documents in the place of all that a database says of places."""
    connection.execute("DROP TABLE IF EXISTS places")
    connection.execute(_SCHEMA)
    connection.executemany(
        "INSERT OR IGNORE INTO places VALUES (?, ?)", ((name, meta.id) for meta in metas for name in _names(meta))
    )


def by_place(metas: Iterable[DocumentMeta]) -> ByPlace:
    """Return the documents of each place, by its full and its short name; to read a thousand titles takes 10 ms."""
    return _by_place((name, meta.id) for meta in metas for name in _names(meta))


class PlaceRows:
    """The places of all documents, in the table `places` of a connection: they need not be read of every title again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def named_in(self, text: str) -> ByPlace:
        """Return the documents of each place that a text names."""
        text = text.encode("utf-8", "ignore").decode()  # no name has half of a surrogate pair, and SQLite takes none
        ends = range(_SHORTEST, _LONGEST + 1)
        pieces = sorted({text[i : i + n] for i in range(len(text)) for n in ends})
        return _by_place(
            row for i in range(0, len(pieces), _MOST_VALUES) for row in self._rows(pieces[i:][:_MOST_VALUES])
        )

    def names(self) -> list[str]:
        """Return the names of all places, the longest first."""
        found = (name for (name,) in self._connection.execute("SELECT DISTINCT name FROM places"))
        return sorted(found, key=lambda name: (-len(name), name))

    def _rows(self, names: list[str]) -> list[tuple[str, str]]:
        marks = ",".join("?" * len(names))
        return self._connection.execute(f"SELECT name, document FROM places WHERE name IN ({marks})", names).fetchall()  # nosec B608


def _by_place(rows: Iterable[tuple[str, str]]) -> ByPlace:
    found: dict[str, set[str]] = {}
    for name, document in rows:
        found.setdefault(name, set()).add(document)
    return {name: frozenset(found[name]) for name in sorted(found, key=lambda name: (-len(name), name))}


def _names(meta: DocumentMeta) -> Iterator[str]:
    from kg.extractors.places import place_of, spans

    home = place_of(meta.issuer)
    if home is not None:
        yield from filter(None, (home.name, home.short))
    for _, _, division, form in spans(f"{meta.title}\n{meta.issuer}"):
        if division.level in _LEVELS and (form == division.name or division.level != "county"):
            yield division.name
            # The short name of a county may be an everyday word.
            if division.short and division.level != "county":
                yield division.short
