"""Enumerations and formulations at their borders: how much of a list means it, where it ends, what is wrong with it."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from search.drafts import slogans
from search.drafts.draft import Draft
from search.drafts.enumerations import best, items_after, items_before, items_between, meant
from search.drafts.formulations import Formulation
from search.drafts.knowledge import Knowledge, Source

FOUR = ("联农户", "联茶企", "联学会", "联市场")
FIVE = (*FOUR, "联乡村")


def run(text: str, members: tuple[str, ...]) -> list[str]:
    """Return the items of a text that mean a list, proved to stand where they say."""
    found = meant(items_between(text, 0, len(text)), Formulation("", members, "、".join(members), None))
    assert [text[item.start : item.end] for item in found] == [item.text for item in found]
    return [item.text for item in found]


@pytest.mark.parametrize(
    ("text", "members", "expected"),
    [
        ("联农户、联茶企、联学会、联市场", FOUR, [*FOUR]),
        # Half of the members, and two at least, are a list; fewer are two things that anybody may name.
        ("联农户、联茶企", FOUR, ["联农户", "联茶企"]),
        ("联农户、联茶企", FIVE, []),
        ("联农户、联茶企、联学会", FIVE, ["联农户", "联茶企", "联学会"]),
        ("联农户、联茶企", FOUR[:3], ["联农户", "联茶企"]),
        ("联农户", FOUR[:2], []),
        ("联农户、办茶节", FOUR, []),
        # Of two members one may be misspelt, of more the others must make up for it.
        ("弘扬茶道精神、传承制茶技能", ("弘扬茶道精神", "传承制茶技艺"), ["弘扬茶道精神", "传承制茶技能"]),
        ("弘扬茶道精神、传下制茶技能", ("弘扬茶道精神", "传承制茶技艺"), []),
        ("弘扬茶道精神、传承制茶技能", ("弘扬茶道精神", "传承制茶技艺", "建设茶乡"), []),
        # What 、 joins on belongs to the list if it is no longer than a member and a verb; ， joins only what is alike.
        ("办茶节、联农户、联茶企、联学会", FOUR, ["办茶节", "联农户", "联茶企", "联学会"]),
        ("办茶节，联农户、联茶企、联学会", FOUR, ["联农户", "联茶企", "联学会"]),
        ("办好一次茶节、联农户、联茶企", FOUR, ["办好一次茶节", "联农户", "联茶企"]),
        ("办好今年的茶节、联农户、联茶企", FOUR, ["办好今年的茶节", "联农户", "联茶企"]),
        ("办好今年的茶节会、联农户、联茶企", FOUR, ["联农户", "联茶企"]),
        ("联农户、联茶企、办好今年的茶节", FOUR, ["联农户", "联茶企", "办好今年的茶节"]),
        ("联农户、联茶企、办好今年的茶节会", FOUR, ["联农户", "联茶企"]),
        ("联农户、联茶企、联学会，联商场", FOUR, ["联农户", "联茶企", "联学会", "联商场"]),
        ("联农户、联茶企、联学会，办茶节", FOUR, ["联农户", "联茶企", "联学会"]),
        ("办茶节、办茶会、联农户、联茶企", FOUR, ["办茶节", "办茶会", "联农户", "联茶企"]),
        ("联农户、联茶企、办茶节、办茶会", FOUR, ["联农户", "联茶企", "办茶节", "办茶会"]),
        # 和 parts two members, not one that has it inside.
        ("联农户、联茶企和联学会", FOUR, ["联农户", "联茶企", "联学会"]),
        ("联农户、联茶企和办茶节", FOUR, ["联农户", "联茶企", "办茶节"]),
        ("种茶和制茶、卖茶", ("种茶和制茶", "卖茶", "品茶"), ["种茶和制茶", "卖茶"]),
        ("种茶和制茶和卖茶", ("种茶和制茶", "卖茶", "品茶"), ["种茶和制茶", "卖茶"]),
        ("联农户和、联茶企", FOUR, ["联农户", "联茶企"]),
        # A verb before and a word after a member of three characters are no part of it.
        ("建设联农户、联茶企工作", FOUR, ["联农户", "联茶企"]),
        ("喝春茶、夏茶、秋茶", ("春茶", "夏茶", "秋茶"), ["喝春茶", "夏茶", "秋茶"]),
    ],
)
def test_a_run_of_items_means_a_list_from_its_first_to_its_last_member(
    text: str, members: tuple[str, ...], expected: list[str]
) -> None:
    assert run(text, members) == expected


@pytest.mark.parametrize(
    ("item", "members", "member", "likeness"),
    [
        ("联学会", FOUR, "联学会", 1.0),
        ("联商会", FOUR, "联学会", 2 / 3),
        ("春茶节开幕", ("春茶会闭幕", "秋茶"), "春茶会闭幕", 3 / 5),
        ("品茶", ("制糖", "酿酒"), "酿酒", 0.0),
        ("山水山水", ("山水山",), "山水山", 0.98),
    ],
)
def test_an_item_is_as_like_a_member_as_its_characters_are(
    item: str, members: tuple[str, ...], member: str, likeness: float
) -> None:
    found, score = best(item, [*members])
    assert score == pytest.approx(likeness)
    assert found == member or not likeness


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("即联农户、联茶企", ["联农户", "联茶企"]),
        ("春茶，以及秋茶；和夏茶", ["春茶", "秋茶", "夏茶"]),
        ("和谐、为民", ["和谐", "为民"]),
        ("春茶、、秋茶、", ["春茶", "秋茶"]),
    ],
)
def test_items_are_told_without_what_leads_over_to_them(text: str, expected: list[str]) -> None:
    items = items_between(text, 0, len(text))
    assert [item.text for item in items] == expected
    assert [text[item.start : item.end] for item in items] == expected


def test_items_before_a_name_end_at_its_quotation_mark_and_start_behind_the_sentence_before() -> None:
    text = "抓好落实。开放型、枢纽型、平台型“三型”组织"
    assert [item.text for item in items_before(text, text.index("三型"))] == ["开放型", "枢纽型", "平台型"]
    text = "开放型、枢纽型、平台型三型组织"
    assert [item.text for item in items_before(text, text.index("三型"))] == ["开放型", "枢纽型", "平台型"]
    assert items_before("三型组织。开放型、枢纽型", 0) == []


def test_items_after_a_name_end_with_the_sentence() -> None:
    text = "四联，即联农户、联茶企。办茶节、种茶"
    assert ["联农户", "联茶企"] in [[item.text for item in items] for items in items_after(text, 2)]
    assert all("办茶节" not in item.text for items in items_after(text, 2) for item in items)
    text = "四联：联农户、联茶企"
    assert ["联农户", "联茶企"] in [[item.text for item in items] for items in items_after(text, 2)]


PAPER = """云川市茶业协会{year}年工作报告
（{year}年3月2日）
石见山
各位理事：
落实“四联”要求，办好茶园。弘扬“重品质、讲诚信、敢创新”的茶人精神。
名词解释
1. “四联”：联农户、联茶企、联学会、联市场；
2. “五进一拓”：进机关、进学校、进企业、进乡村、进社区，拓展销路；
3. “三茶”：茶文化、茶产业、茶科技；
4. “五到田”：水到田、肥到田、技到田、人到田、车到田；
5. “四季茶”：春茶、夏茶、秋茶、冬茶。
"""
NEW = {"联学会": "联高校"}


def source(year: int, changed: dict[str, str]) -> Source:
    text = PAPER.format(year=year)
    for old, new in changed.items():
        text = text.replace(old, new)
    document = document_from_text(text)
    return Source(document, extract(document))


@cache
def one_year() -> Knowledge:
    return Knowledge([source(2023, {})])


@cache
def two_years() -> Knowledge:
    return Knowledge([source(2023, {}), source(2025, NEW)])


def found(text: str, known: Knowledge) -> list[tuple[str, str, str]]:
    draft = Draft.of(text, [one.document for one in known.sources])
    return [
        (doubt.kind, draft.document.text[doubt.start : doubt.end], doubt.expected)
        for doubt in slogans.find(draft, known)
    ]


LISTED = "联农户、联茶企、联学会、联市场"
ENTERED = "进机关、进学校、进企业、进乡村、进社区，拓展销路"
SPIRIT = "重品质、讲诚信、敢创新"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实“四联”要求，即联农户、联茶企、联市场。", [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)]),
        (
            "落实“四联”要求，即联农户、联茶企、联学会、办茶节、联市场。",
            [("slogan_extra_item", "联农户、联茶企、联学会、办茶节、联市场", LISTED)],
        ),
        (
            "落实“四联”要求，即联茶企、联农户、联学会、联市场。",
            [("slogan_order", "联茶企、联农户、联学会、联市场", LISTED)],
        ),
        ("落实“四联”要求，即联农户、联茶企、联协会、联市场。", [("slogan_typo", "联协会", "联学会")]),
        # Half of its characters make an item a slip for a member; another word in its very place does so, too.
        ("落实“四联”（联农户、联茶企、促就业、联市场）。", [("slogan_typo", "促就业", "联学会")]),
        (
            "落实“三茶”（茶文化、茶产业、办茶节）。",
            [("slogan_missing_item", "茶文化、茶产业、办茶节", "茶文化、茶产业、茶科技")],
        ),
        # Two slips are two findings.
        (
            "落实“四联”：联农民、联茶企、联协会、联市场。",
            [("slogan_typo", "联农民", "联农户"), ("slogan_typo", "联协会", "联学会")],
        ),
        # Before the name.
        (
            "坚持联农户、联茶企、联市场“四联”机制。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
        ("坚持联农户、联茶企四联机制。", [("slogan_missing_item", "联农户、联茶企", LISTED)]),
        ("四联要求，即联农户、联茶企、联市场。", [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)]),
        # Without 即 three members that stand beside the name mean it if no more than one is wanting.
        (
            "落实“四联”要求，把联农户、联茶企、联市场抓紧抓好。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
        # Out of order between quotation marks, or with one character wrong.
        ("弘扬“讲诚信、重品质、敢创新”的精神。", [("slogan_order", "讲诚信、重品质、敢创新", SPIRIT)]),
        ("弘扬“重品质、讲诚信、敢创业”的精神。", [("slogan_typo", "重品质、讲诚信、敢创业", SPIRIT)]),
        ("弘扬“重质品、讲诚信、敢创新”的精神。", [("slogan_typo", "重质品、讲诚信、敢创新", SPIRIT)]),
        # Each of the places at which a name stands is looked at.
        (
            "落实“四联”要求。落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
    ],
)
def test_what_differs_from_a_formulation_is_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(found(text, one_year())) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        f"落实“四联”要求，即{LISTED}。",
        f"落实“四联”（{LISTED}）要求。",
        f"坚持{LISTED}“四联”机制。",
        f"建设{LISTED}“四联”机制。",
        "完善联农户、联茶企的“四联”机制。",
        "落实“四联”要求，即联农户、联茶企、联学会和联市场。",
        # Two of the members beside the name may be what a year is about.
        "落实“四联”要求，抓好联农户、联茶企。",
        "落实“五进一拓”要求，把进机关、进学校、进企业抓紧抓好。",
        "落实“五到田”要求，把水到田、肥到田、技到田抓紧抓好。",
        "制好“四季茶”，即制春茶、夏茶、秋茶、冬茶。",
        "制好“四季茶”，即春茶、夏茶、秋茶、冬茶各一批。",
        "落实“四联”要求。抓好联农户、联茶企、联市场。",
        "四联要求已经落实。下一步抓好联农户、联茶企、联市场。",
        # Another list between quotation marks, and one with more than a slip.
        "弘扬“重品质、守规矩、敢创新”的精神。",
        "弘扬“重品种、讲信用、敢创新”的精神。",
        "弘扬“重品质、讲诚信”的精神。",
        "弘扬“重品质、讲诚信、敢大胆创新”的精神。",
        f"弘扬“{SPIRIT}”的精神。",
    ],
)
def test_the_formulation_and_other_lists_are_left_alone(text: str) -> None:
    assert found(text, one_year()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The wording of another year is right where the draft speaks of that year.
        ("2023年，落实“四联”要求，即联农户、联茶企、联学会、联市场。", []),
        ("2025年，落实“四联”要求，即联农户、联茶企、联高校、联市场。", []),
        (
            "2023年，落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
        (
            "落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", "联农户、联茶企、联高校、联市场")],
        ),
        (
            "2021年的事不提。\n2025年，落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", "联农户、联茶企、联高校、联市场")],
        ),
        (
            "2025年，落实“四联”要求，即联农户、联茶企、联学会、联商场。",
            [("slogan_typo", "联农户、联茶企、联学会、联商场", "联农户、联茶企、联高校、联市场")],
        ),
    ],
)
def test_of_several_wordings_the_one_of_the_drafts_year_is_right(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, two_years()) == expected


def test_a_list_in_the_order_of_any_year_is_in_order() -> None:
    known = Knowledge([source(2023, {}), source(2025, {"联农户、联茶企": "联茶企、联农户"})])
    assert found("落实“四联”要求，即联农户、联茶企、联学会、联市场。", known) == []
    assert found("落实“四联”要求，即联茶企、联农户、联学会、联市场。", known) == []


CHANGED = "联农户、联茶企、联高校、联市场"
LAST = "5. “四季茶”"
MORE = ("新四联", "联农户、联茶企、联学会、联商会"), ("四联新法", "联农户、联茶企、联学会、联茶店")
LONGER = {LAST: "".join(f"6. “{name}”：{members}；\n" for name, members in MORE) + LAST}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实“新四联”要求，即联农户、联茶企、联学会、联商会。", []),
        ("推行四联新法，即联农户、联茶企、联学会、联茶店。", []),
        (f"落实“四联”要求，即{LISTED}。", []),
        (
            "落实“新四联”要求，即联农户、联茶企、联商会。",
            [("slogan_missing_item", "联农户、联茶企、联商会", "联农户、联茶企、联学会、联商会")],
        ),
        ("落实“新四联”要求，即联农户、联茶企、联市场、联商会。", [("slogan_typo", "联市场", "联学会")]),
        (
            "落实“新四联”要求，即联农户、联茶企、联学会、联商会。落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
        (
            "落实“四联”要求，即联农户、联茶企、联市场。落实“新四联”要求，即联农户、联茶企、联学会、联商会。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
        (
            "落实“新四联”要求，抓紧抓好。落实“四联”要求，即联农户、联茶企、联市场。",
            [("slogan_missing_item", "联农户、联茶企、联市场", LISTED)],
        ),
    ],
)
def test_a_name_within_a_longer_one_is_not_what_the_draft_speaks_of(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert found(text, Knowledge([source(2023, LONGER)])) == expected


def test_what_stands_beside_a_name_and_what_in_marks_are_both_found_wherever_they_stand() -> None:
    named, quoted = "落实“四联”要求，即联农户、联茶企、联市场。", "弘扬“讲诚信、重品质、敢创新”的精神。"
    expected = [
        ("slogan_missing_item", "联农户、联茶企、联市场", LISTED),
        ("slogan_order", "讲诚信、重品质、敢创新", SPIRIT),
    ]
    assert found(named + quoted, one_year()) == found(quoted + named, one_year()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("倡导“爱茶园、惜茶农”。", []),
        ("倡导“惜茶农、爱茶园”。", [("slogan_order", "惜茶农、爱茶园", "爱茶园、惜茶农")]),
        ("倡导“爱茶园、惜茶商”。", [("slogan_typo", "爱茶园、惜茶商", "爱茶园、惜茶农")]),
        # Of two characters one is half: that is another item.
        ("倡导“护园、惜茶、爱农”。", []),
        ("倡导“惜茶、护园、爱农”。", [("slogan_order", "惜茶、护园、爱农", "护园、惜茶、爱农")]),
        ("倡导“护园、惜茶、富农”。", []),
    ],
)
def test_a_short_list_in_marks_is_a_formulation(text: str, expected: list[tuple[str, str, str]]) -> None:
    known = Knowledge([source(2023, {"办好茶园。": "办好茶园，倡导“爱茶园、惜茶农”和“护园、惜茶、爱农”。"})])
    assert found(text, known) == expected


def test_what_another_body_has_changed_since_is_no_change_here() -> None:
    def of(city: str, year: int, changed: dict[str, str]) -> Source:
        return source(year, changed | {"云川市": city, "石见山": f"{city}茶业协会"})

    text = "2025年，落实“四联”要求，即联农户、联茶企、联学会。\n云川市茶业协会\n2025年5月3日"
    was, by_now = (("slogan_missing_item", "联农户、联茶企、联学会", right) for right in (LISTED, CHANGED))
    assert found(text, Knowledge([of("云川市", 2023, {}), of("屏河市", 2025, NEW)])) == [was]
    assert found(text, Knowledge([of("云川市", 2023, {}), of("云川市", 2025, NEW)])) == [by_now]


def test_of_two_wordings_of_one_year_neither_is_newer() -> None:
    known = Knowledge([source(2025, {}), source(2025, NEW)])
    for wording in (LISTED, CHANGED):
        assert found(f"落实“四联”要求，即{wording}。", known) == []
        draft = wording.replace("联茶企、", "")
        assert found(f"落实“四联”要求，即{draft}。", known) == [("slogan_missing_item", draft, wording)]
