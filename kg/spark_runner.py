"""A runner on Apache Spark: items go out as Parquet, `mapInArrow` maps them, results come back as Parquet.

Spark runs again what a lost worker had, and once more, elsewhere, what lags behind. What runs again has a process of its own beside its
worker: an item that takes down its process becomes a row that says so, and the others go on.

Workers need the same Python and the same version of this program, and a folder that they share with this machine. Everything
else (memory, cores, queues, who may) is said where users of Spark say it: in `spark-defaults.conf`.
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl

from corpus.errors import InputError, LibraryError, MissingExtraError
from kg.cluster_runners import SETTING
from kg.runners import Item, Result

_CONNECT_S = 10
# What one job takes in: its results are kept on disk, and repeated if the cluster as a whole is lost.
_ITEMS_OF_JOB, _BYTES_OF_JOB = 2_000, 256_000_000
_ITEMS_OF_TASK = 8
_SETTINGS = {
    # One item is one Arrow batch: memory is bounded by the largest file.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",
    "spark.sql.parquet.columnarReaderBatchSize": "1",
    # One file is one task: to open another counts for as much as a task may read.
    "spark.sql.files.openCostInBytes": str(1 << 30),
    "spark.sql.files.maxPartitionBytes": str(1 << 30),
    "spark.speculation": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

Job = list[tuple[Any, bytes]]
"""Items of one job, each with its pickled form."""


class SparkRunner:
    """Runs on Spark: `spark://host:7077?folder=/shared`, `spark:yarn?folder=/shared`, `spark:local-cluster[2,1,1024]`.

    Args:
        address: The master as Spark writes it, and the folder that all machines share.
        lost: What becomes of an item that takes down its process again and again; without it, an error is raised at its place.

    Raises:
        MissingExtraError: PySpark is not installed.
        InputError: The folder is not named, or is none.
        LibraryError: The cluster does not answer, or Spark does not start.
    """

    def __init__(self, address: str, lost: Callable[[Any], Any] | None = None) -> None:
        self._master, self._folder = _master_and_folder(address)
        self._lost = lost
        _refuse_silent(self._master)
        try:
            import pyarrow  # noqa: F401
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            hint = "请运行：pip install 'cetu[spark]'"
            raise MissingExtraError("没有安装 PySpark", where=SETTING, hint=hint) from error
        builder = SparkSession.builder.master(self._master).appName("cetu")
        for name, value in _SETTINGS.items():
            builder = builder.config(name, value)
        try:
            self._spark = builder.getOrCreate()
        except PySparkException as error:
            hint = "看 Java 是否为 17 以上、SPARK_CONF_DIR 中的设置是否正确"
            raise LibraryError("Spark 启动不了", where=self._master, hint=hint) from error
        if "PYSPARK_PYTHON" not in os.environ:
            self._spark.sparkContext.pythonExec = sys.executable

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the function's result for each item, in order; a job runs while the results of the one before are taken."""
        with TemporaryDirectory(prefix="cetu-spark-", dir=self._folder) as name, ThreadPoolExecutor(1) as pool:
            jobs = enumerate(_jobs(items))

            def begun() -> list[tuple[Job, Future[Iterator[dict[str, Any]]]]]:
                return [
                    (job, pool.submit(self._run, function, job, Path(name) / str(number)))
                    for number, job in islice(jobs, 1)
                ]

            try:
                waiting = begun()
                while waiting:
                    job, future = waiting.pop()
                    rows = future.result()
                    waiting = begun()
                    for (item, _pickled), row in zip(job, rows, strict=True):
                        yield self._result(item, row)
            finally:
                self._spark.stop()

    def _run(self, function: Callable[[Any], Any], job: Job, folder: Path) -> Iterator[dict[str, Any]]:
        """Run a job in a folder and return its rows in the order of the items."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        from kg.spark_tasks import RESULTS_DDL, mapped

        _write(job, folder / "items")
        work = partial(mapped, function=pickle.dumps(function))
        try:
            given = self._spark.read.parquet(str(folder / "items"))
            given.mapInArrow(work, RESULTS_DDL).write.parquet(str(folder / "results"))
        except (PySparkException, Py4JError) as error:
            hint = "看 Spark 的日志；资料库的记录没有变，可再运行一次，或把 kg.runner 留空在本机抽取"
            raise LibraryError("Spark 没有做完", where=self._master, hint=hint) from error
        return _rows(folder / "results")

    def _result(self, item: Any, row: dict[str, Any]) -> Any:
        if row["result"] is not None:
            return pickle.loads(row["result"])  # nosec B301: our own workers wrote it
        if row["error"] is not None:
            raise pickle.loads(row["error"])  # nosec B301
        if self._lost is None:
            raise LibraryError("处理一项的进程一再中断", where=self._master, hint="看 Spark 各机的日志与内存")
        return self._lost(item)


def _master_and_folder(address: str) -> tuple[str, str | None]:
    """Return Spark's master and the folder that all machines share; none where all are this machine."""
    master, _, rest = address.partition("?")
    master = master if master.startswith("spark://") else master.removeprefix("spark:")
    own = dict(parse_qsl(rest))
    folder = own.get("folder")
    hint = "写成 spark://主机:7077?folder=/各机共用的文件夹"
    if not master or set(own) - {"folder"} or (folder is None and not master.startswith("local")):
        raise InputError("Spark 的地址读不懂，或没有写明共用的文件夹", where=SETTING, hint=hint)
    if folder is not None and not Path(folder).is_dir():
        raise InputError("Spark 各机共用的文件夹不在", where=folder, hint=hint)
    return master, folder


def _refuse_silent(master: str) -> None:
    """Refuse a master that nobody answers for: Spark itself would try for minutes, and say it in its log."""
    if not master.startswith("spark://"):
        return
    for place in master.removeprefix("spark://").split(","):
        host, _, port = place.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=_CONNECT_S).close()
        except (OSError, ValueError) as error:
            failed = error
        else:
            return
    hint = "看它是否在运行，或把 kg.runner 留空在本机抽取"
    raise LibraryError("Spark 集群连不上", where=master, hint=hint) from failed


def _jobs(items: Iterable[Any]) -> Iterator[Job]:
    job: Job = []
    size = 0
    for item in items:
        job.append((item, pickle.dumps(item)))
        size += len(job[-1][1])
        if len(job) >= _ITEMS_OF_JOB or size >= _BYTES_OF_JOB:
            yield job
            job, size = [], 0
    if job:
        yield job


def _write(job: Job, folder: Path) -> None:
    """Write the items of a job, a file for each task."""
    import pyarrow as pa
    from pyarrow import parquet

    from kg.spark_tasks import ITEMS

    folder.mkdir(parents=True)
    for start in range(0, len(job), _ITEMS_OF_TASK):
        rows = [
            {"number": number, "item": pickled}
            for number, (_item, pickled) in enumerate(job[start : start + _ITEMS_OF_TASK], start)
        ]
        parquet.write_table(pa.Table.from_pylist(rows, schema=ITEMS), folder / f"{start:08}.parquet")


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Return the rows that tasks wrote, in the order of the items; each file holds those of one task."""
    from pyarrow import parquet

    firsts = {}
    for file in folder.glob("*.parquet"):
        if numbers := parquet.read_table(file, columns=["number"])["number"].to_pylist():
            firsts[numbers[0]] = file
    return (row for first in sorted(firsts) for row in parquet.read_table(firsts[first]).to_pylist())
