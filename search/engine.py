"""Search: a line becomes groups of clues, clues become scores, the best rows become hits with facets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from corpus.errors import InputError
from kg.facts import EntityType
from search.analysis import fold
from search.expansion import Expansion, expand
from search.highlights import highlights, wordings
from search.indexes.rows import PART_KINDS
from search.names import names_of
from search.passages import Passage
from search.query import Filters, Query, entity_type, parse, part_kind
from search.ranking import Ranker, Scores, ranker_of
from search.results import Hit, SearchResult
from search.suggestions import did_you_mean

if TYPE_CHECKING:
    from search.library import Library

Mode = Literal["hybrid", "words", "meaning"]
MAX_LIMIT = 1000

CONTEXT_WEIGHT = 0.15
DOCUMENT_WEIGHT = 3.0
MEANING_WEIGHT = 0.6
# A row counts as found from this share of the best score on: what holds one frequent word of a long question is no hit.
_LEAST_SHARE = 0.12
# The cosine from which on a passage without any of the words counts as found.
_LEAST_NEARNESS = 0.35

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores by row with the factors that they are made of.

    `is_evident` where a passage itself speaks for being found: by a word, or by a meaning near enough. What stands
    around it, and pairs of characters, only order what is found.
    """

    scores: Scores
    factors: dict[str, Scores]
    expansion: Expansion
    is_evident: npt.NDArray[np.bool_]


def search(
    library: Library,
    query: str,
    *,
    limit: int = 10,
    offset: int = 0,
    document: str | None = None,
    kind: str | None = None,
    year: int | None = None,
    type: str | None = None,
    mode: Mode = "hybrid",
    explain: bool = False,
    expand: bool = True,
) -> SearchResult:
    """Return the passages that fit a query best, with facets.

    Args:
        library: The library.
        query: Plain words, a question, "exact phrase", -word, field filters (年:2018).
        limit: How many hits, at most `MAX_LIMIT`.
        offset: How many hits to leave out before them.
        document: Only in the document that this id, file name or piece of the title names.
        kind: Only in parts of this kind (report or 报告).
        year: Only in this year.
        type: Only passages that name an entity of this type (Program or 项目).
        mode: Words and meaning, words only, meaning only.
        explain: Fill `Hit.explanation`.
        expand: Search official names, synonyms and definitions as well.

    Raises:
        InputError: The query or a filter is unfit.
    """
    started = time.perf_counter()
    if mode not in ("hybrid", "words", "meaning"):
        raise InputError(f"没有“{mode}”这种检索方式", where="mode", hint="可用：hybrid words meaning")
    if not 1 <= limit <= MAX_LIMIT or offset < 0:
        raise InputError("条数或起点不在范围内", where="limit, offset", hint=f"limit 1 至 {MAX_LIMIT}，offset 从 0 起")
    parsed = _with_options(parse(query), document, kind, year, type)
    ranker = ranker_of(library)
    ranking = rank(library, ranker, parsed, mode=mode, is_widened=expand)
    rows = ranker.distinct(_found(ranking, allowed(library, ranker, parsed)))
    order = _ordered(rows, ranking.scores, offset + limit)
    lit = wordings(ranking.expansion.groups, parsed.phrases)
    hits = [_hit(library, ranking, int(row), lit, explain) for row in order[offset:]]
    return SearchResult(
        query=query,
        total=len(rows),
        took_ms=round((time.perf_counter() - started) * 1000, 2),
        hits=tuple(hits),
        facets=facets(library, ranker, rows),
        also=tuple(ranking.expansion.also),
        did_you_mean=did_you_mean(library, ranker, parsed.text) if expand else "",
    )


def _with_options(query: Query, document: str | None, kind: str | None, year: int | None, type_: str | None) -> Query:
    filters = query.filters
    return replace(
        query,
        filters=replace(
            filters,
            document=document or filters.document,
            kind=part_kind(kind) if kind else filters.kind,
            years=(year, year) if year else filters.years,
            type=entity_type(type_) if type_ else filters.type,
        ),
    )


def rank(library: Library, ranker: Ranker, query: Query, *, mode: Mode, is_widened: bool) -> Ranking:
    """Return the scores of all rows for a query, filters aside."""
    names = names_of(library) if is_widened else None
    expansion = expand(query.text, names, is_widened=is_widened, tokens=library.settings.text("corpus.tokenizer"))
    factors: dict[str, Scores] = {}
    ideal = 1e-6
    for factor in dict.fromkeys(group.factor for group in expansion.groups):
        lexical = ranker.lexical([group for group in expansion.groups if group.factor == factor])
        factors[factor] = lexical.scores
        ideal += lexical.ideal
    words = sum(factors.values(), np.zeros(len(ranker.columns), np.float32))
    if mode == "meaning":
        factors, words = {}, np.zeros_like(words)
    is_evident = sum((scores for name, scores in factors.items() if name != "字"), np.zeros_like(words)) > 0
    factors["同节"] = CONTEXT_WEIGHT * ranker.context(words)
    factors["同文"] = DOCUMENT_WEIGHT * ranker.documents(expansion.typed())
    if mode != "words":
        nearness = ranker.meaning(expansion.meaning(), words)
        is_evident |= nearness >= _LEAST_NEARNESS
        factors["词义"] = MEANING_WEIGHT * ideal * nearness
    return Ranking(sum(factors.values()) / ideal * ranker.priors, factors, expansion, is_evident)


