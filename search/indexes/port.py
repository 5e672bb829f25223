"""The search index port: passages by term, as arrays. Scoring is the same for all backends and stands in `ranking`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from search.passages import Passage

if TYPE_CHECKING:
    from search.indexes.rows import Row

Rows = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Buffer = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Postings:
    """The passages that hold a term: ascending rows and the term's weight in each, gone ones left out."""

    rows: Rows
    weights: Weights

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def bytes(self) -> int:
        """The memory that they take."""
        return self.rows.nbytes + self.weights.nbytes


NO_POSTINGS = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


@dataclass(frozen=True)
class Columns:
    """What is known of every row, gone ones included.

    Attributes:
        alive: Whether the passage is still there.
        document: Index into `documents`.
        group: Number of the innermost heading that it stands under, equal within one.
        length: Weighted number of terms.
        kind: Index into `PART_KINDS`; `sentence_kind` into `SENTENCE_KINDS`.
        types: Bit i is set where an entity of the i-th `EntityType` is named.
        signature: Equal for passages with the same wording.
        entities: Numbers of the first entities named, zeros behind; `has_more_entities` where that is not all.
        read_vectors: Reads one row each in the index's space, eight bits a component; zeros for a passage without a
            known word.
    """

    documents: tuple[str, ...]
    alive: Flags
    document: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]
    length: Weights
    year: npt.NDArray[np.int16]
    kind: npt.NDArray[np.uint8]
    sentence_kind: npt.NDArray[np.uint8]
    types: npt.NDArray[np.uint16]
    signature: npt.NDArray[np.uint64]
    entities: npt.NDArray[np.uint32]
    has_more_entities: Flags
    read_vectors: Callable[[], npt.NDArray[np.int8]]

    @cached_property
    def vectors(self) -> npt.NDArray[np.int8]:
        """The vectors of all rows: most of an index, and read only when meanings are compared.

        Raises:
            DamagedIndexError: They cannot be read.
        """
        return self.read_vectors()

    def __len__(self) -> int:
        return len(self.alive)


class SearchIndex(Protocol):
    """Passages as one commit left them: a reader never sees a change half done."""

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last, 0 before the first."""

    @property
    def columns(self) -> Columns:
        """Return what is known of every row."""

    def count(self) -> int:
        """Return the number of passages."""

    def postings(self, term: str) -> Postings:
        """Return the passages that hold a term; an unknown term has none."""

    def terms(self, prefix: str) -> list[str]:
        """Return the terms that begin with a prefix, sorted."""

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""

    def close(self) -> None:
        """Release the index; using it afterwards is an error."""


class IndexWriter(Protocol):
    """Writes an index under the library's lock. Readers see everything after `commit`, nothing before."""

    @property
    def change(self) -> int:
        """Return the number of the change that the writer goes on from, 0 where there is none or none can be read."""

    def replace(self, document_id: str, passages: Iterable[Passage]) -> None:
        """Put the passages of a document in the place of its former ones."""

    def put(self, document_id: str, made: Iterable[Row]) -> None:
        """Put rows that are made already in the place of a document's former ones."""

    def drop(self, document_id: str) -> None:
        """Remove a document's passages; an absent one is no error."""

    def clear(self) -> None:
        """Remove everything."""

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far, as of a change number."""

    def tidy(self) -> None:
        """Do what may wait until readers see the last commit; nothing is lost where it does not come to that."""

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
