"""The default index: Whoosh keeps terms, columns and stored passages in segments; numpy reads its postings.

Whoosh's own matchers walk posting by posting in Python. Here a term's postings are decoded once, block by block, into
arrays that a bounded cache keeps: scoring is then a matter of numpy (0.5 ms instead of 59 ms at 100,000 passages).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh import fields, formats, writing
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from corpus.errors import DamagedIndexError
from search.encoders import WORDS, Encoder, Space
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import described, load_commit, making, save_commit, sweep, telling_damage
from search.indexes.port import NO_POSTINGS, Columns, Postings
from search.indexes.rows import FACTS, columns, rows
from search.indexes.uncopied import read_in_place
from search.passages import VERSION, Passage

# Written to disk in sorted runs beyond so many, some 512 MB; a run costs a merge at commit.
_WRITER_MB = 512
_POSTINGS_AT_ONCE = 2_500_000
# As many segments of one size class are left alone; then they become one of the next class.
_SEGMENTS_OF_A_CLASS = 6
_CLASS_FACTOR = 8
_SMALLEST_CLASS = 512
_VERSION = VERSION


class TermsField(fields.FieldType):  # type: ignore[misc]
    """A field whose value is the weight of each term, counted beforehand: nothing is cut twice."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Mapping[str, float], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield what Whoosh wants to know of each term."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class FixedField(fields.FieldType):  # type: ignore[misc]
    """A column of byte strings of one size, side by side on disk."""

    indexed = False

    def __init__(self, size: int) -> None:
        super().__init__(None, None)
        self.column_type = whoosh_columns.FixedBytesColumn(size)

    def to_column_value(self, value: bytes) -> bytes:
        """Return the value as it is."""
        return value

    from_column_value = to_column_value


def _schema(dimensions: int) -> fields.Schema:
    return fields.Schema(
        document=fields.ID(),
        terms=TermsField(),
        facts=FixedField(FACTS.itemsize),
        vector=FixedField(dimensions),
        passage=fields.STORED(),
    )


class WhooshIndex:
    """The last committed state of a Whoosh index."""

    def __init__(self, path: Path, index: FileIndex, commit: Mapping[str, Any]) -> None:
        self._path = path
        self._change = int(commit["change"])
        self._dimensions = int(commit["dimensions"])
        reader = index.reader()
        leaves = reader.leaf_readers()
        self._reader = reader
        self._segments: list[tuple[Any, int]] = [leaf for leaf in leaves if leaf[0].segment() is not None]
        self._format = index.schema["terms"].format
        self._postings: Kept[Postings] = Kept(POSTINGS_BYTES)
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path, space: Space = WORDS) -> WhooshIndex:
        """Return the index in a folder, whose vectors must be of a space.

        Raises:
            DamagedIndexError: There is none, or it is damaged or of another version.
        """
        read_in_place()
        commit = load_commit(path, _VERSION, space)
        with telling_damage(path):
            return cls(path, FileStorage(str(path), readonly=True).open_index(), commit)

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return self._change

    @cached_property
    def columns(self) -> Columns:
        """Return what is known of every row."""
        with telling_damage(self._path):
            facts = [_column(leaf, "facts", FACTS.itemsize) for leaf, _ in self._segments]
            vectors = [_column(leaf, "vector", self._dimensions) for leaf, _ in self._segments]
            alive = np.ones(sum(leaf.doc_count_all() for leaf, _ in self._segments), np.bool_)
            for leaf, offset in self._segments:
                gone = list(leaf.segment().deleted_docs())
                alive[np.array(gone, np.int64) + offset] = False
            return columns(facts, vectors, alive, self._dimensions)

    def count(self) -> int:
        """Return the number of passages."""
        return int(self._reader.doc_count())

    def postings(self, term: str) -> Postings:
        """Return the passages that hold a term."""
        if (known := self._postings.get(term)) is not None:
            return known
        with telling_damage(self._path), self._lock:
            return self._postings.put(term, self._decode(term))

    def terms(self, prefix: str) -> list[str]:
        """Return the terms that begin with a prefix, sorted."""
        with telling_damage(self._path), self._lock:
            found = {
                term.decode() for leaf, _ in self._segments for term in leaf.expand_prefix("terms", prefix.encode())
            }
        return sorted(found)

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""
        with telling_damage(self._path), self._lock:
            return Passage.from_json(self._reader.stored_fields(row)["passage"])

    def close(self) -> None:
        """Release the index."""
        self._reader.close()

    def _decode(self, term: str) -> Postings:
        encoded = term.encode()
        ids: list[np.ndarray[Any, Any]] = []
        weights: list[np.ndarray[Any, Any]] = []
        for leaf, offset in self._segments:
            if ("terms", encoded) not in leaf:
                continue
            matcher = leaf._terms.matcher("terms", encoded, self._format)
            for block_ids, block_weights in _blocks(matcher):
                ids.append(np.fromiter(block_ids, np.int32, len(block_ids)) + np.int32(offset))
                weights.append(np.fromiter(block_weights, np.float32, len(block_weights)))
        if not ids:
            return NO_POSTINGS
        rows_, weights_ = np.concatenate(ids), np.concatenate(weights)
        alive = self.columns.alive[rows_]
        return Postings(rows_, weights_) if alive.all() else Postings(rows_[alive], weights_[alive])


