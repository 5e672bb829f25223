"""What a question is read as: years, states, numbers, kinds, units, words that carry it; and a follow-up written out in full."""

from __future__ import annotations

from functools import partial

import pytest

from search.questions import context, parse
from search.questions.names import Names, Row, Source
from search.questions.question import Name, Question
from search.questions.repair import Vocabulary

TEXT = "云川市举办茶叶博览会，培训茶农，新建茶园，建设科普站，专家人数增加，老专家宣讲，社区，企业，学会，和谐，对接。"
NAMES = [
    Name("茶叶博览会", "e:1", "Event"),
    Name("茶农学校", "e:2", "Organization"),
    Name("茶校", "e:2", "Organization", preferred=False),
]


def read(text: str, *, year: int | None = 2030) -> Question:
    names = Names.in_memory(Row("d", Source.LABEL, name) for name in NAMES)
    return parse.parse(text, names, Vocabulary("茶叶博览会\n茶农学校\n茶校", [TEXT]), year=year)


@pytest.mark.parametrize(
    ("text", "year", "years"),
    [
        ("2029年培训茶农多少人", 2030, (2029,)),
        ("2029年和2027年分别培训茶农多少人", 2030, (2029, 2027)),
        ("今年培训茶农多少人", 2030, (2030,)),
        ("去年培训茶农多少人", 2030, (2029,)),
        ("前年培训茶农多少人", 2030, (2028,)),
        ("明年要培训茶农多少人", 2030, (2031,)),
        ("今年比2028年多培训茶农多少人", 2030, (2030, 2028)),
        ("去年和2029年培训茶农多少人", 2030, (2029,)),
        ("2028年比上一年多培训茶农多少人", 2030, (2028, 2027)),
        ("上年培训茶农多少人", 2030, (2029,)),
        ("2025年、2028年和前一年培训茶农多少人", 2030, (2025, 2028, 2027)),
        ("上年培训茶农多少人", None, ()),
        ("今年培训茶农多少人", None, ()),
        ("文件编号12029号说了什么", 2030, ()),
        ("培训茶农2029人了吗", 2030, (2029,)),
        ("培训茶农多少人", 2030, ()),
    ],
)
def test_the_years_of_a_question(text: str, year: int | None, years: tuple[int, ...]) -> None:
    assert parse.years(text, year) == years


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("计划培训茶农多少人", "target"),
        ("完成培训茶农多少人", "achieved"),
        ("新建了多少茶园", "achieved"),
        ("培训茶农多少人", None),
        ("计划完成多少茶园", None),
        # Of a year to come there are only plans.
        ("2031年完成培训茶农多少人", None),
        ("2030年完成培训茶农多少人", "achieved"),
        ("2031年计划培训茶农多少人", "target"),
        ("2030年和2031年完成培训茶农多少人", "achieved"),
    ],
)
def test_whether_a_plan_or_a_result_is_asked_for(text: str, status: str | None) -> None:
    assert read(text).status == status


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三大行动是什么", 3),
        ("哪两项工作", 2),
        ("12个站是哪些", 12),
        ("第三项工作是什么", None),
        ("二十个站是哪些", None),
        ("23个站是哪些", None),
        ("举办的三个茶节", 3),
        ("第十三个茶节", None),
        ("有哪些工作", None),
        ("2029年工作是什么", None),
    ],
)
def test_how_many_things_a_question_asks_for(text: str, number: int | None) -> None:
    assert read(text).number == number


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("培训茶农多少人", True),
        ("有多少人口", False),
        ("有多少人才", False),
        ("多少支队伍", True),
        ("多少支持政策", False),
    ],
)
def test_the_units_that_may_answer(text: str, units: bool) -> None:
    assert bool(set(read(text).units) & {"人", "人次", "名", "支"}) is units


def test_a_rate_is_asked_for_by_growth_and_a_sum_by_what_it_grew_to() -> None:
    assert "%" in read("投资增长多少元").units or read("投资增长多少元").units
    assert "%" not in read("投资增加到多少元").units
    assert "%" in read("今年茶园投资预期增长多少").units


def test_people_are_asked_for_by_how_many_of_them_and_a_length_by_how_long_it_is() -> None:
    assert "个" not in read("茶园最多住几个人").units
    assert "公里" in read("茶园公路有多长").units and "天" not in read("茶园公路有多长").units
    assert "天" in read("茶园培训要多长时间").units


