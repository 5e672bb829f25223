"""Numbers with their measure words: where they stand, what they say, and which are none."""

from __future__ import annotations

import pytest

from kg.extractors.quantities import quantities


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator", "whole", "number"),
    [
        ("培训农民1,200人次。", "1200", "人次", "=", "1,200人次", "1,200人次"),
        ("培训农民1，200人次。", "1200", "人次", "=", "1，200人次", "1，200人次"),
        ("投资 2.5 亿元以上。", "2.5", "亿元", ">=", "2.5 亿元以上", "2.5 亿元"),
        ("投资超过3万元。", "3", "万元", ">", "超过3万元", "3万元"),
        ("服务群众30多万人。", "30", "万人", ">", "30多万人", "30多万人"),
        ("占比近45％。", "45", "%", "~", "近45％", "45％"),
        ("建成站点不少于12个。", "12", "个", ">=", "不少于12个", "12个"),
        ("低保标准842元/月。", "842", "元/月", "=", "842元/月", "842元/月"),
        ("产值突破500亿元大关。", "500", "亿元", ">", "突破500亿元大关", "500亿元"),
        ("产值迈上500亿元台阶。", "500", "亿元", ">=", "500亿元台阶", "500亿元"),
    ],
)
def test_a_quantity_says_how_much_of_what_and_how_exactly(
    text: str, value: str, unit: str, comparator: str, whole: str, number: str
) -> None:
    (found,) = quantities(text, 0, len(text))
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)
    assert text[found.number_start : found.unit_end] == number
    assert text[found.number_start : found.end].endswith(whole[-1])
    assert text[found.start : found.end] == whole


def test_both_ends_of_a_range_share_their_words() -> None:
    text = "增长4.5%—5%左右，新建3—5万个。"
    rows = [(q.value, q.unit, q.comparator) for q in quantities(text, 0, len(text))]
    assert rows == [("4.5", "%", ">="), ("5", "%", "<="), ("3", "万个", ">="), ("5", "万个", "<=")]


@pytest.mark.parametrize(
    "text",
    [
        "第29届科普周",
        "A4级景区",
        "1+5个体系",
        "每3人一组",
        "10万吨级码头",
        "用5个月完成",
        "3个季度",
        "5年来",
        "2个千亿元台阶",
        "比例为1：3个",
    ],
)
def test_a_number_in_a_name_a_grade_or_a_time_is_no_quantity(text: str) -> None:
    assert quantities(text, 0, len(text)) == ()


def test_families_are_counted_by_a_word_of_their_own() -> None:
    assert [(q.value, q.unit) for q in quantities("30万家庭", 0, 5)] == [("30", "万户")]


def test_only_what_lies_in_the_stretch_is_read() -> None:
    text = "新建12个，改造30个。"
    assert [q.value for q in quantities(text, 0, 6)] == ["12"]
    assert [q.value for q in quantities(text, 6, len(text))] == ["30"]
