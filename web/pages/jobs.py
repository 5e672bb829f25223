"""Jobs: what is being done in the background, how far it has come, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from corpus.errors import InputError, LibraryError
from search.jobs.job import Job, Row
from web import jobs
from web.access import need, need_change
from web.arguments import number
from web.shelf import library

blueprint = Blueprint("jobs", __name__)

KINDS = {
    "upload": _l("收入文献"),
    "rebuild": _l("重建图谱和索引"),
    "verify": _l("核对资料库"),
    "repair": _l("核对并修复"),
    "backup": _l("做备份"),
    "check": _l("核对备份"),
}
STATES = {"waiting": _l("等待"), "running": _l("进行中"), "done": _l("已做完"), "failed": _l("失败")}
# What an administrator may ask for from the page of the jobs; backups have a page of their own.
_UPKEEP = ("verify", "repair", "rebuild")
_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job as programs get it: `Job` without what only the one who does it needs."""

    id: str
    kind: str
    state: str
    who: str
    made_at: str
    started_at: str
    ended_at: str
    files: tuple[str, ...]
    subject: str
    interruptions: int
    done: int
    total: int
    now: str
    counts: dict[str, int]
    rows: tuple[Row, ...]
    error: dict[str, str]


@blueprint.get("/admin/jobs")
def show() -> str:
    """Show the jobs, and the forms that ask for another."""
    need_change()
    found, offset = jobs.shown(), number("offset", 0)
    shown = found[offset : offset + _PAGE]
    return render_template(
        "pages/jobs.html",
        jobs=shown,
        total=len(found),
        limit=_PAGE,
        offset=offset,
        kinds=KINDS,
        states=STATES,
        upkeep=_UPKEEP,
    )


@blueprint.get("/admin/jobs/<job>")
def show_one(job: str) -> str:
    """Show how far a job has come, and what came of it."""
    need_change()
    found = jobs.shown_job(job)
    return render_template("pages/job.html", job=found, rows=rows_of(found), kinds=KINDS, states=STATES)


@blueprint.post("/admin/jobs")
def ask() -> Response:
    """Have the library held against itself, mended, or built anew."""
    need("administrator")
    if (kind := request.form.get("kind", "")) not in _UPKEEP:
        raise InputError("没有这种任务", where="kind", hint="可用：" + "、".join(_UPKEEP))
    return redirect(url_for("jobs.show_one", job=jobs.wait_for(jobs.ask_for(kind)).id), 303)


@blueprint.post("/admin/jobs/<job>/again")
def again(job: str) -> Response:
    """Do a job once more that failed."""
    need_change()
    found = jobs.queue().again(jobs.shown_job(job).id)
    jobs.wake()
    return redirect(url_for("jobs.show_one", job=jobs.wait_for(found).id), 303)


@blueprint.post("/admin/jobs/<job>/remove")
def remove(job: str) -> Response:
    """Take a job away that waits or has ended."""
    need_change()
    jobs.queue().remove(jobs.shown_job(job).id)
    return redirect(url_for("jobs.show"), 303)


def rows_of(job: Job) -> tuple[Row, ...]:
    """Return what came of a job, as far as who asks may see the documents: they may carry another label by now."""
    try:
        known = {meta.id for meta in library().documents}
    except LibraryError:
        known = set()
    return tuple(row if row.document in known or not row.document else Row(row.kind, row.name) for row in job.rows)


def job_shown(job: Job) -> dict[str, object]:
    """Return a job as programs get it."""
    values = job.to_dict() | {"counts": dict(job.counts or {}), "error": dict(job.error or {})}
    return {field.name: values[field.name] for field in fields(JobShown)} | {"rows": [asdict(r) for r in rows_of(job)]}
