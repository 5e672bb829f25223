"""The runner port: one pure function over many items, here or in worker processes, results in the items' order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items in flight for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 3


class Runner(Protocol):
    """Maps a pure, picklable function over items lazily; results come in the order of the items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item; an exception of the function is raised at its place."""


class SerialRunner:
    """Runs in this process, one item at a time."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item."""
        return map(function, items)


class ProcessRunner:
    """Runs in worker processes of this machine. Memory is bounded by a few items for each worker."""

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item."""
        source = iter(items)
        with ProcessPoolExecutor(self.workers) as pool:
            waiting: list[Future[Result]] = [
                pool.submit(function, item) for item in islice(source, self.workers * _AHEAD)
            ]
            while waiting:
                result = waiting.pop(0).result()
                waiting += [pool.submit(function, item) for item in islice(source, 1)]
                yield result


def runner(workers: int) -> Runner:
    """Return the runner for a number of workers."""
    return SerialRunner() if workers == 1 else ProcessRunner(workers)
