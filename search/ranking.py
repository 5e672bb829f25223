"""Scores of passages for clues: BM25 over the weighted fields, the best of each group of alternatives, and context.

Every factor has a name, under which it stands in the explanation of a hit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from threading import local
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from search.analysis import fold, phrase_terms
from search.encoders import Encoder, encoder_of
from search.folding import Wordings
from search.impacts import Group, Impact, Lexical, Rows, Said, Scores
from search.indexes.cache import Kept
from search.indexes.port import NO_POSTINGS, Columns, Postings, SearchIndex
from search.indexes.rows import SENTENCE_KINDS, TEXT_WEIGHT
from search.meaning import Meanings, foremost
from search.passages import Passage

if TYPE_CHECKING:
    from search.library import Library

# BM25; measured on development queries over the real documents.
_K1 = 1.2
_B = 0.5
_DOCUMENT_K1 = 0.8
_DOCUMENT_B = 0.5
# A document's first passage says what the whole is about.
_LEAD_WEIGHT = 1.0
# Impacts of wordings kept in memory, in bytes: what thousands of queries share.
_KEPT_BYTES = 64_000_000
# So many passages were read last.
_PASSAGES = 64
# An exact wording is looked for in the texts of so many passages; beyond, its pairs of characters must do.
_READ = 10_000
# So many of the best rows by words are compared by meaning too.
_LIKELY = 1_000


class Ranker:
    """Scores the rows of one state of an index; keeps the impacts of the clues that were asked for last."""

    def __init__(self, index: SearchIndex, encoder: Callable[[], Encoder]) -> None:
        self._index = index
        self._encoder = encoder
        self._impacts: Kept[Impact] = Kept(_KEPT_BYTES)
        self._said: Kept[Said] = Kept(_KEPT_BYTES // 8)
        self._documents: Kept[Impact] = Kept(_KEPT_BYTES // 4)
        self._threads = local()

    @cached_property
    def columns(self) -> Columns:
        """What is known of every row."""
        return self._index.columns

    @cached_property
    def _norm(self) -> Scores:
        length = self.columns.length
        # In double precision, so that the order of rows on disk, which joins of segments change, moves no score.
        mean = float(length[self.columns.alive].mean(dtype=np.float64)) if self.columns.alive.any() else 1.0
        norm: Scores = (_K1 * (1 - _B + _B * length / max(mean, 1.0))).astype(np.float32)
        return norm

    @cached_property
    def _living(self) -> int:
        """The number of documents; `columns.documents` also has those of which rows are left that are gone."""
        return int(np.count_nonzero(np.bincount(self.columns.document[self.columns.alive])))

    @cached_property
    def _document_norm(self) -> Scores:
        """The length norm of each document, as `_norm` of each passage."""
        columns = self.columns
        lengths = np.bincount(columns.document, columns.length * columns.alive, len(columns.documents))
        mean = float(lengths[lengths > 0].mean()) if (lengths > 0).any() else 1.0
        norm: Scores = (_DOCUMENT_K1 * (1 - _DOCUMENT_B + _DOCUMENT_B * lengths / mean)).astype(np.float32)
        return norm

    @cached_property
    def _leads(self) -> Scores:
        leads = np.ones(len(self.columns), np.float32)
        leads[self.openings] += _LEAD_WEIGHT
        return leads

    @cached_property
    def openings(self) -> Rows:
        """The row of each document's first passage."""
        starts = np.flatnonzero(np.diff(self.columns.document, prepend=-1))
        openings = np.zeros(len(self.columns.documents), np.intp)
        openings[self.columns.document[starts]] = starts
        return openings

    def documents(self, groups: Sequence[Group]) -> Scores:
        """Return how well each document as a whole fits what was typed, alternatives aside.

        In a library of one document this is the same for every passage and says nothing.
        """
        total = np.zeros(len(self.columns.documents), np.float32)
        if self._living > 1:
            for group in groups:
                self._document_impact(group.alternatives[0].text).add_to(total, np.float32(group.weight))
        return total

    def _document_impact(self, wording: str) -> Impact:
        """Return the BM25 score of a wording in each document that holds it."""
        if (known := self._documents.get(wording)) is not None:
            return known
        found = self.holding(wording)
        count = len(self.columns.documents)
        weights = np.bincount(self.columns.document[found.rows], found.weights * self._leads[found.rows], count)
        documents = np.flatnonzero(weights)
        rarity = float(np.log1p((self._living - len(documents) + 0.5) / (len(documents) + 0.5)))
        held = weights[documents].astype(np.float32)
        scores = rarity * (_DOCUMENT_K1 + 1) * held / (held + self._document_norm[documents])
        return self._documents.put(
            wording, Impact(documents.astype(np.int32), scores.astype(np.float32), count, rarity)
        )

    @cached_property
    def priors(self) -> Scores:
        """What each row's score is multiplied by for its kind: a heading says less than the sentences under it."""
        weights = {"sentence": 1.0, "heading": 0.85, "glossary": 0.95, "table_row": 0.9}
        table = np.array([weights[kind] for kind in SENTENCE_KINDS], np.float32)
        return table[self.columns.sentence_kind] * self.columns.alive

    @cached_property
    def recency(self) -> Scores:
        """How new each row is among the years that the library has: 1 for the latest, 0 for the earliest or none."""
        year = np.maximum(self.columns.year, 0)
        years = np.unique(year[self.columns.alive])
        recency: Scores = (np.searchsorted(years, year) / max(len(years) - 1, 1)).astype(np.float32)
        return recency

    @cached_property
    def passage(self) -> Callable[[int], Passage]:
        """Returns the passage of a row; what is read to rank is read again at once to be shown."""
        return lru_cache(maxsize=_PASSAGES)(self._index.passage)

    def holding(self, wording: str) -> Postings:
        """Return the passages that hold all terms of a wording, with the least weight among them."""
        found = phrase_terms(wording)
        if not found:
            return NO_POSTINGS
        lists = [self._postings(term) for term in found]
        if len(lists) == 1:
            return lists[0]
        lists.sort(key=len)
        rows, weights = lists[0].rows, lists[0].weights
        for other in lists[1:]:
            if not len(rows):
                break
            at = np.searchsorted(other.rows, rows)
            at[at == len(other)] = 0
            both = other.rows[at] == rows
            rows, weights = rows[both], np.minimum(weights, other.weights[at])[both]
        return Postings(rows, weights)

    def saying(self, wording: str) -> npt.NDArray[np.int32]:
        """Return the rows whose own text has a wording, headings and names aside.

        The texts are read once for a wording; where there are more than 10,000 to read, pairs of characters decide.
        """
        if (known := self._said.get(wording)) is None:
            known = self._said.put(wording, Said(self._saying(wording)))
        return known.rows

    def _saying(self, wording: str) -> npt.NDArray[np.int32]:
        found = self.holding(wording)
        rows = found.rows[found.weights >= TEXT_WEIGHT]
        if len(rows) > _READ or len(fold(wording)) < 2:
            return rows
        sought = "".join(fold(wording).split())
        said = [sought in "".join(fold(self._index.passage(int(row)).text).split()) for row in rows]
        return rows if sought[:1].isnumeric() else rows[np.array(said, np.bool_)]

    def _postings(self, term: str) -> Postings:
        if len(term) > 1 or term.isdigit():
            return self._index.postings(term)
        # A single character: every term that it begins.
        found = [self._index.postings(longer) for longer in self._index.terms(term) if not longer[1:].isdigit()]
        if not found:
            return NO_POSTINGS
        rows, where = np.unique(np.concatenate([one.rows for one in found]), return_inverse=True)
        weights = np.bincount(where, weights=np.concatenate([one.weights for one in found]))
        return Postings(rows.astype(np.int32), weights.astype(np.float32))

    def impact(self, wording: str) -> Impact:
        """Return the BM25 score of a wording in each passage that holds it."""
        if (known := self._impacts.get(wording)) is not None:
            return known
        found = self.holding(wording)
        count, frequency = self._count, len(found)
        rarity = float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))
        rows, weights = found.rows, found.weights
        scores = np.float32(rarity * (_K1 + 1)) * weights / (weights + self._norm[rows])
        return self._impacts.put(wording, Impact(rows, scores.astype(np.float32), len(self.columns), rarity))

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.columns.vectors)

    def meaning(self, text: str, words: Mapping[str, float], likely: Scores) -> Scores:
        """Return how near each row's meaning is to a text and its weighted words, 0 to 1; in a large index of the
        nearest and the `likely` only.
        """
        encoder = self._encoder()
        vector = encoder.query(text, words)
        if vector is None:
            return np.zeros(len(self.columns), np.float32)
        near = self._meanings.similarity(vector, foremost(likely, _LIKELY))
        if not encoder.is_centred:
            # What any passage has in common with any text is no nearness.
            common = np.float32(max(float(self._meanings.mean @ vector), 0.0))
            near = (near - common) / max(np.float32(1) - common, np.float32(1e-3))
        return np.maximum(near, 0)

    @cached_property
    def wordings(self) -> Wordings:
        """Which rows are alike."""
        return Wordings(self.columns.signature)

    @cached_property
    def _count(self) -> int:
        return int(self.columns.alive.sum())

    def lexical(self, groups: Sequence[Group]) -> Lexical:
        """Return the sum over the groups of each group's best alternative."""
        total = np.zeros(len(self.columns), np.float32)
        ideal = 0.0
        for group in groups:
            weighted = [(one.weight * group.weight, self.impact(one.text)) for one in group.alternatives]
            held = [(weight, impact) for weight, impact in weighted if len(impact)]
            if len(held) == 1:
                held[0][1].add_to(total, np.float32(held[0][0]))
            elif held:
                self._add_best(total, held)
            ideal += max((weight * impact.rarity for weight, impact in held), default=0.0)
        return Lexical(total, ideal)

    def _add_best(self, total: Scores, impacts: Sequence[tuple[float, Impact]]) -> None:
        """Add the best of several impacts in each row."""
        whole = [np.float32(weight) * impact.whole for weight, impact in impacts if impact.whole is not None]
        best = np.maximum.reduce(whole) if whole else self._scratch
        for weight, impact in impacts:
            if impact.whole is not None:
                continue
            before = best[impact.rows]
            after = np.maximum(before, np.float32(weight) * impact.scores)
            if not whole:
                total[impact.rows] += after - before
            best[impact.rows] = after
        if whole:
            total += best
        else:
            for _, impact in impacts:
                best[impact.rows] = 0

    @property
    def _scratch(self) -> Scores:
        """Zeros for each row, one array a thread; whoever uses it leaves zeros behind."""
        if not hasattr(self._threads, "scratch"):
            self._threads.scratch = np.zeros(len(self.columns), np.float32)
        scratch: Scores = self._threads.scratch
        return scratch

    def context(self, rows: Rows, scores: Scores) -> Scores:
        """Return for each of ascending rows the best score among those under the same heading."""
        if not len(rows):
            return scores
        group = self.columns.group[rows]
        starts = np.concatenate([[0], np.flatnonzero(group[1:] != group[:-1]) + 1])
        best: Scores = np.repeat(np.maximum.reduceat(scores, starts), np.diff(starts, append=len(rows)))
        return best


def ranker_of(library: Library) -> Ranker:
    """Return the ranker of a library's present state, kept as long as its index is."""
    index = library.index
    if library.kept.get("ranked index") is not index:
        library.kept["ranker"] = Ranker(index, partial(encoder_of, library.settings))
        library.kept["ranked index"] = index
    found: Ranker = library.kept["ranker"]
    return found
