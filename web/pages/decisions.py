"""The decisions of people about entities: what holds, what is in doubt, what a new one would change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from corpus.errors import InputError
from search import curation
from search.curation import Decided
from web.access import audience, need
from web.decisions import decide
from web.listings import kept
from web.shelf import library, shelf
from web.vocabulary import DECISIONS

blueprint = Blueprint("decisions", __name__)

# What the form offers: each speaks of one entity, and of a second text where it needs one.
SINGLE = {"merge": "entities", "rename": "name", "alias": "alias", "retype": "type", "reject": ""}
_MOST_DOUBTS = 100


@blueprint.get("/admin/decisions")
def show() -> str:
    """Show the decisions, the doubts, and the form."""
    need("editor")
    return _page(None, {})


@blueprint.post("/admin/decisions")
def add() -> Response | str:
    """Show what a decision would change; with `sure`, record it."""
    need("editor")
    form = {name: request.form.get(name, "").strip() for name in ("kind", "first", "second", "why")}
    is_trial = "sure" not in request.form
    done = decide(form["kind"], _payload(form), why=form["why"], is_trial=is_trial)
    return _page(done, form) if is_trial else redirect(url_for("decisions.show"), 303)


def _payload(form: dict[str, str]) -> dict[str, Any]:
    """Return what a form says as the payload of its kind of decision."""
    kind, first, second = form["kind"], form["first"], form["second"]
    if kind == "undo":
        if not first.isascii() or not first.isdigit() or len(first) > 15:
            raise InputError("没有这个编号的决定", where="number", hint="从决定的列表中撤销")
        return {"number": int(first)}
    if kind in ("merge", "confirm", "not_same"):
        return {"entities": [first, second]}
    if kind not in SINGLE:
        raise InputError("没有这种决定", where="kind", hint="可用：" + "、".join(SINGLE))
    return {"entity": first} | ({SINGLE[kind]: second} if SINGLE[kind] else {})


# Doubts are looked for among all names of a library; a decision makes a new state of it.
_all_doubts = kept(lambda found: curation.doubts(found.home, audience()))


def _page(trial: Decided | None, form: dict[str, str]) -> str:
    folder, who = shelf().folder, audience()
    return render_template(
        "pages/decisions.html",
        decisions=curation.listed(folder, who),
        doubts=_all_doubts(library())[:_MOST_DOUBTS],
        doubts_in_all=len(_all_doubts(library())),
        kinds=DECISIONS,
        trial=trial,
        form=form,
    )
