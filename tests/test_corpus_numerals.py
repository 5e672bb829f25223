"""Chinese numerals have one value wherever they are read, and small numbers one spelling."""

from __future__ import annotations

import pytest

from corpus.labels import number
from corpus.numerals import COUNTS, han, numeral_value


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("", 0),
        ("〇", 0),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百十一", 111),
        ("三千两百", 3_200),
        ("二〇三一", 2_031),
        ("三万", 30_000),
        ("一百二十万零三百", 1_200_300),
        ("两亿", 200_000_000),
        ("三亿五千万", 350_000_000),
    ],
)
def test_chinese_numerals_have_values(numeral: str, value: int) -> None:
    assert numeral_value(numeral) == value


def test_what_is_no_numeral_has_no_value() -> None:
    with pytest.raises(KeyError):
        numeral_value("三只")


def test_single_characters_count() -> None:
    assert [COUNTS[char] for char in "一两双俩十"] == [1, 2, 2, 2, 10]


@pytest.mark.parametrize("count", range(1, 100))
def test_small_numbers_are_written_as_they_are_read(count: int) -> None:
    assert numeral_value(han(count)) == count == number(han(count))


def test_larger_numbers_stay_in_digits() -> None:
    assert [han(count) for count in (0, 100)] == ["0", "100"]
