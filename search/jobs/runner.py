"""Does the jobs of a library one after the other, in a thread of a process that may have other things to do.

Of all processes on a library one does jobs at a time: the one that holds the lock, which the system takes back from whoever
dies. What is marked as being done while nobody holds the lock was broken off, and is done again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock, Thread

from filelock import FileLock, Timeout

from corpus.errors import BusyError, CetuError, LibraryError
from search.ingest import Progress, Step
from search.jobs.job import DONE, FAILED, RUNNING, WAITING, Job
from search.jobs.queue import Queue, now
from search.jobs.work import do

_LOG = logging.getLogger("cetu.jobs")
_LOCK_FILE = "runner.lock"
# A job that takes the process with it is given up after so many times.
_MOST_INTERRUPTIONS = 3
_SAVED_EVERY_S = 0.5
_BUSY = "另一个程序正在写这个资料库，等它写完"


class Runner:
    """Does what waits in a queue.

    Args:
        queue: Where the jobs are.
        environment: The environment that settings are read from.
        on_end: Is called with each job that has ended, before it is shown as ended.
    """

    def __init__(
        self, queue: Queue, environment: Mapping[str, str], *, on_end: Callable[[Job], None] = lambda job: None
    ) -> None:
        self._queue = queue
        self._environment = environment
        self._on_end = on_end
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_asked = False

    def wake(self) -> None:
        """Have the jobs that wait done in the background, if that is not what is happening anyway."""
        with self._lock:
            self._is_asked = True
            if self._thread is None:
                self._thread = Thread(target=self._work, name="cetu-jobs", daemon=True)
                self._thread.start()

    def watch(self, every_s: float) -> None:
        """Look for ever for jobs that another process left."""
        while True:
            if self._queue.folder.is_dir():
                self.wake()
            time.sleep(every_s)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._is_asked:
                    self._thread = None
                    return
                self._is_asked = False
            try:
                self.run_all()
            except Exception:
                # The thread must not end without saying so, or nobody would be asked again.
                _LOG.exception("jobs")

    def run_all(self) -> None:
        """Do every job that waits; nothing where another process is at it."""
        try:
            with FileLock(self._queue.folder / _LOCK_FILE, timeout=0):
                self._take_up()
                while waiting := [job for job in self._queue.listed() if job.state == WAITING]:
                    self._run(waiting[-1])
                self._queue.sweep()
        except Timeout:
            return
        except OSError as error:
            _LOG.warning("jobs: %s", error)

    def _take_up(self) -> None:
        """Let jobs wait again that whoever did them did not end."""
        for job in self._queue.listed():
            if job.state != RUNNING:
                continue
            count = job.interruptions + 1
            if count < _MOST_INTERRUPTIONS:
                self._queue.save(replace(job.waiting_again(), interruptions=count))
                continue
            error = LibraryError("做它的程序一再中断", where=job.kind, hint="看服务的日志；排除原因后再做一次")
            failed = replace(job, state=FAILED, interruptions=count, error=error.to_dict(), ended_at=now())
            self._queue.save(failed)

    def _run(self, job: Job) -> None:
        job = replace(job, state=RUNNING, started_at=now())
        self._queue.save(job)
        try:
            ended = replace(do(job, self._queue, self._environment, self._progress(job)), state=DONE)
        except BusyError:
            self._queue.save(replace(job.waiting_again(), now=_BUSY))
            return
        except CetuError as error:
            ended = replace(job, state=FAILED, error=error.to_dict())
        except Exception as error:
            _LOG.exception("job %s", job.id)
            ended = replace(job, state=FAILED, error=_unexpected(error))
        ended = replace(ended, ended_at=now(), now="")
        try:
            self._on_end(ended)
        except CetuError as error:
            _LOG.warning("job %s: %s", job.id, error)
        self._queue.save(ended)
        if ended.state == DONE:
            self._queue.drop_files(ended)

    def _progress(self, job: Job) -> Progress:
        last = 0.0

        def save(step: Step) -> None:
            nonlocal last
            if (moment := time.monotonic()) - last >= _SAVED_EVERY_S or step.done == step.total:
                last = moment
                self._queue.save(replace(job, done=step.done, total=step.total, now=step.name), is_lasting=False)

        return save


def _unexpected(error: Exception) -> dict[str, str]:
    where = type(error).__name__
    return {"code": "internal", "message": "程序出错了，已记入日志", "where": where, "hint": "看服务的日志"}
