"""Administration: taking files in and out, the state of the library, decisions."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from corpus.errors import LibraryError
from search import ingest, labelling
from search.library import Library
from web import jobs, uploads
from web.access import may_change, need_change, note
from web.errors import wants_json
from web.shelf import library, shelf

blueprint = Blueprint("administration", __name__)


@blueprint.get("/admin")
def show() -> str:
    """Show what the library holds and the forms to change it."""
    return _page()


@blueprint.post("/admin/documents")
def add() -> Response:
    """Keep uploaded files for a job, and lead to its page; a script is told where that is."""
    need_change()
    job = uploads.accept(uploads.sent(), label=uploads.chosen_label())
    address = url_for("jobs.show_one", job=job.id)
    if wants_json():
        return make_response(jsonify({"job": job.id, "address": address}), 202)
    jobs.wait_for(job)
    return redirect(address, 303)


@blueprint.post("/admin/documents/<document>/remove")
def remove(document: str) -> Response:
    """Take a document out."""
    need_change()
    ingest.remove(shelf().folder, [library().meta(document).id], environment=shelf().environment)
    note("remove", document)
    return redirect(url_for("administration.show"), 303)


@blueprint.post("/admin/documents/<document>/label")
def label(document: str) -> Response:
    """Give a document another label."""
    need_change()
    meta, chosen = library().meta(document), uploads.chosen_label()
    if chosen:
        labelling.relabel(shelf().folder, meta.id, chosen, environment=shelf().environment)
        note("label", f"{document} {chosen}")
    return redirect(url_for("administration.show"), 303)


def _page() -> str:
    found: Library | None
    try:
        found = library()
    except LibraryError:
        found = None
    return render_template(
        "pages/administration.html",
        library=found,
        may_change=may_change(),
        labels=uploads.own_labels() if found else (),
    )
