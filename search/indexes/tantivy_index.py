"""The index for very large libraries: Tantivy keeps terms and stored passages, numpy scores as for every backend.

Tantivy's Python side hands out neither postings nor columns. A term is therefore written together with its weight
(科普 in the text once is one term, 科普 in text and heading another): a query for each of the few weights of a term,
ordered by a column of row numbers, gives its postings exactly. Facts and vectors lie in files of their own.

A commit is whole when `change.json` names it. Rows that go are only then removed from Tantivy when the next commit is
written, and rows that it does not know are passed over: a reader between the two sees one state.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from corpus.errors import DamagedIndexError
from search.encoders import WORDS, Encoder, Space
from search.indexes import row_files
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import described, load_commit, making, save_commit, sweep, telling_damage
from search.indexes.port import NO_POSTINGS, Columns, Postings
from search.indexes.rows import Row, columns, rows
from search.passages import VERSION, Passage

_VERSION = f"{VERSION} tantivy-1"
_ANALYZER = "cut"
_MARK = "\x1f"
_WRITER_BYTES = 256_000_000
_WRITTEN_AT_ONCE = 2_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name=_ANALYZER, index_option="basic")
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_unsigned_field("batch", indexed=True)
    builder.add_bytes_field("passage", stored=True)
    return builder.build()


class TantivyIndex:
    """The last committed state of a Tantivy index."""

    def __init__(self, path: Path, commit: dict[str, Any]) -> None:
        self._path = path
        self._commit = commit
        self._tables = row_files.opened(path, commit["files"], commit["dimensions"])
        index = tantivy.Index.open(str(path / commit["engine"]))
        index.config_reader("manual")
        index.reload()
        self._schema, self._searcher = index.schema, index.searcher()
        self._postings: Kept[Postings] = Kept(POSTINGS_BYTES)

    @classmethod
    def open(cls, path: Path, space: Space = WORDS) -> TantivyIndex:
        """Return the index in a folder, whose vectors must be of a space.

        Raises:
            DamagedIndexError: There is none, or it is damaged or of another version.
        """
        commit = load_commit(path, _VERSION, space)
        try:
            with telling_damage(path):
                return cls(path, commit)
        except DamagedIndexError:
            if load_commit(path, _VERSION, space) == commit:
                raise
            return cls.open(path, space)  # a commit came between

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return int(self._commit["change"])

    @cached_property
    def _rows(self) -> row_files.Table:
        return row_files.joined(self._tables, self._commit["dimensions"])

    @cached_property
    def columns(self) -> Columns:
        """Return what is known of every row."""
        found = self._rows
        alive = ~np.isin(found["batch"], np.array(self._commit["gone"], np.uint32))
        return columns([found["facts"].tobytes()], [found["vector"].tobytes()], alive, self._commit["dimensions"])

    def count(self) -> int:
        """Return the number of passages."""
        return int(self.columns.alive.sum())

    def postings(self, term: str) -> Postings:
        """Return the passages that hold a term."""
        if (known := self._postings.get(term)) is not None:
            return known
        with telling_damage(self._path):
            return self._postings.put(term, self._decode(term))

    def terms(self, prefix: str) -> list[str]:
        """Return the terms that begin with a prefix, sorted."""
        with telling_damage(self._path):
            found = {term.split(_MARK)[0] for term, _ in self._searcher.terms_with_prefix("terms", prefix)}
        return sorted(found)

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""
        number = int(self._rows["number"][row])
        with telling_damage(self._path):
            query = tantivy.Query.term_query(self._schema, "number", number)
            ((_, address),) = self._searcher.search(query, limit=1, count=False).hits
            return Passage.from_json(bytes(self._searcher.doc(address)["passage"][0]).decode())

    def close(self) -> None:
        """Release the index."""
        del self._searcher

    def _decode(self, term: str) -> Postings:
        found = self._searcher.terms_with_prefix("terms", term + _MARK)
        if not found or not len(self._rows):
            return NO_POSTINGS
        numbers = [self._numbers(weighted, count) for weighted, count in found]
        weights = np.repeat([_weight(weighted) for weighted, _ in found], [len(one) for one in numbers])
        together = np.concatenate(numbers)
        places = np.searchsorted(self._rows["number"], together)
        places[places == len(self._rows)] = 0
        known = (self._rows["number"][places] == together) & self.columns.alive[places]
        places, weights = places[known], weights[known]
        order = np.argsort(places, kind="stable")
        return Postings(places[order].astype(np.int32), weights[order].astype(np.float32))

    def _numbers(self, weighted: str, count: int) -> npt.NDArray[np.int64]:
        """Return the numbers of the rows that hold a term with one weight."""
        query = tantivy.Query.term_query(self._schema, "terms", weighted, index_option="basic")
        limit, order = max(count, 1), tantivy.Order.Asc
        hits = self._searcher.search(query, limit=limit, count=False, order_by_field="number", order=order).hits
        return np.fromiter((number for number, _ in hits), np.int64, len(hits))


def _weighted(term: str, weight: float) -> str:
    return f"{term}{_MARK}{np.float32(weight).tobytes().hex()}"


def _weight(weighted: str) -> np.float32:
    return np.float32(np.frombuffer(bytes.fromhex(weighted.split(_MARK)[1]), np.float32)[0])


class TantivyIndexWriter:
    """Writes a Tantivy index; one commit makes one segment, which Tantivy joins to others by itself."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        self._commit = _commit_or_new(path, encoder.space)
        self._next = int(self._commit["next"])
        self._dropped: set[int] = set()
        self._batches: dict[str, int] = {}
        self._added: list[row_files.Table] = []
        self._writer: Any = None
        self._is_open_change = False
        self._known: dict[str, int] | None = None

    @classmethod
    def create(cls, path: Path, encoder: Encoder) -> TantivyIndexWriter:
        """Return the writer of the index in a folder, made where there is none or none that can be read.

        Raises:
            LibraryError: The folder is not writable.
        """
        with making(path):
            return cls(path, encoder)

    @property
    def change(self) -> int:
        """Return the number of the change that the writer goes on from, 0 where it begins anew."""
        return int(self._commit.get("change", 0))

    def replace(self, document_id: str, passages: Iterable[Passage]) -> None:
        """Put the passages of a document in the place of its former ones."""
        self.drop(document_id)
        found = list(rows(document_id, passages, self._encoder))
        if not found:
            return
        batch = self._next
        for number, row in enumerate(found, batch):
            self._open().add_document(_document(row, number, batch))
            self._is_open_change = True
        self._added.append(row_files.table(found, batch, self._encoder.space.dimensions))
        self._batches[document_id] = batch
        self._next += len(found)

    def drop(self, document_id: str) -> None:
        """Remove a document's passages."""
        written = self._batches.pop(document_id, None)
        if written is not None:
            self._dropped.add(written)
        before = self._committed.pop(document_id, None)
        if before is not None:
            self._dropped.add(before)

    def clear(self) -> None:
        """Remove everything."""
        self._release()
        self._commit = _new_commit(self._path, self._encoder.space)
        self._next = 0
        self._dropped, self._batches, self._added, self._known = set(), {}, [], {}

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far."""
        for batch in self._commit["gone"]:
            self._open().delete_documents_by_term("batch", batch)
        self._open().commit()
        self._is_open_change = False
        gone = np.array([*self._commit["gone"], *self._dropped], np.uint32)
        dimensions = self._encoder.space.dimensions
        added = row_files.joined(self._added, dimensions)
        added = added[~np.isin(added["batch"], gone)]
        files = self._commit["files"]
        if len(added) or len(gone):
            files = row_files.append(self._path, files, added, gone)
        still = np.intersect1d(
            row_files.joined(row_files.opened(self._path, files, dimensions), dimensions)["batch"], gone
        )
        self._commit |= {
            "change": change,
            "version": _VERSION,
            "files": files,
            "gone": sorted({*map(int, still), *self._dropped}),
            "next": self._next,
        }
        save_commit(self._path, self._commit)
        self._added, self._dropped = [], set()
        self._committed.update(self._batches)
        self._batches = {}
        sweep(self._path, keep={self._commit["engine"], *files})

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
        self._release()

    @property
    def _committed(self) -> dict[str, int]:
        """The batch of each document that the last commit holds."""
        if self._known is None:
            dimensions = self._encoder.space.dimensions
            found = row_files.joined(row_files.opened(self._path, self._commit["files"], dimensions), dimensions)
            batches, firsts = np.unique(found["batch"], return_index=True)
            gone = set(self._commit["gone"])
            names = found["facts"]["document"][firsts]
            self._known = {
                name.decode(): int(batch)
                for name, batch in zip(names.tolist(), batches, strict=True)
                if int(batch) not in gone
            }
        return self._known

    def _open(self) -> Any:
        if self._writer is None:
            folder = self._path / self._commit["engine"]
            folder.mkdir(exist_ok=True)
            index = tantivy.Index(_schema(), str(folder), reuse=True)
            cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            index.register_tokenizer(_ANALYZER, cut)
            self._writer = index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        return self._writer

    def _release(self) -> None:
        if self._writer is None:
            return
        if self._is_open_change:
            # Only then: merges that a commit set off would go on unattended, and remove files that a reader opens.
            self._writer.rollback()
        self._writer.wait_merging_threads()
        self._writer, self._is_open_change = None, False


def _document(row: Row, number: int, batch: int) -> Any:
    document = tantivy.Document()
    document.add_text("terms", " ".join(_weighted(term, weight) for term, weight in row.terms.items()))
    document.add_unsigned("number", number)
    document.add_unsigned("batch", batch)
    document.add_bytes("passage", row.stored.encode())
    return document


def _commit_or_new(path: Path, space: Space) -> dict[str, Any]:
    """Return the last commit where everything that it names can be opened, otherwise an empty one."""
    try:
        index = TantivyIndex.open(path, space)
        index.count()
        index.close()
        return load_commit(path, _VERSION, space)
    except DamagedIndexError:
        return _new_commit(path, space)


def _new_commit(path: Path, space: Space) -> dict[str, Any]:
    """Return the commit of an empty index, whose folder no former one has."""
    taken = [int(one.name.split("-")[1]) for one in path.glob("engine-*") if one.name.split("-")[1].isdigit()]
    return {"engine": f"engine-{max(taken, default=0) + 1}", "files": [], "gone": [], "next": 0, **described(space)}
