"""Questions as people put them to reports and rules: verbs for their nouns, limits, spans of years, everyday words."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import answering, ingest
from search.answers import fitting, points
from search.answers.draft import Draft, Item
from search.answers.knowledge import knowledge
from search.library import Library
from search.questions.parse import parse
from search.results import Answer

_REPORT = """云川省政府工作报告
——2031年1月20日在云川省第十届人民代表大会第四次会议上
省长 邵望川

各位代表：
现在，我代表省人民政府，向大会报告工作。

一、2030年和过去五年工作回顾
2030年，粮食总产量320亿斤，固定资产投资增长6.1%，社会消费品零售总额增长5.2%，新建高标准茶田21万亩，建成充电基础设施900个。实际使用外资36亿元。
办好云川茶博会，会徽“春芽”和吉祥物“茶小云”、“茶小青”深受欢迎。承办全运会，会旗“绿旗”亮相。全省有外销业绩的茶企数量增长9%。全省最高的大桥——云渡大桥合龙。茶叶出口再创新高，连续12年位居全国首位。
五年来，地区生产总值年均增长6.3%，青南五县地区生产总值年均增长7.7%。服务业增加值比重由50.1%提高到51.3%。铁路营业里程达到2100公里，高速公路通车总里程5300公里。

二、2031年工作安排
今年，粮食产量目标330亿斤，固定资产投资增长7%左右，社会消费品零售总额增长6%左右。加快建设青溪铁路，改造茶区旧桥40座，立足“四大茶源定位”，办好茶博会，开工建设茶园灌溉二期、云溪水库等重大项目。
"""

_RULES = """云川市育才补助办法
第一条 为支持家庭育才，制定本办法。
第二条 学徒深造的支出，按照每名学徒每月700元的标准给予补助。
第三条 茶农进修的支出，按照每月350元的标准给予补助。同一进修的补助期限不超过18个月。
第四条 对育才基地因教学急需进口少量茶种（不含转基因茶种）的申请，由市茶业局实施审批。
第五条 学徒的住房租金支出，按照每月450元的标准给予补助。茶农首套住房贷款利息支出，补助期限最长不超过60个月。
第六条 补助资格按照贡献分为特级、甲级和乙级三级。
第七条 设立补助评审委员会。
组长：市茶业局局长
副组长：市财政局副局长
成员：市教育局、市统计局有关负责人
第八条 资格审查应当在十五个工作日内办结。市茶业局应当自收到复核意见之日起八个工作日内予以批准。
第九条 深造备案的有效期，原则上均不少于9个月。补助市级资金包括深造补助、进修补助和租房补助。
第十条 补助名单公示七日后报市财政局核定。补助项目包括茶艺传承等3项。
第十三条 茶农进修应当符合下列条件：
（一）种茶三年以上；
（二）持有茶艺证书。
第十二条 茶农进修考核每年一次，考核分为优秀、合格、不合格三个等次。
第十一条 市补助中心（以下称市补助部门）办理公共租赁住房的日常事务，管房源、审资格、发补助、分房屋，并带着各区补助部门做。
"""

_WORK = """云川县科协工作报告
（2031年2月6日在云川县科协八届二次全委会议上）
邵望川

各位委员：
现在，我代表县科协常委会作工作报告。

2030年主要工作

一、大会承办
云川茶产业大会成功举办，3位省级领导、66位茶叶专家和1800人次参加大会。县科协联合青溪区政府承办首届茶器设计大赛，县科协举办山乡歌会。
举办首届云川县茶艺机器人（TR）选拔赛，60支队伍、90名选手参赛。举办青少年科技节。
二、自身建设
青溪区全县首家出台学会改革方案，已有4个区出台改革方案。帮5家学会建起党支部。全年刊发茶事通讯和新闻稿820篇。
推荐孟庭芳获首届省山乡创新奖，2名农技员入选省青年人才工程。落实全民阅读纲要，县阅读纲要办开展茶乡晨读活动。

2031年工作打算
全年指导6家学会成立党支部，新发展学会7家。茶农技术培训9000人次。

