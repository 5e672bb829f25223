"""One score for a passage, the sum of named factors: which rows a query finds, and what speaks for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from corpus.patterns import lazy
from search.expansion import Expansion
from search.impacts import Rows, Scores
from search.query import Query
from search.ranking import Ranker

Mode = Literal["hybrid", "words", "meaning"]
Flags = npt.NDArray[np.bool_]

CONTEXT_WEIGHT = 0.15
DOCUMENT_WEIGHT = 3.0
# A document lifts a passage by at most so many times what the passage says itself: not all of a good one is good.
DOCUMENT_MOST = 8.0
MEANING_WEIGHT = 0.6
RECENCY_WEIGHT = 0.15
# Who writes so wants what is new first.
_RECENT = lazy("最新|最近|近期|新近|近来")
# A row counts as found from this share of the best score on: what holds one frequent word of a long question is no hit.
_LEAST_SHARE = 0.12
# The cosine from which on a passage without any of the words counts as found.
_LEAST_NEARNESS = 0.35

# The factor of pairs of characters.
_PAIRS = "字"
# All that words, wordings, names and pairs add up to.
_WORDS = "词句"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows that some word or a meaning near enough speaks for, ascending, with their scores and what those are
    made of.

    What stands around a passage, and pairs of characters, only order what is found. `ideal` is what a passage with
    every word would have about: scores are the sums of the factors over it.
    """

    rows: Rows
    scores: Scores
    factors: dict[str, Scores]
    expansion: Expansion
    ideal: float = 1.0

    def only(self, kept: Flags | Rows) -> Ranking:
        """Return the ranking of some of the rows."""
        factors = {name: values[kept] for name, values in self.factors.items()}
        return replace(self, rows=self.rows[kept], scores=self.scores[kept], factors=factors)


def rank(ranker: Ranker, query: Query, expansion: Expansion, *, mode: Mode, among: Flags) -> Ranking:
    """Return what speaks for being found, with scores; everything where there is nothing to rank by.

    Rows too far behind the best of those `among` which a query is answered are left out before they cost anything more.
    """
    if not expansion.groups:
        rows = np.arange(len(ranker.columns))
        return Ranking(rows, ranker.priors, {}, expansion)
    pairs = ranker.lexical([group for group in expansion.groups if group.factor == _PAIRS])
    words = ranker.lexical([group for group in expansion.groups if group.factor != _PAIRS])
    ideal = np.float32(pairs.ideal + words.ideal + 1e-6)
    is_evident = words.scores > 0
    factors = {_WORDS: words.scores + pairs.scores}
    if mode == "meaning":
        is_evident[:] = factors[_WORDS][:] = 0
    if mode != "words":
        nearness = ranker.meaning(query.text, expansion.meaning(), factors[_WORDS])
        is_evident |= nearness >= _LEAST_NEARNESS
        factors["词义"] = np.float32(MEANING_WEIGHT) * ideal * nearness
    own = factors[_WORDS] + factors["词义"] if mode != "words" else factors[_WORDS]
    by_document = np.float32(DOCUMENT_WEIGHT) * ranker.documents(expansion.typed())
    factors["同文"] = np.minimum(by_document.take(ranker.columns.document), np.float32(DOCUMENT_MOST) * own)
    if _RECENT.search(query.text):
        factors["新近"] = np.float32(RECENCY_WEIGHT) * ideal * ranker.recency
    rows = _near_the_best(_sum(factors) * ranker.priors, is_evident, among, factors[_WORDS])
    factors = {name: values.take(rows) for name, values in factors.items()}
    factors["同节"] = np.float32(CONTEXT_WEIGHT) * ranker.context(rows, factors[_WORDS])
    return Ranking(rows, _sum(factors) / ideal * ranker.priors.take(rows), factors, expansion, float(ideal))


def _sum(factors: Mapping[str, Scores]) -> Scores:
    first, *others = factors.values()
    total = first.copy()
    for values in others:
        total += values
    return total


def _near_the_best(scores: Scores, is_evident: Flags, among: Flags, lexical: Scores) -> Rows:
    """Return the evident rows that may be found, whatever their neighbours still add."""
    scores *= is_evident
    best = float(scores.max(initial=0, where=among))
    added = CONTEXT_WEIGHT * float(lexical.max(initial=0))
    return np.flatnonzero(scores > max(_LEAST_SHARE * best - added, 0))


def explained(ranker: Ranker, ranking: Ranking, mode: Mode) -> Ranking:
    """Return a ranking with what was found by words told apart: words, wordings, names, pairs of characters."""
    if mode == "meaning":
        return ranking
    groups = ranking.expansion.groups
    by_factor = {
        factor: ranker.lexical([group for group in groups if group.factor == factor]).scores[ranking.rows]
        for factor in dict.fromkeys(group.factor for group in groups)
    }
    rest = {name: values for name, values in ranking.factors.items() if name != _WORDS}
    return replace(ranking, factors=by_factor | rest)


def found(ranking: Ranking, worded: Flags, allowed: Flags) -> Ranking:
    """Return what the filters let through and what is not far behind the best that is worded as asked.

    Filters do not move that line, so that a facet counts what its filter would show.
    """
    is_worded, is_allowed = worded[ranking.rows], allowed[ranking.rows]
    if not ranking.expansion.groups:
        return ranking.only(is_worded & is_allowed)
    scores = np.where(is_worded, ranking.scores, np.float32(0))
    return ranking.only((scores > _line(scores)) & is_allowed)


def _line(scores: Scores) -> float:
    best = float(scores.max()) if len(scores) else 0.0
    return max(best * _LEAST_SHARE, 1e-6)


def ordered(places: Rows, scores: npt.NDArray[np.floating], count: int) -> Rows:
    """Return the places of the best scores in order; ties stay in the order of the documents."""
    values = scores[places]
    if len(places) > 4 * count:
        least = np.partition(values, len(values) - count)[len(values) - count]
        kept = values >= least
        places, values = places[kept], values[kept]
    return places[np.argsort(-values, kind="stable")][:count]
