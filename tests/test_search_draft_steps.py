"""Announced counts and numbers of headings: which do not come out, and which only look so."""

from __future__ import annotations

import pytest

from search.drafts import steps
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge


def found(text: str) -> list[tuple[str, str, str]]:
    draft = Draft.of(text, [])
    doubts = steps.find(draft, Knowledge([]))
    return [(doubt.kind, draft.document.text[doubt.start : doubt.end], doubt.expected) for doubt in doubts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抓好四项工作：一是抓品质。二是抓品牌。三是抓人才。", [("四项", "三项")]),
        ("抓好三项工作：一是抓品质。二是抓品牌。", [("三项", "两项")]),
        ("办好两件大事：一是办茶节。二是建茶园。三是修步道。", [("两件大事", "三件大事")]),
        ("办好二件事，一是办茶节，二是建茶园，三是修步道。", [("二件事", "三件事")]),
        ("抓好四大行动：一是抓品质；二是抓品牌；三是抓人才。", [("四大", "三大")]),
        ("主要有四个方面。一是抓品质。二是抓品牌。三是抓人才。", [("四个", "三个")]),
        ("抓好三项任务：\n一是抓品质。\n二是抓品牌。", [("三项", "两项")]),
        # Steps on lines of their own are counted there only.
        ("抓好三项任务：\n一是抓品质。二是抓品牌。三是抓人才。\n二是抓市场。", [("三项", "两项")]),
    ],
)
def test_a_count_that_the_steps_do_not_have_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == [("contradiction", *pair) for pair in expected]


@pytest.mark.parametrize(
    "text",
    [
        "抓好三项工作：一是抓品质。二是抓品牌。三是抓人才。",
        "办好两件大事：一是办茶节。二是建茶园。",
        "办好二件大事：一是办茶节。二是建茶园。",
        # A single step is no list.
        "抓好三项工作：一是抓品质，其余各项随后安排。",
        # A list stands within the list.
        "抓好三项工作：一是抓品质。二是抓品牌：一是评茶王。二是办茶节。三是抓人才。",
        # The second list is another one.
        "抓好两项工作：一是抓品质。二是抓品牌。此外，一是评茶王，二是办茶节。",
        # A number in order is no count.
        "第三项工作：一是抓品质。二是抓品牌。",
        "十三项工作：一是抓品质。二是抓品牌。",
        "抓好三项工作：一是方面不少。二是方面不多。",
    ],
)
def test_a_count_that_comes_out_or_counts_no_steps_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、总则\n提高品质。\n三、任务\n打响品牌。", [("三", "二")]),
        ("一、总则\n提高品质。\n一、任务\n打响品牌。", [("一", "二")]),
        ("九、总则\n提高品质。\n十一、任务\n打响品牌。", [("十一", "十")]),
        ("一、总则\n（一）提质。\n（三）增效。\n二、任务\n（一）种茶。\n（二）制茶。", [("三", "二")]),
        ("一、总则\n（一）提质。\n（二）增效。\n二、任务\n（一）种茶。\n（三）制茶。", [("三", "二")]),
        ("（一）提质。\n（一）增效。\n（二）种茶。", [("一", "二")]),
        # Between two that are out of order, those that are in order.
        ("一、甲\n二、乙\n四、丙\n五、丁\n七、戊", [("四", "三"), ("七", "六")]),
    ],
)
def test_a_heading_out_of_its_order_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == [("numbering", *pair) for pair in expected]


@pytest.mark.parametrize(
    "text",
    [
        "一、总则\n提高品质。\n二、任务\n打响品牌。\n三、保障\n加强领导。",
        # A part begins anew, or much is quoted only in part.
        "一、总则\n提高品质。\n二、任务\n打响品牌。\n一、附则\n自发布之日起施行。",
        "一、总则\n提高品质。\n五、任务\n打响品牌。",
        "三、总则\n提高品质。\n二、任务\n打响品牌。",
        # The same heading twice is a table of contents, or a page's head.
        "一、总则\n一、总则\n提高品质。\n二、任务",
        # What is numbered under each heading begins anew.
        "一、总则\n（一）提质。\n（二）增效。\n二、任务\n（一）种茶。\n（二）制茶。",
        "一、总则\n（一）提质。\n二、任务\n（三）制茶。",
    ],
)
def test_headings_in_order_or_of_another_list_are_left_alone(text: str) -> None:
    assert found(text) == []
