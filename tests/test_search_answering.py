"""Answers on the built-in sample: what is asked is what is answered, and what is not said is not answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import answering
from search.library import Library
from search.results import Answer
from tests.commands import PROJECT

UNANSWERABLE = [
    line.split("\t")[1]
    for line in (PROJECT / "tests" / "data" / "sample_unanswerable.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def library(sample_library: Path) -> Library:
    return Library.open(sample_library, {})


def test_what_the_documents_do_not_say_is_never_answered(library: Library) -> None:
    answers = [answering.ask(library, question) for question in UNANSWERABLE]
    assert len(answers) >= 60
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
    ],
)
def test_what_the_documents_say_is_answered(library: Library, question: str, answer: str) -> None:
    found: Answer = answering.ask(library, question)
    assert found.status == "answered"
    assert answer in found.answer
