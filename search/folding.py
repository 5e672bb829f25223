"""Passages alike: a wording that several documents have is shown once, where it ranks best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Folded:
    """What is shown of the rows found, and what is not.

    Attributes:
        places: Places among the rows found of those that are shown, ascending.
        rows: The rows that are not shown; `instead` the row shown for each, `wordings` a number for the wording of each.
    """

    places: Rows
    rows: Rows
    instead: Rows
    wordings: Rows


def first_of_each(signatures: npt.NDArray[np.uint64], order: Rows) -> Rows:
    """Return the rows of an order without those whose wording one before them has: what is taken of an order's start
    need not be told apart in the whole index.
    """
    # As numpy.unique does, which imports masked arrays for it.
    places = np.argsort(signatures[order], kind="stable")
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = np.diff(signatures[order][places]) != 0
    return order[np.sort(places[is_first])]


class Wordings:
    """Which rows of an index have the same wording.

    Args:
        signatures: Equal for rows with the same wording.
    """

    def __init__(self, signatures: npt.NDArray[np.uint64]) -> None:
        _, self._numbers, counts = np.unique(signatures, return_inverse=True, return_counts=True)
        self._is_repeated = counts[self._numbers] > 1

    def fold(self, rows: Rows, values: npt.NDArray[np.floating]) -> Folded:
        """Return ascending rows with each wording once, where its value is best; among equals the earliest."""
        repeated = np.flatnonzero(self._is_repeated[rows])
        numbers = self._numbers[rows[repeated]]
        order = np.lexsort((-values[repeated], numbers))  # a stable sort: rows come ascending
        numbers, sorted_ = numbers[order], repeated[order]
        is_first = np.diff(numbers, prepend=-1) != 0
        best = sorted_[np.maximum.accumulate(np.where(is_first, np.arange(len(sorted_)), 0))]
        is_shown = np.ones(len(rows), np.bool_)
        is_shown[sorted_[~is_first]] = False
        return Folded(
            places=np.flatnonzero(is_shown),
            rows=rows[sorted_[~is_first]],
            instead=rows[best[~is_first]],
            wordings=numbers[~is_first],
        )
