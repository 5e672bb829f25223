"""A wording over the years: first and last use, how often each year, in which variants."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from corpus.errors import NotFoundError
from web.arguments import choice, text
from web.charts import columns
from web.overview import overview
from web.sheets import ready_sheet
from web.shelf import library

blueprint = Blueprint("wordings", __name__)


@blueprint.get("/wording")
def show() -> str | Response:
    """Show how a wording is used over the years, or a box to give one."""
    from search.studies import wordings

    wording = text("q")
    if not wording:
        return render_template("pages/wording.html", wording="", usage=None, overview=overview(library()))
    form = choice("format", ("csv", "xlsx"))
    try:
        usage = wordings.usage(library(), wording)
    except NotFoundError:
        # No use is an answer too: the page says so, beside the box to try another wording.
        return render_template("pages/wording.html", wording=wording, usage=None, overview=overview(library()))
    if form:
        return ready_sheet(wordings.HEADS, usage.rows(), name="历年用法", form=form)
    dated = [(year.year, year.passages) for year in usage.years if year.year is not None]
    return render_template("pages/wording.html", wording=wording, usage=usage, picture=columns(dated))
