"""Documents on their way into an index, their rows made ahead in other processes: cutting is most of the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from corpus.settings import Settings
from kg.runners import worker_pool
from search.encoders import encoder_of
from search.indexes.port import IndexWriter
from search.indexes.rows import Row, rows
from search.passages import Passage

# Documents in flight for each process, which bounds memory.
_AHEAD = 4


class Ahead:
    """Puts documents into an index in the order in which they come; what is written is the same as without processes.

    Args:
        index: The index.
        settings: What says how vectors are made.
        workers: Processes beside this one; 0 for none.
    """

    def __init__(self, index: IndexWriter, settings: Settings, workers: int) -> None:
        self._index, self._settings = index, settings
        self._pool = worker_pool(workers) if workers else None
        self._most = workers * _AHEAD
        self._waiting: deque[tuple[str, Future[list[Row]]]] = deque()

    def replace(self, document_id: str, passages: Sequence[Passage]) -> None:
        """Put the passages of a document in the place of its former ones, now or before the block is left."""
        if self._pool is None:
            self._index.replace(document_id, passages)
            return
        self._waiting.append((document_id, self._pool.submit(_rows, document_id, passages, self._settings)))
        while len(self._waiting) > self._most:
            self._put()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            while self._waiting and error is None:
                self._put()
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def _put(self) -> None:
        document_id, made = self._waiting.popleft()
        self._index.put(document_id, made.result())


def _rows(document_id: str, passages: Sequence[Passage], settings: Settings) -> list[Row]:
    return list(rows(document_id, passages, encoder_of(settings)))
