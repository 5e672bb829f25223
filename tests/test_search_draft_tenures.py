"""Posts as of the time that a draft speaks of: who holds a post no longer, not yet, and who always did."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source

HEAD = "云川市茶业协会文件\n\n云茶协〔{year}〕3号\n\n关于印发讲话的通知\n\n各会员单位：\n\n{text}\n\n云川市茶业协会\n\n{year}年3月9日\n"
YEARS = {
    2021: "2021年3月2日，协会召开理事会，市委常委、统战部部长柳成荫同志作了讲话，协会党组书记、会长石见山同志作了工作报告，协会秘书长杜若谷同志主持会议。",
    2022: "2022年3月2日，协会召开理事会，市委常委、统战部部长柳成荫同志作了讲话，协会党组书记、会长石见山同志作了工作报告。",
    2023: "2023年3月2日，协会召开理事会，市委常委、组织部部长柳成荫同志作了讲话。会议选举杜若谷同志为协会会长，石见山同志因工作需要不再担任协会会长职务，由叶知秋同志接任协会秘书长。",
    2024: "2024年3月2日，协会召开理事会，市政协副主席石见山同志到会，协会会长杜若谷同志作了工作报告，协会秘书长叶知秋同志主持会议。",
}


@cache
def tea() -> Knowledge:
    documents = [document_from_text(HEAD.format(year=year, text=text)) for year, text in YEARS.items()]
    return Knowledge([Source(document, extract(document)) for document in documents])


@pytest.mark.parametrize(
    ("draft", "kind", "span", "right"),
    [
        ("2024年，协会会长石见山同志调研茶企。", "person_post", "石见山", "杜若谷"),
        ("2022年，协会会长杜若谷同志调研茶企。", "person_post", "杜若谷", "石见山"),
        ("2021年，协会秘书长叶知秋同志调研茶企。", "person_post", "叶知秋", "杜若谷"),
        ("2022年，市委常委、组织部部长柳成荫同志调研茶企。", "title", "组织部部长", "统战部部长"),
        ("2023年5月，市委常委、统战部部长柳成荫同志调研茶企。", "title", "统战部部长", "组织部部长"),
        (HEAD.format(year=2024, text="协会秘书长杜若谷同志调研茶企。"), "person_post", "杜若谷", "叶知秋"),
    ],
)
def test_a_post_of_another_time_is_found(draft: str, kind: str, span: str, right: str) -> None:
    (finding,) = check_against(tea(), draft).findings
    assert (finding.type, finding.span, finding.expected) == (kind, span, right)
    assert finding.citation is not None and right in finding.citation.quote


@pytest.mark.parametrize(
    "draft",
    [
        "2021年，协会会长石见山同志调研茶企。",
        "2024年，协会会长杜若谷同志调研茶企。",
        "2024年，原协会会长石见山同志调研茶企。",
        "2024年，时任协会会长石见山同志调研茶企。",
        "2021年以来，协会会长石见山同志和2023年当选的杜若谷同志先后调研茶企。",
        "2024年，市政协副主席石见山同志调研茶企。",
    ],
)
def test_a_post_of_its_own_time_raises_no_alarm(draft: str) -> None:
    assert check_against(tea(), draft).findings == ()


def test_a_person_holds_several_posts_at_once() -> None:
    text = "2021年，协会党组书记、会长石见山同志，2022年，协会会长石见山同志，先后调研茶企。"
    assert check_against(tea(), text).findings == ()
