"""The runner port: one pure function over many items, here or in worker processes, results in the items' order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Protocol, TypeVar

from corpus.errors import InputError

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
        with worker_pool(self.workers) as pool:
            waiting: list[Future[Result]] = [
                pool.submit(function, item) for item in islice(source, self.workers * _AHEAD)
            ]
            while waiting:
                result = waiting.pop(0).result()
                waiting += [pool.submit(function, item) for item in islice(source, 1)]
                yield result


def worker_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of worker processes on this machine that end when this process is gone, also when it is killed."""
    return ProcessPoolExecutor(workers, initializer=_end_with_parent)


def _end_with_parent() -> None:
    # By itself a worker whose parent was killed waits for work for ever.
    parent = parent_process()
    assert parent is not None  # runs in workers only
    Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(parent: int) -> None:
    wait([parent])
    os._exit(1)


def runner(workers: int, cluster: str = "", lost: Callable[[Any], Any] | None = None) -> Runner:
    """Return the runner for a number of workers, or the one of a cluster.

    Args:
        workers: Processes on this machine.
        cluster: `dask://host:8786` or `spark://host:7077?folder=/shared`; empty for this machine.
        lost: What becomes of an item that takes down every worker of a cluster.

    Raises:
        InputError: The cluster's address is of no kind that is known.
        MissingExtraError: What speaks to the cluster is not installed.
        LibraryError: The cluster does not answer.
    """
    if cluster.startswith("dask://"):
        from kg.cluster_runners import DaskRunner

        return DaskRunner(cluster, lost)
    if cluster.startswith("spark:"):
        from kg.spark_runner import SparkRunner

        return SparkRunner(cluster, lost)
    if cluster:
        hint = "写成 dask://主机:8786 或 spark://主机:7077?folder=共用的文件夹；留空则在本机"
        raise InputError("不认识这种集群的地址", where="kg.runner", hint=hint)
    return SerialRunner() if workers == 1 else ProcessRunner(workers)
