"""What templates may use beside their own values: words, marks, addresses, figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, request

from corpus.readers.registry import SUFFIXES
from kg.iris import text_of
from web import addresses, markup, vocabulary
from web.error_texts import sentence, told
from web.figures import amount, grouped
from web.languages import LANGUAGES, language
from web.moments import moment
from web.preferences import theme


def register(app: Flask) -> None:
    """Add filters and globals to the templates of an application."""
    app.jinja_env.filters.update(
        lit=markup.lit,
        lit_words=markup.lit_words,
        entity_name=text_of,
        entity_path=addresses.entity_path,
        entity_place=addresses.entity_place,
        evidence_url=addresses.evidence_url,
        predicate=vocabulary.predicate_label,
        repair=vocabulary.repair_label,
        grouped=grouped,
        moment=moment,
        sentence=sentence,
        told=told,
    )
    app.jinja_env.globals.update(
        amount=amount,
        facet_label=vocabulary.facet_label,
        suffixes=SUFFIXES,
        passage_url=addresses.passage_url,
        with_arguments=with_arguments,
        types=vocabulary.TYPES,
        kinds=vocabulary.KINDS,
        facets=vocabulary.FACETS,
        statuses=vocabulary.STATUSES,
        verdicts=vocabulary.VERDICTS,
        severities=vocabulary.SEVERITIES,
    )
    app.context_processor(_values)


def _values() -> dict[str, Any]:
    """Return what depends on the request. Macros do not see it; they get the tables above."""
    return {"language": language(), "languages": LANGUAGES, "theme": theme()}


def with_arguments(**changes: object) -> str:
    """Return this page's address with some arguments changed; None takes one away. Always back to the first page."""
    given = [pair for pair in request.args.items(multi=True) if pair[1] and pair[0] not in ("offset", "lang", *changes)]
    given += [(name, str(value)) for name, value in changes.items() if value is not None and value != ""]
    return f"{request.path}?{urlencode(given)}" if given else request.path
