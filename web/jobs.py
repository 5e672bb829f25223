"""The jobs of the application: where they are, who does them, and what the rest of the site hears when one has ended."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import cast

from flask import Flask, current_app, request

from corpus.errors import NotFoundError
from search.jobs.job import DONE, Job
from search.jobs.queue import Queue, now
from search.jobs.runner import Runner
from web.access import accounts, audience, may, person
from web.shelf import shelf_of

_EXTENSION = "cetu.jobs"
_LOOK_EVERY_S = 20.0
# Who has no script sees the end of a short job at once; who has a long one gets its page.
_WAIT_S, _TURN_S = 3.0, 0.05
_DEEDS = {"upload": "add"}


def register(app: Flask) -> None:
    """Give an application a queue of jobs, and one who does them when there are any."""
    found = shelf_of(app)
    queue = Queue(found.folder)

    def end(job: Job) -> None:
        if job.state != DONE:
            return
        with app.app_context():
            if (people := accounts()) is not None:
                people.note(job.who, _DEEDS.get(job.kind, job.kind), _subject(job), address=job.address)
        if job.kind in ("upload", "rebuild", "repair"):
            found.renew()

    app.extensions[_EXTENSION] = queue, Runner(queue, found.environment, on_end=end)


def watch(app: Flask) -> None:
    """Take up what an earlier process left, and look for ever for what others leave."""
    _parts(app)[1].watch(_LOOK_EVERY_S)


def queue() -> Queue:
    """Return the jobs of the current application."""
    return _parts(current_app)[0]


def wake() -> None:
    """Have the jobs that wait done."""
    _parts(current_app)[1].wake()


def ask_for(kind: str, *, label: str = "", subject: str = "", files: Iterable[tuple[str, bytes]] = ()) -> Job:
    """Keep a job for the one who asks, have it done, and return it.

    Raises:
        LibraryError: The disk does not take it.
    """
    found, sent = person(), tuple(files)
    sees = audience().labels
    job = queue().add(
        Job(
            id="",
            kind=kind,
            who=(found.name if found else "") or "未登录",
            address=request.remote_addr or "",
            made_at=now(),
            label=label,
            sees=None if sees is None else tuple(sorted(sees)),
            files=tuple(name for name, _data in sent),
            subject=subject,
        ),
        sent,
    )
    wake()
    return job


def wait_for(job: Job) -> Job:
    """Return a job as it is once it has ended, or after a moment."""
    end = time.monotonic() + _WAIT_S
    while not job.is_ended and time.monotonic() < end:
        time.sleep(_TURN_S)
        job = queue().get(job.id)
    return job


def shown() -> tuple[Job, ...]:
    """Return the jobs that who asks may see, the newest first: the own ones, and all for administrators."""
    return tuple(job for job in queue().listed() if _is_shown(job))


def shown_job(job_id: str) -> Job:
    """Return a job that who asks may see.

    Raises:
        NotFoundError: There is none.
    """
    job = queue().get(job_id)
    if not _is_shown(job):
        raise NotFoundError("没有这个任务", where=job_id, hint="在“任务”页查看")
    return job


def _is_shown(job: Job) -> bool:
    found = person()
    return may("administrator") or (found is not None and found.may("editor") and found.name == job.who)


def _subject(job: Job) -> str:
    documents = [row.document for row in job.rows if row.kind in ("added", "replaced")]
    return "、".join(documents) or job.subject


def _parts(app: Flask) -> tuple[Queue, Runner]:
    return cast("tuple[Queue, Runner]", app.extensions[_EXTENSION])
