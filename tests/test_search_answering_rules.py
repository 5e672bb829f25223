"""Questions about rules and notices: amounts that measure no work, who issued what, lists with a noun, a place's own paper."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_RULES = """云川市老年食堂服务办法
第一条 为做好老年食堂服务，制定本办法。
第二条 本办法所称长者茶堂是指社区设置的为老年人提供餐饮的场所。
第三条 60周岁及以上的老年人到长者茶堂就餐可享受就餐补贴。补贴标准为每人每次就餐费用的三分之一，最高不超过4元。
第四条 运营机构提供送餐服务可享受送餐补贴，其中，照护等级一级的补贴标准为每人每次2元。
第五条 长者茶堂的场地应当具备以下条件：
（一）食品处理区的面积不小于40㎡，能够容纳12名以上老年人；
（二）远离污染源。
第六条 长者茶堂服务补贴包括就餐补贴、送餐补贴、运营补贴。
第七条 老年食堂服务由社区提供。市民政部门应当通过网站、公告栏等方式，向社会公布资金使用情况。
第八条 家长选择1所托育园报名。
"""
_NOTICE = """云川市教育局
云教发〔2031〕7号
关于做好小学招生工作的通知
各小学：
现将有关事项通知如下。
小学入学年龄为6周岁，入学报名在5月进行。
云川市教育局
2031年4月20日
"""
_REPORT = """2031年云川市政府工作报告
（2031年2月6日在云川市第八届人民代表大会第三次会议上）
市长 林知远

各位代表：

一、2030年工作回顾

全市经济稳中向好。地区生产总值增长6%，固定资产投资增长12.5%。全市居民收入稳步提高。过去五年，全市地区生产总值年均增长5.1%。

二、2031年工作安排

全市经济稳中求进。地区生产总值增长6.5%以上，固定资产投资增长10%左右。办好云岭国际茶艺论坛。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in (("办法", _RULES), ("通知", _NOTICE), ("报告", _REPORT)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("就餐补贴标准是多少", "补贴标准为每人每次就餐费用的三分之一，最高不超过4元。"),
        ("送餐补贴每人每次多少钱", "照护等级一级的补贴标准为每人每次2元。"),
        ("长者茶堂食品处理区面积不小于多少", "食品处理区的面积不小于40㎡，能够容纳12名以上老年人（"),
        ("小学入学年龄是几周岁", "小学入学年龄为6周岁"),
    ],
)
def test_an_amount_that_measures_no_work_is_told_in_its_sentence(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "partial"
    assert said in answer.answer
    assert not answer.answer.startswith("第")


@pytest.mark.parametrize(
    "question",
    [
        "早餐补贴标准是多少",  # no breakfast
        "长者茶堂早餐补贴多少钱",
        "云川市有多少所托育园",  # one to choose counts none
        "小学入学名额是多少",
        "长者茶堂总投资多少",  # the amounts beside its name are others
        "长者茶堂有多少",
        "就餐补贴有几所",  # an amount of another unit
        "老年食堂服务有哪几种方式",  # the ways in which accounts are published
        "奖励办法是谁印发的",
        "云教发〔2031〕9号是什么文件",
        "云民发〔2031〕7号是什么文件",
        "云川市2029年地区生产总值增长多少",
    ],
)
def test_what_rules_do_not_say_is_not_found(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("小学招生工作的通知是谁印发的", "云川市教育局（《关于做好小学招生工作的通知》，2031年4月20日）。"),
        (
            "云教发〔2031〕7号是什么文件",
            "云教发〔2031〕7号是《关于做好小学招生工作的通知》（云川市教育局，2031年4月20日）。",
        ),
        ("云川市2030年地区生产总值增长多少", "2030年地区生产总值增长为6%"),
        ("云川市2031年GDP增长目标", "2031年地区生产总值增长目标为6.5%以上"),
        ("去年固定资产投资增长多少", "2030年固定资产投资增长为12.5%"),
        ("今年固定资产投资增长目标是多少", "2031年固定资产投资增长目标为10%左右"),
        ("长者茶堂是什么", "“长者茶堂”：是指社区设置的"),
        ("长者茶堂服务补贴包括哪些", "长者茶堂服务补贴包括就餐补贴、送餐补贴、运营补贴，共三项。"),
        ("今年将举办哪些活动或论坛", "茶艺论坛"),
    ],
)
def test_what_papers_say_is_answered(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "answered"
    assert said in answer.answer
