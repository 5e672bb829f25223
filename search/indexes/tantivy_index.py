"""The index for very large libraries: Tantivy keeps terms and stored passages, numpy scores as for every backend.

Tantivy's Python side hands out neither postings nor columns. A term is therefore written together with its weight
(科普 in the text once is one term, 科普 in text and heading another): a query for each of the few weights of a term,
ordered by a column of row numbers, gives its postings exactly. Most weights are 1, which is written as none. Facts and
vectors lie in files of their own.

A commit is whole when `change.json` names it. Rows that go are only then removed from Tantivy when the next commit is
written, and rows that it does not know are passed over: a reader between the two sees one state.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from corpus.errors import DamagedIndexError
from search.encoders import WORDS, Space
from search.indexes import row_files
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import load_commit, telling_damage
from search.indexes.port import NO_POSTINGS, Columns, Postings
from search.indexes.rows import columns
from search.passages import VERSION as PASSAGES_VERSION
from search.passages import Passage

VERSION = f"{PASSAGES_VERSION} tantivy-2"
ANALYZER = "cut"
MARK = "\x1f"


def schema() -> tantivy.Schema:
    """Return the fields: weighted terms, the number of a row and of its batch, the stored passage."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name=ANALYZER, index_option="basic")
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
        commit = load_commit(path, VERSION, space)
        try:
            with telling_damage(path):
                return cls(path, commit)
        except DamagedIndexError:
            if load_commit(path, VERSION, space) == commit:
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
        vectors = [found["vector"].tobytes()]
        return columns([found["facts"].tobytes()], lambda: vectors, alive, self._commit["dimensions"])

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
            found = {term.split(MARK)[0] for term, _ in self._searcher.terms_with_prefix("terms", prefix)}
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
        found = self._searcher.terms_with_prefix("terms", term + MARK)
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


def ending(weight: float) -> str:
    """Return what a weight adds to a term."""
    return MARK if weight == 1 else f"{MARK}{np.float32(weight).tobytes().hex()}"


def _weight(weighted: str) -> np.float32:
    written = bytes.fromhex(weighted.split(MARK)[1])
    return np.float32(np.frombuffer(written, np.float32)[0]) if written else np.float32(1)
