"""What a year's work was or will be, what was held in it, when something began: answered from what says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import answering
from search.library import Library


@pytest.fixture(scope="module")
def library(sample_library: Path) -> Library:
    return Library.open(sample_library, {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("今年工作的重点是什么", "“2024年重点安排”分四个方面：1. 在服务产业上求突破"),
        ("今年打算怎么干", "“2024年重点安排”分四个方面"),
        ("去年干了什么", "“2023年主要工作”分四个方面"),
        ("去年取得了什么成绩", "“2023年主要工作”分四个方面"),
        ("2022年的重点任务有哪些", "《在云川市科协第七届委员会第三次全体会议上的工作报告》"),
        ("梁若溪讲了什么", "讲了三个方面：1. 高举旗帜，把牢正确方向"),
        ("梁部长2023年讲了什么", "讲了四个方面：1. 送政策到企业"),
        ("工作报告的主要内容", "讲了两个方面：1. 2023年主要工作；2. 2024年重点安排"),
        ("举办了哪些比赛", "举办的比赛共2个：“土专家”技能大赛"),
        ("去年举办了哪些大赛", "文中没有写明2023年举办了哪些大赛，提到的有"),
        ("千村科普惠农行动从哪年开始", "始于2019年"),
        ("下一步怎么做", "“2024年重点安排”分四个方面"),
        ("存在哪些问题", "企业科协建设进度偏慢"),
        ("指导思想是什么", "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神，坚持政府推动"),
        ("如何加强机关作风建设", "开展“百日攻坚”行动"),
        ("云科协〔2023〕21号是什么文件", "《关于开展2023年“三进两送”集中服务月活动的通知》"),
        ("院士专家工作站累计多少家", "2022年院士专家工作站累计为20家"),
        ("2022年新建院士专家工作站多少家", "2022年新建院士专家工作站为3家"),
        ("会议是什么时候开的", "2024年1月26日"),
        ("科普惠农驿站和土专家分别是什么", "（2）“土专家”：长期扎根农村"),
        ("全社会研发投入占地区生产总值比重是多少", "2.4%"),
    ],
)
def test_what_is_told_of_a_year(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert said in answer.answer
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("明年工作安排", "没有单列2025年的工作安排"),
        ("三进是什么时候开始的", "没有说明“三进”始于何时"),
        ("首届云瓷大会的闭幕时间", "没有说明“首届云瓷大会”的闭幕时间"),
        ("第四届云瓷大会哪天开", "没有说到“第四届”"),
        ("青岭县的驿站有多少个", "没有回答这个问题的内容"),
        ("云科协〔2023〕99号是什么文件", "没有文号为“〔2023〕99号”的文件"),
        ("5月30日有什么活动", "没有列出所问的5月30日活动"),
        ("2019年承办了哪些大会", "没有列出所问的2019年大会"),
    ],
)
def test_a_no_names_the_year_the_day_or_the_moment(library: Library, question: str, said: str) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "not_found"
    assert said in answer.answer
    assert not answer.citations


def test_a_follow_up_asks_for_another_of_a_series(library: Library) -> None:
    answer = answering.ask(library, "第二届呢", ["首届云瓷大会的主题是什么"])
    assert answer.interpretation.startswith("结合上文作“第二届云瓷大会的主题是什么”")
    assert "瓷联世界" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("市财政局负责什么", "市财政局负责经费保障和监督", "相关的"),
        ("沈砚清现在是主席吗", "沈砚清：云川市科学技术协会主席", "相关的"),
        ("首届云瓷大会签约项目数", "33个", "开工率"),
        ("如何认定科普惠农驿站", "《云川市科普惠农驿站管理办法》", "36个"),
        ("今年举办的活动有哪些", "2024年举办的活动共", "知识产权"),
    ],
)
def test_an_answer_is_to_the_question_and_to_no_other(library: Library, question: str, said: str, unsaid: str) -> None:
    answer = answering.ask(library, question).answer
    assert said in answer
    assert unsaid not in answer
