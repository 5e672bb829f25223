"""What a paper says as it is asked: its own questions with their replies, places in rankings, ends of time, consequences."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_REPLIES = """云川市茶农落户热点问答
1.茶农落户今年的名额有多少？
答：今年全市茶农落户名额为320个，与上年持平。
2.申请茶农落户需要具备哪些基本条件？
答：需要具备以下条件：（一）在本市种茶满3年；（二）持有茶园承包合同；（三）参加过茶艺培训。
3.茶农落户中所说的园龄分是什么？手艺分是什么？
答：园龄分是指按种茶年数计算的分值。
手艺分是指按茶艺考核成绩计算的分值。
4.茶农落户申报的起止时间是什么？
答：申报时间为2031年4月1日9时至2031年4月20日17时。
答：另有一段没有题目的说明，讲怎样上网填表。
5.茶农落户材料的截止时间？
答：材料计算到2031年3月15日为止。
6.茶农落户按照什么规则进行排序？
答：按园龄分从高到低排序；分值相同时，按参加茶艺培训的次数排序。
7.在哪里核对茶农落户原件？
答：各镇便民大厅设有受理窗口。
"""
_RULES = """云川市茶园水塘管理条例
第一条 为了管好茶园水塘，制定本条例。
第二条 未经镇政府同意擅自填埋茶园水塘的，由市水利局责令停止，并处以二千元以上八千元以下罚款；情节轻微的，给予警告。
第三条 巡塘员登记后未到岗的，视为放弃上岗资格。
第四条 巡塘员误工补助低于本人原工资标准的，所在镇应当予以补足。
第五条 茶园水塘的蓄水使用权，由镇政府同茶农签订租约，使用期限自蓄水之日起至2055年8月31日止。2029年5月6日市人大常委会的决定另有规定的，从其规定。
第六条 巡塘证设置3年有效期。
"""
_REPORT = """2032年白榆省政府工作报告
——2032年1月20日在白榆省第八届人民代表大会第三次会议上
白榆省省长 陶望舒
各位代表：
一、2031年工作回顾
全年茶产业总产值超过900亿元，稳居全国首位。茶机出口增长5%，茶器出口居全国第3位。5家茶企获得国家制茶质量奖，列全国第6位。
国家级制茶工坊增至120家、茶学科研站增至45家，均居全国第二。茶区公路里程跃升至全国第四位。茶旅收入居中部地区前列。
二、2032年重点工作
建成茶学科研站60家。
"""
_OTHER = """2032年青岭省政府工作报告
——2032年1月25日在青岭省第九届人民代表大会第一次会议上
青岭省省长 贺兰舟
各位代表：
一、2031年工作回顾
竹产业总产值超过300亿元。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("own")
    texts = {"问答": _REPLIES, "条例": _RULES}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", [folder / f"{name}.txt" for name in texts], environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("茶农落户有多少名额", "320个", "起止"),
        ("茶农落户要满足哪些条件", "持有茶园承包合同", "园龄分"),
        ("园龄分和手艺分有什么区别", "手艺分是指按茶艺考核成绩", "条件"),
        ("茶农落户申请什么时候开始什么时候截止", "4月20日17时", "3月15日"),
        ("茶农落户的材料截止到哪天", "3月15日", "4月20日"),
        ("茶农落户分值相同怎么排序", "参加茶艺培训的次数", "4月"),
        ("茶农落户在哪核对原件", "便民大厅", "4月"),
        ("茶农落户申请是哪天开始的", "4月1日9时", "上网填表"),
    ],
)
def test_a_paper_answers_its_own_questions(library: Library, question: str, said: str, unsaid: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "answered"
    assert said in answer.answer
    assert unsaid not in answer.answer
    assert any(said in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["茶农落户的热线电话是多少", "茶农落户能领多少购房补贴", "茶农落户名单什么时候公布", "茶农落户一年办几次"],
)
def test_no_reply_answers_another_question(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("擅自填埋茶园水塘罚多少钱", "二千元以上八千元以下罚款"),
        ("未经同意擅自填埋茶园水塘会怎么处理", "责令停止"),
        ("巡塘员登记后没到岗会怎么样", "视为放弃上岗资格"),
        ("误工补助低于原工资标准怎么办", "予以补足"),
    ],
)
def test_what_follows_is_told_where_the_case_is_the_one_asked_about(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "partial"
    assert said in answer.answer


@pytest.mark.parametrize(
    "question", ["误工补助高于原工资标准怎么办", "巡塘员到岗后会怎么样", "擅自填埋机井罚多少钱", "巡塘员未到岗罚多少钱"]
)
def test_nothing_follows_from_another_case(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶园水塘的蓄水使用期限到什么时候", "2055年8月31日"),
        ("茶园水塘使用期限是多久", "2055年8月31日"),
        ("巡塘证有效期几年", "3年"),
    ],
)
def test_an_end_of_time_is_the_end_of_what_is_asked_about(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status in ("answered", "partial")
    assert said in answer.answer


@pytest.mark.parametrize("question", ["茶园水塘什么时候到期", "巡塘证使用期限到哪天"])
def test_a_date_of_something_else_is_no_end(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in {"白榆": _REPORT, "青岭": _OTHER}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", [folder / "白榆.txt", folder / "青岭.txt"], environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶产业总产值排全国第几", "茶产业总产值超过900亿元，稳居全国首位"),
        ("茶器出口居全国第几位", "全国第3位"),
        ("有几家茶企获得国家制茶质量奖，排第几", "列全国第6位"),
        ("国家级制茶工坊在全国排名第几", "均居全国第二"),
        ("茶区公路里程全国第几", "全国第四位"),
    ],
)
def test_a_place_in_a_ranking_is_told(reports: Library, question: str, said: str) -> None:
    answer = answering.ask(reports, question)
    assert answer.status == "answered"
    assert said in answer.answer


