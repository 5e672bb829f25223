"""What stands on the two sides of a number, and numbers in words, at the borders of their rules."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kg.extractors import figure_sides
from kg.extractors.figure_sides import Side
from kg.extractors.quantities import Quantity, quantities
from kg.extractors.written_numbers import written


def numbers(text: str) -> tuple[Quantity, ...]:
    return quantities(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("技校由21所整合为17所。", [("技校由", "21所", ""), ("", "17所", "。")]),
        ("95%的村集体收入超过8万元。", [("", "95%", "的村集体收入"), ("村集体收入", "超过8万元", "。")]),
        ("95%的、集体收入超过8万元。", [("", "95%", "的"), ("集体收入", "超过8万元", "。")]),
        ("驿站达3家、培训5人。", [("驿站", "达3家", ""), ("培训", "5人", "。")]),
        ("新建驿站3家和学会5个。", [("新建驿站", "3家", ""), ("学会", "5个", "。")]),
        ("新建3家驿站，5个学会。", [("新建", "3家", "驿站"), ("", "5个", "学会。")]),
        ("建成茶园3个 以及 茶校5所。", [("建成茶园", "3个", ""), ("茶校", "5所", "。")]),
        ("12家学会承接35项转移职能。", [("", "12家", "学会承接"), ("", "35项", "转移职能。")]),
        ("3家驿站占比5%。", [("", "3家", "驿站"), ("驿站占比", "5%", "。")]),
        ("产值3亿元增长5%。", [("产值", "3亿元", ""), ("增长", "5%", "。")]),
        # Both ends of a range have the same sides.
        ("培育3至5家驿站。", [("培育", "3至5家", "驿站。"), ("培育", "3至5家", "驿站。")]),
        ("培育3至5家驿站、培训5人。", [("培育", "3至5家", "驿站"), ("培育", "3至5家", "驿站"), ("培训", "5人", "。")]),
        ("3家5人。", [("", "3家", ""), ("", "5人", "。")]),
    ],
)
def test_what_lies_between_two_numbers_is_divided(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = numbers(text)
    lefts, rights = figure_sides.gaps(text, (0, len(text)), found)
    rows = zip(lefts, found, rights, strict=True)
    assert [(text[a:b], text[number.start : number.end], text[c:d]) for (a, b), number, (c, d) in rows] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("技校由21所整合为17所。", [True]),
        ("技校由21所、医院由3所整合为17所。", [False, True]),
        ("技校21所整合为17所。", [False]),
        ("驿站由3家，学会5个。", [False]),
        ("由" + "各" * 11 + "21所整合为17所。", [True]),
        ("由" + "各" * 12 + "21所整合为17所。", [False]),
    ],
)
def test_a_base_is_what_another_number_started_from(text: str, expected: list[bool]) -> None:
    assert [figure_sides.is_base(text, *two) for two in pairwise(numbers(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投资10亿元以上项目50个。", True),
        ("增长5%以上的企业50家。", True),
        ("投资10亿元的城郊大型重点工程项目50个。", False),
        ("投资10亿元、项目50个。", False),
        ("投资10亿元以上项目增长5%。", False),
        ("培训10人以上的企业50家。", False),
    ],
)
def test_a_condition_says_which_things_the_next_number_counts(text: str, expected: bool) -> None:
    assert figure_sides.is_condition(text, *numbers(text)) is expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("90%的县医院", "县医院"),
        ("90%的", "的"),
        ("90%的院", "院"),
        ("90%的有关医院", "的有关医院"),
        ("90%左右的县医院", "的县医院"),
        ("90%上下的县医院", "的县医院"),
        ("3家的县医院", "的县医院"),
    ],
)
def test_the_share_of_a_thing_is_said_without_its_particle(text: str, rest: str) -> None:
    (number,) = numbers(text)
    start, end = figure_sides.share_of(text, number, (number.end, len(text)))
    assert text[start:end] == rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建科技驿站", Side("科技驿站", "新建", "", "", (2, 6))),
        ("茶叶产量增长", Side("茶叶产量", "", "增长", "", (0, 4))),
        ("全年 举办茶会 ", Side("茶会", "", "", "", (5, 7))),
        ("组织开展茶艺培训", Side("茶艺培训", "", "", "", (4, 8))),
        ("新建茶园、茶校等", Side("", "新建", "", "茶园、茶校等")),
        ("培育茶园、茶校等重点产业基地", Side("重点产业基地", "培育", "", "", (8, 14))),
        # Too short or too common to stand for itself: the row before it stays.
        ("培育茶园、茶校等项目", Side("茶园、茶校等项目", "培育", "", "", (2, 10))),
        ("茶园等、茶校", Side("茶园等、茶校", "", "", "", (0, 6))),
        ("建成茶园、", Side()),
    ],
)
def test_the_left_side_is_the_thing_without_the_verbs_around_it(text: str, expected: Side) -> None:
    assert figure_sides.left_of(text, 0, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业入选云川百强", Side("企业", "", "", "入选云川百强", (0, 2))),
        ("实事项目如期完成", Side("实事项目", "", "", "完成", (0, 4))),
        ("学会先后承接职能", Side("学会", "", "", "承接职能", (0, 2))),
        ("优秀的茶园", Side("茶园", "", "", "", (3, 5))),
        ("好的园", Side("好的园", "", "", "", (0, 3))),
        ("项目已", Side("项目", "", "", "", (0, 2))),
        ("茶园承接" + "各" * 24, Side("茶园", "", "", "承接" + "各" * 24, (0, 2))),
        ("茶园承接" + "各" * 25, Side("茶园", "", "", "", (0, 2))),
        ("各" * 30, Side("各" * 30, "", "", "", (0, 30))),
        ("各" * 31, Side()),
        ("各" * 29 + "、各各", Side("各" * 29, "", "", "", (0, 29))),
        ("各" * 14 + "、" + "各" * 15, Side("各" * 14 + "、" + "各" * 15, "", "", "", (0, 30))),
        ("、茶园", Side()),
        (" 、茶园", Side()),
        ("的茶园", Side()),
        ("）茶园", Side()),
        ("", Side()),
    ],
)
def test_the_right_side_is_the_thing_and_what_it_does(text: str, expected: Side) -> None:
    assert figure_sides.right_of(text, 0, len(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在7场灯会中展出", True),
        ("从 7场灯会入手", True),
        ("在各 7场灯会中", False),
        ("把7场灯会上报", True),
        ("7场灯会中展出", False),
        ("在全市7场灯会中", False),
        ("在7场" + "各" * 12 + "中", True),
        ("在7场" + "各" * 13 + "中", False),
        ("在7场灯会，会上", False),
    ],
)
def test_a_backdrop_only_sets_the_scene(text: str, expected: bool) -> None:
    (number,) = numbers(text)
    assert figure_sides.is_backdrop(text, (0, number.start), (number.end, len(text))) is expected


@pytest.mark.parametrize(
    ("deed", "behind", "expected"),
    [
        ("承接", "职能", "承接职能"),
        ("承接", "、职能，", "承接职能"),
        ("承接着", "职能", "承接着"),
        ("承接", "各" * 12, "承接" + "各" * 12),
        ("承接", "各" * 13, "承接"),
        ("好", "职能", "好"),
    ],
)
def test_a_short_deed_runs_on_to_its_object(deed: str, behind: str, expected: str) -> None:
    assert figure_sides.run_on(behind, deed, (0, len(behind))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("规模翻一番。", ("翻一番", "1", "番", "rate", "=")),
        ("规模翻番。", ("翻番", "1", "番", "rate", "=")),
        ("规模翻了四番。", ("翻了四番", "4", "番", "rate", "=")),
        ("收入是去年的七倍。", ("七倍", "7", "倍", "rate", "=")),
        ("收入是去年的十倍。", ("十倍", "10", "倍", "rate", "=")),
        ("收入是去年的十七倍。", None),
        ("两者之比超过3.5：1。", ("之比超过3.5：1", "3.5", "：1", "rate", ">")),
        ("两者之比达2：1。", ("之比达2：1", "2", "：1", "rate", "=")),
        ("游客突破百万人次。", ("突破百万人次", "100", "万人次", "people", ">")),
        ("产值迈上千亿元台阶。", ("迈上千亿元台阶", "1000", "亿元", "rate", ">=")),
        ("存款近百亿元。", ("近百亿元", "100", "亿元", "rate", "~")),
        ("存款突破万亿元大关。", ("突破万亿元大关", "1", "万亿元", "rate", ">")),
        ("订单超千万件。", ("超千万件", "1000", "万件", "count", ">")),
        ("受益近十万人。", ("近十万人", "10", "万人", "people", "~")),
        ("近六成的家庭。", ("近六成", "6", "成", "rate", "~")),
        ("三成以上的农户。", ("三成以上", "3", "成", "rate", ">=")),
        ("七成左右农户。", ("七成左右", "7", "成", "rate", "~")),
        ("五成农户。", ("五成", "5", "成", "rate", "=")),
        ("达四成。", ("达四成", "4", "成", "rate", "=")),
        ("逾八成农户。", ("逾八成", "8", "成", "rate", ">")),
        # What stands behind the tenths says it more exactly than what stands before them.
        ("近二成以上农户。", ("近二成以上", "2", "成", "rate", ">=")),
        ("九成多农户。", ("九成多", "9", "成", "rate", ">")),
        ("一成不变。", None),
        ("居全省第三。", ("居全省第三", "3", "位", "rank", "=")),
        ("进入全国前十。", ("进入全国前十", "10", "位", "rank", "<=")),
        ("位列全省第二十一位。", ("位列全省第二十一位", "21", "位", "rank", "=")),
        ("位列全省第十八位。", ("位列全省第十八位", "18", "位", "rank", "=")),
        ("稳居全国第12位。", ("稳居全国第12位", "12", "位", "rank", "=")),
        ("惠及130万老年人。", ("130万", "130", "万人", "people", "=")),
        ("近51万余老年人。", ("近51万余", "51", "万人", "people", "~")),
        ("帮扶2.5万多残疾人。", ("2.5万多", "2.5", "万人", "people", ">")),
        ("走访超过3千万农民。", ("超过3千万", "3", "千万人", "people", ">")),
    ],
)
def test_numbers_in_words_and_round_ones_say_how_much(text: str, expected: tuple[str, ...] | None) -> None:
    found = [(text[w.start : w.end], w.value, w.unit, w.kind, w.comparator) for w in written(text, 0, len(text))]
    assert found == ([] if expected is None else [expected])