名词解释
1. 茶农节：由省政府批准，每年4月20日为茶农的节日；
2. “三大行动”：茶乡阅读行动、茶园科普行动、茶艺传习行动；
"""


def _add(folder: Path, **texts: str) -> Library:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _add(tmp_path_factory.mktemp("report"), 政府工作报告=_REPORT)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _add(tmp_path_factory.mktemp("work"), 科协工作报告=_WORK)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _add(tmp_path_factory.mktemp("rules"), 育才补助办法=_RULES)


def _is_told(answer: Answer, *said: str) -> bool:
    return answer.status != "not_found" and all(text in answer.answer for text in said)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2030年粮食产了多少", "320亿斤"),
        ("2030年产了多少粮食", "320亿斤"),
        ("今年固定资产投资目标增长多少", "7%左右"),
        ("2031年社会消费品零售总额预期增长多少", "6%左右"),
        ("高速公路里程有多长", "5300公里"),
        ("铁路营业里程有多长", "2100公里"),
        ("五年来地区生产总值年均增长多少", "2026—2030年地区生产总值年均增长为6.3%"),
        ("2030年新建了多少高标准茶田", "21万亩"),
        ("2030年建了多少充电桩", "充电基础设施（建成）为900个"),
        ("2030年实际利用外资多少", "实际使用外资为36亿元"),
        ("今年社零增长目标是多少", "6%左右"),
        ("2030年服务业比重是多少", "51.3%"),
        ("今年要完成多少座茶区旧桥", "40座"),
        ("2030年固投增长多少", "6.1%"),
        ("五年来经济增速是多少", "年均增长为6.3%"),
    ],
)
def test_figures_are_found_however_they_are_asked_for(report: Library, question: str, said: str) -> None:
    answer = answering.ask(report, question)
    assert _is_told(answer, said), answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("学徒深造每个月能补多少钱", "每月700元"),
        ("茶农进修每月可以补助多少", "每月350元"),
        ("茶农进修最多能补助多少个月", "18个月"),
        ("学徒租房每月可以补助多少", "每月450元"),
        ("资格审查要几个工作日", "十五个工作日内办结"),
        ("深造备案有效期最少多久", "不少于9个月"),
        ("补助名单公示几天", "公示七日"),
        ("茶农房贷利息最多能补助多少个月", "60个月"),
        ("育才基地进口教学急需茶种由谁审批", "由市茶业局实施审批"),
    ],
)
def test_what_a_rule_gives_each_time_is_told(rules: Library, question: str, said: str) -> None:
    answer = answering.ask(rules, question)
    assert _is_told(answer, said), answer.answer


@pytest.mark.parametrize("question", ["公路隧道有多长", "2030年茶叶产了多少", "今年民间投资目标增长多少"])
def test_no_figure_of_another_thing_is_told(report: Library, question: str) -> None:
    answer = answering.ask(report, question)
    assert answer.status == "not_found", answer.answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("茶产业大会来了多少人", "1800人次", "66"),
        ("三个行动是什么", "茶乡阅读行动", ""),
        ("今年学会要新增多少家", "7家", "6家"),
        ("去年茶艺选拔赛有多少支队伍参加", "60", "90"),
        ("新闻稿发了多少篇", "820篇", ""),
        ("哪个区最先出台学会改革方案", "青溪区全县首家出台", "相关的有"),
        ("哪家率先出台学会改革方案", "青溪区全县首家出台", "相关的有"),
        ("县科协承办了哪些大赛、活动", "茶器设计大赛", "歌会"),
        ("茶农节是哪天，谁批准的", "4月20日", ""),
        ("茶农节是哪天，谁批准的", "省政府", ""),
        ("茶农技术培训今年比去年多多少", "没有2030年的数字可比", ""),
    ],
)
def test_a_report_is_asked_in_other_words(work: Library, question: str, said: str, unsaid: str) -> None:
    answer = answering.ask(work, question)
    assert _is_told(answer, said), answer.answer
    assert not unsaid or unsaid not in answer.answer


@pytest.mark.parametrize("question", ["县科协有多少名工作人员", "哪家最先出台茶园方案", "针对大学生的活动有哪些"])
def test_nothing_beside_what_is_asked_for_is_told(work: Library, question: str) -> None:
    answer = answering.ask(work, question)
    assert answer.status == "not_found", answer.answer


def test_a_figure_without_its_year_before_is_a_partial_answer(work: Library) -> None:
    assert answering.ask(work, "茶农技术培训今年比去年多多少").status == "partial"


def test_the_name_of_an_office_is_not_cut_at_its_verb(work: Library) -> None:
    assert "纲要办" in answering.ask(work, "阅读纲要办有哪些抓手").interpretation


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("茶博会的吉祥物叫什么", "吉祥物“茶小云”、“茶小青”"),
        ("茶博会会徽叫什么名字", "会徽“春芽”"),
        ("全省最高的大桥是哪座", "云渡大桥"),
        ("茶叶出口连续多少年全国第一", "连续12年位居全国首位"),
    ],
)
def test_a_name_beside_what_it_names_is_told(report: Library, question: str, said: str) -> None:
    answer = answering.ask(report, question)
    assert answer.status == "answered" and said in answer.answer, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "茶博会的会歌叫什么",
        "云川省运会的会旗叫什么",
        "云川的省花叫什么",
        "全省最长的大桥是哪座",
        "茶园灌溉连续多少年全国第一",
        "茶叶出口连续多少年全省第一",
        "今年有哪些铁路项目要开工",
    ],
)
def test_a_name_beside_another_thing_is_not(report: Library, question: str) -> None:
    answer = answering.ask(report, question)
    assert answer.status == "not_found", answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("补助资格分几级", "分为特级、甲级和乙级三级"),
        ("育才补助的考核分几个等次", "分为优秀、合格、不合格三个等次"),
        ("补助评审委员会的组长是谁", "。组长：市茶业局局长"),
        ("补助评审委员会的副组长是谁", "副组长：市财政局副局长"),
        ("补助评审委员会成员单位有哪些", "成员：市教育局、市统计局"),
        ("茶农进修需要什么条件", "共2项：1. 种茶三年以上；2. 持有茶艺证书"),
        ("茶农进修需要符合哪些条件", "共2项：1. 种茶三年以上；2. 持有茶艺证书"),
        ("市级资金分哪几种", "深造补助、进修补助、租房补助"),
    ],
)
def test_classes_and_labelled_lines_are_told(rules: Library, question: str, said: str) -> None:
    answer = answering.ask(rules, question)
    assert answer.status == "answered" and said in "。" + answer.answer, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "学徒深造分几级",
        "茶业协会的组长是谁",
        "补助评审委员会的秘书是谁",
        "复核意见要几个工作日",
        "补助名单核定几天",
        "茶艺传承最多能补多少",
        "育才补助分几类",
        "育才补助分几级",
    ],
)
def test_classes_and_labels_of_others_are_not(rules: Library, question: str) -> None:
    answer = answering.ask(rules, question)
    assert answer.status == "not_found", answer.answer


def test_what_a_formula_stands_beside_says_nothing_of_it(report: Library) -> None:
    assert answering.ask(report, "“四大茶源定位”").status == "not_found"


def test_no_reading_is_offered_for_what_the_library_nowhere_speaks_of(report: Library) -> None:
    assert answering.ask(report, "什么是七彩星舰工程").readings == ()
    assert answering.ask(report, "火星基地由谁建设").readings == ()


def test_what_only_tells_which_ones_are_counted_is_not_what_is_counted(report: Library) -> None:
    assert answering.ask(report, "2030年外销业绩增长多少").status != "answered"
    assert _is_told(answering.ask(report, "2030年茶企数量增长多少"), "9%")


@pytest.mark.parametrize("question", ["云川省会是哪里", "云川省是全国第几个茶叶大省", "云渡大桥面积多大"])
def test_no_list_answers_where_one_thing_is_asked_for(report: Library, question: str) -> None:
    assert answering.ask(report, question).status == "not_found"


@pytest.mark.parametrize(("name", "is_none"), [("资格审核", True), ("市茶业局", False)])
def test_no_list_of_duties_answers_which_office_is_in_charge(rules: Library, name: str, is_none: bool) -> None:
    known = knowledge(rules)
    question = parse("公租房由哪个部门主管", known.names, known.vocabulary)
    draft = Draft(f"{name}。", "公租房", (), (Item(name, "", "", "", None),), "mentions")
    assert fitting.names_no_body(question, "comprises", draft) is is_none
    assert not fitting.names_no_body(question, "runner", draft)


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("茶站需要", "茶站"),
        ("茶站应当具备", "茶站"),
        ("茶站要有", "茶站"),
        ("规划纲要", "规划纲要"),
        ("电力供应", "电力供应"),
        ("急需", "急需"),
    ],
)
def test_what_is_needed_is_no_part_of_what_needs_it(word: str, bare: str) -> None:
    assert points._NEEDED.sub("", word) == bare