@pytest.mark.parametrize("question", ["茶机出口居全国第几位", "茶产业总产值居全球第几", "竹产业总产值排第几"])
def test_what_a_neighbour_holds_is_another_place(reports: Library, question: str) -> None:
    assert answering.ask(reports, question).status == "not_found"


_PLAN = """云川市茶乡安全工作方案
一、主要任务
抓好防火巡山。今年突出抓好炒茶间“柴改电”、旧烘房改造和山场线路排查3件事，持续推进小作坊治理。
坚决防止拍脑袋定产量、拍胸脯保进度、拍屁股不认账的“三拍”现象。
推行马上办、抓紧办、预约办的“三办”做法。
推动云上制茶、低温烘焙、茶渣制板、茶香提取等未来产业尽快见效。淘汰土法炒制、露天晾晒等落后工艺。
今年要重点做好5个方面工作：
（一）清理烘房。
（二）更换线路。
二、人员安排
陆家坪、麻石口入选茶乡消防试点村镇。消防绿道里程突破300公里。
云川市茶乡药材目录（2030年版）共有药材640种，其中陈皮类25种。
申请消防补贴的，登录《消防信息表》页面填写。
"""
_PAGE = f"""云川市报税页面
自助终端使用说明和各处电话如下{"本处电话一栏" * 40}终端功能：开票、缴款、打印
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("plan")
    for name, text in {"方案": _PLAN, "页面": _PAGE}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶乡安全要突出抓好哪3件事", "炒茶间柴改电、旧烘房改造、山场线路排查"),
        ("今年突出抓好哪三件事", "炒茶间柴改电、旧烘房改造、山场线路排查"),
        ("“三拍”现象指什么", "拍脑袋定产量、拍胸脯保进度、拍屁股不认账"),
        ("“三办”做法是什么", "马上办、抓紧办、预约办"),
        ("要重点打造哪些未来产业", "未来产业：云上制茶、低温烘焙、茶渣制板、茶香提取等"),
        ("未来产业有哪些", "茶香提取"),
        ("哪两个村镇入选茶乡消防试点村镇", "陆家坪、麻石口入选"),
        ("消防绿道里程要突破多少公里", "300公里"),
        ("2030年版药材目录里陈皮类有多少种", "25种"),
    ],
)
def test_lists_are_told_by_their_count_or_their_name(plan: Library, question: str, said: str) -> None:
    answer = answering.ask(plan, question)
    assert answer.status in ("answered", "partial")
    assert said in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "茶乡安全要抓好哪4件事",
        "防汛要突出抓好哪3件事",
        "“四拍”现象指什么",
        "淘汰哪些未来产业",
        "申请消防补贴要准备什么材料",
    ],
)
def test_no_list_of_another_count_or_kind(plan: Library, question: str) -> None:
    assert answering.ask(plan, question).status == "not_found"


def test_a_page_without_full_stops_is_no_sentence(plan: Library) -> None:
    assert "本处电话一栏" not in answering.ask(plan, "自助终端有哪些功能").answer


def test_points_that_are_fewer_than_announced_are_not_all(plan: Library) -> None:
    assert "共2项" not in answering.ask(plan, "今年要重点做好哪些工作").answer
    assert "共2项" not in answering.ask(plan, "今年要重点做好几个方面工作").answer
