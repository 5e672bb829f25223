"""Writes the default index: Whoosh's segments, one for each commit, those of like size joined now and then."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh import writing
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from corpus.errors import DamagedIndexError
from search.encoders import Encoder, Space
from search.indexes.commits import LocalIndexFolder, described, load_commit, save_commit, sweep, telling_damage
from search.indexes.rows import Row
from search.indexes.whoosh_index import schema
from search.indexes.whoosh_postings import BlockWriter, TermPostings, take_in
from search.passages import VERSION

# As many segments of one size class are left alone; then they become one of the next class.
_SEGMENTS_OF_A_CLASS = 6
_CLASS_FACTOR = 8
_SMALLEST_CLASS = 512


class WhooshIndexWriter(LocalIndexFolder):
    """Writes a Whoosh index; one commit makes one segment."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        super().__init__(path, encoder)
        self._index, self._commit = _open_or_make(path, encoder.space)
        self._writer: Any = None
        self._written: set[str] = set()
        self._clear = False

    def put(self, document_id: str, made: Iterable[Row]) -> None:
        """Put rows in the place of a document's former ones."""
        if document_id in self._written:
            self._flush()  # a writer cannot take back what it has just written
        self.drop(document_id)
        self._written.add(document_id)
        for row in made:
            writer = self._open()
            writer.pool.add_terms("terms", writer.docnum, row.terms)
            writer.add_document(document=row.document, facts=row.facts, vector=row.vector, passage=row.stored)

    def drop(self, document_id: str) -> None:
        """Remove a document's passages."""
        if document_id in self._written:
            self._flush()
        if not self._clear:
            self._open().delete_by_term("document", document_id)

    def clear(self) -> None:
        """Remove everything."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        self._written.clear()
        self._clear = True

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far."""
        self._open()
        self._flush()
        save_commit(self._path, {"change": change, "version": VERSION, **described(self._encoder.space)})

    def tidy(self) -> None:
        """Join the segments of full size classes: seconds in a large library, when readers see the commit already."""
        if _full(self._index._segments()):
            self._open().commit(mergetype=_merge_full)
            self._writer = None

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        self._index.close()

    def _open(self) -> Any:
        if self._writer is None:
            writer = self._index.writer()
            writer.pool = TermPostings(writer._tempstorage, writer.newsegment)
            writer.fieldwriter.__class__ = BlockWriter
            self._writer = writer
        return self._writer

    def _flush(self) -> None:
        if self._writer is not None:
            self._writer.commit(mergetype=writing.CLEAR if self._clear else writing.NO_MERGE)
        self._writer, self._clear = None, False
        self._written.clear()


def _full(segments: Iterable[Any]) -> list[Any]:
    """Return the segments of each size class that has as many as are left alone."""
    classes: dict[int, list[Any]] = {}
    for segment in segments:
        size, level = max(segment.doc_count(), 1), 0
        while size > _SMALLEST_CLASS * _CLASS_FACTOR**level:
            level += 1
        classes.setdefault(level, []).append(segment)
    return [one for level in sorted(classes) if len(classes[level]) >= _SEGMENTS_OF_A_CLASS for one in classes[level]]


def _merge_full(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments to leave alone; those of full size classes are merged into the one being written.

    What a change writes thereby depends on its own size, not on the library's, but for a merge now and then.
    """
    from whoosh.reading import SegmentReader

    full = _full(segments)
    for segment in full:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        take_in(writer, reader)
        reader.close()
    return [segment for segment in segments if segment not in full]


def _open_or_make(path: Path, space: Space) -> tuple[FileIndex, dict[str, Any]]:
    """Return the index in a folder with the change that it holds, or an empty one."""
    storage = FileStorage(str(path))
    try:
        commit = load_commit(path, VERSION, space)
        with telling_damage(path):
            return storage.open_index(), commit
    except DamagedIndexError:  # the record has everything that an index needs
        sweep(path, keep=frozenset())
        return storage.create_index(schema(space.dimensions)), {}
