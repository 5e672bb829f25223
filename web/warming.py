"""Reads of a state of the library what its first request would wait for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Flask, g

from corpus.errors import CetuError
from search.answers.knowledge import knowledge
from search.drafts.rules import rules
from search.engine import search
from search.suggestions import suggest
from web.listings import all_bare_names, all_entities, all_glossary
from web.shelf import keep_from_collector, shelf_of

if TYPE_CHECKING:
    from search.library import Library


def warm(app: Flask, found: Library) -> None:
    """Read the lists, the index and the pinyin table of a state once."""
    from web.pages.glossary import letter_of
    from web.pages.graph import whole
    from web.pages.indicators import all_series
    from web.pages.ledger import all_entries

    with app.app_context():
        g.library = found
        # What the first page, a search and the suggestions need comes first; the long lists after it.
        search(found, "策图")
        suggest(found, "c")
        knowledge(found)
        all_glossary(found), all_entities(found), all_bare_names(found), all_series(found)
        all_entries(found), whole(found)
    letter_of("策图")


def _warm_pages(app: Flask) -> None:
    """Read once what is the same for every state: the templates, and the rules of drafts with their examples."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    rules()


def warm_now_and_later(app: Flask) -> None:
    """Make the present state ready, and from now on every newer one before requests get it."""
    shelf = shelf_of(app)
    _warm_pages(app)
    try:
        warm(app, shelf.library())
    except CetuError as error:  # an empty library has nothing to warm
        app.logger.info("nothing to warm: %s", error)
    keep_from_collector()
    shelf.warm = partial(warm, app)
