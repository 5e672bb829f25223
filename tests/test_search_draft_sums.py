"""Arithmetic of drafts, one sign at a time: which sums, differences and shares are wrong, and which only look so."""

from __future__ import annotations

import pytest

from search.drafts import sums
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge


def found(text: str) -> list[tuple[str, str, str]]:
    draft = Draft.of(text, [])
    doubts = sums.find(draft, Knowledge([]))
    return [(draft.document.text[doubt.start : doubt.end], doubt.expected, doubt.severity) for doubt in doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全市新建茶园12个，其中东区5个、西区9个。", [("12个", "14个", "error")]),
        ("全市新建茶园12个（其中东区5个，西区9个）。", [("12个", "14个", "error")]),
        ("全市培训农民50人，其中党员20人、骨干35人。", [("50人", "55人", "warning")]),
        ("全市培训农民50人，其中男性20人、女性35人。", [("50人", "55人", "error")]),
        ("全市新建茶园1,200个，其中东区1,205个。", [("东区1,205个", "", "error")]),
        ("全市新建茶园12个，其中大多在山区，东区5个、西区9个。", [("12个", "14个", "error")]),
        ("东区建成茶园3个、西区建成茶园4个，共8个。", [("8个", "7个", "error")]),
        ("东区建成茶园3.5亩、西区建成茶园4.2亩，合计8亩。", [("8亩", "7.7亩", "error")]),
        ("茶园由12家增加到15家，增加4家。", [("4家", "3家", "error")]),
        ("茶园由12家增加到13家，增加4家。", [("4家", "1家", "error")]),
        ("茶园由15家减少到12家，减少4家。", [("4家", "3家", "error")]),
        ("占比由12%提高到15%，提高5个百分点。", [("5个百分点", "3个百分点", "error")]),
        ("占比由12.3%提高到15.6%，提高3.5个百分点。", [("3.5个百分点", "3.3个百分点", "error")]),
        ("三次产业比重为10:40:60。", [("10:40:60", "", "error")]),
        ("三次产业比重为10.1:40.2:49.4。", [("10.1:40.2:49.4", "", "error")]),
    ],
)
def test_what_does_not_come_out_is_found_at_its_place(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全市新建茶园12个，其中东区5个、西区7个。",
        "全市新建茶园12个，其中东区5个、西区6个。",
        "全市新建茶园12个，其中东区12个。",
        "全市新建茶园12个，其中培训农民50人。",
        "全市新建茶园近12个，其中东区5个、西区9个。",
        "近12个，其中东区5个、西区9个。",
        # Behind what is no part something else is counted.
        "全市新建茶园12个，其中东区5个、西区5个，山上都通了路，修桥4个。",
        "全市新建茶园12个，其中东区5个、西区5个",
        "茶园增长12%，其中东区增长15%。",
        "茶园新增加12个，其中东区15个。",
        "东区建成茶园3个、西区建成茶园4个，共7个。",
        "东区建成茶园3个，共8个。",
        "2031年东区3个、西区4个，共8个。",
        "茶园由12家增加到15家，增加3家。",
        "茶园由15家增加到12家，增加3家。",
        "茶园由12家增加到12家，增加3家。",
        "茶园由12家增加到15亩，增加4家。",
        "占比由12%提高到15%，提高3个百分点。",
        "占比由12.3%提高到15.6%，提高3.4个百分点。",
        "占比由12%提高到15%，提高3.4个百分点。",
        "三次产业比重为10:40:50。",
        "三次产业比重为10.1:40.2:49.8。",
    ],
)
def test_what_comes_out_or_says_no_sum_is_left_alone(text: str) -> None:
    assert found(text) == []
