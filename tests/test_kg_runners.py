"""The runner port: the same results in the same order, wherever the function runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.runners import runner


def square(number: int) -> int:
    if number < 0:
        raise ValueError("negative")
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
class TestRunner:
    def test_results_come_in_the_order_of_the_items(self, workers: int) -> None:
        assert list(runner(workers).map(square, range(20))) == [n * n for n in range(20)]

    def test_an_error_is_raised_at_its_place(self, workers: int) -> None:
        results = runner(workers).map(square, [1, 2, -1, 4])
        assert [next(results), next(results)] == [1, 4]
        with pytest.raises(ValueError, match="negative"):
            next(results)

    def test_no_items_give_no_results(self, workers: int) -> None:
        assert list(runner(workers).map(square, [])) == []


_SLOW = """
import os, sys, time
from kg.runners import ProcessRunner

def told(number):
    os.write(1, f"{os.getpid()}\\n".encode())  # in one piece: the other worker writes there, too
    time.sleep(1000)

if __name__ == "__main__":
    list(ProcessRunner(2).map(told, range(2)))
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks processes up in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "slow.py"
    program.write_text(_SLOW, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    parent = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    try:
        workers = [int(parent.stdout.readline()) for _ in range(2)]
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    left = set(workers)
    end = time.monotonic() + 30
    while left and time.monotonic() < end:
        left = {worker for worker in left if _is_running(worker)}
        time.sleep(0.05)
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    parent.stdout.close()
    assert not left


def _is_running(process: int) -> bool:
    """Return whether a process does something; one that ended may still be listed until somebody asks for it."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