def words(text: str, said: str = TEXT) -> list[str]:
    names = Names.in_memory(Row("d", Source.LABEL, name) for name in NAMES)
    return [word.text for word in parse.parse(text, names, Vocabulary("茶校", [said]), year=2030).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶叶博览会签约了多少项目", "茶叶博览会"),
        ("茶校在哪里", "茶校"),
        ("请问一下茶农学校的地址", "茶农学校"),
    ],
)
def test_a_name_is_one_word_with_its_other_names(text: str, expected: str) -> None:
    (link,) = read(text).links
    assert link.text == expected == text[link.start : link.end] or link.text == expected
    first = next(word for word in read(text).words if word.is_name)
    assert first.text == expected
    assert ("茶农学校" in first.names and "茶校" in first.names) == (expected != "茶叶博览会")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("茶农的茶园在哪里", ["茶农", "茶园"]),
        ("社区和企业的对接", ["社区", "企业", "对接"]),
        ("培训茶农", ["培训", "茶农"]),
        ("老专家有多少", ["老专家"]),
        ("2029年的茶园", ["茶园"]),
        ("3个茶园", ["茶园"]),
        ("茶园小组成员", ["茶园小组成员"]),
        ("五年来的茶园", ["茶园"]),
        ("茶园最多能补助多少", ["茶园", "补助"]),
    ],
)
def test_the_words_that_carry_a_question(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("学校放几天假", "学校放假通知。", ["学校", "放假"]),
        ("学校租几天车", "学校放假通知。", ["学校", "租", "车"]),
        ("专家数是多少", "专家人数增加。", ["专家"]),
        ("学校家数是多少", "学校增加。", ["学校"]),
        ("景气指数目标是多少", "景气指数上升。", ["景气指数"]),
        ("景气指数目标是多少", "景气指数目标已定。", ["景气指数"]),
    ],
)
def test_words_of_asking_are_cut_off_where_a_word_of_the_library_ends(
    text: str, said: str, expected: list[str]
) -> None:
    assert words(text, said) == expected


def test_a_year_is_no_name_whatever_the_library_calls_so() -> None:
    names = Names.in_memory([Row("d", Source.LABEL, Name("2029年", "e:9", "Period")), Row("d", Source.LABEL, NAMES[0])])
    found = parse.parse("2029年茶叶博览会签约了多少项目", names, Vocabulary("茶叶博览会", [TEXT]), year=2030)
    assert [link.text for link in found.links] == ["茶叶博览会"] and found.years == (2029,)


def test_four_characters_of_a_name_may_stand_for_it_and_three_do_not() -> None:
    names = Names.in_memory([Row("d", Source.LABEL, Name("茶叶产业博览会", "e:8", "Event"))])

    def of(text: str) -> list[tuple[str, ...]]:
        read = parse.parse(text, names, Vocabulary("茶叶产业博览会", [TEXT]), year=2030)
        return [word.names for word in read.words]

    assert of("茶博览会在哪里") == [("茶博览会", "茶叶产业博览会")]
    assert "茶叶产业博览会" not in {name for word in of("茶博会在哪里") for name in word}


def test_prizes_are_no_kind_of_thing_within_those_who_win_them() -> None:
    assert "奖项" not in read("哪些获奖项目来自社区").kinds
    assert "奖项" in read("社区得过哪些奖项").kinds


def test_verbs_and_kinds_weigh_less() -> None:
    weights = {word.text: word.weight for word in read("新建茶园活动").words}
    assert weights["茶园"] == 1.0
    assert {weights.get("新建"), weights.get("活动")} == {0.4}


def follow(text: str, before: str, named: str = "") -> str:
    return context.resolve(text, read(before), partial(read), lambda: named)


@pytest.mark.parametrize(
    ("text", "before", "full"),
    [
        # Another year, or the plan for the result; what is yet to come is not done.
        ("那2028年呢", "2029年培训茶农多少人", "2028年培训茶农多少人"),
        ("去年呢", "今年培训茶农多少人", "2029年培训茶农多少人"),
        ("2031年呢", "2029年新建了多少茶园", "2031年新建多少茶园"),
        ("2028年呢", "2029年新建了多少茶园", "2028年新建了多少茶园"),
        ("那目标呢", "2029年培训茶农多少人", "2029年培训茶农多少人 目标"),
        # Another of a series.
        ("那第二届呢", "第一届茶叶博览会在哪里举办", "第二届茶叶博览会在哪里举办"),
        ("第二届呢", "茶叶博览会在哪里举办", "第二届茶叶博览会在哪里举办"),
        # Another thing of the same kind of question.
        ("那茶农学校呢", "茶叶博览会在哪里举办", "茶农学校在哪里举办"),
        # What stands alone is left as it is.
        ("茶农学校在哪里", "茶叶博览会在哪里举办", "茶农学校在哪里"),
        # What points back is about what was spoken of.
        ("它在哪里举办", "茶叶博览会是什么", "茶叶博览会在哪里举办"),
        ("比上年增加多少", "茶农学校专项经费是多少", "茶农学校专项经费比上年增加多少"),
        ("那么在哪里举办呢", "茶叶博览会是什么", "茶叶博览会在哪里举办"),
    ],
)
def test_a_follow_up_is_written_out_in_full(text: str, before: str, full: str) -> None:
    assert follow(text, before) == full


def test_a_person_who_was_the_answer_is_meant_by_he() -> None:
    assert follow("他是哪里人", "茶农学校校长是谁", "石见山") == "石见山是哪里人"
    assert follow("这位同志讲了什么", "茶农学校校长是谁", "石见山") == "石见山讲了什么"


@pytest.mark.parametrize("text", ["其他茶园在哪里", "其中茶园在哪里", "吉他茶园在哪里"])
def test_other_things_are_nobody(text: str) -> None:
    assert "石见山" not in follow(text, "茶农学校校长是谁", "石见山")
