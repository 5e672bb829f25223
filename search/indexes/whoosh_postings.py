"""Postings on their way into a Whoosh segment and out of it: two arrays a term.

Whoosh keeps a tuple for each posting, sorts them all, and hands them one by one through six calls: three quarters of the
time that an index takes to be written. The segment is the same. Out of it, Whoosh adds up the rows one by one.
"""

from __future__ import annotations

import pickle  # nosec B403
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from io import BytesIO
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh import writing
from whoosh.codec.whoosh3 import W3FieldWriter

# Written to disk beyond so many, some 512 MB; a run costs a merge at commit.
POSTINGS_AT_ONCE = 40_000_000
_LENGTH_BYTES = 4

Run = tuple[str, bytes, bytes, bytes]
"""A field, a term, its rows and weights as they lie in memory."""
Terms = tuple[str, bytes, "array[int]", "array[float]"]


class TermPostings(writing.PostingPool):  # type: ignore[misc]
    """The postings of a segment by term. Rows come in ascending order."""

    def __init__(self, tempstore: Any, segment: Any) -> None:
        super().__init__(tempstore, segment)
        self.runs: list[str] = []
        self._fields: dict[str, dict[str, tuple[array[int], array[float]]]] = {}
        self._count = 0

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Keep one posting: of the document's id."""
        field, term, row, weight, _ = item
        self.add_terms(field, row, {term.decode(): weight})

    def add_terms(self, field: str, row: int, weights: Mapping[str, float]) -> None:
        """Keep the terms of a row; beyond a number of postings, write all to disk."""
        known = self._fields.setdefault(field, {})
        for term, weight in weights.items():
            held = known.get(term)
            if held is None:
                known[term] = held = (array("I"), array("f"))
            held[0].append(row)
            held[1].append(weight)
        self._count_in(len(weights))

    def add_term(self, field: str, term: str, rows: Sequence[int], weights: Sequence[float]) -> None:
        """Keep the rows of a term, which come after those that it has."""
        held = self._fields.setdefault(field, {}).setdefault(term, (array("I"), array("f")))
        held[0].extend(rows)
        held[1].extend(weights)
        self._count_in(len(rows))

    def _count_in(self, postings: int) -> None:
        self._count += postings
        if self._count >= POSTINGS_AT_ONCE:
            self.save()

    def save(self) -> None:
        """Write what is kept to disk, in order."""
        path, file = self._new_run()
        self._write_run(file, ((*name, rows.tobytes(), weights.tobytes()) for *name, rows, weights in self._kept()))
        self._add_run(path)
        self._fields, self._count = {}, 0

    def iter_postings(self) -> Iterator[Terms]:
        """Yield each term with its rows and weights, by field and term."""
        if not self.runs:
            yield from self._kept()
            return
        self.save()
        runs, self.runs = self.runs, []
        together: Iterable[Run] = merge(*(self._read_run(path) for path in runs), key=lambda run: run[:2])
        for (field, term), parts in groupby(together, key=lambda run: run[:2]):
            rows, weights = array("I"), array("f")
            for _, _, some, of in parts:  # the earlier run first: rows stay in order
                rows.frombytes(some)
                weights.frombytes(of)
            yield field, term, rows, weights

    def _kept(self) -> Iterator[Terms]:
        for field in sorted(self._fields):
            known = self._fields[field]
            # Characters and the bytes of their UTF-8 have one order.
            for term in sorted(known):
                yield field, term.encode(), *known[term]


def take_in(writer: Any, reader: Any) -> None:
    """Add the rows of a segment to the one that is being written; those that are gone stay behind.

    Whoosh's own way walks through the postings of all terms one by one: it takes longer than to cut the texts anew.
    """
    first = writer.docnum
    moved = writer.write_per_doc(set(writer.schema.names()), reader)
    places = range(first, writer.docnum) if moved is None else moved
    terms = reader._terms
    for (field, term), info in terms.items():
        name, format_ = term.decode(), writer.schema[field].format
        for ids, weights in blocks(terms._codec.postings_reader(terms._postfile, info, format_)):
            if moved is not None:
                kept = [(row, weight) for row, weight in zip(ids, weights, strict=True) if row in moved]
                ids, weights = [row for row, _ in kept], [weight for _, weight in kept]
            if len(ids) > 0:
                writer.pool.add_term(field, name, [places[row] for row in ids], weights)
    writer._added = True


def blocks(matcher: Any) -> Iterator[tuple[Any, Any]]:
    """Yield ids and weights of a posting list, block by block."""
    if not hasattr(matcher, "_read_ids"):  # a term of one passage: Whoosh keeps its posting beside the term
        yield matcher._ids, matcher._weights
        return
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        yield matcher._ids, matcher._weights
        matcher._next_block()


def term_arrays(matcher: Any) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Return the rows of a posting list, ascending, and the weight in each.

    Each block has its length, below 0 for the last one, a head and its data: the first row, how far each other one is
    from the one before it, and weights, one for all where they are equal and none where they are 1.
    """
    if not hasattr(matcher, "_read_ids"):  # a term of one passage: Whoosh keeps its posting beside the term
        return np.array(matcher._ids, np.int32), np.array(matcher._weights, np.float32)
    file, position, length, last = matcher._postfile, matcher._baseoffset, 0, 0
    steps: list[int] = []
    weights: list[float] = []
    while length >= 0:
        length = file.get_int(position)
        block = BytesIO(file.get(position + _LENGTH_BYTES, abs(length)))
        position += _LENGTH_BYTES + length
        count, highest, _, is_compressed, *_ = pickle.load(block)  # nosec B301
        data = block.read()
        (first, *others), weighed, _ = pickle.loads(zlib.decompress(data) if is_compressed else data)  # nosec B301
        steps.append(first - last)
        steps += others
        last = highest
        weights += weighed if isinstance(weighed, tuple) else count * (1.0 if weighed is None else weighed,)
    return np.cumsum(np.array(steps, np.int32), dtype=np.int32), np.array(weights, np.float32)


class BlockWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes terms whole, as `TermPostings` gives them."""

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Terms]) -> None:
        """Write all terms of a segment."""
        for field, terms in groupby(items, key=lambda item: item[0]):
            self.start_field(field, schema[field])
            for _, term, rows, weights in terms:
                self.start_term(term)
                self._fill(rows, weights)
                self.finish_term()
            self.finish_field()

    def _fill(self, rows: array[int], weights: array[float]) -> None:
        """Hand a term's postings over by the block; the last one is written as the term is finished."""
        writer = self._postwriter
        for start in range(0, len(rows), writer._blocklimit):
            if start:
                writer._write_block()
            writer._ids = rows[start : start + writer._blocklimit]
            writer._weights = weights[start : start + writer._blocklimit]
            writer._maxweight = max(writer._weights)
