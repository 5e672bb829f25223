"""The default index: Whoosh keeps terms, columns and stored passages in segments; numpy reads its postings.

Whoosh's own matchers walk posting by posting in Python. Here a term's postings are decoded once, all together, into
arrays that a bounded cache keeps: scoring is then a matter of numpy (0.5 ms instead of 59 ms at 100,000 passages).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from whoosh import columns as whoosh_columns
from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.encoders import WORDS, Space
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import load_commit, telling_damage
from search.indexes.port import NO_POSTINGS, Buffer, Columns, Postings
from search.indexes.rows import FACTS, columns
from search.indexes.uncopied import in_place, read_in_place
from search.indexes.whoosh_postings import term_arrays
from search.passages import VERSION, Passage


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


def schema(dimensions: int) -> fields.Schema:
    """Return the fields, with vectors of so many dimensions."""
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
        commit = load_commit(path, VERSION, space)
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
            facts = [_column(leaf, "facts", FACTS.itemsize)() for leaf, _ in self._segments]
            vectors = [_column(leaf, "vector", self._dimensions) for leaf, _ in self._segments]
            alive = np.ones(sum(leaf.doc_count_all() for leaf, _ in self._segments), np.bool_)
            for leaf, offset in self._segments:
                gone = list(leaf.segment().deleted_docs())
                alive[np.array(gone, np.int64) + offset] = False

            def read() -> list[Buffer]:
                with telling_damage(self._path), self._lock:
                    return [column() for column in vectors]

            return columns(facts, read, alive, self._dimensions)

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
            term_rows, term_weights = term_arrays(matcher)
            ids.append(term_rows + np.int32(offset))
            weights.append(term_weights)
        if not ids:
            return NO_POSTINGS
        rows_, weights_ = np.concatenate(ids), np.concatenate(weights)
        alive = self.columns.alive[rows_]
        return Postings(rows_, weights_) if alive.all() else Postings(rows_[alive], weights_[alive])


def _column(leaf: Any, name: str, size: int) -> Callable[[], Buffer]:
    """Return what reads a column's bytes as they lie on disk, filled up to the last row, of a file that is open."""
    reader = leaf.column_reader(name, translate=False)
    rows = leaf.doc_count_all()
    if not hasattr(reader, "_dbfile"):  # a segment all of whose values are the default
        return lambda: bytes(size * rows)
    held = size * min(reader._count, rows)
    if held == size * rows:
        return lambda: in_place(reader._dbfile, reader._basepos, held)
    return lambda: bytes(in_place(reader._dbfile, reader._basepos, held)).ljust(size * rows, b"\0")
