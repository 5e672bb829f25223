"""Questions as people put them to reports and rules: verbs for their nouns, limits, spans of years, everyday words."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import answering, ingest
from search.library import Library
from search.results import Answer

_REPORT = """云川省政府工作报告
——2031年1月20日在云川省第十届人民代表大会第四次会议上
省长 邵望川

各位代表：
现在，我代表省人民政府，向大会报告工作。

一、2030年和过去五年工作回顾
2030年，粮食总产量320亿斤，固定资产投资增长6.1%，社会消费品零售总额增长5.2%，新建高标准茶田21万亩。
五年来，地区生产总值年均增长6.3%，青南五县地区生产总值年均增长7.7%。铁路营业里程达到2100公里，高速公路通车总里程5300公里。

二、2031年工作安排
今年，粮食产量目标330亿斤，固定资产投资增长7%左右，社会消费品零售总额增长6%左右。
"""

_RULES = """云川市育才补助办法
第一条 为支持家庭育才，制定本办法。
第二条 学徒深造的支出，按照每名学徒每月700元的标准给予补助。
第三条 茶农进修的支出，按照每月350元的标准给予补助。同一进修的补助期限不超过18个月。
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
    ],
)
def test_what_a_rule_gives_each_time_is_told(rules: Library, question: str, said: str) -> None:
    answer = answering.ask(rules, question)
    assert _is_told(answer, said), answer.answer


@pytest.mark.parametrize("question", ["公路隧道有多长", "2030年茶叶产了多少", "今年民间投资目标增长多少"])
def test_no_figure_of_another_thing_is_told(report: Library, question: str) -> None:
    answer = answering.ask(report, question)
    assert answer.status == "not_found", answer.answer
