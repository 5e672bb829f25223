from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import CleanText, clean
from corpus.documents import Block, SourceText
from corpus.readers.text import lines


def cleaned(text: str) -> CleanText:
    return clean(SourceText(lines(text)))


def kinds(found: CleanText) -> set[str]:
    return {repair.kind for repair in found.repairs}


LONG = "各地文联组织立足本职、面向基层，认真开展科普惠农、学术交流和人才举荐等工作，"


@pytest.mark.parametrize(
    ("source", "expected", "kind"),
    [
        (f"{LONG}深入推进\n\n学会进园区。", f"{LONG}深入推进学会进园区。", "line_join"),
        ("先后出刊《云川科技\n\n专报》46期。", "先后出刊《云川科技专报》46期。", "line_join"),
        (f"{LONG}列入年度考核，督查通报形成常态。11\n\n经测评，比例达到9%。", None, "page_number"),
        ("一是**思想根基更加牢固。**开展学习教育。", "一是思想根基更加牢固。开展学习教育。", "markdown"),
        ("新建科普 e 站 30 家，培训农民 1.2 万人次。", "新建科普e站30家，培训农民1.2万人次。", "number_space"),
        ("注册用户使用云川ＡＰＰ达２１万人。", "注册用户使用云川APP达21万人。", "width"),
        ("坚持新发展理念 and 高质量发展要求。", "坚持新发展理念和高质量发展要求。", "english_and"),
        (
            "关于印发市科协二届三次 全体会议工作报告的通知",
            "关于印发市科协二届三次全体会议工作报告的通知",
            "broken_title",
        ),
        ("政 府 工 作 报 告", "政府工作报告", "spread"),
        ("⼈⼤代表", "人大代表", "radical"),
        ("云川市科协,市文联;共同举办", "云川市科协，市文联；共同举办", "width"),
        ("《云川市实施方案(2021—2025 年)》", "《云川市实施方案（2021—2025年）》", "width"),
    ],
)
def test_layout_is_repaired_and_listed(source: str, expected: str | None, kind: str) -> None:
    found = cleaned(source)
    if expected is not None:
        assert found.text == expected
    assert kind in kinds(found)


def test_a_page_number_stuck_to_a_sentence_goes_and_the_paragraphs_stay_apart() -> None:
    found = cleaned(f"{LONG}列入年度考核，督查通报形成常态。11\n\n经测评，比例达到9%。")
    assert found.text == f"{LONG}列入年度考核，督查通报形成常态。\n经测评，比例达到9%。"


@pytest.mark.parametrize(
    "text",
    [
        "凝心聚力谋新篇 同心同向再出发",
        "云川市市长 李小明",
        "围绕“汇智先进陶瓷 聚力产业创新”主题，举办论坛8场。",
        "第一条 为了规范驿站管理，制定本办法。",
        "Open Data 2.0",
        "一、整合资源、集成优势，服务全民科学素质展现新作为\n切实发挥主力军作用，不断提升服务能力。",
        "各位委员、同志们：\n现在，我作工作报告。",
        "科普工作成效显著，群众满意度不断提升。（鼓掌）\n今年的工作更加繁重。",
        "责任单位：市科协、市农业农村局，各县（区）科协\n完成时限：持续推进",
        "云川市科学技术协会\n2024年2月1日",
        "2024\n2025",
    ],
)
def test_what_says_something_stays(text: str) -> None:
    assert cleaned(text).text == text


def test_headings_and_table_rows_are_never_joined() -> None:
    blocks = (
        Block("heading", "坚持需求导向，强化供需对接，推动科普服务提质增效再上新台阶", level=2),
        Block("paragraph", "全年开展活动80场。"),
        Block("table_row", "指标\t目标，数值\t完成"),
        Block("table_row", "新建驿站\t30\t34"),
    )
    assert clean(SourceText(blocks)).text.count("\n") == 3


def test_page_numbers_between_pages_go_but_numbers_in_word_tables_stay() -> None:
    assert cleaned(f"{LONG}深入推进\n— 3 —\n学会进园区。").text == f"{LONG}深入推进学会进园区。"
    word = SourceText((Block("paragraph", "合计"), Block("paragraph", "30")))
    assert clean(word).text == "合计\n30"


def test_a_character_leads_back_to_its_page_and_paragraph() -> None:
    blocks = (Block("line", "第一页的文字。", page=1), Block("line", "第二页的文字。", page=2))
    found = clean(SourceText(blocks))
    assert found.offsets.locate(found.text.index("二")) == (2, 2)


