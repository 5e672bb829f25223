"""Search: a line becomes groups of clues, clues become scores, the best rows become hits with facets."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.errors import DamagedIndexError, InputError
from search.expansion import Expansion, expand
from search.facets import facets_of
from search.filters import SORTS, Sort, allowed, by_date, worded
from search.fusion import Mode, Ranking, explained, found, ordered, rank
from search.highlights import highlights, wordings
from search.names import names_of
from search.query import Query, entity_type, parse, part_kind
from search.ranking import Ranker, ranker_of
from search.rereading import reread
from search.results import Hit, SearchResult
from search.suggestions import did_you_mean

if TYPE_CHECKING:
    from search.library import Library

MAX_LIMIT = 1000


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
    entity: str | None = None,
    issuer: str | None = None,
    mode: Mode = "hybrid",
    sort: Sort = "relevance",
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
        entity: Only passages that name this entity, by one of its names or its IRI.
        issuer: Only in documents of this body: of the one of this very name, else of those whose names have it.
        mode: Words and meaning, words only, meaning only.
        sort: The best first, or the newest or oldest document first and the best within it.
        explain: Fill `Hit.explanation`.
        expand: Search official names, synonyms and definitions as well.

    Raises:
        InputError: The query or a filter is unfit.
    """
    if mode not in ("hybrid", "words", "meaning"):
        raise InputError(f"没有“{mode}”这种检索方式", where="mode", hint="可用：hybrid words meaning")
    if sort not in SORTS:
        raise InputError(f"没有“{sort}”这种排序", where="sort", hint=f"可用：{' '.join(SORTS)}")
    if not 1 <= limit <= MAX_LIMIT or offset < 0:
        raise InputError("条数或起点不在范围内", where="limit, offset", hint=f"limit 1 至 {MAX_LIMIT}，offset 从 0 起")
    parsed = _with_options(parse(query), document, kind, year, type, entity, issuer)
    asked = Asked(query, parsed, limit, offset, mode, sort, explain, expand)
    try:
        return _answer(library, asked)
    except DamagedIndexError as error:
        library.renew_index(error)
        return _answer(library, asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request: see `search`."""

    line: str
    query: Query
    limit: int
    offset: int
    mode: Mode
    sort: Sort
    is_explained: bool
    is_widened: bool


def _answer(library: Library, asked: Asked) -> SearchResult:
    started = time.perf_counter()
    parsed = asked.query
    ranker = ranker_of(library)
    if not library.has_meaning:
        asked = replace(asked, mode="words")
    expansion = expanded(library, parsed, is_widened=asked.is_widened)
    fitting, let_through = worded(library, ranker, parsed), allowed(library, ranker, parsed)
    ranking = found(rank(ranker, parsed, expansion, mode=asked.mode, among=fitting), fitting, let_through)
    if not len(ranking.rows) and let_through.any():
        # Filters that leave nothing near the best: what they leave is measured by its own best.
        fitting = fitting & let_through
        ranking = found(rank(ranker, parsed, expansion, mode=asked.mode, among=fitting), fitting, let_through)
    if asked.mode != "meaning":
        ranking = reread(library, ranker, ranking, parsed.text)
    if asked.is_explained:
        ranking = explained(ranker, ranking, asked.mode)
    values = (
        ranking.scores
        if asked.sort == "relevance"
        else by_date(library, ranker, ranking.rows, ranking.scores, asked.sort)
    )
    folded = ranker.wordings.fold(ranking.rows, values)
    order = ordered(folded.places, values, asked.offset + asked.limit)
    lit = wordings(ranking.expansion.groups, parsed.phrases)
    hits = [_hit(ranker, ranking, int(place), lit, asked.is_explained) for place in order[asked.offset :]]
    return SearchResult(
        query=asked.line,
        total=len(folded.places),
        took_ms=round((time.perf_counter() - started) * 1000, 2),
        hits=tuple(hits),
        facets=facets_of(library).counts(ranking.rows[folded.places], folded),
        also=tuple(ranking.expansion.also),
        did_you_mean=did_you_mean(library, ranker, parsed.text) if asked.is_widened else "",
        notice=_notice(library, parsed),
    )


def _notice(library: Library, query: Query) -> str:
    notices = [f"检索词太长，最后 {query.unread} 字没有查"] if query.unread else []
    if not library.has_meaning:
        notices.append("检索索引是用另一个模型写的，只按字词检索；运行 cetu rebuild 后恢复语义检索")
    return "；".join(notices)


def _with_options(
    query: Query,
    document: str | None,
    kind: str | None,
    year: int | None,
    type_: str | None,
    entity: str | None,
    issuer: str | None,
) -> Query:
    filters = query.filters
    return replace(
        query,
        filters=replace(
            filters,
            document=document or filters.document,
            kind=part_kind(kind) if kind else filters.kind,
            years=(year, year) if year else filters.years,
            type=entity_type(type_) if type_ else filters.type,
            entity=entity or filters.entity,
            issuer=issuer or filters.issuer,
        ),
    )


def expanded(library: Library, query: Query, *, is_widened: bool) -> Expansion:
    """Return what a query is ranked by."""
    names = names_of(library) if is_widened else None
    return expand(query.text, names, is_widened=is_widened, tokens=library.settings.text("corpus.tokenizer"))


def _hit(ranker: Ranker, ranking: Ranking, place: int, lit: Sequence[str], is_explained: bool) -> Hit:
    passage = ranker.passage(int(ranking.rows[place]))
    parts = ((name, round(float(values[place]), 4)) for name, values in ranking.factors.items())
    explanation = tuple(part for part in parts if part[1]) if is_explained else ()
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
        score=round(float(ranking.scores[place]), 4),
        highlights=highlights(passage.text, lit),
        entities=passage.entities,
        explanation=explanation,
    )
