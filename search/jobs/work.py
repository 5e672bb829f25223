"""What is done for each kind of job, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from corpus.doubts import tally
from corpus.errors import CetuError, InputError
from corpus.record import Record
from search import backups, ingest, verifying
from search.ingest import AddReport, Progress
from search.jobs.job import Job, Row
from search.jobs.queue import Queue
from search.verifying import Verification


def do(job: Job, queue: Queue, environment: Mapping[str, str], on_progress: Progress) -> Job:
    """Do a job and return it with what came of it. Each kind may be done again after it was broken off.

    Raises:
        CetuError: The job as a whole failed.
    """
    return _WORK[job.kind](job, queue, environment, on_progress)


def _upload(job: Job, queue: Queue, environment: Mapping[str, str], on_progress: Progress) -> Job:
    files = queue.files(job)
    if not files:
        raise InputError("送来的文件不在了", where=job.id, hint="再上传一次")
    report = ingest.add(
        queue.library, files, environment=environment, label=job.label, audience=job.audience, on_progress=on_progress
    )
    rows = [*_before(job, queue, report), *_added(report)]
    came = Counter(row.name for row in rows)
    for name in report.unchanged:
        # What the job itself brought before it was broken off is no news to it.
        if came[name] and job.interruptions:
            came[name] -= 1
        else:
            rows.append(Row("unchanged", name))
    rows += [_failed(error, queue.files_folder(job)) for error in report.failed]
    return replace(job, rows=tuple(rows), counts=dict(Counter(row.kind for row in rows)))


def _added(report: AddReport) -> list[Row]:
    return [
        Row(file.status, file.name, file.id, file.title, "", file.characters, file.repairs, file.doubts)
        for file in report.added
    ]


def _before(job: Job, queue: Queue, report: AddReport) -> list[Row]:
    """Return what a job that was broken off had brought until then."""
    if not job.interruptions:
        return []
    place, told = str(queue.files_folder(job)), {file.id for file in report.added}
    record = Record(queue.library)
    try:
        rows = []
        for meta in record.documents():
            if meta.source_key.startswith(f"{place}/") and meta.id not in told:
                document = record.document(meta.id)
                repairs = sum(tally(repair for repair in document.repairs if not repair.is_doubt).values())
                row = Row("added", meta.source_name, meta.id, meta.title, "", meta.characters, repairs, document.doubts)
                rows.append(row)
        return rows
    finally:
        record.close()


def _failed(error: CetuError, place: Path) -> Row:
    # Of a file that was sent, its name is told and not where it lies meanwhile.
    where = Path(error.where).name if error.where.startswith(str(place)) else error.where
    return Row("failed", where, text=error.what, hint=error.hint)


def _rebuild(job: Job, queue: Queue, environment: Mapping[str, str], on_progress: Progress) -> Job:
    return replace(
        job, counts={"documents": ingest.rebuild(queue.library, environment=environment, on_progress=on_progress)}
    )


def _verify(job: Job, queue: Queue, environment: Mapping[str, str], _on_progress: Progress) -> Job:
    return _verified(job, verifying.verify(queue.library, environment=environment))


def _repair(job: Job, queue: Queue, environment: Mapping[str, str], _on_progress: Progress) -> Job:
    return _verified(job, verifying.repair(queue.library, environment=environment))


def _verified(job: Job, found: Verification) -> Job:
    rows = [Row("repaired", problem.where, text=problem.message) for problem in found.repaired]
    rows += [Row(problem.severity, problem.where, text=problem.message) for problem in found.problems]
    counts = {
        "documents": found.documents,
        "statements": found.statements,
        "passages": found.passages,
        "errors": len(found.errors),
        "repaired": len(found.repaired),
    }
    return replace(job, rows=tuple(rows), counts=counts)


def _backup(job: Job, queue: Queue, environment: Mapping[str, str], _on_progress: Progress) -> Job:
    made = backups.make(queue.library, job.subject, environment=environment)
    return replace(job, counts={"documents": made.documents, "decisions": made.decisions, "bytes": made.bytes})


def _check(job: Job, queue: Queue, environment: Mapping[str, str], _on_progress: Progress) -> Job:
    made = backups.check(queue.library, job.subject, environment=environment)
    return replace(job, counts={"documents": made.documents, "decisions": made.decisions, "bytes": made.bytes})


_WORK: dict[str, Callable[[Job, Queue, Mapping[str, str], Progress], Job]] = {
    "upload": _upload,
    "rebuild": _rebuild,
    "verify": _verify,
    "repair": _repair,
    "backup": _backup,
    "check": _check,
}
