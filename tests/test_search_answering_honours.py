"""What one person received, over all papers: each honour once, with its edition, grade and work."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_FIRST = """云川市茶艺协会2031年工作报告
（2031年1月20日）
一、2030年工作
选树10名云川最美茶艺工作者，茶研所研究员闻若溪、茶艺研究院院长顾行一等入选。
顾行一牵头的“山地茶园节水技术”获云川市茶业进步奖二等奖。
评选第三届云川茶艺新秀奖6名，茶乡小学教师温如岚、茶校教授鲁望秋等获奖。
韦清源被评为全国优秀茶艺教师标兵，韦清源获评优秀茶艺教师标兵。
开展第二届云川最美茶农工作者评选，青溪县茶业推广站站长柯静好等10人当选。
"""
_SECOND = """云川市茶艺协会2033年工作报告
（2033年1月20日）
一、2032年工作
顾行一牵头的“茶园测土项目”获云川市茶业进步奖一等奖。温如岚获评全国优秀茶艺工作者，实现我市零的突破。
指导闻若溪申报省茶业进步奖。推荐云川茶机有限公司工程师方予安入选省青年茶艺人才托举计划。云川茶校被评为云川市茶艺教育先进集体。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("honours")
    for name, text in {"甲": _FIRST, "乙": _SECOND}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "received"),
    [
        ("顾行一获得了什么奖", {"云川市茶业进步奖一等奖", "云川最美茶艺工作者", "云川市茶业进步奖二等奖"}),
        ("温如岚获得过哪些荣誉", {"全国优秀茶艺工作者", "第三届云川茶艺新秀奖"}),
        ("柯静好获得了什么荣誉", {"第二届云川最美茶农工作者"}),
        ("韦清源获得了什么荣誉", {"全国优秀茶艺教师标兵", "优秀茶艺教师标兵"}),
    ],
)
def test_all_that_a_person_received_is_told(library: Library, question: str, received: set[str]) -> None:
    answer = answering.ask(library, question)
    assert {item.name for item in answer.items} == received
    assert all(item.citation is not None and question[:2] in item.citation.quote for item in answer.items)


def test_a_work_stands_beside_its_prize(library: Library) -> None:
    answer = answering.ask(library, "顾行一获得了什么奖")
    assert "云川市茶业进步奖二等奖（牵头的“山地茶园节水技术”）" in answer.answer


def test_what_somebody_was_helped_to_apply_for_is_not_received(library: Library) -> None:
    assert "省茶业进步奖" not in answering.ask(library, "闻若溪获得了什么奖").answer


def test_what_somebody_of_a_body_received_the_body_has_not(library: Library) -> None:
    assert answering.ask(library, "云川茶机有限公司获得了什么荣誉").status == "not_found"
    assert "茶艺教育先进集体" in answering.ask(library, "云川茶校获得了什么荣誉").answer
