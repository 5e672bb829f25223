"""Slips in fixed wordings: characters that only sound alike, and names in sentences that are otherwise taken over."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from corpus.tokens import TOKENIZERS, tokenizer
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source
from search.results import Finding
from search.spelling import readings

REPORT = """云川市茶业协会2023年工作报告

（2024年2月8日）

石见山

各位理事：

一、2023年工作回顾

大力弘扬“四联四促”精神，努力建好茶农之家，命名优秀生态茶园10家，在青石镇茶叶服务站设立首席茶师18名。积极开展茶艺咖啡馆、国际茶艺连线等活动，引导海外茶商与我市茶企有效对接。实施茶业人才托举工程，创建茶叶科普示范学校6所，充分发挥茶农状况调查站点作用，形成调查报告9篇。云川绿源茶叶有限公司获评省级龙头企业。

二、2024年工作安排

2024年，全面推进茶业协会深化改革，办好第五届云川国际茶叶博览会。

名词解释

1. “四联四促”：联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌；

2. 茶农之家：协会在各镇设立的茶农服务场所。
"""


@cache
def known() -> Knowledge:
    document = document_from_text(REPORT, name="报告.txt")
    return Knowledge([Source(document, extract(document))])


def found(text: str) -> list[Finding]:
    return list(check_against(known(), text).findings)


@pytest.mark.parametrize(
    ("draft", "span", "right"),
    [
        ("要建好茶农知家，服务群众。", "茶农知家", "茶农之家"),
        ("明年继续办好云川国际茶叶博揽会。", "云川国际茶叶博揽会", "云川国际茶叶博览会"),
        ("要大力宣传“四联四醋”，人人知晓。", "四联四醋", "四联四促"),
        ("这项茶业人才拖举工程要抓实。", "茶业人才拖举工程", "茶业人才托举工程"),
    ],
)
def test_a_character_that_only_sounds_right(draft: str, span: str, right: str) -> None:
    (finding,) = found(draft)
    assert (finding.span, finding.expected) == (span, right)
    assert finding.citation and right in finding.citation.quote


@pytest.mark.parametrize(
    "draft",
    [
        "要建好茶农之家，服务群众。",
        "要建好茶农新家，服务群众。",  # sounds otherwise
        "要大力宣传“四联一促”，人人知晓。",  # a numeral makes another thing of it
        "走访云川绿圆茶叶有限公司。",  # a brand of its own
        "走访轻石镇茶叶服务站。",  # another place
        "这是业人才托举工程的事。",  # the border of other words
        "推进茶叶人才托举工程。",  # 茶叶 is a word
        "推进茶业人才托举公程，公程设计由协会负责。",  # what the draft has again is meant
    ],
)
def test_what_may_be_meant_is_no_slip_of_the_ear(draft: str) -> None:
    assert [finding.rule for finding in found(draft) if finding.rule == "slips"] == []


@pytest.mark.parametrize(
    ("draft", "span", "right"),
    [
        ("实施制茶精英托举工程，创建茶叶科普示范学校6所，形成调查报告9篇。", "制茶精英托举工程", "茶业人才托举工程"),
        ("积极开展茶道咖啡馆、国际茶艺连线等活动，引导海外茶商与我市茶企有效对接。", "茶道咖啡馆", "茶艺咖啡馆"),
        ("创建茶叶科普试点学校6所，充分发挥茶农状况调查站点作用。", "茶叶科普试点学校", "茶叶科普示范学校"),
        ("实施茶业人才工程，创建茶叶科普示范学校6所，形成调查报告9篇。", "茶业人才工程", "茶业人才托举工程"),
    ],
)
def test_a_name_in_a_sentence_taken_over(draft: str, span: str, right: str) -> None:
    (finding,) = found(draft)
    assert (finding.span, finding.expected, finding.type) == (span, right, "official_name")


@pytest.mark.parametrize(
    "draft",
    [
        "实施茶艺人才托举工程，鼓励各镇参加。",  # another sentence
        "命名优秀生态茶园12家，在青石镇茶叶服务站设立首席茶师18名。",  # the figure is another rule's
        "创建茶叶和科普示范学校6所，充分发挥茶农状况调查站点作用，形成调查报告9篇。",  # a word of grammar
        "命名优秀生态茶园10家，在黄石镇茶叶服务站设立首席茶师18名。",  # another place
    ],
)
def test_other_sentences_and_other_pieces_are_left_alone(draft: str) -> None:
    assert [finding.rule for finding in found(draft) if finding.rule == "copied"] == []


@pytest.mark.parametrize(
    "paper", ["云川市茶业协会\n2025年2月8日\n{}", "屏河市茶业协会2023年工作报告\n（2024年2月8日）\n各位理事：\n{}"]
)
def test_papers_of_another_year_or_body_have_names_of_their_own(paper: str) -> None:
    copied = "创建茶叶科普试点学校6所，充分发挥茶农状况调查站点作用。"
    assert [finding.rule for finding in found(copied)] == ["copied"]
    assert [finding.rule for finding in found(paper.format(copied)) if finding.rule == "copied"] == []


def test_readings_without_tones_and_what_keyboards_leave_apart() -> None:
    assert readings("之") & readings("知") == {"zi"}
    assert readings("新") & readings("兴") == {"xin"}
    assert readings("长") == {"can", "cang", "zan", "zang"} or {"cang", "zang"} <= readings("长")
    assert not readings("A")


@pytest.mark.parametrize("name", TOKENIZERS)
def test_words_of_the_dictionary_alone(name: str) -> None:
    assert tokenizer(name).dictionary_words("科技兴动") == ["科技", "兴", "动"]
