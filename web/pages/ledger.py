"""The ledger of targets: what each was, what became of it, and both sentences."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from search.library import Library
from search.studies.ledger import HEADS, STATES, Entry, entries_of, rows
from web.arguments import choice, number, optional_number, text
from web.listings import all_indicators, kept
from web.sheets import ready_sheet
from web.shelf import library
from web.vocabulary import TARGET_NOTES, TARGET_STATES

blueprint = Blueprint("ledger", __name__)

PAGE = 40


def _read(found: Library) -> tuple[Entry, ...]:
    return entries_of(all_indicators(found), found.documents)


all_entries = kept(_read)


@blueprint.get("/indicators/ledger")
def show() -> str | Response:
    """Show every target with what later documents report of it."""
    everything = all_entries(library())
    query, issuer = text("q"), text("issuer")
    year, state = optional_number("year", least=1, most=9999), choice("state", tuple(STATES))
    issuers = {meta.id: meta.issuer for meta in library().documents}
    fitting = [entry for entry in everything if _fits(entry, query, year, issuer, issuers)]
    shown = [entry for entry in fitting if state in ("", entry.state)]
    if form := choice("format", ("csv", "xlsx")):
        return ready_sheet(HEADS, rows(shown), name="台账", form=form)
    counts = Counter(entry.state for entry in fitting)
    offset = number("offset", 0)
    return render_template(
        "pages/ledger.html",
        entries=shown[offset : offset + PAGE],
        total=len(shown),
        all=len(fitting),
        counts=[(name, counts[name]) for name in STATES if counts[name]],
        states=TARGET_STATES,
        notes=TARGET_NOTES,
        page=PAGE,
        offset=offset,
        query=query,
        year=year,
        state=state,
        issuer=issuer,
        years=sorted({entry.year for entry in everything if entry.year}, reverse=True),
        issuers=sorted({issuers.get(entry.target.citation.document, "") for entry in everything} - {""}),
        titles={meta.id: meta.title for meta in library().documents},
    )


def _fits(entry: Entry, query: str, year: int | None, issuer: str, issuers: dict[str, str]) -> bool:
    haystack = (entry.label + entry.subject + entry.target.citation.quote).lower()
    of = issuers.get(entry.target.citation.document, "")
    return query.lower() in haystack and year in (None, entry.year) and issuer in ("", of)
