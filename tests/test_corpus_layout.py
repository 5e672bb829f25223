"""Spaces, widths and broken lines at the borders of their rules: what is just layout goes, what just is not stays."""

from __future__ import annotations

import pytest

from corpus.characters import KANGXI, ends_sentence, joined, letters_and_digits
from corpus.cleaning import CleanText, clean
from corpus.documents import Block, Repair, SourceText
from corpus.doubts import out_of_order, sentences, tally
from corpus.readers.text import lines

AN_OPEN_LINE = "市科协坚持服务基层服务群众，组织农技专家下乡办讲座送技"


def cleaned(text: str) -> CleanText:
    return clean(SourceText(lines(text)))


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("市科协 负责联络工作。", "市科协负责联络工作。", "space"),
        ("市科协办公室 ，负责联络工作。", "市科协办公室，负责联络工作。", "space"),
        ("“ 汇智陶瓷聚力创新 ”论坛由市科协主办。", "“汇智陶瓷聚力创新”论坛由市科协主办。", "space"),
        ("“汇智陶瓷 聚力创新” 论坛由市科协主办。", "“汇智陶瓷 聚力创新”论坛由市科协主办。", "space"),
        ("抓好落实；云川 市科协负责", "抓好落实；云川市科协负责", "space"),
        # From thirty-one characters on a line with a comma is running text.
        ("，" + "各" * 27 + " 科", "，" + "各" * 27 + " 科", ""),
        ("，" + "各" * 28 + " 科", "，" + "各" * 28 + "科", "space"),
        ("达到5% 以上。", "达到5%以上。", "number_space"),
        ("（李  明）", "（李明）", "spread"),
        ("（李  明、王  芳）", "（李明、王芳）", "spread"),
        ("会长，李  明", "会长，李明", "spread"),
        ("总　则", "总则", "spread"),
        ("二〇三一年 月", "二〇三一年 月", ""),
        ("年 度\t计 划", "年度\t计划", "spread"),
        ("甲 乙 丙", "甲乙丙", "spread"),
        ("各县区：总　则：细　则", "各县区：总 则：细 则", ""),
        ("云川 市", "云川 市", ""),
        ("关于印发 云川方案 的通知", "关于印发云川方案的通知", "broken_title"),
        ("各县 关于印发方案的通知", "各县 关于印发方案的通知", ""),
        # What says something stays; of several spaces one does.
        ("责任单位　　市科协", "责任单位 市科协", ""),
        ("市委办公室 市政府办公室联合发文，要求落实。", "市委办公室 市政府办公室联合发文，要求落实。", ""),
        ("在序号1. 2万平方米之后说明，很好。", "在序号1. 2万平方米之后说明，很好。", ""),
        ("签发人：李　明　王小明", "签发人：李 明 王小明", ""),
        ("第一章　总则", "第一章 总则", ""),
        ("单位：市科协\t云川 市科协，" + "各" * 30, "单位：市科协\t云川 市科协，" + "各" * 30, ""),
    ],
)
def test_a_space_goes_where_it_is_layout(text: str, expected: str, kind: str) -> None:
    found = cleaned(text)
    assert found.text == expected
    assert {repair.kind for repair in found.repairs} == ({kind} if kind else set())


def test_a_theme_in_quotation_marks_keeps_its_space_however_long_the_line() -> None:
    far, near = "“" + "各" * 201, "“" + "各" * 199
    assert cleaned(f"{far} 县”抓好落实。").text == f"{far}县”抓好落实。"
    assert cleaned(f"{near} 县”抓好落实。").text == f"{near} 县”抓好落实。"
    assert cleaned("“甲”乙丙 丁戊。").text == "“甲”乙丙丁戊。"


def test_each_line_is_looked_at_for_itself() -> None:
    # The first has a mark of running text, the second is a list of names, the third running text again.
    text = "市科协 负责联络工作。\n李小明 王小明 赵小芳\n市文联 负责演出工作。"
    assert cleaned(text).text == "市科协负责联络工作。\n李小明 王小明 赵小芳\n市文联负责演出工作。"


def test_only_letters_digits_and_the_percent_sign_are_made_narrow() -> None:
    wide = "％＆／０９：＠ＡＺ［｀ａｚ｛"
    assert letters_and_digits(wide) == "%＆／09：＠AZ［｀az｛"


