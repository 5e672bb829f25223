"""The tables of the record, alike in SQLite and PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa

from corpus.databases import TEXT

TABLES = sa.MetaData()
META = sa.Table("meta", TABLES, sa.Column("key", TEXT, primary_key=True), sa.Column("value", TEXT))
CHANGES = sa.Table(
    "changes",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("subject", TEXT, nullable=False),
    sa.Column("made_at", TEXT, nullable=False),
    sqlite_autoincrement=True,
)
DOCUMENTS = sa.Table(
    "documents",
    TABLES,
    sa.Column("id", TEXT, primary_key=True),
    # The place it came from: a file with the same key and other content replaces it.
    sa.Column("source_key", TEXT, nullable=False, unique=True),
    sa.Column("source_name", TEXT, nullable=False),
    sa.Column("media_type", TEXT, nullable=False),
    sa.Column("source_blob", TEXT, nullable=False),
    sa.Column("document_blob", TEXT, nullable=False),
    sa.Column("extraction_blob", TEXT, nullable=False),
    sa.Column("extraction_version", TEXT, nullable=False),
    sa.Column("title", TEXT, nullable=False),
    sa.Column("date", TEXT, nullable=False),
    sa.Column("issuer", TEXT, nullable=False),
    sa.Column("label", TEXT, nullable=False),
    sa.Column("characters", sa.Integer, nullable=False),
    sa.Column("change", sa.Integer, nullable=False),
)
DECISIONS = sa.Table(
    "decisions",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("payload", TEXT, nullable=False),
    sa.Column("who", TEXT, nullable=False),
    sa.Column("why", TEXT, nullable=False),
    sa.Column("made_at", TEXT, nullable=False),
)
