"""Search: ranked passages with facets."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from search.results import SearchResult
from web.arguments import choice, number, optional_number, text
from web.listings import all_entities
from web.overview import is_ready
from web.pages.home import reads_as_question
from web.sheets import Column, sheet
from web.shelf import library
from web.spots import spot_of
from web.vocabulary import KINDS, TYPES

blueprint = Blueprint("search", __name__)

PAGE = 20
_MOST_EXPORTED = 1000
_FIRST_WORDS = 14
SORTS = ("relevance", "newest", "oldest")
MODES = ("hybrid", "words", "meaning")


@blueprint.get("/search")
def show() -> str | Response:
    """Show the hits of a query, or the empty box."""
    query = text("q")
    if not query:
        return render_template("pages/search_start.html", words=_first_words())
    form = choice("format", ("csv", "xlsx"))
    if form:
        return _export(query, form)
    offset = number("offset", 0)
    filters = chosen_filters()
    result = find(query, limit=PAGE, offset=offset, **filters)
    return render_template(
        "pages/search.html",
        query=query,
        result=result,
        offset=offset,
        page=PAGE,
        filters=filters,
        titles={meta.id: meta.title for meta in library().documents},
        is_question=reads_as_question(query),
        # What stands beside the hits does not keep them waiting while a large library is being counted.
        spot=spot_of(library(), query) if offset == 0 and is_ready(library()) else None,
    )


def _first_words() -> tuple[str, ...]:
    """Return words to start from, as home shows them; none while a large library is being counted."""
    return tuple(item.name for item in all_entities(library())[:_FIRST_WORDS]) if is_ready(library()) else ()


def chosen_filters() -> dict[str, Any]:
    """Return the filters of a request under the names that the engine takes."""
    return {
        "document": text("document") or text("doc") or None,
        "kind": choice("kind", tuple(KINDS)) or None,
        "year": optional_number("year", least=1, most=9999),
        "type": choice("type", tuple(TYPES)) or None,
        "entity": text("entity") or None,
        "issuer": text("issuer") or None,
        "sort": choice("sort", SORTS, "relevance"),
        "expand": choice("expand", ("on", "off")) != "off",
        "mode": choice("mode", MODES) or library().settings.text("search.mode"),
    }


def find(query: str, **options: Any) -> SearchResult:
    """Return the hits of a query."""
    from search import engine

    return engine.search(library(), query, **options)


def _export(query: str, form: str) -> Response:
    result = find(query, limit=_MOST_EXPORTED, offset=0, **chosen_filters())
    columns: tuple[Column, ...] = (
        ("正文", lambda hit: hit.text),
        ("文献", lambda hit: hit.title),
        ("部分", lambda hit: hit.part),
        ("标题", lambda hit: " › ".join(hit.section)),
        ("起", lambda hit: hit.start),
        ("止", lambda hit: hit.end),
        ("文献编号", lambda hit: hit.document),
    )
    return sheet(result.hits, columns, name="检索", form=form)
