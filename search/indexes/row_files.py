"""Facts and vectors of rows as files of their own, for an engine that cannot hand out whole columns.

Each commit adds a file; a small one is joined to its neighbour, so that their number stays small and what a commit
writes depends on its own size but for a join now and then. Rows are numbered once and keep their number.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.indexes.rows import FACTS, Row


def row_type(dimensions: int) -> np.dtype[np.void]:
    """Return one row as it lies in a file; `batch` is the number of the first row that was written together with it."""
    return np.dtype([("number", "<u4"), ("batch", "<u4"), ("facts", FACTS), ("vector", "i1", (dimensions,))])


Table = npt.NDArray[np.void]

_JOINED_UP_TO = 4


def table(rows: Sequence[Row], first: int, dimensions: int) -> Table:
    """Return rows as they lie in a file, numbered from `first`, which is their batch."""
    found = np.zeros(len(rows), row_type(dimensions))
    found["number"] = np.arange(first, first + len(rows))
    found["batch"] = first
    if rows:
        found["facts"] = np.frombuffer(b"".join(row.facts for row in rows), FACTS)
        found["vector"] = np.frombuffer(b"".join(row.vector for row in rows), np.int8).reshape(-1, dimensions)
    return found


def opened(path: Path, names: Sequence[str], dimensions: int) -> list[Table]:
    """Return the rows of files, mapped into memory: they stay readable when a later commit removes the files.

    Raises:
        ValueError: A file is damaged or of another form.
        OSError: A file cannot be read.
    """
    tables = [np.load(path / name, mmap_mode="r", allow_pickle=False) for name in names]
    if any(one.dtype != row_type(dimensions) for one in tables):
        raise ValueError("rows of another form")
    return tables


def joined(tables: Sequence[Table], dimensions: int) -> Table:
    """Return the rows of tables that follow one another."""
    return np.concatenate([np.zeros(0, row_type(dimensions)), *tables])


def append(path: Path, names: Sequence[str], added: Table, gone: npt.NDArray[np.uint32]) -> list[str]:
    """Write a file with the added rows and return the names of the files that make up the whole from now on.

    Files at the end that are not much larger than what is added are taken into it, without the rows of batches `gone`;
    all of them where more rows are gone than left.
    """
    dimensions = added.dtype["vector"].shape[0]
    before = opened(path, names, dimensions)
    dead = [np.isin(one["batch"], gone) for one in before]
    is_mostly_gone = 2 * sum(int(one.sum()) for one in dead) > sum(map(len, before))
    kept, parts, size = list(names), [added], len(added)
    while kept and (is_mostly_gone or len(before[len(kept) - 1]) <= _JOINED_UP_TO * size):
        parts.insert(0, before[len(kept) - 1][~dead[len(kept) - 1]])
        size += len(parts[0])
        kept.pop()
    whole = joined(parts, dimensions)
    if not len(whole):
        return kept
    name = f"rows-{int(whole['number'][0])}-{int(whole['number'][-1])}-{len(whole)}.npy"
    with (path / name).open("wb") as file:
        np.save(file, whole, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return [*kept, name]
