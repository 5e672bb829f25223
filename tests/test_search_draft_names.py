"""Names missed by a piece: how much of its sentence must speak of the thing, and which pieces make another name of it."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts import names
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Source

REPORT = """云川市茶业协会2023年工作报告

（2023年3月2日）

石见山

各位理事：

一、2022年工作回顾

实施“百名茶师进百村计划”，培训茶农骨干。推行“阳光茶圃行动”，发放良种苗木。开展“茶乡夜校助学计划”，开设炒制课程。举办“茶乡夜读分享会”，诵读茶诗茶文。

山地茶园扩优提质工程全面铺开，低产茶园逐步改造。农户联户经营示范片逐步成形，小户抱团增收。

组织“春茶飘香行动”和“春茶飘乡行动”，拓展市场渠道。发布“茶乡夜话：春茶时节”，介绍茶事。开展“名优茶园评比活动”，选出十佳。开展“云川名优茶园评比活动”，选出十佳。
"""


@cache
def tea() -> Knowledge:
    document = document_from_text(REPORT)
    return Knowledge([Source(document, extract(document))])


def found(text: str) -> list[tuple[str, str]]:
    draft = Draft.of(text, [source.document for source in tea().sources])
    doubts = list(names.find(draft, tea()))
    assert {(doubt.kind, doubt.severity) for doubt in doubts} <= {("official_name", "error")}
    return [(draft.document.text[doubt.start : doubt.end], doubt.expected) for doubt in doubts]


MASTERS, NIGHT, HILLS = "百名茶师进百村计划", "茶乡夜校助学计划", "山地茶园扩优提质工程"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A fifth of what stands around it is enough for one strange character of a name in marks.
        ("今年实施“百名茶师帮百村计划”，培训茶农，改善乡村面貌，群众十分满意。", [("百名茶师帮百村计划", MASTERS)]),
        (
            "今年实施“百名茶师帮百村计划”，培训茶农，改善乡村面貌，群众十分高兴满意。",
            [("百名茶师帮百村计划", MASTERS)],
        ),
        # Two fifths, where the character makes another thing of it.
        ("实施“百名茶师进百镇计划”，培训茶农，改善面貌。", [("百名茶师进百镇计划", MASTERS)]),
        ("开展“茶镇夜校助学计划”，开设炒制课程。", [("茶镇夜校助学计划", NIGHT)]),
        # More than half, for another word altogether.
        ("实施“百名花匠进百村计划”，培训茶农骨干。", [("百名花匠进百村计划", MASTERS)]),
        ("实施“百名花师进百村计划”，培训茶农骨干。", [("百名花师进百村计划", MASTERS)]),
        # A character too many or too few in a long name.
        ("实施“百名茶师各进百村计划”，培训茶农骨干。", [("百名茶师各进百村计划", MASTERS)]),
        ("开展“茶乡夜校学计划”，开设炒制课程。", [("茶乡夜校学计划", NIGHT)]),
        # The shortest name.
        ("推行“阳光茶苑行动”，发放良种苗木。", [("阳光茶苑行动", "阳光茶圃行动")]),
        ("举办“茶乡夜谈分享会”，诵读茶诗茶文。", [("茶乡夜谈分享会", "茶乡夜读分享会")]),
        # Without marks: two fifths, more than half where a character is too many.
        ("山地茶园扩优提效工程全面铺开，今年惠及农户。", [("山地茶园扩优提效工程", HILLS)]),
        ("山地茶园扩优提增质工程全面铺开，低产茶园逐步改造。", [("山地茶园扩优提增质工程", HILLS)]),
        # Of names within one another the longest.
        ("开展“云川名优茶苑评比活动”，选出十佳。", [("云川名优茶苑评比活动", "云川名优茶园评比活动")]),
        # Wherever it stands.
        (
            "“百名茶师帮百村计划”，培训茶农骨干。“阳光茶苑行动”，发放良种苗木。",
            [("百名茶师帮百村计划", MASTERS), ("阳光茶苑行动", "阳光茶圃行动")],
        ),
        ("百名茶师帮百村计划培训茶农骨干。", [("百名茶师帮百村计划", MASTERS)]),
        ("发放良种苗木，推行阳光茶苑行动", [("阳光茶苑行动", "阳光茶圃行动")]),
        (
            "推行阳光茶苑行动百名茶师帮百村计划，发放良种苗木，培训茶农骨干。",
            [("百名茶师帮百村计划", MASTERS), ("阳光茶苑行动", "阳光茶圃行动")],
        ),
        (
            "推行百名茶师帮百村计划阳光茶苑行动，发放良种苗木，培训茶农骨干。",
            [("百名茶师帮百村计划", MASTERS), ("阳光茶苑行动", "阳光茶圃行动")],
        ),
    ],
)
def test_a_name_missed_by_a_piece_is_found_where_the_rest_speaks_of_the_thing(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "实施“百名茶师进百村计划”，培训茶农骨干。",
        # The sentence speaks of other things: less than a fifth of it is said of the name.
        "今年实施“百名茶师帮百村计划”，培训茶农，改善乡村面貌，群众十分高兴又满意。",
        "今年实施“百名茶师帮百村计划”，全面改善乡村面貌。",
        "实施“百名茶师进百镇计划”，培训茶农，改善乡村面貌。",
        "实施“百名花匠进百村计划”，培训茶农骨干，改善面貌。",
        "山地茶园扩优提效工程全面铺开，今年惠及更多农户。",
        "山地茶园扩优提增质工程全面铺开，今年惠及农户。",
        # Another number, kind or end is another thing.
        "实施“百名茶师进千村计划”，培训茶农骨干。",
        "实施“百名茶师进百村行动”，培训茶农骨干。",
        "实施“百名茶师进百村计画”，培训茶农骨干。",
        "推行“阳光果木行动”，发放良种苗木。",
        # So is what begins otherwise, or has two characters more or less.
        "开展“春乡夜校助学计划”，开设炒制课程。",
        "实施“百名茶师能手进百村计划”，培训茶农骨干。",
        "实施“百名进百村计划”，培训茶农骨干。",
        # Particles, marks and letters go into no name.
        "实施“百名茶师的百村计划”，培训茶农骨干。",
        "实施“百名茶师、进百村计划”，培训茶农骨干。",
        "实施“百名茶师+百村计划”，培训茶农骨干。",
        "实施“百名茶师，百村计划”，培训茶农骨干。",
        # Three characters of nine.
        "实施“百名花卉匠百村计划”，培训茶农骨干。",
        # In a name of seven characters one too few, or one of another level, is not certain enough.
        "举办“茶乡读分享会”，诵读茶诗茶文。",
        "举办“茶镇夜读分享会”，诵读茶诗茶文。",
        # The library has this name, too.
        "组织“春茶飘乡行动”，拓展市场渠道。",
        "发布“茶乡夜画：春茶时节”，介绍茶事。",
        # What another city calls so without marks is its own.
        "屏河市山地茶园扩优提效工程全面铺开，低产茶园逐步改造。\n屏河市茶业协会\n2023年1月3日",
    ],
)
def test_another_name_or_matter_raises_no_alarm(text: str) -> None:
    assert found(text) == []


PAPER = """云川市茶业协会{year}年工作报告

