"""The figures of one entity as series over the years."""

from __future__ import annotations

from search.results import EntityView
from search.series import Series, series
from web.listings import all_indicators
from web.shelf import library


def series_of(view: EntityView) -> tuple[Series, ...]:
    """Return the figures that are about an entity, or whose subject bears one of its names."""
    names = {view.name, *view.aliases}
    rows = [row for row in all_indicators(library()) if row.about == view.iri or row.subject in names]
    return series(rows)
