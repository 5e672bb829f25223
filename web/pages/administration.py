"""Administration: taking files in and out, the state of the library, decisions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import InputError, LibraryError
from search import ingest, labelling
from search.ingest import AddReport
from search.library import Library
from web import uploads
from web.access import audience, may, may_change, need_change, note
from web.shelf import library, shelf

blueprint = Blueprint("administration", __name__)


@blueprint.get("/admin")
def show() -> str:
    """Show what the library holds and the forms to change it."""
    return _page(None)


@blueprint.post("/admin/documents")
def add() -> str | tuple[str, int]:
    """Take uploaded files in and show what came of each."""
    need_change()
    report = uploads.take_in(shelf(), uploaded(), label=uploads.chosen_label())
    note("add", "、".join(file.id for file in report.added))
    return _page(report)


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


def uploaded() -> list[uploads.Draft]:
    """Return the files of a form.

    Raises:
        InputError: There is none, or too many.
    """
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        raise InputError("没有选择文件", where="file", hint="选择一个或几个文件")
    if len(files) > uploads.MOST_FILES:
        raise InputError(f"一次最多 {uploads.MOST_FILES} 个文件", where="file", hint="分几次上传")
    return [uploads.Draft(str(file.filename), file.read()) for file in files]


def _page(report: AddReport | None) -> str:
    found: Library | None
    try:
        # Of now: the library of this request is the one from before its upload.
        found = shelf().library(audience())
    except LibraryError:
        found = None
    return render_template(
        "pages/administration.html",
        library=found,
        info=found.info() if found and may("administrator") else None,
        report=report,
        may_change=may_change(),
        labels=uploads.own_labels() if found else (),
    )
