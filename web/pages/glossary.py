"""The glossary: A to Z by pinyin, by document and year, definitions side by side."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import groupby

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from search.catalogue import GlossaryItem
from search.drafts.wording import bare
from web import open_terms
from web.arguments import choice, number, optional_number, text
from web.listings import all_glossary
from web.sheets import Column, sheet
from web.shelf import library

blueprint = Blueprint("glossary", __name__)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
_COLUMNS: tuple[Column, ...] = (
    ("词语", lambda item: item.term),
    ("释义", lambda item: item.definition),
    ("构成", lambda item: "、".join(item.components)),
    ("年份", lambda item: item.year),
    ("文献", lambda item: item.citation.title),
    ("文献编号", lambda item: item.citation.document),
)


# What may be listed: all, terms explained in several ways, terms no document uses, terms no glossary explains.
_VIEWS = ("differences", "unused", "undefined")
_UNDEFINED_PAGE = 60
# So many terms make a page of about 100 KB.
PAGE = 200


@blueprint.get("/glossary")
def show() -> str | Response:
    """Show the glossary, or what it leaves open."""
    view = choice("view", _VIEWS)
    if view == "undefined":
        return _show_undefined()
    query, document = text("q"), text("document")
    year = optional_number("year", least=1, most=9999)
    everything = all_glossary(library())
    listed = open_terms.unused(library(), open_terms.all_gaps(library())) if view == "unused" else everything
    shown = [item for item in listed if _fits(item, query, document, year)]
    if view == "differences":
        shown = _differing(shown)
    shown.sort(key=lambda item: (_order(item.term), -(item.year or 0)))
    if form := choice("format", ("csv", "xlsx")):
        return sheet(shown, _COLUMNS, name="词汇", form=form)
    terms = list(dict.fromkeys(item.term for item in shown))
    offset = number("offset", 0) // PAGE * PAGE
    here = set(terms[offset : offset + PAGE])
    return render_template(
        "pages/glossary.html",
        letters=LETTERS,
        groups=_by_letter([item for item in shown if item.term in here]),
        starts=_starts(terms),
        count=len(terms),
        page=PAGE,
        offset=offset,
        query=query,
        document=document,
        year=year,
        view=view,
        documents=_sources(everything),
        years=sorted({item.year for item in everything if item.year}, reverse=True),
    )


def _show_undefined() -> str | Response:
    """Show the terms that documents use and no glossary explains, each with a sentence that uses it."""
    query, offset = text("q"), number("offset", 0)
    found = open_terms.undefined(library(), open_terms.all_gaps(library()), query)
    found.sort(key=lambda pair: _order(pair[0]))
    if form := choice("format", ("csv", "xlsx")):
        columns: tuple[Column, ...] = (("词语", lambda pair: pair[0]), ("文献", lambda pair: pair[1]))
        return sheet(found, columns, name="没有解释的词语", form=form)
    return render_template(
        "pages/open_terms.html",
        terms=open_terms.placed(library(), found[offset : offset + _UNDEFINED_PAGE]),
        total=len(found),
        page=_UNDEFINED_PAGE,
        offset=offset,
        query=query,
    )


def _fits(item: GlossaryItem, query: str, document: str, year: int | None) -> bool:
    is_found = query.lower() in (item.term + item.definition).lower()
    return is_found and document in ("", item.citation.document) and year in (None, item.year)


def _differing(items: list[GlossaryItem]) -> list[GlossaryItem]:
    """Return the entries of terms that the documents explain in more than one way; marks and spaces make no difference."""
    wordings: dict[str, set[str]] = defaultdict(set)
    for item in items:
        wordings[item.term].add(bare(item.definition))
    return [item for item in items if len(wordings[item.term]) > 1]


def _sources(items: tuple[GlossaryItem, ...]) -> dict[str, str]:
    return {item.citation.document: item.citation.title for item in items}


def _by_letter(items: list[GlossaryItem]) -> list[tuple[str, list[tuple[str, list[GlossaryItem]]]]]:
    """Return letter, then term, then its definitions, newest first."""
    return [
        (letter, [(term, list(same)) for term, same in groupby(members, key=lambda item: item.term)])
        for letter, members in groupby(items, key=lambda item: letter_of(item.term))
    ]


def _starts(terms: list[str]) -> dict[str, int]:
    """Return for each letter the first term of the page where it begins."""
    starts: dict[str, int] = {}
    for position, term in enumerate(terms):
        starts.setdefault(letter_of(term), position // PAGE * PAGE)
    return starts


def letter_of(term: str) -> str:
    """Return the letter that a term stands under: that of its pinyin, or # for what has none."""
    first = _order(term)[1][:1].upper()
    return first if first in LETTERS[:-1] and first else "#"


@lru_cache(maxsize=20_000)
def _order(term: str) -> tuple[bool, str, str]:
    """Return the key by which terms stand in order; what starts with no letter comes last."""
    from pypinyin import Style, lazy_pinyin

    bare = term.lstrip("“”‘’\"'《》〈〉「」『』（）() ")
    spelled = " ".join(lazy_pinyin(bare, style=Style.TONE3, neutral_tone_with_five=True)).lower()
    return not spelled[:1].isascii() or not spelled[:1].isalpha(), spelled, term
