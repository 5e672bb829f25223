"""Answers that the text does not give: to another edition, of another deed, by another than the one who is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import answering, ingest
from search.answers.facts import Statement
from search.answers.posts import full_post
from search.library import Library

_YEARS_REPORT = """云川市茶艺协会2032年工作报告
一、2031年工作
评选第四届云川茶艺新秀奖6名，茶乡小学教师温如岚、青溪县茶校教授鲁望秋等获奖。
第三届云川茶艺新秀奖于2030年5月启动评选，收到材料52份。
二、2032年工作
2032年，市级财政安排茶校专项经费360万元，增加60万元。
2032年评选第五届云川茶艺新秀奖、云川百花茶人奖时，把名额留给一线。第五届云川茶艺新秀奖还在筹备，材料已经备齐。
青溪县茶业协会会长温如岚获得云川百花茶人奖。温如岚同志办过三所茶校。
2031年，市级财政安排茶校专项经费300万元，增加80万元。
青溪县率先成立茶改专班，青溪县全市首家出台茶站改革方案。白石区力争在全市率先建成智慧茶园。我市要在全省率先推行茶票制。
首届云茶大会在云川茶乡会展中心举行。大会由市政府、省茶业协会共同主办，市茶业协会、云川茶校承办。市茶艺协会牵头实施百村茶艺行动。
开展第六届云川最美茶农评选，青溪县茶业推广站站长柯静好等10人当选。
开展第七届云川最美茶农评选。
市茶艺协会会长薛望川主持会议。薛望川同志作了报告。市茶校校长严一苇出席。
会议选举慕晓晴同志为市茶艺协会副主席。市茶艺协会副主席慕晓晴兼任云川茶学院副院长，牵头办好夜校。茶站设在茶校，柏承志兼任办公室主任。
云茶大会邀请外国茶师来访，市茶艺协会会长薛望川同志谈了云茶大会。
2031年，新建茶乡书屋12家，未完成15家的目标，主要原因是山路未通。大篷茶车巡展64场次，未完成80场次的目标。
第五届茶艺大赛于2031年4月启动，第六届茶艺大赛的赛题还没有定。
"""
_DECISION = """云川市茶艺协会关于表彰第七届云川最美茶农的决定
各茶乡：
望川同志因工作需要不再担任市茶艺协会会长职务，转任市政协副主席。严一苇同志不再担任市茶校校长职务。
授予石望舒等3名同志“云川最美茶农”称号。
2033年2月20日
附件
第七届云川最美茶农名单（3名）
石望舒　青溪县茶场理事长
温知秋（女）　白石区茶校教师
顾长川　云川学院副教授
"""
_RULES = """云川市茶乡书屋管理办法
第一条 有下列情形之一的，书屋考核为不合格：
（一）全年开放少于90天的；
（二）挪用购书经费的；
（三）图书丢失过半的。
第二条 书屋由茶乡负责看管。
"""
_PAPERS = {"年报": _YEARS_REPORT, "决定": _DECISION, "办法": _RULES}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("not-so")
    for name, text in _PAPERS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


def test_an_award_is_no_receiver_of_another(library: Library) -> None:
    answer = answering.ask(library, "第五届云川茶艺新秀奖谁获奖")
    assert answer.status == "not_found"
    assert "2032年" not in answer.answer  # a year that the question did not name


def test_receivers_may_stand_after_the_award(library: Library) -> None:
    answer = answering.ask(library, "第四届云川茶艺新秀奖谁获奖")
    assert "温如岚" in answer.answer
    assert "鲁望秋" in answer.answer


@pytest.mark.parametrize("question", ["第五届云川茶艺新秀奖什么时候启动", "第六届茶艺大赛什么时候启动"])
def test_the_date_of_another_edition_is_none(library: Library, question: str) -> None:
    answer = answering.ask(library, question)
    assert "2030年5月" not in answer.answer
    assert "4月" not in answer.answer
    assert "2030年5月" in answering.ask(library, "第三届云川茶艺新秀奖什么时候启动").answer


def test_he_is_who_was_asked_about_and_not_what_they_received(library: Library) -> None:
    answer = answering.ask(library, "他是什么职务", ["温如岚获得了什么奖"])
    assert "“温如岚是什么职务”" in answer.interpretation


def test_what_grew_is_not_compared_with_how_much_it_grew_by(library: Library) -> None:
    assert "20万元" not in answering.ask(library, "茶校专项经费比上年增加多少").answer


def test_the_clause_is_told_that_says_who_was_first(library: Library) -> None:
    answer = answering.ask(library, "哪个县最先出台茶站改革方案")
    assert answer.answer.startswith("青溪县全市首家出台茶站改革方案。")


@pytest.mark.parametrize("question", ["哪个区率先建成智慧茶园", "哪个市率先推行茶票制", "谁最先获得云川茶艺新秀奖"])
def test_what_is_planned_or_not_told_was_done_first_by_nobody(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "hosts"),
    [
        ("首届云茶大会是谁主办的", "由市政府、省茶业协会主办"),
        ("首届云茶大会由哪些单位承办", "由市茶业协会、云川茶校承办"),
    ],
)
def test_who_hosts_is_told_by_the_verb_asked_for(library: Library, question: str, hosts: str) -> None:
    assert answering.ask(library, question).answer.startswith(hosts)


@pytest.mark.parametrize("question", ["第二届云茶大会由谁承办", "百村茶艺行动由谁主办"])
def test_who_carries_out_or_hosted_another_edition_is_no_host(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


def test_all_of_a_list_are_told_of_the_edition_that_its_paper_honours(library: Library) -> None:
    answer = answering.ask(library, "第七届云川最美茶农有哪些")
    assert [item.name for item in answer.items] == ["石望舒", "温知秋", "顾长川"]


def test_those_whom_a_sentence_only_counts_are_not_left_out(library: Library) -> None:
    answer = answering.ask(library, "谁获得了第六届云川最美茶农")
    assert "柯静好等10人" in answer.answer
    assert answer.status == "partial"


def test_nobody_is_a_woman_of_whom_it_is_not_said(library: Library) -> None:
    assert "石望舒" not in answering.ask(library, "第七届云川最美茶农有哪些女同志").answer


def test_a_post_that_was_left_is_held_no_more(library: Library) -> None:
    assert "薛望川：市政协副主席" in answering.ask(library, "薛望川现在是什么职务").answer
    answer = answering.ask(library, "严一苇现在是什么职务")
    assert answer.status == "not_found"
    assert "不再担任市茶校校长" in answer.answer


def test_who_has_to_do_with_a_meeting_is_no_guest_of_it(library: Library) -> None:
    assert "薛望川" not in answering.ask(library, "有哪些外国专家参加了云茶大会").answer


def test_a_name_is_not_begun_within_the_word_before_it(library: Library) -> None:
    assert answering.ask(library, "谁兼任云川茶学院副院长").answer.startswith("慕晓晴（云川茶学院副院长）")


def test_what_makes_something_so_is_not_what_comes_of_it(library: Library) -> None:
    assert "90天" not in answering.ask(library, "书屋考核不合格怎么办").answer


def test_the_verb_of_a_post_is_no_part_of_the_name(library: Library) -> None:
    assert answering.ask(library, "柏承志担任什么职务").answer.startswith("柏承志：办公室主任")


def test_a_figure_is_no_reason(library: Library) -> None:
    assert "山路未通" in answering.ask(library, "茶乡书屋为什么没完成目标").answer
    assert answering.ask(library, "大篷茶车2031年为什么没完成").status == "not_found"


def test_a_no_is_about_what_was_asked_and_not_about_what_came_near(sample_library: Path) -> None:
    answer = answering.ask(Library.open(sample_library, {}), "火星基地由谁建设？")
    assert answer.status == "not_found"
    assert answer.interpretation == "理解为：“火星基地”由谁实施"


@pytest.mark.parametrize(
    ("post", "told"),
    [
        ("市科协主席", "云川市科学技术协会主席"),
        ("主席", "云川市科学技术协会主席"),
        ("云川市科学技术协会主席", "云川市科学技术协会主席"),
    ],
)
def test_a_body_is_named_once_before_a_post(post: str, told: str) -> None:
    statement = Statement("d", "holdsPost", "e:1", "温如岚", "", post, 0, 1, organization="云川市科学技术协会")
    assert full_post(statement) == told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("石望舒是什么职务", "青溪县茶场理事长"),
        ("温知秋是谁", "白石区茶校教师"),
        ("顾长川是哪个单位的", "云川学院副教授"),
    ],
)
def test_a_row_of_a_list_says_what_somebody_is(library: Library, question: str, told: str) -> None:
    answer = answering.ask(library, question)
    assert told in answer.answer
    assert [item.name for item in answer.items] == [told]


@pytest.mark.parametrize("question", ["石望舒的导师是谁", "顾长川的生日", "温知秋获得过什么专利"])
def test_a_row_of_a_list_says_nothing_else(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"
