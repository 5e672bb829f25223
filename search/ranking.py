"""Scores of passages for clues: BM25 over the weighted fields, the best of each group of alternatives, and context.

Every factor has a name, under which it stands in the explanation of a hit.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from search.analysis import fold, phrase_terms
from search.indexes.port import NO_POSTINGS, Columns, Postings, SearchIndex
from search.indexes.rows import SENTENCE_KINDS, TEXT_WEIGHT
from search.meaning import Meanings, foremost, word_vectors

if TYPE_CHECKING:
    from search.library import Library

Scores = npt.NDArray[np.float32]

# BM25; measured on development queries over the real documents.
_K1 = 1.2
_B = 0.5
_DOCUMENT_K1 = 0.8
_DOCUMENT_B = 0.5
# A document's first passage says what the whole is about.
_LEAD_WEIGHT = 1.0
_KEPT = 4_000
# An exact wording is looked for in the texts of so many passages; beyond, its pairs of characters must do.
_READ = 1_000
# So many of the best rows by words are compared by meaning too.
_LIKELY = 1_000


@dataclass(frozen=True, slots=True)
class Alternative:
    """A wording that counts for a group. `origin` is 词, 同义, 相关, 别名 or 释义."""

    text: str
    weight: float
    origin: str


@dataclass(frozen=True, slots=True)
class Group:
    """One thought of a query: a passage gets the score of its best alternative, not of their sum."""

    alternatives: tuple[Alternative, ...]
    weight: float = 1.0
    factor: str = "词"


@dataclass(frozen=True, slots=True)
class Lexical:
    """Scores by row. `ideal` is what a passage with everything would reach about."""

    scores: Scores
    ideal: float


class Ranker:
    """Scores the rows of one state of an index; keeps the impacts of the clues that were asked for last."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._kept: OrderedDict[str, tuple[Postings, float]] = OrderedDict()
        self._kept_documents: OrderedDict[str, Postings] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def columns(self) -> Columns:
        """What is known of every row."""
        return self._index.columns

    @cached_property
    def _norm(self) -> Scores:
        length = self.columns.length
        mean = float(length[self.columns.alive].mean()) if self.columns.alive.any() else 1.0
        norm: Scores = (_K1 * (1 - _B + _B * length / max(mean, 1.0))).astype(np.float32)
        return norm

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
        leads[np.flatnonzero(np.diff(self.columns.document, prepend=-1))] += _LEAD_WEIGHT
        return leads

    def documents(self, groups: Sequence[Group]) -> Scores:
        """Return for each row how well its document as a whole fits what was typed, alternatives aside.

        In a library of one document this is the same for every row and says nothing.
        """
        count = len(self.columns.documents)
        total = np.zeros(count, np.float32)
        if count < 2:
            return total[self.columns.document]
        for group in groups:
            impact = self._document_impact(group.alternatives[0].text)
            total[impact.rows] += group.weight * impact.weights
        return total[self.columns.document]

    def _document_impact(self, wording: str) -> Postings:
        """Return the BM25 score of a wording in each document that holds it."""
        with self._lock:
            if wording in self._kept_documents:
                return self._kept_documents[wording]
        found = self.holding(wording)
        count = len(self.columns.documents)
        weights = np.bincount(self.columns.document[found.rows], found.weights * self._leads[found.rows], count)
        documents = np.flatnonzero(weights).astype(np.int32)
        rarity = float(np.log1p((count - len(documents) + 0.5) / (len(documents) + 0.5)))
        held = weights[documents].astype(np.float32)
        scores = rarity * (_DOCUMENT_K1 + 1) * held / (held + self._document_norm[documents])
        impact = Postings(documents, scores.astype(np.float32))
        with self._lock:
            self._kept_documents[wording] = impact
            while len(self._kept_documents) > _KEPT:
                self._kept_documents.popitem(last=False)
        return impact

    @cached_property
    def priors(self) -> Scores:
        """What each row's score is multiplied by for its kind: a heading says less than the sentences under it."""
        weights = {"sentence": 1.0, "heading": 0.85, "glossary": 0.95, "table_row": 0.9}
        table = np.array([weights[kind] for kind in SENTENCE_KINDS], np.float32)
        return table[self.columns.sentence_kind] * self.columns.alive

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
        """Return the rows whose own text has a wording, headings and names aside; the last thousands unread."""
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

    def impact(self, wording: str) -> tuple[Postings, float]:
        """Return the BM25 score of a wording in each passage that holds it, and its inverse document frequency."""
        with self._lock:
            if wording in self._kept:
                self._kept.move_to_end(wording)
                return self._kept[wording]
        found = self.holding(wording)
        count, frequency = self._count, len(found)
        rarity = float(np.log1p((count - frequency + 0.5) / (frequency + 0.5)))
        weights = found.weights
        scores = rarity * (_K1 + 1) * weights / (weights + self._norm[found.rows])
        impact = (Postings(found.rows, scores.astype(np.float32)), rarity)
        with self._lock:
            self._kept[wording] = impact
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return impact

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.columns.vectors)

    def meaning(self, weights: Mapping[str, float], likely: Scores) -> Scores:
        """Return how near each row's meaning is to weighted words, 0 to 1; in a large index of the nearest only."""
        vector = word_vectors().weighted(weights)
        if vector is None:
            return np.zeros(len(self.columns), np.float32)
        return np.maximum(self._meanings.similarity(vector, foremost(likely, _LIKELY)), 0)

    @cached_property
    def _wordings(self) -> npt.NDArray[np.int64]:
        """A number for each row, equal for rows with the same wording."""
        return np.unique(self.columns.signature, return_inverse=True)[1]

    def distinct(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return ascending rows without those whose wording an earlier one of them has."""
        wordings = self._wordings[rows]
        first = np.empty(len(self.columns), np.int64)
        first[wordings[::-1]] = rows[::-1]
        kept: npt.NDArray[np.int64] = rows[first[wordings] == rows]
        return kept

    @cached_property
    def _count(self) -> int:
        return int(self.columns.alive.sum())

    def lexical(self, groups: Sequence[Group]) -> Lexical:
        """Return the sum over the groups of each group's best alternative."""
        total = np.zeros(len(self.columns), np.float32)
        best = np.zeros(len(self.columns), np.float32)
        ideal = 0.0
        for group in groups:
            reached = 0.0
            impacts = [(one.weight * group.weight, *self.impact(one.text)) for one in group.alternatives]
            for weight, impact, rarity in impacts:
                if not len(impact):
                    continue
                before = best[impact.rows]
                after = np.maximum(before, weight * impact.weights)
                total[impact.rows] += after - before
                best[impact.rows] = after
                reached = max(reached, weight * rarity)
            for _, impact, _ in impacts:
                best[impact.rows] = 0
            ideal += reached
        return Lexical(total, ideal)

    @cached_property
    def _starts(self) -> npt.NDArray[np.int64]:
        """The first row of each group; the rows of a group stand together."""
        return np.flatnonzero(np.diff(self.columns.group, prepend=-1))

    def context(self, scores: Scores) -> Scores:
        """Return for each row the best score among the passages under the same heading."""
        if not len(scores):
            return scores
        best: Scores = np.maximum.reduceat(scores, self._starts)[self.columns.group]
        return best


_RANKERS: WeakKeyDictionary[object, Ranker] = WeakKeyDictionary()


def ranker_of(library: Library) -> Ranker:
    """Return the ranker of a library's present state, kept as long as its index is."""
    index = library.index
    if index not in _RANKERS:
        _RANKERS[index] = Ranker(index)
    return _RANKERS[index]