def test_every_character_of_every_block_leads_back_to_it() -> None:
    region = (0.1, 0.2, 0.9, 0.3)
    texts = ("甲", "云川市举办第九届灯会。", "乙", "灯会由市科协主办。")
    blocks = tuple(Block("paragraph", text, page=page) for text, page in zip(texts, (3, None, 5, 5), strict=True))
    found = clean(SourceText((*blocks, Block("paragraph", "丙", page=6, region=region))))
    places = [found.offsets.locate(i) for i, letter in enumerate(found.text) if letter != "\n"]
    expected = [(page, at) for at, (text, page) in enumerate(zip(texts, (3, 0, 5, 5), strict=True), 1) for _ in text]
    assert places == [*expected, (6, 5)]
    assert found.offsets.regions_of(0, len(found.text)) == ((6, region),)
    assert clean(SourceText(blocks)).offsets.regions == ()


def test_a_doubt_names_the_page_not_the_paragraph() -> None:
    weak = Block("paragraph", "云川市建成驿站三十家。", page=7, doubtful=((3, 10, 0.6),))
    assert any("第 7 页" in doubt for doubt in clean(SourceText((Block("paragraph", "灯会。", page=1), weak))).doubts)


def test_undecodable_and_private_characters_are_doubts() -> None:
    found = cleaned("科普\ufffd惠农，见\ue123表。")
    assert len(found.doubts) == 2


PIECES = st.sampled_from(
    [
        "科普惠农",
        "，",
        "。",
        " ",
        "\n",
        "\n\n",
        "**",
        "12",
        " and ",
        "ＡＢ",
        "(市)",
        "《",
        "》",
        "\u3000",
        "一、",
        "—6—",
        "①",
        "e",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_character_is_the_source_character_unless_a_repair_says_otherwise(text: str) -> None:
    source = SourceText(lines(text))
    found = clean(source)
    repaired = {i for repair in found.repairs for i in range(repair.start, repair.end)}
    for i, character in enumerate(found.text):
        if i not in repaired and not character.isspace():
            assert source.text[found.offsets.to_source(i)] == character


@given(st.text(max_size=60))
def test_any_text_is_cleaned_without_error_and_cleaning_ends(text: str) -> None:
    found = cleaned(text)
    assert all(0 <= repair.start <= repair.end <= len(found.text) for repair in found.repairs)
    assert "\n\n" not in found.text
    assert not found.text.startswith("\n")
    assert not found.text.endswith("\n")


def doubts_of(*blocks: Block) -> list[tuple[str, str]]:
    found = clean(SourceText(blocks))
    assert all(found.text[place.start : place.end] == place.before for place in found.repairs if place.is_doubt)
    return [(place.kind, place.before) for place in found.repairs if place.is_doubt]


def test_doubts_stand_at_their_places_and_in_sentences() -> None:
    weak = Block("paragraph", "云川市 建成驿站30 家，", page=2, confidence=0.6, doubtful=((4, 12, 0.6),))
    found = clean(
        SourceText((Block("paragraph", "科普工作有新进展。"), weak, Block("paragraph", "培训\ufffd\ufffd万人。")))
    )
    assert [(place.kind, place.before) for place in found.repairs if place.is_doubt] == [
        ("recognition", "建成驿站30家"),
        ("undecoded", "\ufffd\ufffd"),
    ]
    assert "第 2 页识别没有把握：“建成驿站30家”" in found.doubts
    assert any(doubt.startswith("有 2 处字符无法辨认") for doubt in found.doubts)


SENTENCE = "全市科协系统坚持服务基层，把科普资源送到村镇和社区，形成了常态化的工作机制。"


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [((3, 4, 5), ""), ((11,), "。"), ((3, 80, 4), "。"), ((7, 8, 1, 2), ""), ((), "")],
)
def test_page_numbers_that_go_with_no_other_are_doubted(numbers: tuple[int, ...], odd: str) -> None:
    lines = [Block("line", SENTENCE + str(number)) for number in numbers] or [Block("line", SENTENCE)]
    assert doubts_of(*lines) == ([("odd_page_number", odd)] if odd else [])


def test_long_lists_of_doubts_are_cut() -> None:
    blocks = [Block("paragraph", "看不清。", page=i, doubtful=((0, 4, 0.5),)) for i in range(1, 31)]
    found = clean(SourceText(tuple(blocks)))
    assert len(found.doubts) == 21
    assert found.doubts[-1] == "另有 10 处识别没有把握"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("占比达到2．3%。", "占比达到2.3%。"),
        ("增长１２．５％。", "增长12.5%。"),
        ("1．2031年的工作。", "1．2031年的工作。"),
    ],
)
def test_a_wide_point_inside_a_number_is_a_point_and_behind_a_label_stays(text: str, expected: str) -> None:
    assert cleaned(text).text == expected
