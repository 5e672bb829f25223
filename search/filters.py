"""What a query lets through, and orders other than by score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from kg.entity_types import EntityType
from search.analysis import fold
from search.impacts import Rows, Scores
from search.indexes.rows import PART_KINDS
from search.names import names_of
from search.query import Filters, Query
from search.ranking import Ranker

if TYPE_CHECKING:
    from search.indexes.port import SearchIndex
    from search.library import Library

Sort = Literal["relevance", "newest", "oldest"]
SORTS = ("relevance", "newest", "oldest")


def worded(library: Library, ranker: Ranker, query: Query) -> npt.NDArray[np.bool_]:
    """Return for each row whether it is shown at all, has the phrases of a query and none of its exclusions."""
    result = _shown(library)
    if query.phrases or query.excluded:
        result = result.copy()
    for wording in query.phrases:
        _keep(result, ranker, wording, is_wanted=True)
    for wording in query.excluded:
        _keep(result, ranker, wording, is_wanted=False)
    return result


def allowed(library: Library, ranker: Ranker, query: Query) -> npt.NDArray[np.bool_]:
    """Return for each row whether the filters of a query let it through."""
    columns, filters = ranker.columns, query.filters
    result = np.ones(len(columns), np.bool_)
    if filters.years:
        result &= (columns.year >= filters.years[0]) & (columns.year <= filters.years[1])
    if filters.kind:
        result &= columns.kind == PART_KINDS.index(filters.kind)
    if filters.type:
        result &= (columns.types >> list(EntityType).index(filters.type)) & 1 > 0
    if filters.entity:
        from search.facets import facets_of

        result &= facets_of(library).naming(_iris(library, filters.entity))
    if filters.document or filters.issuer:
        fitting = _documents(library, filters, columns.documents)
        result &= fitting[columns.document]
    return result


_SHOWN: WeakKeyDictionary[Library, tuple[SearchIndex, npt.NDArray[np.bool_]]] = WeakKeyDictionary()


def _shown(library: Library) -> npt.NDArray[np.bool_]:
    """Return for each row of the index whether it is there and its document one of the library's state.

    An index takes new documents in before the state shows them, and lets former ones go after it ceased to.
    """
    index, shown = _SHOWN.get(library, (None, None))
    if shown is None or index is not library.index:
        columns, known = library.index.columns, {meta.id for meta in library.documents}
        shown = columns.alive & np.array([name in known for name in columns.documents], np.bool_)[columns.document]
        _SHOWN[library] = library.index, shown
    return shown


def _keep(result: npt.NDArray[np.bool_], ranker: Ranker, wording: str, *, is_wanted: bool) -> None:
    holds = np.zeros(len(result), np.bool_)
    holds[ranker.saying(wording)] = True
    result &= holds if is_wanted else ~holds


def _iris(library: Library, name: str) -> set[str]:
    """Return the entities that a name, or an IRI, means."""
    return {name} | {found.iri for found in names_of(library).by_form.get(fold(name).strip(), ())}


def _documents(library: Library, filters: Filters, ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return for each document whether it fits the filters.

    The whole name of a body that issued some means that body alone, as its count among the facets does.
    """
    document, issuer = fold(filters.document or ""), fold(filters.issuer or "")
    is_whole = any(issuer == fold(meta.issuer) for meta in library.documents)
    fitting = {
        meta.id
        for meta in library.documents
        if (document == meta.id or document in fold(meta.title) or document in fold(meta.source_name))
        and (issuer == fold(meta.issuer) if is_whole and issuer else issuer in fold(meta.issuer))
    }
    return np.array([name in fitting for name in ids], np.bool_)


def by_date(library: Library, ranker: Ranker, rows: Rows, scores: Scores, sort: Sort) -> npt.NDArray[np.float64]:
    """Return what orders rows by year, then by the date of the document, then by score; undated ones come last."""
    columns = ranker.columns
    dates = {meta.id: meta.date for meta in library.documents}
    different = sorted({dates.get(name, "") for name in columns.documents})
    place = {date: i for i, date in enumerate(different)}
    days = np.array([place[dates.get(name, "")] for name in columns.documents], np.float64)[columns.document]
    when = (columns.year.astype(np.float64) * (len(different) + 1) + days)[rows]
    if sort == "oldest":
        when = np.where(columns.year[rows] > 0, -when, -np.inf)
    _, rank = np.unique(when, return_inverse=True)
    best = float(scores.max()) if len(scores) else 0.0
    return rank + scores / (2 * best + 1e-9)
