"""Rules and reports as staff ask about them: in which cases, how often, which list behind a colon, which edition, which date."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_RULES = """云川市茶园公厕管护办法
第一条 为了管好茶园公厕，制定本办法。
第二条 有下列情形之一的，不予发放管护补贴：
（一）连续三次检查不合格的；
（二）私自锁门的；
（三）改作他用的。
第三条 管护员有下列情形之一的，应当解除管护协议：
（一）本人提出辞职的；
（二）累计缺勤二十日的；
（三）私收费用的。
第四条 管护联席会议每季度召开一次，镇级例会每月召开两次。管护员每年体检一次，每半年轮岗一回。
第五条 申请管护补贴应当提交下列材料：身份证复印件、管护协议、考勤表。
第七条 下列公厕实行错时开放：
（一）村口公厕；
（二）茶市公厕。
第六条 收到补贴后三十日内没有开工的，视为放弃资格。
"""
_REPORT = """2031年云川市政府工作报告
——2031年2月6日在云川市第八届人民代表大会第三次会议上
云川市市长 林知远
各位代表：
一、2030年工作回顾
一年来，我们办成了两件大事。一是云川至怀谷铁路全线通车，二是茶乡大学正式挂牌。这两件大事，圆了几代人的梦想。
第五届茶博会参展企业320家，签约项目45个，签约金额60亿元。第四届茶博会参展企业260家，签约项目30个，观众超过8万人次。
2032年、2033年分别建成青岭、石渡铁路支线。
茶学、竹学、菌学、花学、药学5大学科迈入百人规模。青岭水渠建成投用，石渡水渠开工建设。
国家级制茶工坊增至120家、茶学科研站增至45家，均居全国第二。
二、2031年工作安排
到2032年，茶叶贸易、茶旅投资和茶机出口分别占比达30%、20%和10%。
（一）茶业提质
新扩良种茶园3000亩。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rules")
    for name, text in {"办法": _RULES, "报告": _REPORT}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("哪些情形不予发放管护补贴", "私自锁门", "辞职"),
        ("什么情况下不发管护补贴", "私自锁门", "辞职"),
        ("什么情形要解除管护协议", "累计缺勤二十日", "锁门"),
        ("哪种情况会解除管护协议", "累计缺勤二十日", "锁门"),
        ("什么情况下视为放弃资格", "三十日内没有开工", "锁门"),
        ("管护联席会议多久开一次", "每季度召开一次", "体检"),
        ("镇级例会每月开几次", "每月召开两次", "体检"),
        ("管护员每年体检几次", "每年体检一次", "例会"),
        ("申请管护补贴要准备什么材料", "身份证复印件、管护协议、考勤表", "锁门"),
        ("去年办成了哪两件大事", "云川至怀谷铁路全线通车、茶乡大学正式挂牌", "梦想"),
        ("青岭铁路支线哪年建成", "2032年：", "2033年："),
        ("石渡铁路支线什么时候建成", "2033年：", "2032年："),
        ("茶博会两届的参展企业数量对比", "第4届260家，第5届320家，多60家", "签约"),
        ("哪些公厕实行错时开放", "村口公厕；2. 茶市公厕", "锁门"),
        ("有哪些学科迈入百人规模", "茶学、竹学、菌学、花学、药学", "目标"),
        ("青岭水渠建成了吗", "青岭水渠建成投用", "相关的有"),
        ("到2032年茶旅投资占比要达到多少", "20%", "30%"),
        ("国家级制茶工坊有多少家，居全国第几", "均居全国第二", "没有"),
        ("两届茶博会的规模对比", "签约项目：第4届30个，第5届45个，多15个", "金额"),
    ],
)
def test_the_asked_part_of_a_rule_or_report_is_told(library: Library, question: str, said: str, unsaid: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status in ("answered", "partial")
    assert said in answer.answer
    assert unsaid not in answer.answer
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "什么情况下发放公厕改造奖金",
        "哪些情形可以发放管护补贴",
        "镇级例会每年开几次",
        "管护联席会议每月开几次",
        "管护员每半年体检几次",
        "怀谷铁路支线哪年建成",
        "石渡水渠建成了吗",
        "哪些公厕实行夜间开放",
        "两届茶博会的签约金额对比",
        "两届茶乡运动会的规模对比",
        "申请管护协议变更要准备什么材料",
    ],
)
def test_nothing_is_told_of_another_case_period_or_thing(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"
