"""The jobs of a library, a folder each: `job.json`, and while they are needed the files that were sent.

A job is there whole or not at all: its folder is written under another name first. Readers need no lock.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.blobs import sync_folder, write_durably
from corpus.errors import InputError, NotFoundError
from search.disk import telling_disk
from search.jobs.job import DONE, FAILED, RUNNING, Job

JOBS_FOLDER = "jobs"
_FILE, _FILES = "job.json", "files"
_ID = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
# So many that have ended are remembered.
_MOST_ENDED = 200
# A draft this old belongs to nobody who is still sending.
_DRAFT_LASTS_S = 86_400


class Queue:
    """The jobs in a library folder; any number of processes may read them and add to them."""

    def __init__(self, library: Path) -> None:
        self.library = library
        self.folder = library / JOBS_FOLDER
        # What a full disk did not take: known to this process only, and better than a state that is not true.
        self._unsaved: dict[str, Job] = {}

    def add(self, job: Job, files: Iterable[tuple[str, bytes]] = ()) -> Job:
        """Keep a job durably, with the files that it takes in; `job.id` may be empty.

        Raises:
            LibraryError: The disk is full or may not be written; nothing is kept then.
        """
        job = replace(job, id=job.id or _new_id())
        draft = self.folder / f".{job.id}.draft"
        with telling_disk(self.library):
            try:
                (draft / _FILES).mkdir(parents=True)
                for number, (name, data) in enumerate(files):
                    # A folder each: two files of one name are two files.
                    (draft / _FILES / f"{number:04}").mkdir()
                    write_durably(draft / _FILES / f"{number:04}" / name, data)
                write_durably(draft / _FILE, _json(job))
                draft.rename(self.folder / job.id)
                sync_folder(self.folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return job

    def files_folder(self, job: Job) -> Path:
        """Return where the files of a job lie."""
        return (self.folder / job.id / _FILES).resolve()

    def files(self, job: Job) -> list[Path]:
        """Return the files that a job takes in, in the order in which they were sent."""
        return sorted(self.files_folder(job).glob("*/*"))

    def save(self, job: Job, *, is_lasting: bool = True) -> None:
        """Put a job in the place of its former self.

        A disk that does not take it is no error: the work has been done all the same, and whoever asks here is told.

        Args:
            job: The job as it is now.
            is_lasting: It must survive a power cut; how far a job has come need not.
        """
        if not (self.folder / job.id).is_dir():
            # Somebody took it away.
            return
        target = self.folder / job.id / _FILE
        try:
            if is_lasting:
                write_durably(target, _json(job))
            else:
                draft = target.with_suffix(".progress")
                draft.write_bytes(_json(job))
                draft.replace(target)
            self._unsaved.pop(job.id, None)
        except OSError:
            self._unsaved[job.id] = job

    def listed(self) -> tuple[Job, ...]:
        """Return all jobs, the newest first."""
        try:
            names = sorted((path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)), reverse=True)
        except OSError:
            return ()
        return tuple(job for name in names if (job := self._read(name)))

    def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            NotFoundError: There is none, or no longer.
        """
        job = self._read(job_id) if _ID.fullmatch(job_id) else None
        if job is None:
            raise NotFoundError("没有这个任务", where=job_id, hint="在“任务”页查看")
        return job

    def again(self, job_id: str) -> Job:
        """Let a job that failed be done once more.

        Raises:
            NotFoundError: There is none.
            InputError: It did not fail.
        """
        job = self.get(job_id)
        if job.state != FAILED:
            raise InputError("这个任务没有失败", where=job_id, hint="在“任务”页查看")
        job = replace(job.waiting_again(), interruptions=0)
        with telling_disk(self.library):
            write_durably(self.folder / job.id / _FILE, _json(job))
        self._unsaved.pop(job.id, None)
        return job

    def remove(self, job_id: str) -> Job:
        """Take a job away, with its files; what it has taken into the library stays there.

        Raises:
            NotFoundError: There is none.
            InputError: It is being done.
        """
        job = self.get(job_id)
        if job.state == RUNNING:
            raise InputError("这个任务正在进行", where=job_id, hint="等它结束")
        shutil.rmtree(self.folder / job.id, ignore_errors=True)
        self._unsaved.pop(job.id, None)
        return job

    def drop_files(self, job: Job) -> None:
        """Delete the files of a job that needs them no more."""
        shutil.rmtree(self.folder / job.id / _FILES, ignore_errors=True)

    def sweep(self) -> None:
        """Delete the oldest of the jobs that have ended, and what was left by those who were ended while they sent or did."""
        for number, job in enumerate(job for job in self.listed() if job.is_ended):
            if number >= _MOST_ENDED:
                shutil.rmtree(self.folder / job.id, ignore_errors=True)
            elif job.state == DONE:
                self.drop_files(job)
        for draft in self.folder.glob(".*.draft"):
            with suppress(OSError):
                if draft.stat().st_mtime < time.time() - _DRAFT_LASTS_S:
                    shutil.rmtree(draft, ignore_errors=True)

    def _read(self, name: str) -> Job | None:
        if name in self._unsaved:
            return self._unsaved[name]
        try:
            return Job.from_dict(json.loads((self.folder / name / _FILE).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            # Taken away meanwhile, or of another version.
            return None


def now() -> str:
    """Return the present in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _new_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"


def _json(job: Job) -> bytes:
    return json.dumps(job.to_dict(), ensure_ascii=False).encode()
