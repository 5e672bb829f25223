"""Answers on the built-in sample: what is asked is what is answered, and what is not said is not answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from search import answering, ingest
from search.library import Library
from search.results import Answer
from tests.commands import PROJECT

UNANSWERABLE = [
    line.split("\t")[1]
    for line in (PROJECT / "tests" / "data" / "sample_unanswerable.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SAMPLE = [
    question["q"]
    for question in json.loads((PROJECT / "tests" / "data" / "sample_questions.json").read_text(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def library(sample_library: Path) -> Library:
    return Library.open(sample_library, {})


def test_what_the_documents_do_not_say_is_never_answered(library: Library) -> None:
    answers = [answering.ask(library, question) for question in UNANSWERABLE]
    assert len(answers) >= 90
    assert [answer.question for answer in answers if answer.status != "not_found"] == []
    assert all("没有" in answer.answer or "只有" in answer.answer for answer in answers)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("李四光是哪个单位的", "没有提到“李四光”"),
        ("云川马拉松是哪天", "没有提到“马拉松”"),
        ("市科协的纪检组长是谁", "没有给出“市科协纪检组长”的姓名"),
        ("2025年新建科普惠农驿站多少个", "没有2025年的数字"),
        ("什么是四个自信", "没有给出解释"),
        ("土专家和云川小院士有什么关系", "没有说明“土专家”与“云川小院士”的关系"),
        ("2017年云瓷大会在哪里举办", "没有说到“2017年”"),
        ("2024年哪些目标没有完成", "2024年的目标还没有后续文献可以对照"),
        ("2019年和2020年相比有哪些新提法", "没有2019年的文献"),
    ],
)
def test_a_no_says_exactly_what_is_missing(library: Library, question: str, said: str) -> None:
    assert said in answering.ask(library, question).answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("谁是市农科院研究员", "苏定禾"),
        ("专家库属于哪个提法", "“四库”（专家库、成果库、需求库、政策库）"),
        ("“双百双千”工程是针对谁的", "面向农民"),
        ("七届三次全会的工作报告是谁作的", "沈砚清"),
        ("首届云瓷大会什么时候举行的？", "2022年10月18日"),
        ("《云川市科普惠农驿站管理办法》从什么时候起施行？", "2022年6月1日"),
        ("到2025年底全市累计建成多少个科普惠农驿站", "目标为220个"),
    ],
)
def test_what_the_documents_say_is_answered(library: Library, question: str, answer: str) -> None:
    found: Answer = answering.ask(library, question)
    assert found.status == "answered"
    assert answer in found.answer


@pytest.mark.parametrize(
    "question",
    [
        "哪些人当选云川最美科技工作者",
        "谁获评云川最美科技工作者",
        "云川最美科技工作者有哪些人",
        "云川最美科技工作者名单",
    ],
)
def test_everybody_on_the_list_of_an_honour_is_named(library: Library, question: str) -> None:
    found = answering.ask(library, question)
    assert found.status == "answered"
    names = [item.name for item in found.items]
    assert len(names) == len(set(names)) == 10, names
    assert {"蒲大川", "裘安澜"} < set(names)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("三进两送2022年到2024年有什么变化", "增加了进校园、送政策，不再列进园区、送服务"),
        ("科普惠农驿站历年新建多少个", "2021年完成28个，2022年目标30个，2022年完成34个"),
        ("三进两送各年度的解释", "2024年：进企业、进乡村、进校园"),
        ("三进两送最早是什么时候提的", "最早见于《在市科协七届二次全体会议上的讲话》（贺知远，2022年1月20日）"),
        ("最近一次提到三长是在哪", "最近一次见于"),
        ("梁若溪的讲话关于人才讲了什么", "科协要当好娘家人"),
    ],
)
def test_questions_over_several_years_and_about_a_theme(library: Library, question: str, answer: str) -> None:
    found = answering.ask(library, question)
    assert found.status == "answered"
    assert answer in found.answer
    assert all(item.citation for item in found.items)


@pytest.mark.parametrize(
    ("before", "question", "full", "answer"),
    [
        (["2023年新建了多少个科普惠农驿站"], "那2024年的目标呢？", "2024年新建多少个科普惠农驿站 目标", "25个"),
        (["2023年新建了多少个科普惠农驿站"], "去年呢", "2023年新建了多少个科普惠农驿站", "36个"),
        (["学会两化三有是什么"], "四库一网呢", "四库一网是什么", "智汇云川网"),
        (["千村科普惠农行动是什么", "它是谁主办的？"], "哪年启动的", "千村科普惠农行动哪年启动的", "2019年"),
        (["2024年谁作了工作报告"], "他是什么职务？", "陆怀谷是什么职务", "主席"),
        (["三进两送是什么意思"], "2022年呢", "2022年三进两送是什么意思", "进园区"),
    ],
)
def test_a_follow_up_is_completed_from_its_context(
    library: Library, before: list[str], question: str, full: str, answer: str
) -> None:
    found = answering.ask(library, question, before)
    assert found.question == question
    assert f"结合上文作“{full}”" in found.interpretation
    assert answer in found.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "哪些目标没有完成",
            ("2022年农民科技培训（目标6万人次，报告5.4万人次）", "2023年科普惠农驿站（新建）（目标40个，报告36个）"),
        ),
        ("2022年哪些指标没完成", ("未完成的目标有4项",)),
        ("去年的目标完成得怎么样", ("完成的目标有", "未完成的目标有", "未再提及的目标有")),
        ("农民科技培训完成目标了吗", ("2023年农民科技培训目标为6万人次", "完成目标，实际比2023年目标高")),
        ("2022年科普大篷车巡展完成情况", ("未完成目标",)),
        ("今年的报告比去年有哪些新提法", ("2024年的文献用到而2023年没有用的提法", "四主两新")),
        ("2022年到2023年有什么变化", ("五联一体", "2022年用过而2023年没有再用的")),
        ("三进两送是什么时候提出来的", ("最早见于", "2022年1月20日")),
        ("科普大篷车巡展场次每年分别是多少", ("2021年完成72场次", "2024年目标90场次")),
    ],
)
def test_targets_formulations_and_years_of_the_whole_library(
    library: Library, question: str, said: tuple[str, ...]
) -> None:
    answer = answering.ask(library, question)
    assert [piece for piece in said if piece not in answer.answer] == []
    for citation in answer.citations:
        document = library.document(citation.document)
        assert document.quote(citation.start, citation.end) == citation.quote


def test_the_second_of_two_questions_keeps_the_year_of_the_first(library: Library) -> None:
    answer = answering.ask(library, "2022年农民科技培训目标多少，完成了吗")
    assert "2022年农民科技培训完成5.4万人次，未完成目标" in answer.answer


def test_a_question_that_stands_alone_is_not_changed_by_its_context(library: Library) -> None:
    alone = answering.ask(library, "什么是四库一网")
    assert answering.ask(library, "什么是四库一网", ["云瓷大会的主题是什么"]) == alone


def test_two_questions_in_one_are_both_answered(library: Library) -> None:
    found = answering.ask(library, "云瓷大会什么时候举办，主题是什么？")
    assert found.status == "answered"
    assert "每年10月" in found.answer
    assert "瓷联世界·芯动未来" in found.answer
    assert len(found.citations) == 2


def test_half_an_answer_says_which_half_is_missing(library: Library) -> None:
    found = answering.ask(library, "2023年上报建议多少篇？第六代移动通信是什么？")
    assert found.status == "partial"
    assert "64篇" in found.answer
    assert "没有“第六代移动通信”的解释" in found.answer


def test_a_result_is_measured_by_its_target_never_the_other_way_round(library: Library) -> None:
    found = answering.ask(library, "2022年推广新品种、新技术的目标和完成数分别是多少").answer
    assert "目标为45项" in found
    assert "完成48项，完成目标，实际比2022年目标高，多3项" in found


def test_results_are_compared_with_results_where_no_plan_is_spoken_of(library: Library) -> None:
    found = answering.ask(library, "2023年新建科普惠农驿站比2022年多几个").answer
    assert "34个" in found
    assert "36个" in found


@pytest.fixture(scope="module")
def plain(library: Library) -> dict[str, Answer]:
    """What the questions of the sample are answered as they stand, asked once for all rewordings."""
    return {question: answering.ask(library, question) for question in SAMPLE}


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


@pytest.mark.parametrize(
    "reworded",
    [
        lambda text: _traditional().convert(text),
        lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda text: re.sub("[“”《》]", "", text),
        lambda text: f"请问一下，{text.rstrip('？')}呀？谢谢",
        lambda text: f"你知道{text.rstrip('？吗')}吗？" if not text.endswith("吗？") else text,
        lambda text: f"麻烦帮我查一下{text}",
    ],
    ids=["traditional", "full width", "no marks", "particle", "do you know", "please"],
)
def test_manners_and_script_do_not_change_the_answer(
    library: Library, plain: dict[str, Answer], reworded: Callable[[str], str]
) -> None:
    for question, told in plain.items():
        other = answering.ask(library, reworded(question))
        assert (other.status, other.answer) == (told.status, told.answer), reworded(question)


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("送服务和“院士云川行”活动有什么关系", "answered", "三进两送包括送服务，“院士云川行”活动与三进两送相关"),
        ("进乡村和送政策是什么关系", "answered", "都是“三进两送”的组成部分"),
        ("云瓷大会与沅江功能陶瓷研究院是什么关系", "answered", "并列提到，文中没有说明更多的关系"),
        ("土专家和云川小院士有什么关系", "not_found", "文中分别提到两者，但没有说明"),
        ("土专家和元宇宙有什么关系", "not_found", "没有提到“元宇宙”"),
    ],
)
def test_a_relation_is_explained_or_honestly_only_side_by_side(
    library: Library, question: str, status: str, said: str
) -> None:
    found = answering.ask(library, question)
    assert (found.status, said in found.answer) == (status, True), found.answer


def test_a_question_without_a_sign_of_its_kind_offers_other_readings(library: Library) -> None:
    found = answering.ask(library, "科普惠农驿站")
    assert found.status == "answered"
    assert found.readings == ("与“科普惠农驿站”相关的项目", "“科普惠农驿站”的数量")


def test_a_deputy_is_not_given_for_the_post(tmp_path: Path) -> None:
    file = tmp_path / "调研.txt"
    text = "青溪调研\n3月1日，省委常委、副省长林望深入青溪，调度推进水利工程建设。\n常委会任命下列人选为市长。\n"
    file.write_text(text, encoding="utf-8")
    ingest.add(tmp_path / "library", [file], environment={})
    own = Library.open(tmp_path / "library", {})
    assert answering.ask(own, "谁是省长").status == "not_found"
    assert answering.ask(own, "谁是市长").status == "not_found"
    assert answering.ask(own, "谁是副省长").answer.startswith("林望")