def _column(leaf: Any, name: str, size: int) -> bytes:
    """Return a column's bytes as they lie on disk, filled up to the last row."""
    reader = leaf.column_reader(name, translate=False)
    wanted = size * leaf.doc_count_all()
    if not hasattr(reader, "_dbfile"):  # a segment all of whose values are the default
        return bytes(wanted)
    return bytes(reader._dbfile.get(reader._basepos, size * min(reader._count, leaf.doc_count_all()))).ljust(
        wanted, b"\0"
    )


def _blocks(matcher: Any) -> Iterator[tuple[Any, Any]]:
    """Yield ids and weights of a posting list, block by block."""
    if not hasattr(matcher, "_read_ids"):  # a term of one passage: Whoosh keeps its posting beside the term
        yield matcher._ids, matcher._weights
        return
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        yield matcher._ids, matcher._weights
        matcher._next_block()


class _Postings(writing.PostingPool):  # type: ignore[misc]
    """Whoosh's pool of postings, which are so many that weighing each one takes longer than keeping it."""

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Keep a posting; beyond a number of them, write them to disk."""
        current = self.current
        current.append(item)
        if len(current) >= _POSTINGS_AT_ONCE:
            self.save()


class WhooshIndexWriter:
    """Writes a Whoosh index; one commit makes one segment."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        self._index, self._change = _open_or_make(path, encoder.space)
        self._writer: Any = None
        self._written: set[str] = set()
        self._clear = False

    @classmethod
    def create(cls, path: Path, encoder: Encoder) -> WhooshIndexWriter:
        """Return the writer of the index in a folder, made where there is none or none that can be read.

        Raises:
            LibraryError: The folder is not writable.
        """
        with making(path):
            return cls(path, encoder)

    @property
    def change(self) -> int:
        """Return the number of the change that the writer goes on from, 0 where it begins anew."""
        return self._change

    def replace(self, document_id: str, passages: Iterable[Passage]) -> None:
        """Put the passages of a document in the place of its former ones."""
        if document_id in self._written:
            self._flush()  # a writer cannot take back what it has just written
        self.drop(document_id)
        self._written.add(document_id)
        for row in rows(document_id, passages, self._encoder):
            self._open().add_document(
                document=row.document, terms=row.terms, facts=row.facts, vector=row.vector, passage=row.stored
            )

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
        save_commit(self._path, {"change": change, "version": _VERSION, **described(self._encoder.space)})

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
        if self._writer is not None:
            self._writer.cancel()
            self._writer = None
        self._index.close()

    def _open(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(limitmb=_WRITER_MB)
            self._writer.pool.__class__ = _Postings
        return self._writer

    def _flush(self) -> None:
        if self._writer is not None:
            self._writer.commit(mergetype=writing.CLEAR if self._clear else _merge_equals)
        self._writer, self._clear = None, False
        self._written.clear()


def _merge_equals(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments to leave alone; those of a full size class are merged into the one being written.

    What a commit writes thereby depends on its own size, not on the library's, but for a merge now and then.
    """
    from whoosh.reading import SegmentReader

    classes: dict[int, list[Any]] = {}
    for segment in segments:
        size, level = max(segment.doc_count(), 1), 0
        while size > _SMALLEST_CLASS * _CLASS_FACTOR**level:
            level += 1
        classes.setdefault(level, []).append(segment)
    left: list[Any] = []
    for level in sorted(classes):
        if len(classes[level]) < _SEGMENTS_OF_A_CLASS:
            left += classes[level]
            continue
        for segment in classes[level]:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return left


def _open_or_make(path: Path, space: Space) -> tuple[FileIndex, int]:
    """Return the index in a folder with the change that it holds, or an empty one."""
    storage = FileStorage(str(path))
    try:
        commit = load_commit(path, _VERSION, space)
        with telling_damage(path):
            return storage.open_index(), commit["change"]
    except DamagedIndexError:  # the record has everything that an index needs
        sweep(path, keep=frozenset())
        return storage.create_index(_schema(space.dimensions)), 0
