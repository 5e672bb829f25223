"""Formulations and definitions over the years: a name whose number does not fit, a wording that a later paper replaced."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source

PAPER = """云川市茶业协会文件

云茶协〔{year}〕2号

关于印发工作报告的通知

各会员单位：

现将工作报告印发给你们。

云川市茶业协会

{year}年3月9日

云川市茶业协会工作报告

（{year}年3月2日）

石见山

各位理事：

落实“四联”要求，办好茶园认领，用好“三库一网”。

名词解释

{entries}
"""
ENTRIES = {
    2022: """1. “四联”：联农户、联茶企、联学会、联市场；

2. 茶园认领：市民认领茶园并由茶农代为管理，收获时按面积分茶；

3. “三库一网”：茶师库、茶种库、茶商库，云川茶讯网。""",
    2024: """1. “四联”：联农户、联茶企、联高校、联市场；

2. 茶园认领：由协会发证的企业按年认领整片茶园，所得交村集体；

3. “三库一网”：茶师库、茶种库、茶商库，云川茶讯网。""",
}
OLD = "市民认领茶园并由茶农代为管理，收获时按面积分茶"
NEW = "由协会发证的企业按年认领整片茶园，所得交村集体"


@cache
def tea() -> Knowledge:
    documents = [document_from_text(PAPER.format(year=year, entries=text)) for year, text in ENTRIES.items()]
    return Knowledge([Source(document, extract(document)) for document in documents])


@pytest.mark.parametrize(
    ("draft", "span", "right"),
    [
        (
            "2024年，落实“四联”要求，即联农户、联茶企、联学会、联市场。",
            "联农户、联茶企、联学会、联市场",
            "联农户、联茶企、联高校、联市场",
        ),
        (
            "落实“四联”（联农户，联茶企，联学会，联市场）。",
            "联农户，联茶企，联学会，联市场",
            "联农户、联茶企、联高校、联市场",
        ),
        (f"推行茶园认领，即{OLD}。", OLD, NEW),
        ("推行茶园认领，即市民认领茶园并由茶农代为管理，自愿参加。", "市民认领茶园并由茶农代为管理", NEW),
    ],
)
def test_a_wording_that_a_later_glossary_replaced_is_found(draft: str, span: str, right: str) -> None:
    (finding,) = check_against(tea(), draft).findings
    assert (finding.type, finding.span) == ("superseded", span)
    assert right.startswith(finding.expected)
    assert finding.citation is not None and "2024" in finding.citation.title + str(finding.message)


@pytest.mark.parametrize(
    "draft",
    [
        "2024年，落实“四联”要求，即联农户、联茶企、联高校、联市场。",
        "2022年，落实“四联”要求，即联农户、联茶企、联学会、联市场。",
        f"2023年推行茶园认领，即{OLD}。",
        "推行茶园认领，办好茶师库、茶种库、茶商库。",
        "落实“四联”要求，完善“三库一网”，即茶师库、茶种库、茶商库，云川茶讯网。",
    ],
)
def test_a_wording_of_its_time_raises_no_alarm(draft: str) -> None:
    assert check_against(tea(), draft).findings == ()


@pytest.mark.parametrize(
    ("draft", "kind", "span", "right"),
    [
        ("落实“五联”要求，即联农户、联茶企、联高校、联市场。", "slogan_typo", "五联", "四联"),
        ("建好茶师库、茶种库、茶商库、云川茶讯网“四库一网”。", "slogan_typo", "四库一网", "三库一网"),
        ("推进“三清”行动，即清杂草、清沟渠、清农膜、清枯枝。", "contradiction", "三清", "四清"),
        ("用好“三张清单”（任务清单、责任清单、问题清单、整改清单）。", "contradiction", "三张清单", "四张清单"),
    ],
)
def test_a_number_that_does_not_fit_the_members_is_found(draft: str, kind: str, span: str, right: str) -> None:
    (finding,) = check_against(tea(), draft).findings
    assert (finding.type, finding.span, finding.expected) == (kind, span, right)


@pytest.mark.parametrize(
    "draft",
    [
        "落实“五联一体”要求，办好茶园认领。",
        "推进“五联一体”，即联农户、联茶企、联高校、联市场、联协会，一体推进。",
        "推进“三个一”工程，即建一个平台、育一批人才、兴一方产业。",
        "推进“三清”行动，即清杂草、清沟渠等。",
        "推进“三清”行动：市里抓点，县里抓面，乡里抓线，村里抓户。",
        "坚持“四不两直”：不发通知、不打招呼、不听汇报、不用陪同接待，直奔茶园、直插现场。",
    ],
)
def test_a_number_that_fits_or_counts_nothing_raises_no_alarm(draft: str) -> None:
    assert check_against(tea(), draft).findings == ()
