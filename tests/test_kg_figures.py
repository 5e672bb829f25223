"""Figures of the same measure meet over years and documents, and no others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.figures import Figure, amount_of, fulfilments, likeness, measure_of, plain_unit, steps, without_previous


def target(label: str, value: str, unit: str, year: int = 2024, document: str = "A", **more: str) -> Figure:
    return Figure(label, value, unit, year, "target", document, **more)  # type: ignore[arg-type]


def result(label: str, value: str, unit: str, year: int = 2024, document: str = "B") -> Figure:
    return Figure(label, value, unit, year, "achieved", document)


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [("8", "万人次", 80_000), ("4.7", "亿元", 470_000_000), ("1", "万亿元", 10**12), ("60", "个", 60)],
)
def test_scales_are_worked_into_the_amount(value: str, unit: str, amount: int) -> None:
    assert amount_of(value, unit) == amount


def test_a_value_that_is_no_number_has_no_amount() -> None:
    assert amount_of("若干", "个") is None


@pytest.mark.parametrize(("unit", "plain"), [("万人次", "人次"), ("家", "个"), ("场次", "场"), ("%", "%")])
def test_units_used_alike_become_one(unit: str, plain: str) -> None:
    assert plain_unit(unit) == plain


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("科技小院（培育）", "家"), ("市级科技小院（认定）", "个"), True),
        (("企业科协（新成立）", "家"), ("企业科协总数", "家"), False),
        (("省级科普基地（获评）", "家"), ("市级科普基地（命名）", "个"), False),
        (("粮食总产量增长", "%"), ("粮食总产量", "万吨"), False),
        (("研发投入", "亿元"), ("研发投入增长", "亿元"), False),
        (("科普讲座", "场次"), ("科普报告会", "场次"), False),
        (("“四进”活动", "场次"), ("四进活动", "场"), True),
    ],
)
def test_measures_agree_in_thing_unit_and_kind(one: tuple[str, str], other: tuple[str, str], alike: bool) -> None:
    assert (likeness(measure_of(*one), measure_of(*other)) >= 0.72) is alike


def test_a_target_meets_the_result_of_its_year() -> None:
    pairs = fulfilments([target("科技小院（培育）", "30", "家"), result("科技小院（培育）", "32", "家")])
    assert [(pair.difference, pair.verdict) for pair in pairs] == [(Decimal(2), "exceeded")]


@pytest.mark.parametrize(
    ("comparator", "value", "verdict"),
    [("=", "28", "missed"), (">=", "30", "met"), ("<=", "28", "met"), ("<=", "31", "missed"), ("~", "29", "open")],
)
def test_the_comparator_of_the_target_decides_what_a_difference_means(
    comparator: str, value: str, verdict: str
) -> None:
    aim = target("科普讲座", "30", "场次", comparator=comparator)
    assert fulfilments([aim, result("科普讲座", value, "场次")])[0].verdict == verdict


def test_another_year_is_no_fulfilment() -> None:
    assert fulfilments([target("科普讲座", "30", "场次"), result("科普讲座", "30", "场次", year=2023)]) == ()


def test_the_most_alike_are_paired_first_and_each_figure_once() -> None:
    pairs = fulfilments(
        [
            target("农民科技培训", "9", "万人次"),
            target("科技培训", "2", "万人次"),
            result("科技培训", "2.5", "万人次"),
            result("农民科技培训", "8", "万人次"),
        ]
    )
    assert [(pair.target.label, pair.result.label) for pair in pairs] == [
        ("农民科技培训", "农民科技培训"),
        ("科技培训", "科技培训"),
    ]


def test_a_result_stands_beside_the_target_of_the_year_after() -> None:
    rows = [result("科普讲座", "96", "场次", year=2023), target("科普讲座", "80", "场次", document="B")]
    assert [(step.difference, step.direction) for step in steps(rows)] == [(Decimal(-16), "down")]


def test_results_of_two_years_are_a_step() -> None:
    rows = [result("科普讲座", "80", "场次", year=2023, document="A"), result("科普讲座", "96", "场次")]
    assert [(step.before.year, step.after.year, step.direction) for step in steps(rows)] == [(2023, 2024, "up")]


def test_figures_without_another_document_are_told() -> None:
    rows = [target("科普讲座", "30", "场次"), result("科普讲座", "30", "场次"), result("科普大篷车行程", "900", "公里")]
    assert [row.label for row in without_previous(rows)] == ["科普大篷车行程"]


def test_order_of_the_rows_does_not_change_the_pairs() -> None:
    rows = [target("科普讲座", "30", "场次"), result("科普讲座", "31", "场次"), result("科普讲坛", "9", "场次")]
    assert fulfilments(rows) == fulfilments(rows[::-1])