def allowed(library: Library, ranker: Ranker, query: Query) -> npt.NDArray[np.bool_]:
    """Return for each row whether the filters, phrases and exclusions of a query let it through."""
    columns = ranker.columns
    result = columns.alive.copy()
    for wording in query.phrases:
        _keep(result, ranker, wording, is_wanted=True)
    for wording in query.excluded:
        _keep(result, ranker, wording, is_wanted=False)
    filters = query.filters
    if filters.years:
        result &= (columns.year >= filters.years[0]) & (columns.year <= filters.years[1])
    if filters.kind:
        result &= columns.kind == PART_KINDS.index(filters.kind)
    if filters.type:
        result &= (columns.types >> list(EntityType).index(filters.type)) & 1 > 0
    if filters.document or filters.issuer:
        fitting = _documents(library, filters, columns.documents)
        result &= fitting[columns.document]
    return result


def _keep(result: npt.NDArray[np.bool_], ranker: Ranker, wording: str, *, is_wanted: bool) -> None:
    holds = np.zeros(len(result), np.bool_)
    holds[ranker.saying(wording)] = True
    result &= holds if is_wanted else ~holds


def _documents(library: Library, filters: Filters, ids: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return for each document whether it fits the filters."""
    fitting = []
    for name in ids:
        meta = library.meta(name)
        fits = True
        if filters.document:
            wanted = fold(filters.document)
            fits = wanted == name or wanted in fold(meta.title) or wanted in fold(meta.source_name)
        if filters.issuer:
            fits = fits and fold(filters.issuer) in fold(meta.issuer)
        fitting.append(fits)
    return np.array(fitting, np.bool_)


def _found(ranking: Ranking, allowed: npt.NDArray[np.bool_]) -> Rows:
    """Return the rows that count as found; with nothing to rank by all that the filters let through."""
    if not ranking.expansion.groups:
        return np.flatnonzero(allowed)
    scores = np.where(allowed & ranking.is_evident, ranking.scores, 0)
    best = float(scores.max()) if len(scores) else 0.0
    return np.flatnonzero(scores > max(best * _LEAST_SHARE, 1e-6))


def _ordered(rows: Rows, scores: Scores, count: int) -> Rows:
    """Return the best rows in order; ties stay in the order of the documents."""
    values = scores[rows]
    if len(rows) > 4 * count:
        least = np.partition(values, len(values) - count)[len(values) - count]
        kept = values >= least
        rows, values = rows[kept], values[kept]
    return rows[np.argsort(-values, kind="stable")][:count]


def _hit(library: Library, ranking: Ranking, row: int, lit: Sequence[str], is_explained: bool) -> Hit:
    passage: Passage = library.index.passage(row)
    explanation = tuple((name, round(float(values[row]), 4)) for name, values in ranking.factors.items() if values[row])
    return Hit(
        passage=passage.id,
        document=passage.document,
        file=passage.file,
        title=passage.title,
        part=passage.part,
        section=passage.section,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(float(ranking.scores[row]), 4),
        highlights=highlights(passage.text, lit),
        entities=passage.entities,
        explanation=explanation if is_explained else (),
    )


def facets(library: Library, ranker: Ranker, rows: Rows) -> dict[str, dict[str, int]]:
    """Return the counts of the found rows by type, year, document, kind and issuer, the most frequent first."""
    columns = ranker.columns
    types = {kind.value: int(((columns.types[rows] >> bit) & 1).sum()) for bit, kind in enumerate(EntityType)}
    documents = _counts(columns.document[rows], columns.documents)
    issuers: dict[str, int] = {}
    for name, count in documents.items():
        if issuer := library.meta(name).issuer:
            issuers[issuer] = issuers.get(issuer, 0) + count
    years = np.bincount(np.maximum(columns.year[rows], 0)) if len(rows) else np.zeros(1, np.int64)
    return {
        "type": _sorted(types),
        "year": {str(year): int(years[year]) for year in np.flatnonzero(years)[::-1] if year},
        "document": _sorted(documents),
        "kind": _sorted(_counts(columns.kind[rows], PART_KINDS)),
        "issuer": _sorted(issuers),
    }


def _counts(values: npt.NDArray[np.integer], names: Sequence[str]) -> dict[str, int]:
    counts = np.bincount(values, minlength=len(names)) if len(values) else np.zeros(len(names), np.int64)
    return {names[int(i)]: int(counts[i]) for i in np.flatnonzero(counts)}


def _sorted(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(((name, n) for name, n in counts.items() if n), key=lambda item: (-item[1], item[0])))
