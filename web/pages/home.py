"""The first page: one box for everything, and what the library holds."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from corpus.errors import LibraryError
from web.arguments import text
from web.overview import overview
from web.shelf import library

blueprint = Blueprint("home", __name__)

# What turns a line into a question: it ends like one, or holds a question word.
_QUESTION = re.compile(
    r"[？?吗呢]$|什么|哪|多少|几[个项家次年名人场篇位件种类]|谁|如何|怎么|怎样|是否|有没有|何时|为何|为什么|多大|多高|是多少|第几"
)


@blueprint.get("/")
def show() -> str:
    """Show the home page; an empty library is told how to fill it."""
    try:
        return render_template("pages/home.html", overview=overview(library()))
    except LibraryError as error:
        return render_template("pages/welcome.html", error=error)


@blueprint.get("/go")
def go() -> Response:
    """Send what stands in the box to the answer or to the search, by how it reads."""
    query = text("q")
    if not query:
        return redirect(url_for("search.show"))
    return redirect(url_for("answers.show" if reads_as_question(query) else "search.show", q=query))


def reads_as_question(line: str) -> bool:
    """Return whether a line is asked rather than looked up."""
    return bool(_QUESTION.search(line.strip()))
