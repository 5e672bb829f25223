"""Which documents have the words of a text: what questions ask of the index.

Apart from `search.engine`, since a question pays for what it imports, and needs neither facets nor hits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from search.expansion import Expansion, expand
from search.filters import allowed, worded
from search.folding import first_of_each
from search.fusion import Ranking, found, ordered, rank
from search.query import Query, parse
from search.ranking import Ranker, ranker_of

if TYPE_CHECKING:
    from search.library import Library

# So many of the best passages are looked through for those of some documents.
_MOST_SIFTED = 500
# So many rows for each that is wanted: some say the same.
_REPEATED = 4


def documents(library: Library, text: str, *, limit: int, within: Collection[str] = ()) -> list[str]:
    """Return the ids of the documents of the passages that have the words of a text, the best passage first.

    At most `limit` passages, of the documents `within` where any are given. Cheaper than `search`: neither other words nor vectors, facets, highlights.
    """
    ranker, query = ranker_of(library), parse(text)
    fitting, let_through = worded(library, ranker, query), allowed(library, ranker, query)
    expansion = _typed(library, query)
    ranked = rank(ranker, query, expansion, mode="words", among=fitting)
    ranking = found(ranked, fitting, let_through)
    names, document = ranker.columns.documents, ranker.columns.document
    ids = (names[document[row]] for row in _foremost(ranker, ranking, _MOST_SIFTED if within else limit))
    return list(dict.fromkeys(islice((name for name in ids if not within or name in within), limit)))


def _typed(library: Library, query: Query) -> Expansion:
    """Return what a text is ranked by without its single characters, where it has longer words.

    One stands for all that it begins: to read thousands of terms takes longer than all else, and hardly tells passages apart.
    """
    expansion = expand(query.text, None, is_widened=False, tokens=library.settings.text("corpus.tokenizer"))
    texts = ((group, group.alternatives[0].text) for group in expansion.groups)
    groups = [group for group, text in texts if len(text) > 1 or text.isdigit()]
    return replace(expansion, groups=groups) if any(group.factor == "词" for group in groups) else expansion


def _foremost(ranker: Ranker, ranking: Ranking, count: int) -> npt.NDArray[np.intp]:
    """Return the rows of the best passages of different wordings, the best first."""
    places = np.arange(len(ranking.rows))
    for looked_at in (_REPEATED * count, len(places)):
        order = ranking.rows[ordered(places, ranking.scores, looked_at)]
        found = first_of_each(ranker.columns.signature, order)
        if len(found) >= count:
            break
    return found[:count]
