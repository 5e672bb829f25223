"""Extraction on a cluster: byte for byte what one process gives, whatever happens to a worker or a document."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import InputError, LibraryError
from kg.runners import runner
from search import ingest
from search.library import Library
from tests.services import free_port
from tests.test_kg_runners import square

BORNE = 1
TEXTS = [f"云川市科协202{n}年工作要点\n新建科普服务站{n + 3}家，培训科普员{n}00人次。\n" for n in range(4)]


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    if find_spec("distributed") is None:
        pytest.skip("dask.distributed is not installed: pip install 'cetu[dask]'")
    import dask
    from distributed import LocalCluster

    # One death more than it bears, and the cluster gives a document up; a worker may take its time to come back.
    settings = {"distributed.scheduler.allowed-failures": BORNE, "distributed.deploy.lost-worker-timeout": "10 minutes"}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, worker_dashboard_address=None
        ) as cluster,
    ):
        yield cluster.scheduler_address.replace("tcp://", "dask://")


def assert_as_by_one_process(folder: Path, cluster: str) -> None:
    """Make the same library here and on a cluster, a file that cannot be read among the others."""
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 no archive")
    paths = sorted(folder.glob("*.*"))
    reports = [
        ingest.add(folder / name, paths, environment={"CETU_KG__RUNNER": where})
        for name, where in (("here", ""), ("there", cluster))
    ]
    assert reports[0].failed and [str(e) for e in reports[0].failed] == [str(e) for e in reports[1].failed]
    here, there = (Library.open(folder / name, {}) for name in ("here", "there"))
    for meta, other in zip(here.documents, there.documents, strict=True):
        assert meta == other  # with the hashes of document and extraction
        assert here.extraction(meta.id) == there.extraction(other.id)
    assert len(here.documents) == len(TEXTS)


@pytest.mark.service
def test_a_library_made_on_a_cluster_is_that_of_one_process(dask: str, tmp_path: Path) -> None:
    assert_as_by_one_process(tmp_path, dask)


@pytest.mark.service
def test_results_keep_their_order_and_errors_their_place(dask: str) -> None:
    assert list(runner(1, dask).map(square, range(300))) == [n * n for n in range(300)]
    results = runner(1, dask).map(square, [1, -1, 3])
    assert next(results) == 1
    with pytest.raises(ValueError, match="negative"):
        next(results)


def deadly(item: tuple[str, int]) -> int:
    """Take the worker down: always for the number 3, and the first time for the number 5."""
    folder, number = item
    mark = Path(folder) / "died"
    if number == 3 or (number == 5 and not mark.exists()):
        if number == 5:
            mark.touch()
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def unlucky(item: tuple[str, int]) -> int:
    """Take the worker down for number 5 as often as a cluster bears it, and then no more, as a neighbour may have done."""
    folder, number = item
    deaths = len(list(Path(folder).iterdir()))
    if number == 5 and deaths <= BORNE:
        (Path(folder) / str(deaths)).touch()
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def gone(item: tuple[str, int]) -> int:
    return -item[1]


@pytest.mark.service
def test_what_a_lost_worker_had_is_run_again_and_what_kills_every_worker_is_told(dask: str, tmp_path: Path) -> None:
    found = list(runner(1, dask, gone).map(deadly, [(str(tmp_path), number) for number in range(8)]))
    assert json.dumps(found) == json.dumps([0, 1, 2, -3, 4, 5, 6, 7])


@pytest.mark.service
def test_what_died_beside_others_is_tried_alone_before_it_is_blamed(dask: str, tmp_path: Path) -> None:
    found = list(runner(1, dask, gone).map(unlucky, [(str(tmp_path), number) for number in range(8)]))
    assert found == list(range(8))
    assert len(list(tmp_path.iterdir())) == BORNE + 1


def test_a_cluster_that_is_down_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("kg.cluster_runners._CONNECT_S", 0.5)
    with pytest.raises(LibraryError, match="连不上"):
        runner(1, f"dask://127.0.0.1:{free_port()}")


def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(InputError, match="集群"):
        runner(1, "ray://127.0.0.1")
