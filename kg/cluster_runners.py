"""A runner on a cluster that others keep: Dask, which re-runs what a lost worker had.

The function and the items travel pickled: workers need the same Python and the same version of this program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from corpus.errors import LibraryError, MissingExtraError

Item = TypeVar("Item")
Result = TypeVar("Result")

SETTING = "kg.runner"
_CONNECT_S = 10
_AHEAD = 3
_DEATHS = 3


class DaskRunner:
    """Runs on a Dask cluster: `dask://host:8786`.

    Args:
        address: The address of its scheduler.
        lost: What becomes of an item whose workers die again and again; without it, an error is raised at its place.

    Raises:
        MissingExtraError: Dask is not installed.
        LibraryError: The scheduler does not answer.
    """

    def __init__(self, address: str, lost: Callable[[Any], Any] | None = None) -> None:
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            hint = "请运行：pip install 'cetu[dask]'"
            raise MissingExtraError("没有安装 dask.distributed", where=SETTING, hint=hint) from error
        dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS})
        try:
            self._client = Client("tcp://" + address.removeprefix("dask://"), timeout=_CONNECT_S)
        except (OSError, TimeoutError) as error:
            hint = "看它是否在运行，或把 kg.runner 留空在本机抽取"
            raise LibraryError("Dask 集群连不上", where=address, hint=hint) from error
        self._lost = lost

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item, in order; as many wait as keep the workers busy."""
        from distributed import KilledWorker

        source = iter(items)
        ahead = _AHEAD * max(2, sum(self._client.nthreads().values()))
        waiting = [(item, self._submit(function, item)) for item in islice(source, ahead)]
        try:
            while waiting:
                item, future = waiting.pop(0)
                try:
                    result = future.result()
                except KilledWorker:
                    result = self._alone(function, item, [other for _, other in waiting])
                waiting += [(item, self._submit(function, item)) for item in islice(source, 1)]
                yield result
        finally:
            self._client.close()

    def _alone(self, function: Callable[[Item], Result], item: Item, others: list[Any]) -> Result:
        """Run what lost its workers once more with nothing of ours beside it: a neighbour may have taken them down."""
        from distributed import KilledWorker, wait

        wait(others)
        try:
            result: Result = self._submit(function, item).result()
        except KilledWorker:
            if self._lost is None:
                raise
            result = self._lost(item)
        return result

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Any:
        # Keys are given anew: to name work by its content would read every file once more.
        return self._client.submit(function, item, pure=False)
