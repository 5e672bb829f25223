"""Administration: taking files in and out, the documents of the library and who may see them."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.documents import DocumentMeta
from corpus.errors import InputError, LibraryError
from search import ingest, labelling
from search.library import Library
from web import jobs, uploads
from web.access import may_change, need_change, note
from web.arguments import choice, number, text
from web.errors import wants_json
from web.preferences import own_address
from web.sheets import Column, sheet
from web.shelf import library, shelf

blueprint = Blueprint("administration", __name__)

PAGE = 100
_ORDERS = ("-change", "change", "title", "file", "-characters")
_MOST_CHOSEN = 200
_COLUMNS: tuple[Column, ...] = (
    ("编号", lambda meta: meta.id),
    ("题名", lambda meta: meta.title),
    ("文件", lambda meta: meta.source_name),
    ("字数", lambda meta: meta.characters),
    ("变更号", lambda meta: meta.change),
    ("谁能看", lambda meta: meta.label),
)


@blueprint.get("/admin")
def show() -> str | Response:
    """Show what the library holds, a page at a time, and the forms to change it."""
    found = _library()
    everything = found.documents if found else ()
    query, label, order = text("q", limit=200), text("label", limit=40), choice("sort", _ORDERS, "-change")
    shown = [meta for meta in everything if _fits(meta, query.lower(), label)]
    shown.sort(key=lambda meta: _sort_key(meta, order.lstrip("-")), reverse=order.startswith("-"))
    if form := choice("format", ("csv", "xlsx")):
        return sheet(shown, _COLUMNS, name="库中文献", form=form)
    # What was taken out may have been the whole last page.
    offset = min(number("offset", 0), max(len(shown) - 1, 0) // PAGE * PAGE)
    return render_template(
        "pages/administration.html",
        library=found,
        documents=shown[offset : offset + PAGE],
        found=len(shown),
        total=len(everything),
        page=PAGE,
        offset=offset,
        query=query,
        label=label,
        order=order,
        label_counts=sorted(Counter(meta.label for meta in everything).items()),
        here=request.full_path.rstrip("?"),
        may_change=may_change(),
        labels=uploads.own_labels() if found else (),
        usual_label=shelf().settings().text("corpus.label"),
    )


def _library() -> Library | None:
    try:
        return library()
    except LibraryError:
        return None


def _fits(meta: DocumentMeta, query: str, label: str) -> bool:
    haystack = f"{meta.title}\n{meta.source_name}\n{meta.id}".lower()
    return query in haystack and label in ("", meta.label)


def _sort_key(meta: DocumentMeta, order: str) -> tuple[str | int, str]:
    keys: dict[str, str | int] = {"title": meta.title, "file": meta.source_name, "characters": meta.characters}
    return keys.get(order, meta.change), meta.id


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


@blueprint.post("/admin/documents/chosen")
def change_chosen() -> str | Response:
    """Give the chosen documents a label, or take them out: of that a page tells first what would go."""
    need_change()
    metas = _chosen()
    if request.form.get("deed") == "label":
        _label(metas, uploads.chosen_label())
    elif metas and "sure" not in request.form:
        return render_template("pages/administration_remove.html", documents=metas, back=_back())
    else:
        _remove(metas)
    return redirect(_back(), 303)


def _chosen() -> list[DocumentMeta]:
    """Return the documents that a form names and that are still there; somebody else may have taken some out.

    Raises:
        InputError: None is named, or more than a page holds.
    """
    named = request.form.getlist("shown" if "all" in request.form else "document")
    if not named:
        raise InputError("没有选中文献", where="document", hint="先在表中勾选")
    if len(named) > _MOST_CHOSEN:
        raise InputError(f"一次最多改 {_MOST_CHOSEN} 份", where="document", hint="分几次改")
    wanted = set(named)
    return [meta for meta in library().documents if meta.id in wanted]


@blueprint.post("/admin/documents/<document>/remove")
def remove(document: str) -> Response:
    """Take a document out."""
    need_change()
    _remove([library().meta(document)])
    return redirect(_back(), 303)


@blueprint.post("/admin/documents/<document>/label")
def label(document: str) -> Response:
    """Give a document another label."""
    need_change()
    _label([library().meta(document)], uploads.chosen_label())
    return redirect(_back(), 303)


def _remove(metas: list[DocumentMeta]) -> None:
    if metas:
        ingest.remove(shelf().folder, [meta.id for meta in metas], environment=shelf().environment)
    for meta in metas:
        note("remove", meta.id)


def _label(metas: list[DocumentMeta], chosen: str) -> None:
    if metas and chosen:
        labelling.relabel_all(shelf().folder, [meta.id for meta in metas], chosen, environment=shelf().environment)
        for meta in metas:
            note("label", f"{meta.id} {chosen}")


def _back() -> str:
    """Return the address of the list as it was, with its page and filters."""
    return own_address(request.form.get("back") or url_for("administration.show"))
