"""Which rows a document has, for an engine that knows rows by number only: they are numbered once, a document's together.

A document's rows are a batch, named by the first of their numbers. What goes is named in the commit and passed over by
readers, until the engine has taken it out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from search.indexes import row_files
from search.indexes.rows import Row


class Batches:
    """The batches of the last commit, and what has come and gone since.

    Args:
        path: The folder of the index.
        commit: The last commit: `files` of rows, batches that are `gone`, the `next` number.
        dimensions: The width of the vectors.
    """

    def __init__(self, path: Path, commit: Mapping[str, Any], dimensions: int) -> None:
        self._path, self._dimensions = path, dimensions
        self._commit = commit
        self._begin()

    def _begin(self) -> None:
        self.next = int(self._commit["next"])
        """The number of the row that is added next."""
        self._fresh: dict[str, int] = {}
        self._dropped: set[int] = set()
        self._added: list[row_files.Table] = []

    def add(self, document_id: str, rows: Sequence[Row]) -> None:
        """Take in the rows of a document, numbered from `next` on; it has no others, or they are dropped already."""
        self._added.append(row_files.table(rows, self.next, self._dimensions))
        self._fresh[document_id] = self.next
        self.next += len(rows)

    def drop(self, document_id: str) -> None:
        """Let a document's rows go; an absent one is no error."""
        for known in (self._fresh, self._committed):
            if (batch := known.pop(document_id, None)) is not None:
                self._dropped.add(batch)

    def write(self) -> dict[str, Any]:
        """Write the files of rows and return what the next commit says of them: readers see it once that is saved."""
        gone = np.array([*self._commit["gone"], *self._dropped], np.uint32)
        added = row_files.joined(self._added, self._dimensions)
        added = added[~np.isin(added["batch"], gone)]
        files = self._commit["files"]
        if len(added) or len(gone):
            files = row_files.append(self._path, files, added, gone)
        still = np.intersect1d(self._read(files)["batch"], gone)
        return {"files": files, "gone": sorted({*map(int, still), *self._dropped}), "next": self.next}

    def settle(self, commit: Mapping[str, Any]) -> None:
        """Go on from a commit that was saved with what `write` returned."""
        fresh, self._commit = self._fresh, commit
        if "_committed" in self.__dict__:
            self._committed.update(fresh)
        self._begin()

    @cached_property
    def _committed(self) -> dict[str, int]:
        """The batch of each document that the last commit holds."""
        found = self._read(self._commit["files"])
        batches, firsts = np.unique(found["batch"], return_index=True)
        names = found["facts"]["document"][firsts]
        gone = set(self._commit["gone"])
        together = zip(names.tolist(), batches.tolist(), strict=True)
        return {name.decode(): batch for name, batch in together if batch not in gone}

    def _read(self, files: Sequence[str]) -> row_files.Table:
        return row_files.joined(row_files.opened(self._path, files, self._dimensions), self._dimensions)


class BatchWriter(ABC):
    """What the writers for such engines have in common: a document's rows come and go as a batch."""

    _batches: Batches

    @abstractmethod
    def _take(self, row: Row, number: int, batch: int) -> None:
        """Hand a row to the engine."""

    def put(self, document_id: str, made: Iterable[Row]) -> None:
        """Put rows in the place of a document's former ones."""
        self.drop(document_id)
        found = list(made)
        if not found:
            return
        batch = self._batches.next
        for number, row in enumerate(found, batch):
            self._take(row, number, batch)
        self._batches.add(document_id, found)

    def drop(self, document_id: str) -> None:
        """Remove a document's passages."""
        self._batches.drop(document_id)
