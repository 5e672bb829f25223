"""What a query is ranked by, groups of wordings, and what one wording adds to the score of each passage that holds it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]
Held = npt.NDArray[np.int32]
"""Ascending rows, as postings have them."""

# From one row in so many on, an impact is kept for all rows.
_WHOLE_FROM = 10


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


class Impact:
    """The BM25 score of a wording in each passage (or document) that holds it, and its inverse document frequency.

    Where many have one, the scores are kept for all, in `whole`, and neither rows nor scores of their own: adding a whole
    array is several times as fast as adding at places.
    """

    __slots__ = ("_count", "rarity", "rows", "scores", "whole")

    def __init__(self, rows: Held, scores: Scores, count: int, rarity: float) -> None:
        self.rows, self.scores, self.rarity, self._count = rows, scores, rarity, len(rows)
        self.whole: Scores | None = None
        if len(rows) * _WHOLE_FROM > count:
            self.whole = np.zeros(count, np.float32)
            self.whole[rows] = scores
            self.rows, self.scores = rows[:0], scores[:0]

    def __len__(self) -> int:
        return self._count

    def among(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """Return which of some rows hold the wording."""
        if self.whole is not None:
            return self.whole[rows] > 0
        if not len(self.rows):
            return np.zeros(len(rows), np.bool_)
        at = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        found: npt.NDArray[np.bool_] = self.rows[at] == rows
        return found

    def add_to(self, total: Scores, weight: np.float32) -> None:
        """Add the weighted scores to those of all rows."""
        if self.whole is not None:
            total += weight * self.whole
        else:
            total[self.rows] += weight * self.scores

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return self.rows.nbytes + self.scores.nbytes + (self.whole.nbytes if self.whole is not None else 0)


@dataclass(frozen=True, slots=True)
class Said:
    """The rows whose own text has a wording."""

    rows: Held

    @property
    def bytes(self) -> int:
        """The memory that they take."""
        return self.rows.nbytes


@dataclass(frozen=True, slots=True)
class Lexical:
    """Scores by row. `ideal` is what a passage with everything would reach about."""

    scores: Scores
    ideal: float
