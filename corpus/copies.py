"""A database copied to another, of the same or another kind: all its tables, every row as it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from corpus import accounts, record_tables
from corpus.databases import TEXT

_AT_ONCE = 1000
_NAME = "library"


def copy_database(source: sa.Engine, target: sa.Engine) -> None:
    """Copy everything in the place of what a database holds, in one transaction; what others write meanwhile stays out."""
    with _snapshot(source) as reading, target.begin() as writing:
        for table in tables(writing):
            table.drop(writing)
        for table in tables(reading):
            table.metadata.create_all(writing, tables=[table], checkfirst=True)
            for rows in reading.execute(sa.select(table)).mappings().partitions(_AT_ONCE):
                writing.execute(sa.insert(table), [dict(row) for row in rows])
            _go_on_counting(writing, table)


def differences(source: sa.Engine, target: sa.Engine) -> tuple[str, ...]:
    """Return the names of the tables whose rows differ between two databases, or that the second lacks."""
    with _snapshot(source) as one, _snapshot(target) as other:
        there = {table.name for table in tables(other)}
        return tuple(
            table.name for table in tables(one) if table.name not in there or not _are_equal(one, other, table)
        )


def mark(engine: sa.Engine, name: str) -> None:
    """Give a record a name by which its copies are known, unless it has one."""
    meta = record_tables.TABLES.tables["meta"]
    with engine.begin() as connection:
        if connection.execute(sa.select(meta.c.value).where(meta.c.key == _NAME)).scalar() is None:
            connection.execute(sa.insert(meta).values(key=_NAME, value=name))


def identity(engine: sa.Engine) -> tuple[str, int] | None:
    """Return the name of a record and its last change; None where the database holds no record with a name."""
    meta, changes = record_tables.TABLES.tables["meta"], record_tables.TABLES.tables["changes"]
    with engine.connect() as connection:
        if not {meta.name, changes.name} <= set(sa.inspect(connection).get_table_names()):
            return None
        name = connection.execute(sa.select(meta.c.value).where(meta.c.key == _NAME)).scalar()
        change = connection.execute(sa.select(sa.func.max(changes.c.number))).scalar()
    return (name, change or 0) if name else None


def is_empty(engine: sa.Engine) -> bool:
    """Return whether a database has no table at all."""
    with engine.connect() as connection:
        return not sa.inspect(connection).get_table_names()


def tables(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables of a database, by name: as we declare them, others by what they look like."""
    inspector = sa.inspect(connection)
    names = sorted(name for name in inspector.get_table_names() if not name.startswith("sqlite_"))
    return [_declared().get(name, _seen(inspector, name)) for name in names]


def _declared() -> dict[str, sa.Table]:
    return {table.name: table for module in (record_tables, accounts) for table in module.TABLES.tables.values()}


def _seen(inspector: sa.Inspector, name: str) -> sa.Table:
    keys = set(inspector.get_pk_constraint(name)["constrained_columns"])
    found = inspector.get_columns(name)
    own = [
        sa.Column(c["name"], _plain(c["type"]), primary_key=c["name"] in keys, nullable=c["nullable"]) for c in found
    ]
    return sa.Table(name, sa.MetaData(), *own)


def _plain(kind: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return TEXT if isinstance(kind, sa.Text | sa.String) else kind


def _snapshot(engine: sa.Engine) -> sa.Connection:
    """Return a connection that sees one state."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def _are_equal(one: sa.Connection, other: sa.Connection, table: sa.Table) -> bool:
    query = sa.select(table).order_by(*table.primary_key.columns)
    left, right = (connection.execution_options(yield_per=_AT_ONCE).execute(query) for connection in (one, other))
    while True:
        rows = left.fetchmany(_AT_ONCE), right.fetchmany(_AT_ONCE)
        if [tuple(row) for row in rows[0]] != [tuple(row) for row in rows[1]]:
            return False
        if not rows[0]:
            return True


def _go_on_counting(connection: sa.Connection, table: sa.Table) -> None:
    """Let a growing number go on from the last one copied: PostgreSQL counts beside the table."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    last = connection.execute(sa.select(sa.func.max(column))).scalar()
    if last and connection.execute(sa.select(sequence)).scalar():
        connection.execute(sa.select(sa.func.setval(sequence, last)))
