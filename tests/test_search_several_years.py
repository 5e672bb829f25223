"""Which figures under 五年来 are of the five years, and which of their end."""

from __future__ import annotations

import pytest

from search.answers.several_years import first_year


@pytest.mark.parametrize(
    ("label", "before", "first"),
    [
        ("就业（新增）", "全市新增就业", 2026),
        ("新增就业", "新增就业累计达", 2026),
        ("茶叶产量年均增长", "茶叶产量年均增长", 2026),
        ("茶叶产量增长", "茶叶产量增长达到", 2026),
        ("茶农建议", "收到茶农建议", 2026),
        ("乡村茶馆", "乡村茶馆发展到", None),
        ("茶业增加值", "茶业增加值突破", None),
        ("年接待游客", "年接待游客由120万人次增加到", None),
        ("茶站", "茶站由18个整合至", None),
        ("茶园", "茶园达到近", None),
    ],
)
def test_what_was_come_to_is_so_at_the_end(label: str, before: str, first: int | None) -> None:
    assert first_year(2026, label, before) == first


def test_a_figure_of_one_year_has_no_first() -> None:
    assert first_year(None, "茶园", "茶园") is None
