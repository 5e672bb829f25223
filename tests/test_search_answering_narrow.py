"""Figures that are no answer: of a part beside its whole, of another year, of several years, told where none is asked for."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library

_GUIDE = """2031年云川市茶乡夜校报名指引
一、名额
2031年茶乡夜校招收学员计划共120名，详见附件。
手工班方面，设置夜校招收计划70名，其中女学员40名、男学员30名。
二、录取和注册
5月4日，夜校录取的学员到所在班注册。未注册的，视为放弃名额。通过夜校录取、注册报到的学员，市财政按照手工班每人每学期500元、茶艺班每人每学期600元的标准发放补贴。
"""
_REPORT = """2031年云川市政府工作报告
——2031年1月15日在云川市第八届人民代表大会第一次会议上
市长 梁若溪
各位代表：
现在，我代表市政府，向大会报告工作。
一、2030年工作回顾
五年来，新增茶摊12家。
2030年，茶叶产量增长6.2%。全市新增就业3.1万人。新增茶摊12家。自动采茶机产量增长9.4%。茶油产量占全国13%。
答复全国人大代表建议7件、市人大代表建议52件。
这五年，就业规模持续扩大。全市新增就业14.8万人。乡村茶馆发展到66家。修建茶园步道92公里。乡镇茶站由18个整合至7个。
"""
_OLD = """2012年云川市政府工作报告
——2012年1月12日在云川市第四届人民代表大会第一次会议上
市长 霍青禾
各位代表：
现在，我代表市政府，向大会报告工作。
一、2011年工作回顾
2011年，全市茶叶丰收，产量比上一年增加不少。
全年茶业技改投资比上年增长百分之七点三，建成茶厂技改项目21个。茶科所、茶校和大茶厂都出了力，茶业技改才办得成。
"""
_RULES = """云川市茶乡驿站管理办法
第一条 茶乡驿站为茶农提供歇脚、喝水和看报服务。
第二条 驿站收费由区茶业局与驿站经营机构通过协议方式确定。
第三条 驿站员享受免费体检待遇。
第四条 驿站员享受带薪休假待遇。
第五条 经营机构须是纳入云川市重点企业名录的企业。
第六条 本办法自2031年3月1日起施行。
"""
_PLAN = """云川市茶业发展规划
一、“十七五”时期主要目标任务
（一）发展目标
到2035年，茶园面积达到60万亩。
（二）重点任务
修好进山的路，办好茶乡夜校。
二、组织实施
各县区抓好落实。
"""
_PAPERS = {"指引": _GUIDE, "报告": _REPORT, "旧报告": _OLD, "办法": _RULES, "规划": _PLAN}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("narrow")
    for name, text in _PAPERS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize("question", ["夜校录取了没去注册会怎样", "夜校录取后没有注册怎么处理"])
def test_what_follows_from_something_is_no_amount(library: Library, question: str) -> None:
    answer = answering.ask(library, question)
    assert "500" not in answer.answer
    assert "600" not in answer.answer


def test_the_figure_of_a_whole_is_none_of_its_part(library: Library) -> None:
    answer = answering.ask(library, "女学员的夜校招收计划是多少")
    assert "计划目标为70名" not in answer.answer
    assert answering.ask(library, "手工班的夜校招收计划是多少").answer.startswith("2031年夜校招收计划目标为70名")


def test_the_year_before_is_before_the_one_named(library: Library) -> None:
    assert answering.ask(library, "2011年茶叶产量比上年增长多少").status == "not_found"
    assert "6.2%" in answering.ask(library, "2030年茶叶产量比上年增长多少").answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("云川市2030年新增就业多少人", "2030年就业（新增）为3.1万人", "14.8"),
        ("云川市新增就业累计多少人", "2026—2030年就业（新增）为14.8万人", "3.1"),
        ("云川市修建茶园步道多少公里", "2026—2030年修建茶园步道为92公里", "；"),
        ("云川市乡镇茶站有多少个", "2030年乡镇茶站为7个", "2026"),
        ("云川市有多少家乡村茶馆", "2030年乡村茶馆", "2026"),
    ],
)
def test_what_came_together_in_several_years_is_told_of_them(
    library: Library, question: str, said: str, unsaid: str
) -> None:
    answer = answering.ask(library, question)
    assert said in answer.answer
    assert unsaid not in answer.answer


def test_a_sum_of_several_years_is_compared_with_no_single_one(library: Library) -> None:
    assert "14.8" not in answering.ask(library, "历年新增就业多少人").answer


def test_growth_is_no_number_of_projects(library: Library) -> None:
    assert "21" not in answering.ask(library, "2011年茶业技改投资增长多少").answer


def test_a_verb_in_the_name_of_a_body_is_nobodys_deed(library: Library) -> None:
    assert answering.ask(library, "茶乡驿站由谁经营").status == "not_found"
    assert "区茶业局" in answering.ask(library, "驿站收费由谁确定").answer


def test_a_list_under_a_point_is_not_the_points_beside_it(library: Library) -> None:
    answer = answering.ask(library, "十七五重点任务有哪些")
    assert "发展目标" not in answer.answer
    assert "茶乡夜校" in answer.answer


def test_one_of_several_sentences_is_a_part_of_what_is_asked(library: Library) -> None:
    assert answering.ask(library, "驿站员享受哪些待遇").status == "partial"


def test_what_a_register_has_is_told_by_a_register(library: Library) -> None:
    assert answering.ask(library, "重点企业名录有哪些企业").status == "not_found"


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("云川市人大代表建议答复了多少件", "建议为7件"),
        ("云川市2030年新增茶摊多少家", "2026—2030年"),
        ("云川市2030年茶油产量是多少", "全国为13%"),
        ("云川市2030年采茶机产量是多少", "增长为9.4"),
    ],
)
def test_the_figure_of_another_thing_is_not_told(library: Library, question: str, unsaid: str) -> None:
    assert unsaid not in answering.ask(library, question).answer
