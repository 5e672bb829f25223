"""Figures beside the library's: which count the same thing in the same year, and which only look so."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts import figures
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Source
from search.drafts.ledger import figures_of

REPORT = """云川市茶业协会2023年工作报告

（2023年3月2日）

石见山

各位理事：

一、2022年工作回顾

2022年，全市培训茶农2.4万人次，新建标准茶园16个，修建茶园步道120公里。举办云川国际茶叶博览会，签约项目18个，总投资32亿元。茶农户均增收近3200元。茶园认领面积达到800亩。

2022年，全市茶叶总产量3500吨。其中东川区茶叶总产量900吨。

2021年，培训茶农1.8万人次。2020年，培训茶农1.6万人次，开展茶技讲座40场。2019年，培训茶农1.5万人次，开展茶技讲座40场。

二、2023年工作安排

2023年，新建标准茶园20个。力争改造低产茶园5000亩。年内抽检农户茶样60批次以上。评选茶王20名以上。
"""


@cache
def tea() -> Knowledge:
    document = document_from_text(REPORT)
    return Knowledge([Source(document, extract(document))])


def found(text: str, kind: str = "figure") -> list[tuple[str, str]]:
    draft = Draft.of(text, [source.document for source in tea().sources])
    doubts = [doubt for doubt in figures.find(draft, tea()) if doubt.kind == kind]
    return [(draft.document.text[doubt.start : doubt.end], doubt.expected) for doubt in doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年，全市培训茶农2.9万人次。", [("2.9万人次", "2.4万人次")]),
        ("2022年，签约项目28个，会期三天。", [("28个", "18个")]),
        ("2022年，云川国际茶叶博览会来宾踊跃，客商满意，总投资42亿元。", [("42亿元", "32亿元")]),
        ("2023年，评选茶王30名以上。", [("30名以上", "20名以上")]),
        # Without a year another figure of the sentence tells which is meant.
        ("全市培训茶农2.9万人次，新建标准茶园16个。", [("2.9万人次", "2.4万人次")]),
        ("2022年，全市培训茶农2.9万人次，新建标准茶园19个。", [("2.9万人次", "2.4万人次"), ("19个", "16个")]),
        ("2022年，全市培训茶农2400人次。", [("2400人次", "2.4万人次")]),
        ("2022年，修建茶园步道150公里。", [("150公里", "120公里")]),
        ("2022年，茶园认领面积900亩。", [("900亩", "800亩")]),
        ("2022年，东川区茶叶总产量1200吨。", [("1200吨", "900吨")]),
        ("2022年，举办云川国际茶叶博览会，签约项目28个，总投资32亿元。", [("28个", "18个")]),
        # An aim beside an aim, and rough figures out of reach of one another.
        ("2023年，力争改造低产茶园6000亩。", [("6000亩", "5000亩")]),
        ("2023年，年内抽检农户茶样90批次以上。", [("90批次以上", "60批次以上")]),
        ("2022年，茶农户均增收近3900元。", [("3900元", "3200元")]),
        # A sentence that is the library's but for its numbers is of its year.
        (
            "全市培训茶农2.9万人次，新建标准茶园19个，修建茶园步道150公里。",
            [("2.9万人次", "2.4万人次"), ("19个", "16个"), ("150公里", "120公里")],
        ),
    ],
)
def test_a_figure_that_the_library_gives_otherwise_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_year_and_the_thing_of_the_right_figure_are_told_with_its_place() -> None:
    draft = Draft.of("2022年，茶园认领面积900亩。", [source.document for source in tea().sources])
    (doubt,) = figures.find(draft, tea())
    assert doubt.message == "2022年茶园认领面积，文中为800亩"
    assert doubt.place is not None and tea().cite(doubt.place).quote == "茶园认领面积达到800亩。"


@pytest.mark.parametrize(
    "text",
    [
        "2022年，全市培训茶农2.4万人次。",
        "2022年，全市培训茶农24000人次。",
        "2022年，修建茶园步道150千米。",
        # Nothing tells that it is this year's.
        "全市培训茶农2.9万人次。",
        "2024年，全市培训茶农2.9万人次。",
        "今年全市培训茶农2.9万人次，新建标准茶园19个，修建茶园步道150公里。",
        # Another thing, place or event.
        "2022年，培训茶师2.9万人次，新建标准茶园16个。",
        "2022年，修建茶园栈道150公里。",
        "2022年，西川区茶叶总产量1200吨。",
        "2022年，全县茶叶总产量1200吨。",
        "2022年，举办云川国际花卉博览会，签约项目28个，总投资42亿元。",
        "2022年，举办云川国际花卉博览会，来宾踊跃，签约项目28个。",
        "2022年，屏河大桥开工，总投资42亿元。",
        "2022年，新建茶叶交易中心，总投资42亿元。",
        "2022年，大桥和码头同时开工，群众满意，总投资42亿元。",
        "今年修建茶园步道150公里，新建标准茶园19个，全市培训茶农2.9万人次。",
        "2022年，水库除险加固，总投资42亿元。",
        "2023年，抽检农户茶样90批次以上。",
        "2023年，评选茶王30名左右。",
        # An aim is no result.
        "2023年，新建标准茶园26个。",
        "2022年，计划培训茶农2.9万人次。",
        # Rough figures near one another.
        "2022年，茶农户均增收3300元。",
        "2022年，茶农户均增收近3600元。",
        "2022年，茶农户均增收2800元。",
        # The library's sentence has this number, too, of whatever thing.
        "2022年，东川区茶叶总产量3500吨。",
        "2022年，全市茶叶总产量900吨。",
        # Two years of the library fit alike.
        "培训茶农1.9万人次，开展茶技讲座40场。",
    ],
)
def test_a_figure_of_another_thing_year_or_kind_raises_no_alarm(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("完成投资2万亿元", 2 * 10**12),
        ("完成投资3亿元", 3 * 10**8),
        ("完成投资4千万元", 4 * 10**7),
        ("完成投资5百万元", 5 * 10**6),
        ("完成投资6万元", 6 * 10**4),
        ("完成投资7千元", 7 * 10**3),
        ("完成投资8百元", 8 * 10**2),
        ("完成投资1,200元", 1200),
        ("建成电站9千瓦", 9),
        ("修路5千米", 5),
        ("收茶3千克", 3),
        ("发电3千瓦时", 3),
    ],
)
def test_figures_are_compared_by_their_plain_amounts(said: str, amount: int) -> None:
    document = document_from_text(f"2022年，{said}。")
    (figure,) = figures_of(document, extract(document).indicators)
    assert figure.amount == amount
    assert figure.unit == (said[-1] if said[-1] == "元" else figure.indicator.unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年，全市评选茶艺能手12名。群众满意。2025年，全市评选茶艺能手15名。", [("15名", "12名")]),
        ("2025年，全市评选茶艺能手12名。2026年，全市评选茶艺能手15名。", []),
        ("2025年，全市评选茶艺能手12名。全市评选茶艺能手15名。", []),
        ("2025年，全市评选茶艺能手12名。2025年比2024年好，全市评选茶艺能手15名。", []),
        ("2025年，全市评选茶艺能手12名。2025年，全市评选茶艺能手12名。", []),
        ("2025年，全市评选茶艺能手近12名。2025年，全市评选茶艺能手13名。", []),
        ("2025年，全市评选茶艺能手12名。2025年，力争全市评选茶艺能手15名。", []),
        ("2025年，全市评选茶艺能手12名，乡镇评选茶艺能手15名。", []),
        ("2025年，评选茶王12名。2025年，评选茶王15名。", [("15名", "12名")]),
        ("2025年，投资12亿元。2025年，投资15亿元。", []),
    ],
)
def test_a_draft_contradicts_itself_in_one_stated_year_only(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "contradiction") == expected
