"""The runner port: the same results in the same order, wherever the function runs."""

from __future__ import annotations

import pytest

from kg.runners import runner


def square(number: int) -> int:
    if number < 0:
        raise ValueError("negative")
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
class TestRunner:
    def test_results_come_in_the_order_of_the_items(self, workers: int) -> None:
        assert list(runner(workers).map(square, range(20))) == [n * n for n in range(20)]

    def test_an_error_is_raised_at_its_place(self, workers: int) -> None:
        results = runner(workers).map(square, [1, 2, -1, 4])
        assert [next(results), next(results)] == [1, 4]
        with pytest.raises(ValueError, match="negative"):
            next(results)

    def test_no_items_give_no_results(self, workers: int) -> None:
        assert list(runner(workers).map(square, [])) == []
