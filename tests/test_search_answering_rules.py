"""Questions about rules and notices: amounts that measure no work, who issued what, lists with a noun, a place's own paper."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_RULES = """云川市茶农书屋管理办法
第一条 为办好茶农书屋，制定本办法。
第二条 本办法所称采芽书屋是指村里开办的供茶农借书看报的屋子。
第三条 种茶满3年的茶农在采芽书屋借书可领借阅补助。补助标准为每人每月购书花费的四分之一，最高不超过8元。
第四条 书屋送书上门可领送书补助，其中，高山村的补助标准为每人每次5元。
第五条 采芽书屋的屋子要合乎下列要求：
（一）阅览间的面积不小于25㎡，坐得下16名以上茶农；
（二）离制茶车间较远。
第六条 采芽书屋服务补助包括借阅补助、送书补助、开办补助。
第七条 茶农书屋由村里办理。市文化部门通过网站、布告栏等方式，公布每年的花费。
第八条 茶农选择1所书屋办证。
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
        ("借阅补助标准是多少", "补助标准为每人每月购书花费的四分之一，最高不超过8元。"),
        ("送书补助每人每次多少钱", "高山村的补助标准为每人每次5元。"),
        ("采芽书屋阅览间面积不小于多少", "阅览间的面积不小于25㎡，坐得下16名以上茶农（"),
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
        "听书补助标准是多少",  # none of that kind
        "采芽书屋听书补助多少钱",
        "云川市有多少所书屋",  # one to choose counts none
        "小学入学名额是多少",
        "采芽书屋总投资多少",  # the amounts beside its name are others
        "采芽书屋有多少",
        "借阅补助有几所",  # an amount of another unit
        "茶农书屋办理有哪几种方式",  # the ways in which accounts are published
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
        ("采芽书屋是什么", "“采芽书屋”：是指村里开办的"),
        ("采芽书屋服务补助包括哪些", "采芽书屋服务补助包括借阅补助、送书补助、开办补助，共三项。"),
        ("今年将举办哪些活动或论坛", "茶艺论坛"),
    ],
)
def test_what_papers_say_is_answered(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "answered"
    assert said in answer.answer
