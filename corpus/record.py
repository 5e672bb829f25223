"""The record: library.db with its blobs, the one thing in a library that cannot be rebuilt.

Everything that is acknowledged stands in a committed transaction with full sync; graph and index are projections of it.
Every change gets the next number of one growing sequence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from corpus.audiences import PUBLIC
from corpus.blobs import open_blobs
from corpus.databases import DATABASE, open_engine, record_address, sole_writer
from corpus.decision_rows import DecisionRow
from corpus.documents import Document, DocumentMeta, SourceFile
from corpus.errors import LibraryError, NotFoundError
from corpus.record_tables import CHANGES, DECISIONS, DOCUMENTS, META, TABLES

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A document ready to be recorded: the file, its document and what was extracted from it."""

    source: SourceFile
    source_key: str
    document: Document
    extraction: Mapping[str, Any]
    extraction_version: str


class Record:
    """The record of one library. One writer at a time, under the library's lock; any number of readers.

    Args:
        folder: The library folder.
        url: A SQLAlchemy URL; empty for what cetu.toml says, by default library.db in the folder.
        create: Make the record where there is none.

    Raises:
        LibraryError: There is no library, it is foreign, too new, or not writable.
    """

    def __init__(self, folder: Path, *, url: str = "", create: bool = False) -> None:
        url = url or record_address(folder)
        if not create and not url and not (folder / DATABASE).exists():
            raise LibraryError("这里没有资料库", where=str(folder), hint="先运行 cetu add 文件")
        self.folder = folder
        self._listed: tuple[int, tuple[DocumentMeta, ...]] = (-1, ())
        self.blobs = open_blobs(folder)
        self._engine = open_engine(folder, url)
        try:
            if create:
                folder.mkdir(parents=True, exist_ok=True)
                TABLES.create_all(self._engine)
            self._check_version(create)
        except (sa.exc.DatabaseError, OSError) as error:
            raise LibraryError(
                "不是策图的资料库，或没有读写权限", where=str(folder), hint="换一个文件夹，或检查权限"
            ) from error

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    # -- reading

    @property
    def change(self) -> int:
        """Return the number of the last change, 0 for an empty record."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.max(CHANGES.c.number))).scalar() or 0

    def documents(self) -> tuple[DocumentMeta, ...]:
        """Return all documents, ordered by date, then id. Without a change since, they are not read again."""
        columns = [DOCUMENTS.c[name] for name in DocumentMeta._fields]
        with self._engine.connect() as connection:
            # The number first: what a change brings between the two is read again the next time.
            change = connection.execute(sa.select(sa.func.max(CHANGES.c.number))).scalar() or 0
            if self._listed[0] != change:
                rows = connection.execute(sa.select(*columns).order_by(DOCUMENTS.c.date, DOCUMENTS.c.id))
                self._listed = (change, tuple(DocumentMeta(*row) for row in rows))
        return self._listed[1]

    def document_meta(self, document_id: str) -> DocumentMeta:
        """Return one document's entry.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.id == document_id)).first()
        if row is None:
            raise NotFoundError("没有这份文献", where=document_id, hint="用 cetu info 查看库中文献")
        return DocumentMeta(**row._mapping)

    def document(self, document_id: str) -> Document:
        """Return a parsed document with the label that it carries now."""
        meta = self.document_meta(document_id)
        return replace(Document.from_dict(json.loads(self.blobs.get(meta.document_blob))), label=meta.label)

    def extraction(self, document_id: str) -> dict[str, Any]:
        """Return what was extracted from a document, as `kg.facts.Extraction.to_dict` gave it."""
        data: dict[str, Any] = json.loads(self.blobs.get(self.document_meta(document_id).extraction_blob))
        return data

    def source(self, document_id: str) -> SourceFile:
        """Return the original file."""
        meta = self.document_meta(document_id)
        return SourceFile(meta.source_name, self.blobs.get(meta.source_blob), meta.source_blob, meta.media_type)

    def decisions(self) -> tuple[DecisionRow, ...]:
        """Return all decisions in the order in which they were made."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(DECISIONS).order_by(DECISIONS.c.number)).all()
        return tuple(DecisionRow(r.number, r.kind, json.loads(r.payload), r.who, r.why, r.made_at) for r in rows)

    def orphans(self) -> list[str]:
        """Return the names of the blobs that no document refers to, sorted."""
        used = {name for meta in self.documents() for name in meta.blobs}
        return [name for name in self.blobs.names() if name not in used]

    def damages(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with its file; nothing for databases that are not files."""
        if self._engine.dialect.name != "sqlite":
            return ()
        with self._engine.connect() as connection:
            found = connection.execute(sa.text("PRAGMA integrity_check")).scalars().all()
        return tuple(str(text) for text in found if text != "ok")

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the database to a file that is not there yet.

        Writers go on meanwhile; the copy holds what was committed when it began.
        """
        if self._engine.dialect.name != "sqlite":
            from corpus.copies import copy_database

            target = open_engine(path.parent, f"sqlite:///{path}")
            copy_database(self._engine, target)
            target.dispose()  # only then does all of it stand in the file
            return
        with self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(sa.text("VACUUM INTO :path"), {"path": str(path)})

    def changes_since(self, number: int) -> tuple[tuple[int, str, str], ...]:
        """Return (number, kind, subject) of the changes after a number, oldest first."""
        query = sa.select(CHANGES.c.number, CHANGES.c.kind, CHANGES.c.subject)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(CHANGES.c.number > number).order_by(CHANGES.c.number)).all()
        return tuple((row.number, row.kind, row.subject) for row in rows)

    def sole_writer(self, *, timeout_s: float) -> AbstractContextManager[None]:
        """Hold the one right to write, across machines where the record lies on a server.

        Raises:
            LibraryError: Another program is writing.
        """
        return sole_writer(self._engine, timeout_s=timeout_s)

    # -- writing, each call one transaction

    def put(self, entry: Entry, *, label: str = "") -> DocumentMeta:
        """Record a document in the place of the one from the same source, and return its entry.

        Without a label it keeps that of the one before: what was read again or replaced stays hidden as it was.
        """
        document = entry.document
        blobs = {
            "source_blob": self.blobs.put(entry.source.data),
            "document_blob": self.blobs.put(_json(document.to_dict())),
            "extraction_blob": self.blobs.put(_json(entry.extraction)),
        }
        with self._engine.begin() as connection:
            same = sa.or_(DOCUMENTS.c.source_key == entry.source_key, DOCUMENTS.c.id == document.id)
            earlier = connection.execute(sa.select(DOCUMENTS.c.id, DOCUMENTS.c.label).where(same)).all()
            for old in earlier:
                if old.id != document.id:
                    self._note(connection, "remove", old.id)
            kept = {old.label for old in earlier}
            # The file of one document with the name of another: the one that hides wins.
            label = label or min(kept - {PUBLIC}, default=PUBLIC if kept else document.label)
            connection.execute(sa.delete(DOCUMENTS).where(same))
            meta = DocumentMeta(
                id=document.id,
                title=document.title,
                source_name=entry.source.name,
                media_type=entry.source.media_type,
                date=document.date,
                issuer=document.issuer,
                label=label,
                characters=len(document.text),
                change=self._note(connection, "put", document.id),
                source_key=entry.source_key,
                extraction_version=entry.extraction_version,
                **blobs,
            )
            connection.execute(sa.insert(DOCUMENTS).values(**meta.to_dict()))
        return meta

    def label(self, document_id: str, label: str) -> None:
        """Give a document another label.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._engine.begin() as connection:
            number = self._note(connection, "label", document_id)
            changed = sa.update(DOCUMENTS).where(DOCUMENTS.c.id == document_id).values(label=label, change=number)
            if not connection.execute(changed).rowcount:
                raise NotFoundError("没有这份文献", where=document_id, hint="用 cetu info 查看库中文献")

    def remove(self, document_id: str) -> None:
        """Take a document out. Its blobs stay until `sweep`.

        Raises:
            NotFoundError: There is no such document.
        """
        with self._engine.begin() as connection:
            gone = connection.execute(sa.delete(DOCUMENTS).where(DOCUMENTS.c.id == document_id)).rowcount
            if not gone:
                raise NotFoundError("没有这份文献", where=document_id, hint="用 cetu info 查看库中文献")
            self._note(connection, "remove", document_id)

    def decide(self, kind: str, payload: Mapping[str, Any], *, who: str, why: str) -> DecisionRow:
        """Append a decision and return it as recorded."""
        made_at = _now()
        with self._engine.begin() as connection:
            number = self._note(connection, "decide", kind)
            text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
            row = {"number": number, "kind": kind, "payload": text, "who": who, "why": why, "made_at": made_at}
            connection.execute(sa.insert(DECISIONS).values(**row))
        return DecisionRow(number, kind, dict(payload), who, why, made_at)

    def sweep(self) -> int:
        """Delete blobs that no document refers to, and return how many."""
        orphans = self.orphans()
        for name in orphans:
            self.blobs.remove(name)
        self.blobs.sweep_drafts()
        return len(orphans)

    def _note(self, connection: sa.Connection, kind: str, subject: str) -> int:
        inserted = connection.execute(sa.insert(CHANGES).values(kind=kind, subject=subject, made_at=_now()))
        key = inserted.inserted_primary_key
        assert key is not None  # an autoincrement key is always returned
        return int(key[0])

    def _check_version(self, create: bool) -> None:
        with self._engine.begin() as connection:
            version = connection.execute(sa.select(META.c.value).where(META.c.key == "schema")).scalar()
            if version is None and create:
                connection.execute(sa.insert(META).values(key="schema", value=str(SCHEMA_VERSION)))
            elif version is None or int(version) > SCHEMA_VERSION:
                raise LibraryError(
                    f"资料库的版本是 {version}，本程序只认到 {SCHEMA_VERSION}",
                    where=str(self.folder),
                    hint="升级策图后再打开",
                )


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
