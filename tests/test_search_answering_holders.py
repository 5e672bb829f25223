"""Posts and those who hold them, over several papers: in the plural, in party groups, and who spoke at a meeting."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_NOTICE = """关于开展2031年茶乡夜读月活动的通知
各县茶协：
市茶协决定于2031年9月开展茶乡夜读月活动。
活动由市茶协党组成员、副主席慕晓晴主持，市茶协主席薛望川作动员。市茶叶推广站站长孔令晖介绍经验，白石区医院院长万景川参加。
云川市茶艺协会
2031年8月2日
"""
_REPORT = """在云川市茶艺协会七届二次全会上的工作报告
（2032年1月20日）
薛望川
各位委员：
一、2031年工作
市茶协副主席柏承志兼任云川茶学院副院长。成立夜读领导小组，组长由市茶协主席薛望川担任，副组长由市茶协副主席柏承志和市教育局局长方予安担任。
薛望川任夜读服务团团长，孔令晖、万景川任副团长。茶艺比武由孔令晖担任裁判长。薛望川同志邀请万景川同志担任茶节顾问团团长。启动茶乡云平台建设。
二、2032年重点安排
（一）办好茶乡夜读
办好夜读点30个。
（二）建好茶园书屋
建好书屋20家。
"""
_SPEECH = """在市茶协七届二次全会上的讲话
（2032年1月20日）
云川市副市长 贺清源
同志们：
希望大家抓好茶乡夜读，办好茶园书屋。
"""
_PAPERS = {"通知": _NOTICE, "报告": _REPORT, "讲话": _SPEECH}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("holders")
    for name, text in _PAPERS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize("question", ["市茶协副主席有哪些人", "副主席有哪些", "市茶协的副主席都有谁"])
def test_a_post_in_the_plural_is_told_from_all_papers(library: Library, question: str) -> None:
    answer = answering.ask(library, question)
    assert [item.name for item in answer.items] == ["柏承志", "慕晓晴"]
    assert "党组成员、副主席" in answer.answer and "（2031年）" in answer.answer.replace("》（", "》 （")
    assert all(item.citation is not None and item.name in item.citation.quote for item in answer.items)


def test_of_a_year_only_its_holders_are_told(library: Library) -> None:
    answer = answering.ask(library, "2032年市茶协副主席有哪些人")
    assert [item.name for item in answer.items] == ["柏承志"]


def test_one_holder_is_told_as_one(library: Library) -> None:
    assert [item.name for item in answering.ask(library, "市茶协副主席是谁").items] == ["柏承志"]


@pytest.mark.parametrize(
    ("person", "post"),
    [("孔令晖", "市茶叶推广站站长"), ("万景川", "白石区医院院长"), ("慕晓晴", "党组成员、副主席")],
)
def test_posts_that_stand_before_a_name(library: Library, person: str, post: str) -> None:
    assert post in answering.ask(library, f"{person}是什么职务").answer


def test_who_spoke_is_a_person(library: Library) -> None:
    answer = answering.ask(library, "七届二次全会上谁讲话")
    assert [item.name for item in answer.items] == ["贺清源"]


def test_the_main_work_of_a_year_is_its_part(library: Library) -> None:
    answer = answering.ask(library, "2032年有什么重点工作")
    assert [item.name for item in answer.items] == ["办好茶乡夜读", "建好茶园书屋"]


def test_when_an_activity_starts_is_when_it_is_held(library: Library) -> None:
    assert "2031年9月" in answering.ask(library, "茶乡夜读月活动什么时候开始").answer
    assert answering.ask(library, "茶乡夜读是什么时候开始的").status == "not_found"


def test_nothing_has_to_do_with_a_deed_alone(library: Library) -> None:
    answer = answering.ask(library, "在哪启动")
    assert answer.status == "not_found" and not answer.items


@pytest.mark.parametrize(
    ("question", "people"),
    [
        ("夜读领导小组组长是谁", ["薛望川"]),
        ("夜读领导小组副组长有哪些人", ["柏承志", "方予安"]),
        ("夜读服务团副团长是谁", ["孔令晖", "万景川"]),
        ("茶艺比武裁判长是谁", ["孔令晖"]),
        ("茶艺比武副裁判长是谁", []),
        ("茶节顾问团团长是谁", ["万景川"]),
    ],
)
def test_everybody_whom_a_sentence_gives_a_post_is_told(library: Library, question: str, people: list[str]) -> None:
    assert [item.name for item in answering.ask(library, question).items] == people
