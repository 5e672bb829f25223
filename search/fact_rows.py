"""What the graph says of each document, as rows beside the names: a question reads a few documents whole.

They are the rows of named queries, taken when a document's graph is written. To read them takes a small part of the time of
asking the graph for them, which joins thousands of mentions with their names.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg import queries_table

if TYPE_CHECKING:
    from kg.iris import Iris
    from kg.stores.port import GraphStore

QUERIES = ("statements_in", "indicators_in", "definitions_in", "marks_of_document")

SCHEMA = "CREATE TABLE IF NOT EXISTS facts (document TEXT PRIMARY KEY, found BLOB NOT NULL)"
# More would hardly make it smaller.
_LEVEL = 3

# Rows by query.
Found = dict[str, list[dict[str, Any]]]
Table = list[list[Any]]
"""Rows as they are kept: the names of the columns, then the cells of each row."""


def ask_graph(store: GraphStore, iris: Iris, document: str, queries: Iterable[str] = QUERIES) -> Found:
    """Return what the graph says of a document."""
    import pyoxigraph as ox

    given = {"document": ox.NamedNode(iris.document(document))}
    return {name: [dict(row) for row in store.select(queries_table.load(name), given)] for name in queries}


def write(connection: sqlite3.Connection, store: GraphStore, iris: Iris, documents: Iterable[str]) -> None:
    """Put what the graph says of documents in the place of what a database says of them."""
    connection.execute(SCHEMA)
    connection.executemany(
        "INSERT OR REPLACE INTO facts VALUES (?, ?)",
        ((document, _packed(ask_graph(store, iris, document))) for document in documents),
    )


def take_in(connection: sqlite3.Connection) -> None:
    """Put what the attached database `later` says in the place of what a database says of the same documents."""
    connection.execute("INSERT OR REPLACE INTO facts SELECT * FROM later.facts")


class FactRows:
    """The rows of all documents, in the table `facts` of a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, document: str) -> dict[str, Table] | None:
        """Return the tables of one document by query, or None where there are none."""
        row = self._connection.execute("SELECT found FROM facts WHERE document = ?", (document,)).fetchone()
        return None if row is None else json.loads(zlib.decompress(row[0]))


def _packed(found: Found) -> bytes:
    tables = {
        name: [list(rows[0]) if rows else [], *(list(row.values()) for row in rows)] for name, rows in found.items()
    }
    return zlib.compress(json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def rows(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, each by the names of its columns: most of what is kept no question asks for."""
    columns, *cells = table
    return [dict(zip(columns, row, strict=True)) for row in cells]
