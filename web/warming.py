"""Loads before the first reader comes what the first request would wait for."""

from __future__ import annotations

from flask import Flask

from corpus.errors import CetuError
from search.answers.knowledge import knowledge
from search.engine import search
from search.suggestions import suggest
from web.listings import all_bare_names, all_entities, all_glossary
from web.pages.indicators import all_series
from web.shelf import library


def warm(app: Flask) -> None:
    """Read the lists, the index and the pinyin table once. An empty library has nothing to warm."""
    with app.app_context():
        try:
            found = library()
            # What the first page, a search and the suggestions need comes first; the long lists after it.
            search(found, "策图")
            suggest(found, "c")
            knowledge(found)
            all_glossary(found), all_entities(found), all_bare_names(found), all_series(found)
        except CetuError as error:
            app.logger.info("nothing to warm: %s", error)
            return
    from web.pages.glossary import letter_of

    letter_of("策图")
