"""CSV, Parquet and Neo4j: one file a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.iris import Iris
from kg.network import network
from kg.stores.port import GraphStore
from kg.stores.values import Plain
from kg.tables import tables

# A cell that begins so is a formula to a spreadsheet program; with Chinese settings the wide signs count, too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(store: GraphStore, folder: Path, _iris: Iris) -> None:
    """Write nodes, edges, indicators and glossary, with the byte order mark that Excel needs to read Chinese."""
    for table in tables(store):
        titles = [title for _, title in table.columns]
        _write(folder / f"{table.name}.csv", titles, table.rows, encoding="utf-8-sig")


def write_neo4j(store: GraphStore, folder: Path, _iris: Iris) -> None:
    """Write nodes.csv and relationships.csv as `neo4j-admin database import` takes them."""
    graph = network(store)
    nodes = ((iri, data["label"], data["type"], data["mentions"]) for iri, data in graph.nodes(data=True))
    edges = ((source, target, data["label"], data["weight"]) for source, target, data in graph.edges(data=True))
    _write(folder / "nodes.csv", ["iri:ID", "name", ":LABEL", "mentions:int"], nodes)
    _write(folder / "relationships.csv", [":START_ID", ":END_ID", ":TYPE", "statements:int"], edges)


def write_parquet(store: GraphStore, folder: Path, _iris: Iris) -> None:
    """Write the four tables with English column names; numbers stay numbers."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for table in tables(store):
        columns = {key: _uniform([row[i] for row in table.rows]) for i, (key, _) in enumerate(table.columns)}
        pq.write_table(pa.table(columns), folder / f"{table.name}.parquet")


def _uniform(values: Sequence[Plain]) -> list[Plain]:
    """Return a column of one type: whole numbers among others become floats, mixtures with text become text."""
    kinds = Counter(type(value) for value in values if value is not None)
    if set(kinds) == {int, float}:
        return [None if value is None else float(value) for value in values]
    if len(kinds) > 1:
        return [None if value is None else str(value) for value in values]
    return list(values)


def _write(file: Path, titles: Sequence[str], rows: Iterable[Sequence[Plain]], encoding: str = "utf-8") -> None:
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows([harmless(value) for value in row] for row in rows)


def harmless(value: Plain) -> Plain:
    """Return a value that a spreadsheet takes for no formula, without characters that a sheet may not hold."""
    if not isinstance(value, str):
        return value
    # What cannot be shown goes first: it must not hide what the cell begins with afterwards.
    shown = "".join(c for c in value if c >= " " or c in "\t\n\r")
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown
