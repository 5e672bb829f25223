"""Writes the index for very large libraries: see `tantivy_index` for what lies where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tantivy

from corpus.errors import DamagedIndexError
from search.encoders import Encoder, Space
from search.indexes.batches import Batches, BatchWriter
from search.indexes.commits import LocalIndexFolder, described, load_commit, save_commit, sweep
from search.indexes.rows import Row
from search.indexes.tantivy_index import ANALYZER, VERSION, TantivyIndex, ending, schema

_WRITER_BYTES = 256_000_000


class TantivyIndexWriter(BatchWriter, LocalIndexFolder):
    """Writes a Tantivy index; one commit makes one segment, which Tantivy joins to others by itself."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        super().__init__(path, encoder)
        self._commit = _commit_or_new(path, encoder.space)
        self._batches = Batches(path, self._commit, encoder.space.dimensions)
        self._writer: Any = None
        self._is_open_change = False

    def clear(self) -> None:
        """Remove everything."""
        self._release()
        self._commit = _new_commit(self._path, self._encoder.space)
        self._batches = Batches(self._path, self._commit, self._encoder.space.dimensions)

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far."""
        for batch in self._commit["gone"]:
            self._open().delete_documents_by_term("batch", batch)
        self._open().commit()
        self._is_open_change = False
        self._commit |= {"change": change, "version": VERSION, **self._batches.write()}
        save_commit(self._path, self._commit)
        self._batches.settle(self._commit)
        sweep(self._path, keep={self._commit["engine"], *self._commit["files"]})

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
        self._release()

    def _take(self, row: Row, number: int, batch: int) -> None:
        self._open().add_document(_document(row, number, batch))
        self._is_open_change = True

    def _open(self) -> Any:
        if self._writer is None:
            folder = self._path / self._commit["engine"]
            folder.mkdir(exist_ok=True)
            index = tantivy.Index(schema(), str(folder), reuse=True)
            cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
            index.register_tokenizer(ANALYZER, cut)
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


class _Endings(dict[float, str]):
    """What weights add to terms: weights are few, and terms are most of the work."""

    def __missing__(self, weight: float) -> str:
        self[weight] = written = ending(weight)
        return written


_ENDINGS = _Endings()


def _document(row: Row, number: int, batch: int) -> Any:
    document = tantivy.Document()
    document.add_text("terms", " ".join([term + _ENDINGS[weight] for term, weight in row.terms.items()]))
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
        return load_commit(path, VERSION, space)
    except DamagedIndexError:
        return _new_commit(path, space)


def _new_commit(path: Path, space: Space) -> dict[str, Any]:
    """Return the commit of an empty index, whose folder no former one has."""
    taken = [int(one.name.split("-")[1]) for one in path.glob("engine-*") if one.name.split("-")[1].isdigit()]
    return {"engine": f"engine-{max(taken, default=0) + 1}", "files": [], "gone": [], "next": 0, **described(space)}
