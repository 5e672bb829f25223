"""Runs parsers of other people's formats in processes of their own, with bounds on memory and time.

A process is kept for the next file, since parsers and recognition models are slow to load; one that crashed or took too
long is given up, and the file that it read becomes an error.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, cast

from corpus.errors import CetuError, ReadError
from corpus.readers.limits import GRACE_S, Limits

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "corpus.readers.worker")
_MOST_CALLS = 200
"""A process is replaced after so many files: what parsers leak stays bounded."""


class _GoneError(Exception):
    """The process ended before it answered."""


class _Worker:
    """A process and the pipes to it."""

    def __init__(self) -> None:
        self.calls = 0
        self.is_late = False
        self._process = subprocess.Popen(
            _COMMAND, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def ask(self, request: tuple[str, tuple[Any, ...], Limits]) -> tuple[Any, CetuError | None]:
        """Return the answer; raises _GoneError where there is none, and sets `is_late` where the time was over."""
        self.calls += 1
        timer = Timer(request[2].seconds + GRACE_S, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            requests, answers = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
            pickle.dump(request, requests)
            requests.flush()
            return cast("tuple[Any, CetuError | None]", pickle.load(answers))  # nosec B301
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _GoneError from error
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self.is_late = True
        self._process.kill()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


class _Idle:
    """The processes that wait for files."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Leave them to others: a forked process must not write into the pipes of its parent."""
        self._guard = Lock()
        self._workers: list[_Worker] = []

    def take(self) -> _Worker:
        """Return a process, a new one where none waits."""
        with self._guard:
            return self._workers.pop() if self._workers else _Worker()

    def put_back(self, worker: _Worker) -> None:
        """Keep a process for the next file, unless it is old."""
        if worker.calls >= _MOST_CALLS:
            worker.close()
            return
        with self._guard:
            self._workers.append(worker)

    def close(self) -> None:
        """End them all."""
        with self._guard:
            workers, self._workers = self._workers, []
        for worker in workers:
            worker.close()


_idle = _Idle()
atexit.register(_idle.close)
close = _idle.close
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.forget)


def call(target: str, *arguments: Any, limits: Limits) -> Any:
    """Return what "module:function" returns for the arguments, the first of which is the file, called elsewhere.

    Raises:
        ReadError: The parser crashed or went beyond the limits.
        CetuError: What the function raises.
    """
    where = getattr(arguments[0], "name", "")
    worker = _idle.take()
    is_fresh = not worker.calls
    try:
        value, error = worker.ask((target, arguments, limits))
    except _GoneError as gone:
        worker.close()
        if worker.is_late:
            what, hint = f"读取超过 {limits.seconds:g} 秒", "请拆分文件，或调大设置 corpus.read_timeout_s"
            raise ReadError(what, where=where, hint=hint) from gone
        if not is_fresh:  # it may have ended from old age
            return call(target, *arguments, limits=limits)
        hint = "文件可能已损坏或是恶意文件，请用别的软件打开后另存一份再加入"
        raise ReadError("读取程序中途崩溃", where=where, hint=hint) from gone
    _idle.put_back(worker)
    if error is not None:
        raise error
    return value
