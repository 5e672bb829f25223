"""Backups: everything that cannot be rebuilt, in one file each; made, checked, downloaded and removed by administrators."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from search import backups
from search.jobs.job import Job
from web import jobs
from web.access import need, note
from web.shelf import shelf

blueprint = Blueprint("backups", __name__)

_PIECE = 1 << 16


@blueprint.get("/admin/backups")
def show() -> str:
    """Show the backups that there are, when each was last checked, and how one is restored."""
    need("administrator")
    folder, environment = shelf().folder, shelf().environment
    found, place = backups.listed(folder, environment=environment), backups.place_of(folder, environment)
    return render_template(
        "pages/backups.html",
        backups=found,
        checks=_checks(),
        waiting=[job for job in jobs.shown() if job.kind in ("backup", "check") and not job.is_ended],
        place=place,
        is_inside=place.is_relative_to(folder),
        library_folder=folder,
    )


@blueprint.post("/admin/backups")
def make() -> Response:
    """Write a backup while others read and write."""
    need("administrator")
    return _led_to(jobs.ask_for("backup", subject=backups.new_name()))


@blueprint.get("/admin/backups/<file>")
def download(file: str) -> Response:
    """Send a backup."""
    need("administrator")
    path = backups.file_of(shelf().folder, file, environment=shelf().environment)
    note("download_backup", file)

    def body() -> Iterator[bytes]:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                yield piece

    response = Response(body(), content_type="application/zip")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    response.headers["Content-Length"] = str(path.stat().st_size)
    return response


@blueprint.post("/admin/backups/<file>/check")
def check(file: str) -> Response:
    """Hold everything in a backup against its checksums."""
    need("administrator")
    backups.file_of(shelf().folder, file, environment=shelf().environment)
    return _led_to(jobs.ask_for("check", subject=file))


@blueprint.post("/admin/backups/<file>/remove")
def remove(file: str) -> Response:
    """Delete a backup."""
    need("administrator")
    backups.remove(shelf().folder, file, environment=shelf().environment)
    note("remove_backup", file)
    return redirect(url_for("backups.show"), 303)


def _led_to(job: Job) -> Response:
    """Lead to the page of a job, or to that of the backups where it has gone well already."""
    job = jobs.wait_for(job)
    if job.state == "done":
        return redirect(url_for("backups.show"), 303)
    return redirect(url_for("jobs.show_one", job=job.id), 303)


def _checks() -> dict[str, Job]:
    """Return the last check of each backup that was checked: whoever wrote one as well."""
    found: dict[str, Job] = {}
    for job in reversed(jobs.shown()):
        if job.kind == "check" and job.is_ended:
            found[job.subject] = job
    return found
