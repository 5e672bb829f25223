"""Names with one character wrong beside the post of the right one."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts import misnamed
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Source

PAPER = """云川市茶业协会文件

云茶协〔{year}〕3号

关于印发讲话的通知

各会员单位：

{text}

云川市茶业协会

{year}年3月9日
"""
SAID = (
    "{year}年3月2日，协会召开理事会，市委常委、宣传部部长柳成荫同志作了讲话，协会党组书记、会长石见山同志作了工作报告，"
    "协会秘书长叶知秋同志主持会议。{more}"
)


@cache
def tea(more: str = "") -> Knowledge:
    years = [(2022, ""), (2023, more)]
    texts = [PAPER.format(year=year, text=SAID.format(year=year, more=said)) for year, said in years]
    documents = [document_from_text(text) for text in texts]
    return Knowledge([Source(document, extract(document)) for document in documents])


def found(text: str, known: Knowledge) -> list[tuple[str, str, str]]:
    draft = Draft.of(text, [source.document for source in known.sources])
    return [
        (draft.document.text[doubt.start : doubt.end], doubt.expected, doubt.message)
        for doubt in misnamed.find(draft, known)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("协会会长石见三同志到会。", [("石见三", "石见山", "文献中“协会会长”是石见山")]),
        ("协会会长石见三强调，要种好茶。", [("石见三", "石见山", "文献中“协会会长”是石见山")]),
        ("协会党组书记、会长石建山到会。", [("石建山", "石见山", "文献中“协会党组书记”是石见山")]),
        ("市委常委、宣传部部长刘成荫到会。", [("刘成荫", "柳成荫", "文献中“宣传部部长”是柳成荫")]),
        ("会议选举石见三同志为协会会长。", [("石见三", "石见山", "文献中“协会会长”是石见山")]),
        (
            PAPER.format(year=2023, text="协会秘书长叶知春同志到会。"),
            [("叶知春", "叶知秋", "文献中“协会秘书长”是叶知秋")],
        ),
    ],
)
def test_a_name_but_for_a_character_beside_the_post_of_the_right_one_is_found(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, tea()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "协会会长石见山同志到会。",
        # Without a body, with another body or post, or with none it may be somebody else.
        "会长石见三同志到会。",
        "市文联主席石见三同志到会。",
        "协会副会长石见三同志到会。",
        "石见三同志到会。",
        "市委常委石见三、市委常委刘成荫到会。",
        # Another name, by another sound, in a draft that may be of any time or of a later one.
        "协会秘书长叶知春同志到会。",
        PAPER.format(year=2024, text="协会秘书长叶知春同志到会。"),
        # Another family.
        PAPER.format(year=2023, text="协会秘书长郭知秋同志到会。"),
        # Two characters and what stands behind them.
        "协会秘书长叶知同志到会。",
        PAPER.format(year=2023, text="协会秘书长叶知强调，要种好茶。"),
    ],
)
def test_a_name_that_may_be_another_persons_raises_no_alarm(text: str) -> None:
    assert found(text, tea()) == []


def test_a_name_that_the_library_has_is_no_slip_unless_it_stands_once_beside_one_that_stands_often() -> None:
    text = "协会会长石见三同志到会。"
    once, twice = "石见山会长、石见山同志：石见三。", "石见山会长、石见三同志：石见三。"
    assert [span for span, _, _ in found(text, tea(once))] == ["石见三"]
    assert found(text, tea(twice)) == []
