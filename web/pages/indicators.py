"""Figures: what was aimed at beside what was reached, each with its sentence."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from search.catalogue import IndicatorRow
from search.library import Library
from search.series import Series, series
from web.arguments import choice, number, optional_number, text
from web.charts import dumbbell
from web.listings import all_indicators, kept
from web.sheets import Column, sheet
from web.shelf import library

blueprint = Blueprint("indicators", __name__)

PAGE = 60
_COLUMNS: tuple[Column, ...] = (
    ("指标", lambda row: row.label),
    ("事项", lambda row: row.subject),
    ("比较", lambda row: row.comparator),
    ("数值", lambda row: row.value),
    ("单位", lambda row: row.unit),
    ("年份", lambda row: row.year),
    ("性质", lambda row: {"target": "目标", "achieved": "完成"}.get(row.status, row.status)),
    ("范围", lambda row: row.scope),
    ("原文", lambda row: row.citation.quote),
    ("文献", lambda row: row.citation.title),
    ("文献编号", lambda row: row.citation.document),
    ("起", lambda row: row.citation.start),
    ("止", lambda row: row.citation.end),
)


def _read_series(found: Library) -> tuple[Series, ...]:
    return series(all_indicators(found))


all_series = kept(_read_series)


@blueprint.get("/indicators")
def show() -> str | Response:
    """Show the figures of the library as a table with charts."""
    everything = all_indicators(library())
    query, document = text("q"), text("document")
    year, status = optional_number("year", least=1, most=9999), choice("status", ("target", "achieved"))
    shown = [row for row in everything if _fits(row, query, document, year, status)]
    if form := choice("format", ("csv", "xlsx")):
        return sheet(shown, _COLUMNS, name="指标", form=form)
    only_pairs = choice("view", ("pairs",)) == "pairs"
    # What is filtered is brought together anew; the whole once for a state of the library.
    is_whole = len(shown) == len(everything)
    found = [line for line in (all_series(library()) if is_whole else series(shown)) if line.is_pair or not only_pairs]
    found.sort(key=lambda line: not line.is_pair)
    offset = number("offset", 0)
    return render_template(
        "pages/indicators.html",
        lines=[(line, dumbbell(line) if line.is_pair else None) for line in found[offset : offset + PAGE]],
        total=len(found),
        figures=len(shown),
        pairs=sum(line.is_pair for line in found),
        page=PAGE,
        offset=offset,
        query=query,
        year=year,
        status=status,
        document=document,
        only_pairs=only_pairs,
        years=sorted({row.year for row in everything if row.year}, reverse=True),
        documents={row.citation.document: row.citation.title for row in everything},
    )


def _fits(row: IndicatorRow, query: str, document: str, year: int | None, status: str) -> bool:
    haystack = (row.label + row.subject + row.citation.quote).lower()
    return (
        query.lower() in haystack
        and document in ("", row.citation.document)
        and year in (None, row.year)
        and status in ("", row.status)
    )
