"""What one wording adds to the passages that hold it: the same sums whether few or many hold it, and no row kept twice."""

from __future__ import annotations

import numpy as np
import pytest

from search.impacts import Impact

COUNT = 40


def impact(rows: list[int]) -> Impact:
    scores = np.array([1 + row / 10 for row in rows], np.float32)
    return Impact(np.array(rows, np.int32), scores, COUNT, rarity=2.0)


@pytest.mark.parametrize("rows", [[], [7], [3, 5, 8, 39], [0, 1, 2, 3, 4], [*range(COUNT)]])
def test_scores_are_added_where_a_wording_is_held(rows: list[int]) -> None:
    total = np.ones(COUNT, np.float32)
    impact(rows).add_to(total, np.float32(2))
    expected = [1 + 2 * (1 + row / 10) if row in rows else 1 for row in range(COUNT)]
    assert total == pytest.approx(expected)
    assert len(impact(rows)) == len(rows)


@pytest.mark.parametrize("rows", [[], [7], [3, 5, 8, 39], [0, 1, 2, 3, 4], [*range(COUNT)]])
def test_which_of_some_rows_hold_a_wording(rows: list[int]) -> None:
    asked = [39, 0, 7, 5, 5]
    assert impact(rows).among(np.array(asked)).tolist() == [row in rows for row in asked]


def test_what_many_rows_hold_is_kept_once() -> None:
    few, many = impact([0, 1, 2, 3]), impact([0, 1, 2, 3, 4])
    assert few.whole is None and few.bytes == 4 * (4 + 4)
    assert many.whole is not None and many.bytes == 4 * COUNT
