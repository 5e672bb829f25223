"""What a task of Spark does: items as Arrow batches become rows, one for each item, whatever happens to it.

A row has the item's number and either its result or its error, both pickled; the error also in words, for people who look into the
Parquet files. A row with neither stands for an item whose process died.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any

import pyarrow as pa

ITEMS = pa.schema([("number", pa.int64()), ("item", pa.binary())])
RESULTS = pa.schema([("number", pa.int64()), ("result", pa.binary()), ("error", pa.binary()), ("said", pa.string())])
RESULTS_DDL = "number long, result binary, error binary, said string"

# So often may an item take down its process beside a worker, which it may have taken down before.
_DEATHS = 2

Row = dict[str, Any]


def mapped(batches: Iterable[pa.RecordBatch], function: bytes) -> Iterator[pa.RecordBatch]:
    """Yield the rows of each batch of items for a pickled function, in a task of Spark."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return rows(batches, function, is_repeated=context is not None and context.attemptNumber() > 0)


def rows(batches: Iterable[pa.RecordBatch], function: bytes, *, is_repeated: bool) -> Iterator[pa.RecordBatch]:
    """Yield the rows of each batch; a task that is repeated lost a process or a machine before, perhaps by one of its items."""
    alone = _Beside(function) if is_repeated else None
    try:
        for batch in batches:
            found = [
                {"number": number, **(alone.called(item) if alone else called(function, item))}
                for number, item in zip(batch["number"].to_pylist(), batch["item"].to_pylist(), strict=True)
            ]
            yield pa.RecordBatch.from_pylist(found, schema=RESULTS)
    finally:
        if alone:
            alone.close()


class _Beside:
    """Works on items in a process beside this one, which is begun anew when it dies."""

    def __init__(self, function: bytes) -> None:
        self._function = function
        self._pool: ProcessPoolExecutor | None = None

    def called(self, item: bytes) -> Row:
        for _ in range(_DEATHS):
            self._pool = self._pool or ProcessPoolExecutor(1, get_context("spawn"))
            try:
                return self._pool.submit(called, self._function, item).result()
            except BrokenProcessPool:
                self.close()
        return {}

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None


def called(function: bytes, item: bytes) -> Row:
    """Return the row of one item, without its number."""
    work: Callable[[Any], Any] = pickle.loads(function)  # nosec B301: our own driver wrote it
    try:
        return {"result": pickle.dumps(work(pickle.loads(item)))}  # nosec B301
    except Exception as error:  # whatever it is, it belongs to this item and is raised at its place
        return {"error": _pickled(error), "said": f"{type(error).__name__}: {error}"}


def _pickled(error: Exception) -> bytes:
    """Return an error pickled; one that cannot travel goes as its words."""
    try:
        kept = pickle.dumps(error)
        pickle.loads(kept)  # nosec B301
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return kept