（{year}年3月2日）

石见山

各位理事：

一、{before}年工作回顾

{text}
"""


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        # Without marks a thing may have been called otherwise before the papers that the library has.
        ("山地茶园扩优提效工程全面铺开，低产茶园逐步改造。", 2024, [("山地茶园扩优提效工程", HILLS)]),
        ("山地茶园扩优提效工程全面铺开，低产茶园逐步改造。", 2023, [("山地茶园扩优提效工程", HILLS)]),
        ("山地茶园扩优提效工程全面铺开，低产茶园逐步改造。", 2021, []),
        # A name in marks is one at any time.
        ("推行“阳光茶苑行动”，发放良种苗木。", 2021, [("阳光茶苑行动", "阳光茶圃行动")]),
    ],
)
def test_a_name_of_later_papers_is_held_against_a_draft_only_where_it_plainly_is_one(
    text: str, year: int, expected: list[tuple[str, str]]
) -> None:
    assert found(PAPER.format(year=year, before=year - 1, text=text)) == expected


@pytest.mark.parametrize(
    ("name", "is_general"),
    [
        ("茶叶质量追溯制度", True),
        ("山地茶园补贴政策", True),  # the second word of its row
        ("山地茶园能力", True),  # the first of its row, as 产业, 改革
        ("山地茶园产业", True),
        ("茶业管理改革", True),
        ("山地茶园扩优提质工程", False),
        ("阳光茶圃行动", False),
        ("制度茶园", False),
        ("山地茶园words", False),  # the head of the table is none of its words
        # Nor is what the rows and comments say of them.
        ("山地茶园economy", False),
        ("山地茶园阶段性用地政策.", False),
    ],
)
def test_a_description_ends_with_a_word_that_every_body_has(name: str, is_general: bool) -> None:
    assert names.is_description(name) is is_general
