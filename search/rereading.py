"""The foremost passages read once more: how much of the question runs on in them, and where their documents are from.

Much that is published tells of the same measure in other words, for other places. Among documents that fit alike, the
one that was asked for has a longer piece of the question as it stands, and opens with the place. Only the best
passage of a document is lifted: within a document nothing changes places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from search.analysis import fold, unmarked
from search.fusion import Ranking, ordered
from search.impacts import Scores
from search.names import Names, names_of
from search.ranking import Ranker

if TYPE_CHECKING:
    from search.library import Library

# Chosen on the development questions over policy; docs/decisions/0120 has what else was tried.
RUN_WEIGHT = 0.4
PLACE_WEIGHT = 0.1
# So many are read; more change nothing in the first ten.
_FOREMOST = 12
# Words and their neighbours count already: a run is what goes on beyond.
_WORD = 4
_LONGEST_PLACE = 12


def reread(library: Library, ranker: Ranker, ranking: Ranking, text: str) -> Ranking:
    """Return a ranking in which 连文 and 地名 lift the best row of each document that the foremost rows stand in.

    Args:
        text: What was typed, without filters.
    """
    if not len(ranking.rows) or not ranking.expansion.groups:
        return ranking
    foremost = ordered(np.arange(len(ranking.rows)), ranking.scores, _FOREMOST)
    rows, best = ranking.rows[foremost], ranking.scores[foremost[0]]
    documents, firsts, of = np.unique(ranker.columns.document[rows], return_index=True, return_inverse=True)
    if len(documents) == 1:
        return ranking
    runs = _runs(unmarked(text), [unmarked(ranker.passage(int(row)).text) for row in rows])
    longest = np.zeros(len(documents), np.float32)
    np.maximum.at(longest, of, runs)
    lifts = {
        "连文": RUN_WEIGHT * best * longest,
        "地名": PLACE_WEIGHT * best * _placed(ranker, documents, _places(fold(text), names_of(library))),
    }
    lifted = foremost[firsts]
    scores, factors = ranking.scores.copy(), dict(ranking.factors)
    for name, lift in lifts.items():
        if lift.any():
            scores[lifted] += lift
            factors[name] = np.zeros(len(scores), np.float32)
            factors[name][lifted] = lift * np.float32(ranking.ideal)
    return replace(ranking, scores=scores, factors=factors)


def _runs(sought: str, texts: Sequence[str]) -> Scores:
    """Return for each text the share of what is sought that its longest run in common has beyond a word."""
    return np.array([max(_run(sought, text) - _WORD, 0) / max(len(sought), 1) for text in texts], np.float32)


def _run(sought: str, text: str) -> int:
    """Return the length of the longest piece of what is sought that stands in a text."""
    longest = 0
    for start in range(len(sought)):
        while start + longest < len(sought) and sought[start : start + longest + 1] in text:
            longest += 1
    return longest


def _places(folded: str, names: Names) -> list[tuple[str, ...]]:
    """Return the places that a folded text names, also inside of other names (云川市 in 云川市财政局): all names of each."""
    found: dict[str, tuple[str, ...]] = {}
    for start in range(len(folded)):
        for length in names.lengths.get(folded[start : start + 2], ()):
            form = folded[start : start + length]
            if length <= _LONGEST_PLACE and len(form) == length:
                places = (name for name in names.by_form.get(form, ()) if name.type == "Place")
                found.update((place.iri, names.forms_of[place.iri]) for place in places)
    return list(found.values())


def _placed(ranker: Ranker, documents: npt.NDArray[np.int32], places: Sequence[tuple[str, ...]]) -> Scores:
    """Return for each document the share of places that it opens with."""
    opening = ranker.openings[documents]
    named = np.zeros(len(documents), np.float32)
    for forms in places:
        is_named: npt.NDArray[np.bool_] = np.zeros(len(documents), np.bool_)
        for form in forms:
            is_named |= ranker.impact(form).among(opening)
        named += is_named
    return named / np.float32(max(len(places), 1))
