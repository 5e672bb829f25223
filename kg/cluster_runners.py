"""Runners on clusters that others keep: Dask and Apache Spark. Both re-run what a lost worker had, and pass by stragglers.

The function and the items travel pickled: workers need the same Python and the same version of this program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from corpus.errors import LibraryError, MissingExtraError
from kg.runners import Item, Result

SETTING = "kg.runner"
_CONNECT_S = 10
_AHEAD = 3
_DEATHS = 3
_ITEMS_OF_JOB = 256


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
                    if self._lost is None:
                        raise
                    result = self._lost(item)
                waiting += [(item, self._submit(function, item)) for item in islice(source, 1)]
                yield result
        finally:
            self._client.close()

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Any:
        # Keys are given anew: to name work by its content would read every file once more.
        return self._client.submit(function, item, pure=False)


class SparkRunner:
    """Runs on Apache Spark: `spark://host:7077`, or `local[2]` and `local-cluster[2,1,1024]` for trying it out.

    Args:
        master: The address of the master.
        lost: What becomes of an item whose tasks fail again and again; without it, an error is raised.

    Raises:
        MissingExtraError: PySpark is not installed.
    """

    def __init__(self, master: str, lost: Callable[[Any], Any] | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            hint = "请运行：pip install 'cetu[spark]'"
            raise MissingExtraError("没有安装 pyspark", where=SETTING, hint=hint) from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("cetu")
        # Without a console bar; stragglers are run a second time beside themselves, which pure functions allow.
        for name, value in (("spark.ui.enabled", "false"), ("spark.speculation", "true")):
            builder = builder.config(name, value)
        if master.startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        self._spark = builder.getOrCreate()
        self._lost = lost

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item, in order, job by job."""
        source = iter(items)
        try:
            while batch := list(islice(source, _ITEMS_OF_JOB)):
                yield from self._job(function, batch)
        finally:
            self._spark.stop()

    def _job(self, function: Callable[[Item], Result], batch: list[Item]) -> Iterator[Result]:
        from pyspark.errors import PySparkException

        try:
            found = self._run(function, batch)
        except PySparkException:
            if len(batch) == 1:
                if self._lost is None:
                    raise
                yield self._lost(batch[0])
                return
            # One of them takes its worker down: each by itself shows which.
            for item in batch:
                yield from self._job(function, [item])
            return
        for result in found:
            if isinstance(result, _Raised):
                raise result.error
            yield result

    def _run(self, function: Callable[[Item], Result], batch: list[Item]) -> list[Any]:
        import cloudpickle

        rows = [(number, cloudpickle.dumps(item)) for number, item in enumerate(batch)]
        parts = min(len(rows), 4 * self._spark.sparkContext.defaultParallelism)
        frame = self._spark.createDataFrame(rows, "number long, item binary").repartition(parts)
        results = frame.mapInArrow(_mapper(cloudpickle.dumps(function)), "number long, result binary").collect()
        return [cloudpickle.loads(row.result) for row in sorted(results, key=lambda row: row.number)]


class _Raised:
    """An exception of the function, on its way to the place of its item."""

    def __init__(self, error: Exception) -> None:
        self.error = error


def _mapper(packed: bytes) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import cloudpickle
        import pyarrow

        function = cloudpickle.loads(packed)
        for batch in batches:
            results = [cloudpickle.dumps(_result(function, cloudpickle.loads(item.as_py()))) for item in batch["item"]]
            columns = [batch["number"], pyarrow.array(results, pyarrow.binary())]
            yield pyarrow.RecordBatch.from_arrays(columns, names=["number", "result"])

    return run


def _result(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except Exception as error:  # raised again where the results are read
        return _Raised(error)
