"""Extraction on Spark: byte for byte what one process gives, whatever happens to a worker or a document."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from corpus.errors import InputError, LibraryError, MissingExtraError
from kg.runners import runner
from kg.spark_tasks import ITEMS, rows
from tests.services import SCRIPTS, free_port
from tests.shared import PROJECT
from tests.test_kg_clusters import assert_as_by_one_process, deadly, gone
from tests.test_kg_runners import square

# Two workers of one core each; their machines are this one.
CLUSTER = "spark:local-cluster[2,1,1024]"
# Little work for virtual machines that live for seconds.
OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    made = subprocess.run([SCRIPTS / "spark"], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"PySpark is not to be had here: {made.stderr.strip()[-200:]}")
    packages, settings = made.stdout.strip(), tmp_path_factory.mktemp("spark")
    (settings / "spark-defaults.conf").write_text(
        f"spark.driver.extraJavaOptions {OPTIONS}\nspark.executor.extraJavaOptions {OPTIONS}\n"
    )
    (settings / "log4j2.properties").write_text("rootLogger.level = off\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(packages)
        patch.setenv("PYTHONPATH", f"{PROJECT}:{packages}")
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_CONF_DIR", str(settings))
        yield CLUSTER


@pytest.mark.service
@pytest.mark.long
def test_a_library_made_on_spark_is_that_of_one_process(spark: str, tmp_path: Path) -> None:
    assert_as_by_one_process(tmp_path, spark)


def fated(item: tuple[str, int]) -> int:
    """Fail for the number 20; take the process down for 3, and once for 5."""
    return square(-1) if item[1] == 20 else deadly(item)


@pytest.mark.service
@pytest.mark.long
def test_lost_workers_cost_nothing_and_errors_keep_their_place(
    spark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.spark_runner._ITEMS_OF_JOB", 12)
    results = runner(1, spark, gone).map(fated, [(str(tmp_path), number) for number in range(30)])
    found = [next(results) for _ in range(20)]
    assert json.dumps(found) == json.dumps([0, 1, 2, -3, *range(4, 20)])
    with pytest.raises(ValueError, match="negative"):
        next(results)


def worked(function: Callable[[Any], Any], items: list[Any], *, is_repeated: bool) -> list[dict[str, Any]]:
    given = [{"number": number, "item": pickle.dumps(item)} for number, item in enumerate(items)]
    batches = pa.Table.from_pylist(given, schema=ITEMS).to_batches(max_chunksize=2)
    return [
        row for batch in rows(batches, pickle.dumps(function), is_repeated=is_repeated) for row in batch.to_pylist()
    ]


@pytest.mark.parametrize("is_repeated", [False, True])
def test_a_bad_item_is_a_row_with_its_error(is_repeated: bool) -> None:
    found = worked(square, [2, -1, 3], is_repeated=is_repeated)
    assert [row["number"] for row in found] == [0, 1, 2]
    assert [pickle.loads(found[n]["result"]) for n in (0, 2)] == [4, 9]
    assert (found[1]["result"], found[1]["said"]) == (None, "ValueError: negative")
    assert isinstance(pickle.loads(found[1]["error"]), ValueError)


def test_what_takes_its_process_down_again_is_a_row_that_says_so(tmp_path: Path) -> None:
    found = worked(deadly, [(str(tmp_path), number) for number in (2, 3, 5)], is_repeated=True)
    assert [row["result"] and pickle.loads(row["result"]) for row in found] == [2, None, 5]
    assert found[1]["error"] is None


class UnsendableError(Exception):
    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def unsendable(item: int) -> int:
    raise UnsendableError("甲", "乙")


def test_an_error_that_cannot_travel_goes_as_its_words() -> None:
    (row,) = worked(unsendable, [1], is_repeated=False)
    assert str(pickle.loads(row["error"])) == row["said"] == "UnsendableError: 甲乙"


@pytest.mark.parametrize("address", ["spark:", "spark://master:7077", "spark:yarn", "spark:yarn?queue=policy"])
def test_an_address_that_cannot_be_meant_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="folder="):
        runner(1, address)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="absent"):
        runner(1, f"spark:yarn?folder={tmp_path / 'absent'}")


def test_a_cluster_that_is_down_is_said(tmp_path: Path) -> None:
    address = f"spark://127.0.0.1:{free_port()},127.0.0.1:{free_port()}?folder={tmp_path}"
    with pytest.raises(LibraryError, match="连不上"):
        runner(1, address)


def test_without_pyspark_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"cetu\[spark\]"):
        runner(1, CLUSTER)
