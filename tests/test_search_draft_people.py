"""Posts beside names: which wordings name one post, what stands beside a name, and when a post is wrong."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts import people
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Source
from search.drafts.people import head_of, plain_post, posts_beside, same_post

PAPER = """云川市茶业协会文件

云茶协〔{year}〕3号

关于印发讲话的通知

各会员单位：

{text}

云川市茶业协会

{year}年3月9日
"""
SAID = (
    "{year}年3月2日，协会召开理事会，市委常委、宣传部部长柳成荫同志作了讲话，协会党组书记、会长石见山同志作了工作报告，"
    "协会秘书长叶知秋同志主持会议，协会副会长杜若谷同志到会。柳成荫部长强调，要办好茶节。"
)


@cache
def tea() -> Knowledge:
    documents = [document_from_text(PAPER.format(year=year, text=SAID.format(year=year))) for year in (2022, 2023)]
    return Knowledge([Source(document, extract(document)) for document in documents])


def found(text: str) -> list[tuple[str, str, str]]:
    draft = Draft.of(text, [source.document for source in tea().sources])
    return [
        (doubt.kind, draft.document.text[doubt.start : doubt.end], doubt.expected)
        for doubt in people.find(draft, tea())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("协会副会长石见山同志到会。", [("title", "协会副会长", "会长")]),
        ("协会党组副书记、会长石见山同志到会。", [("title", "协会党组副书记", "协会党组书记")]),
        ("石见山副会长到会。", [("title", "石见山副会长", "石见山会长")]),
        ("市委常委、组织部部长柳成荫同志到会。", [("title", "组织部部长", "宣传部部长")]),
        ("市委常委、组织部长柳成荫同志到会。", [("title", "组织部长", "宣传部部长")]),
        ("协会秘书长石见山同志到会。", [("person_post", "协会秘书长", "协会党组书记")]),
        ("2023年3月，协会副会长石见山同志到会。", [("title", "协会副会长", "会长")]),
        (PAPER.format(year=2023, text="协会副会长石见山同志到会。"), [("title", "协会副会长", "会长")]),
        # Each place is looked at, and each post of it.
        ("石见山副会长到会，石见山副会长讲话。", [("title", "石见山副会长", "石见山会长")] * 2),
    ],
)
def test_a_post_that_the_library_gives_otherwise_is_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_whose_a_post_is_is_said() -> None:
    draft = Draft.of("协会秘书长石见山同志到会。", [source.document for source in tea().sources])
    (doubt,) = people.find(draft, tea())
    assert doubt.message == "石见山的职务，文中为“协会党组书记”；“协会秘书长”是叶知秋"
    assert doubt.place is not None and "石见山" in tea().cite(doubt.place).quote


@pytest.mark.parametrize(
    "text",
    [
        "协会会长石见山同志到会。",
        "会长石见山同志到会。",
        "石见山会长到会。",
        "市委常委、宣传部长柳成荫同志到会。",
        "柳成荫部长到会。",
        # A post that nobody is known to hold may be one more of his.
        "市政协副主席石见山同志到会。",
        "组织部部长柳成荫同志到会。",
        # Too short to say whose it is: every body has one.
        "秘书长石见山同志到会。",
        # Nobody that the library knows.
        "协会秘书长陆怀谷同志到会。",
        # He may have moved on since.
        PAPER.format(year=2024, text="协会副会长石见山同志到会。"),
        # The post is another's, whose name stands elsewhere in the sentence.
        "协会副会长、石见山等到会。",
    ],
)
def test_a_post_that_may_be_his_raises_no_alarm(text: str) -> None:
    assert found(text) == []


def test_a_name_that_is_a_slip_in_the_library_says_nothing_of_a_right_post() -> None:
    slip = "会后，部长柳成阴同志讲话。"
    said = (SAID.replace("{year}年3月2日", "2023年3月2日"), SAID.replace("{year}年3月2日", "2023年3月2日") + slip)
    texts = [PAPER.format(year=2023, text=text) for text in (*said, said[0])]
    documents = [document_from_text(text) for text in texts]
    known = Knowledge([Source(document, extract(document)) for document in documents])
    named = {entity.name for source in known.sources for entity in source.extraction.entities}
    assert {"柳成荫", "柳成阴"} <= named
    draft = Draft.of("市委常委、宣传部部长柳成阴同志到会。", documents)
    assert list(people.find(draft, known)) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("市科协主席", "主席", True),
        ("主席", "市科协主席", True),
        ("市科协主席", "市科协主席", True),
        ("市科协副主席", "主席", False),
        ("原市科协主席", "市科协主席", False),
        ("名誉会长", "会长", False),
        ("宣传部部长", "宣传部长", True),
        ("宣传部部长", "部长", True),
        ("市科协主席", "市文联主席", False),
        ("主席", "会长", False),
    ],
)
def test_two_wordings_name_one_post(one: str, other: str, same: bool) -> None:
    assert same_post(one, other) is same


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("市科协党组书记、主席陆怀谷", ["市科协党组书记", "主席"]),
        ("市科协党组书记和主席兼秘书长陆怀谷", ["市科协党组书记", "主席", "秘书长"]),
        ("陆怀谷主席到会", ["主席"]),
        ("市科协主席陆怀谷会长", ["市科协主席"]),
        ("市科协主席，陆怀谷到会", []),
        ("主席讲话。陆怀谷到会", []),
        ("主席讲话，市科协副主席陆怀谷到会", ["市科协副主席"]),
        ("陆怀谷主任办公室", []),
        ("陆怀谷主任专题会议", []),
        ("陆怀谷主任在市政府办公室", ["主任"]),
        ("陆怀谷同志", []),
        ("陆怀谷", []),
    ],
)
def test_the_posts_beside_a_name_stand_right_before_it_else_right_behind(text: str, items: list[str]) -> None:
    start = text.index("陆怀谷")
    posts = posts_beside(text, start, start + 3)
    assert [post.item for post in posts] == items
    assert [text[post.start : post.end] for post in posts] == items


@pytest.mark.parametrize(
    ("item", "plain", "head"),
    [
        ("市科协党组书记", "党组书记", "书记"),
        ("市科协副主席", "副主席", "主席"),
        ("市科协常务副会长", "常务副会长", "会长"),
        ("教练", "教练", "练"),
    ],
)
def test_a_post_is_told_without_its_body_and_by_its_kind(item: str, plain: str, head: str) -> None:
    assert (plain_post(item), head_of(item)) == (plain, head)
