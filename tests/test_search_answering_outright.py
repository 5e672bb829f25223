"""What papers say in so many words: points under a heading, counted lists, lists of people, sentences with the asked part."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_PLAN = """云川市人民政府办公室
云政办发〔2031〕12号
关于印发《云川市茶乡夜校建设方案》的通知
各县区人民政府：
《云川市茶乡夜校建设方案》已由市政府审定，请照此办理。
云川市人民政府办公室
2031年3月8日

云川市茶乡夜校建设方案

一、总体要求
（一）指导思想。
按照教学便民、师资共用、收费从低的总思路，办好家门口的茶乡夜校。
（二）基本原则。
坚持自愿报名。不摊派学员，不下达报名人数。
坚持就近开班。夜校设在学员走路能到的地方。
坚持课程实用。教学员当季用得上的手艺。
（三）工作目标。
到2032年，全市建成茶乡夜校60所。
二、主要任务
（一）排摸需求。
各县区逐村了解学员想学什么。此项工作于2031年5月底前完成。
（二）选聘教员。
选聘一批会讲课的制茶师傅。（市人社局牵头，市茶叶局、市总工会参与）
（三）落实补贴。
对考核合格的教员，给予每人每年1200元的授课补贴。
三、有关规定
第一条 茶乡夜校采取以下办班形式：
（一）流动班。由教员带着教具到村里上课。
（二）固定班。
（三）结对班。师傅带徒弟，一对一教。
第二条 夜校经费不支付下列费用：
（一）与教学无关的宴请；
（二）教员个人的通讯费。
第三条 夜校经费支付下列费用：
（一）教材和教具；
（二）场地水电；
（三）教员交通。
第四条 夜校的日常开支由县区财政负担。夜校应当具备夜间照明和急救箱等条件。夜校联席会议办公室设在市教育局。
第五条 教员的聘期一般为2年。学员通过村委会、手机小程序报名。
第六条 教务长召集联席会议。围绕“教得会、用得上、留得住”三项要求，每季度评一次课。
"""
_DECISION = """云川市人民政府
关于2030年度云川市茶艺奖励的决定
市政府决定，授予“低温慢烘新工艺”云川市茶艺创新奖一等奖，授予“山场巡护机器人”等3项成果云川市茶艺创新奖二等奖，授予霍青禾云川市茶艺终身成就奖。
白榆市获批国家制茶标准试点，青岭县、石渡县的茶园巡护队成为全省学习的新样板。
云川市人民政府
2031年1月10日
"""
_ROSTER = """关于调整云川市茶乡夜校工作领导小组成员的通知
各县区人民政府：
因人事变动，现将云川市茶乡夜校工作领导小组调整后的成员名单通知如下：
组长：霍青禾　　副市长
副组长：闻一舟　　市教育局局长
柳如眉　　市茶叶局局长
成员：贺知远　　市财政局副局长
领导小组办公室设在市教育局。
2031年4月2日
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("outright")
    for name, text in (("方案", _PLAN), ("决定", _DECISION), ("名单", _ROSTER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶乡夜校建设的基本原则有哪些", "共3项：1. 坚持自愿报名；2. 坚持就近开班；3. 坚持课程实用。"),
        ("茶乡夜校方案的主要任务是什么", "1. 排摸需求；2. 选聘教员；3. 落实补贴"),
        ("茶乡夜校有哪些办班形式", "1. 流动班；2. 固定班；3. 结对班"),
        ("夜校经费不支付哪些费用", "共2项：1. 与教学无关的宴请；2. 教员个人的通讯费"),
        ("夜校经费支付哪些费用", "共3项：1. 教材和教具"),
        ("三项要求是什么", "“三项要求”：教得会、用得上、留得住。"),
        ("茶乡夜校建设的工作目标是什么", "全市建成茶乡夜校60所"),
        ("茶乡夜校的总思路是什么", "教学便民、师资共用、收费从低的总思路"),
    ],
)
def test_points_and_lists_are_told_as_they_stand(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert said in answer.answer
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("夜校的日常开支由谁负担", "由县区财政负担"),
        ("谁召集联席会议", "教务长召集联席会议"),
        ("夜校联席会议办公室设在哪里", "设在市教育局"),
        ("夜校应当具备哪些条件", "夜间照明和急救箱"),
        ("学员怎么报名", "通过村委会、手机小程序报名"),
        ("哪个市获批国家制茶标准试点", "白榆市获批"),
        ("全省学习的新样板是什么", "青岭县、石渡县的茶园巡护队成为"),
        ("教员聘期几年", "聘期一般为2年"),
        ("授课补贴给多少钱", "1200元"),
        ("排摸需求什么时候完成", "2031年5月底前"),
        ("选聘教员由哪些部门负责", "市人社局牵头，市茶叶局、市总工会参与"),
        ("云政办发的茶乡夜校通知文号是多少", "云政办发〔2031〕12号"),
    ],
)
def test_a_sentence_fills_the_gap_of_a_question(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert said in answer.answer
    assert any(said in citation.quote or citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶艺创新奖一等奖是什么成果", "“低温慢烘新工艺”云川市茶艺创新奖一等奖"),
        ("茶艺创新奖二等奖有几项成果", "3项成果云川市茶艺创新奖二等奖"),
        ("茶艺终身成就奖授予了谁", "霍青禾云川市茶艺终身成就奖"),
        ("茶乡夜校工作领导小组组长是谁", "组长：霍青禾（副市长）"),
        ("茶乡夜校工作领导小组副组长有哪些人", "副组长：闻一舟（市教育局局长）、柳如眉（市茶叶局局长）"),
        ("贺知远是什么职务", "市财政局副局长"),
    ],
)
def test_receivers_and_lists_of_people(library: Library, question: str, said: str) -> None:
    assert said in answering.ask(library, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "茶艺创新奖三等奖是什么成果",
        "茶艺创新奖奖金多少钱",
        "夜校联席会议办公室主任是谁",
        "流动班由谁负担",
        "谁解散联席会议",
        "夜校联席会议秘书处设在哪里",
        "排摸需求什么时候开始",
        "落实补贴由哪些部门负责",
        "四项要求是什么",
        "教员工资多少钱",
        "霍青禾是哪个大学的",
        "哪个市获批国家养蜂标准试点",
        "夜校的服务宗旨有哪些",
        "采茶机补贴给多少钱",
        "茶乡夜校工作领导小组秘书长是谁",
        "徒弟怎么报名",
    ],
)
def test_what_papers_do_not_say_in_those_words_is_not_found(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"