def test_the_radicals_are_all_and_only_those_of_their_block() -> None:
    assert (min(KANGXI), max(KANGXI), len(KANGXI)) == ("\u2f00", "\u2fd5", 214)
    assert (KANGXI["\u2f00"], KANGXI["\u2fd5"]) == ("一", "龠")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Open", "Data", "Open Data"),
        ("Open,", "2031", "Open, 2031"),
        ("Open", ")", "Open)"),
        ("2031", "年", "2031年"),
        ("203", "1", "2031"),
        ("云川", "Data", "云川Data"),
        ("Data", "云川", "Data云川"),
        ("", "a", "a"),
        ("a", "", "a"),
    ],
)
def test_english_words_keep_their_space_where_lines_are_joined(left: str, right: str, expected: str) -> None:
    assert joined(left, right) == expected


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("灯会闭幕。", True),
        ("灯会“闭幕。”", True),
        ("灯会闭幕！（鼓掌）", True),
        ("灯会闭幕（鼓掌）", False),
        ("灯会闭幕，", False),
        ("灯会闭幕", False),
        ("（）", False),
        ("", False),
    ],
)
def test_a_sentence_ends_with_its_mark_whatever_closes_behind_it(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A number alone on its line is a page number; three digits or a sign beside it, not a year.
        ("灯会闭幕。\n123\n灯会开幕。", "灯会闭幕。\n灯会开幕。"),
        ("灯会闭幕。\n1234\n灯会开幕。", "灯会闭幕。\n1234\n灯会开幕。"),
        ("灯会闭幕。\n— 1234 —\n灯会开幕。", "灯会闭幕。\n灯会开幕。"),
        ("灯会闭幕。\n第 12 页 共 123 页\n灯会开幕。", "灯会闭幕。\n灯会开幕。"),
        ("灯会闭幕。\n----- 第12页 共123页\n灯会开幕。", "灯会闭幕。\n灯会开幕。"),
        ("灯会闭幕。\n------ 第12页 共123页\n灯会开幕。", "灯会闭幕。\n------ 第12页 共123页\n灯会开幕。"),
        ("灯会闭幕。\n———\n灯会开幕。", "灯会闭幕。\n灯会开幕。"),
        # Behind a sentence only where the line is long: 24 characters with the number are not.
        ("各" * 22 + "。6", "各" * 22 + "。6"),
        ("各" * 23 + "。6", "各" * 23 + "。"),
    ],
)
def test_page_numbers_go_and_other_numbers_stay(text: str, expected: str) -> None:
    assert cleaned(text).text == expected


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        # What never ends a line ends a heading neither: from 25 characters on it is running text.
        ("各" * 23 + "和", "文联办好灯会", False),
        ("各" * 24 + "和", "文联办好灯会", True),
        ("一、" + "各" * 42 + "和", "文联办好灯会", False),
        ("一、" + "各" * 43 + "和", "文联办好灯会", True),
        ("各，" + "各" * 22, "文联办好灯会", False),
        ("各，" + "各" * 23, "文联办好灯会", True),
        ("各，" + "各" * 23 + "（鼓掌）", "文联办好灯会", True),
        ("各，" + "各" * 20 + "（鼓掌）", "文联办好灯会", False),
        # A title or bracket that the next line closes is one with it, unless another is opened there before.
        ("印发《云川灯会", "方案》", True),
        ("印发《云川灯会", "》的方案", True),
        ("印发《云川灯会", "《方案》", False),
        ("印发《云川灯会》", "方案》", False),
        ("印发《" + "各" * 58, "方案》", True),
        ("印发《" + "各" * 59, "方案》", False),
        ("印发《云川灯会", "各" * 59 + "》", True),
        ("印发《云川灯会", "各" * 60 + "》", False),
        # Fields of a form stand each on its line; running text goes on before one.
        ("责任单位：市科协牵头，市文联和各县（区）科协、市属学会配合", "完成时限：持续推进", False),
        (AN_OPEN_LINE, "牵头单位：市科协", True),
        (AN_OPEN_LINE, "术。", True),
        (AN_OPEN_LINE, "二、办好灯会", False),
        ("云川灯会", "的方案", True),
        ("云川灯会闭幕。", "的方案", False),
        ("——在灯会开幕式", "上的讲话", True),
        ("——在灯会开幕式上的讲话", "云川市科协", False),
        ("——在灯会开幕式", "李小明 王小芳", False),
    ],
)
def test_a_line_goes_on_where_its_sentence_does(first: str, second: str, is_one: bool) -> None:
    assert cleaned(f"{first}\n{second}").text == first + ("" if is_one else "\n") + second


def test_a_joined_line_of_english_keeps_its_space_and_one_of_hanzi_gets_none() -> None:
    assert (
        cleaned("会议围绕数据开放展开热烈讨论，有关专家分别介绍了以 Open\nData 为题的报告。").text.count("Open Data")
        == 1
    )
    assert (
        cleaned("会议围绕数据开放展开热烈讨论，有关专家分别介绍了以 No.\nTwo 为题的报告。").text.count("No. Two") == 1
    )
    assert "云川市" in cleaned("会议围绕数据开放展开热烈讨论，有关专家分别介绍了在云川\n市的做法。").text


def test_lines_that_stay_apart_are_no_repair() -> None:
    found = cleaned("灯会闭幕。\n灯会开幕。\n\n灯会展出。")
    assert (found.text, found.repairs) == ("灯会闭幕。\n灯会开幕。\n灯会展出。", ())
    assert [found.offsets.to_source(at) for at in (5, 6, 11, 12)] == [5, 6, 11, 13]


def repair(kind: str, before: str = "x", after: str = "") -> Repair:
    return Repair(0, len(after), kind, before, after)


def test_repairs_are_counted_by_kind_most_frequent_first() -> None:
    assert list(tally([repair("width"), repair("space"), repair("space")]).items()) == [("space", 2), ("width", 1)]


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [
        ((1, 2, 3), []),
        ((1, 3), []),
        ((1, 9), [1, 9]),
        ((5, 1, 6), [1]),
        ((5, 1, 2, 6), [5, 6]),
        ((5, 9, 6, 7), [9]),
    ],
)
def test_out_of_order_is_what_neither_goes_on_nor_leads_on(numbers: tuple[int, ...], odd: list[int]) -> None:
    assert list(out_of_order(numbers, lambda left, right: left < right <= left + 2)) == odd


@pytest.mark.parametrize(
    ("numbers", "odd"),
    [((3, 13), ""), ((3, 14), "“3”、“14”"), ((8, 1), ""), ((8, 8), "“8”、“8”"), ((1, 40), "“1”、“40”")],
)
def test_a_page_leads_on_by_ten_at_most_and_anew_to_one(numbers: tuple[int, int], odd: str) -> None:
    (*said,) = sentences([repair("odd_page_number")], [repair("page_number", f" {n} ") for n in numbers], [0])
    assert said == [f"删去的页码前后不相接，可能是正文中的数：{odd}"]


def test_doubts_are_said_with_counts_pages_and_cut_quotes() -> None:
    weak = [Repair(0, 1, "recognition", "各" * length, "各" * length) for length in (30, 31)]
    lost = [Repair(0, 2, "undecoded", "\ufffd" * 2, "\ufffd" * 2), Repair(0, 1, "private", "\ue000", "\ue000")]
    assert list(sentences([*lost, *weak], [], [0, 0, 4, 5])) == [
        "有 2 处字符无法辨认，显示为 \ufffd",
        "有 1 个造字区字符，请对照原文",
        "第 4 页识别没有把握：“" + "各" * 30 + "”",
        "第 5 页识别没有把握：“" + "各" * 30 + "…”",
    ]
    assert list(sentences(weak[:1] * 21, [], [1] * 21))[-1] == "另有 1 处识别没有把握"
    assert len(list(sentences(weak[:1] * 20, [], [1] * 20))) == 20


def test_a_doubt_of_one_block_is_not_moved_by_the_blocks_before_it() -> None:
    blocks = tuple(Block("paragraph", text, page=1) for text in ("灯会开幕。", "灯会\ue001闭幕。"))
    (doubt,) = clean(SourceText(blocks)).repairs
    assert (doubt.start, doubt.end, doubt.kind) == (8, 9, "private")
