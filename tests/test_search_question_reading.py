"""What a question is read as: years, states, numbers, kinds, units, words that carry it; and a follow-up written out in full."""

from __future__ import annotations

from functools import partial

import pytest

from search.questions import context, parse, tables
from search.questions.names import Names, Row, Source
from search.questions.question import Name, Question
from search.questions.repair import Vocabulary

TEXT = "云川市举办茶叶博览会，培训茶农，新建茶园，建设科普站，专家人数增加，老专家宣讲，社区，企业，学会，和谐，对接。"
NAMES = [
    Name("茶叶博览会", "e:1", "Event"),
    Name("茶农学校", "e:2", "Organization"),
    Name("茶校", "e:2", "Organization", preferred=False),
    Name("银杏计划", "e:3", "Program"),
]


def named(text: str) -> Name:
    return Name(text, f"e:{text}", "Thing")


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
        ("推荐了多少茶农", "achieved"),
        ("茶里加了多少糖", None),
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
    names = Names.in_memory([Row("d", Source.LABEL, Name("茶叶产业博览展", "e:8", "Event"))])

    def of(text: str) -> list[tuple[str, ...]]:
        read = parse.parse(text, names, Vocabulary("茶叶产业博览展", [TEXT]), year=2030)
        return [word.names for word in read.words]

    assert of("茶博览展在哪里") == [("茶博览展", "茶叶产业博览展")]
    (word,) = parse.parse("茶博览展在哪里", names, Vocabulary("茶叶产业博览展", [TEXT]), year=2030).words
    assert not word.is_name, "a text that means it may share only some characters"
    assert "茶叶产业博览展" not in {name for word in of("茶叶展在哪里") for name in word}


def test_prizes_are_no_kind_of_thing_within_those_who_win_them() -> None:
    assert "奖项" not in read("哪些获奖项目来自社区").kinds
    assert "奖项" in read("社区得过哪些奖项").kinds


def test_verbs_and_kinds_weigh_less() -> None:
    weights = {word.text: word.weight for word in read("新建茶园活动").words}
    assert weights["茶园"] == 1.0
    assert {weights.get("新建"), weights.get("活动")} == {0.4}


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        # A character that carries nothing alone belongs to a word that the library has, before it or behind it.
        ("茶园中小学生", "中小学生。", ["茶园", "中小学生"]),
        ("茶园里中茶", "中茶。", ["茶园", "中茶"]),
        ("茶园里中茶", "园中。", ["茶园", "茶"]),
        ("中茶", "中茶。", ["中茶"]),
        ("中茶", "茶中。", ["茶"]),
        ("茶 中茶园", "茶 中。", ["茶", "茶园"]),
        # So does one of saying, which ends words; 的 is never part of one.
        ("茶学说", "学说。", ["茶学说"]),
        ("茶学说", "说茶。", ["茶学"]),
        ("说茶", "说茶。", ["说茶"]),
        ("茶农宣讲团", "宣讲。", ["茶农宣讲团"]),
        ("茶农讲茶", "讲茶。", ["茶农", "茶"]),
        ("讲茶", "讲茶。", ["茶"]),
        ("讲师团的茶", "茶。", ["讲师团", "茶"]),
        ("新讲堂讲茶", "茶。", ["新讲堂", "茶"]),
        # Who and what are always asked for.
        ("茶农谁种茶", "农谁。谁种。", ["茶农", "种茶"]),
        ("茶的园", "茶的园。", ["茶", "园"]),
        # Joining words are no part of what they stand at the ends of, nor are words of place behind it.
        ("与茶园", "与茶。", ["茶园"]),
        ("以茶园", "茶园。", ["茶园"]),
        ("以茶园", "以茶。", ["以茶园"]),
        ("对茶园", "对茶。", ["对茶园"]),
        ("对茶园子", "对茶。", ["茶园子"]),
        ("茶园里", "茶园。", ["茶园"]),
        ("茶园里", "园里。", ["茶园里"]),
        ("茶园子开", "子开。", ["茶园子"]),
        # Two characters are a word of their own.
        ("和谐", "和谐。", ["和谐"]),
        ("对接", "对接。", ["对接"]),
        ("茶里", "茶里。", ["茶里"]),
        ("公开", "公开。", ["公开"]),
        # A kind of one character is no word that would keep it.
        ("茶园会大吗", "茶园。", ["茶园", "大"]),
        # 数 is the number of what stands before it, but what is measured ends in it.
        ("茶园数", "园数。", ["茶园"]),
        ("茶园系数", "系数。", ["茶园系数"]),
    ],
)
def test_single_characters_that_carry_nothing(text: str, said: str, expected: list[str]) -> None:
    assert words(text, said) == expected


@pytest.mark.parametrize("text", ["茶园办法", "举办茶园", "茶园会议", "茶园公租房"])
def test_no_character_of_a_word_of_the_tables_is_a_particle(text: str) -> None:
    assert "".join(words(text, "茶园。")) == text


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        # The measure word belongs to what is counted, where the library has it so.
        ("企业家数是多少", "企业家。", ["企业家"]),
        ("企业家数是多少", "企业家数。", ["企业"]),
        ("企业家数和茶园家数是多少", "企业家。", ["企业家", "茶园"]),
        ("茶园情况是什么", "园情。", ["茶园"]),
        ("茶园数目是多少", "茶园。", ["茶园"]),
        ("茶农小组组成", "茶农小组。", ["茶农小组"]),
        ("茶农小组成员", "茶农小组。", ["茶农小组成员"]),
        ("相关茶园", "茶园。", ["茶园"]),
    ],
)
def test_words_of_asking_are_cut_out_whole(text: str, said: str, expected: list[str]) -> None:
    assert words(text, said) == expected


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        # What the library joins to the word before or behind is one word with it.
        ("茶活动", "茶活动。", ["茶活动"]),
        ("茶活动", "活动。", ["茶", "活动"]),
        ("活动家", "活动家。", ["活动家"]),
        ("活动家的茶", "活动。", ["活动", "茶"]),
        ("活动人们", "活动人。", ["活动", "人们"]),
        ("群众性活动", "群众性活动。", ["群众", "活动"]),
        ("活动性人", "活动人。", ["活动性人"]),
        ("活动性人们", "活动人。", ["活动", "人们"]),
        ("服务业", "服务。", ["服务业"]),
        ("茶服务业", "服务。", ["茶服务业"]),
        # What stands for the very same thing in documents is a word whatever stands beside it.
        ("老低保户", "老低保户。", ["老", "低保户"]),
        ("低保茶", "低保茶。", ["低保", "茶"]),
        # Joining words at the cut belong to neither side.
        ("茶园以活动", "茶园。", ["茶园", "活动"]),
        ("活动让茶园", "茶园。", ["活动", "茶园"]),
        # Two words that are joined are two, unless the library has them so, or one of them is a single character.
        ("茶农或茶园", "茶农。", ["茶农", "茶园"]),
        ("茶农以及茶园", "茶农。", ["茶农", "茶园"]),
        ("茶农与茶园", "茶农与茶园，农与茶。", ["茶农与茶园"]),
        ("茶农与茶园", "农与，与茶。", ["茶农", "茶园"]),
        ("茶或茶园", "茶或，或茶。", ["茶或茶园"]),
        # One character that documents write otherwise is cut off nothing.
        ("茶叶合格率", "茶叶。", ["茶叶合格率"]),
        ("了", "了。", []),
    ],
)
def test_where_one_word_ends_and_another_begins(text: str, said: str, expected: list[str]) -> None:
    assert words(text, said) == expected


def test_only_verbs_and_words_for_kinds_weigh_less() -> None:
    found = {word.text: word.weight for word in read("茶农参加低保活动").words}
    assert found == {"茶农": 1.0, "参加": 0.4, "低保": 1.0, "活动": 0.4}


def test_what_people_say_has_the_words_that_documents_write() -> None:
    (same,) = read("低保").words
    assert (same.names, same.forms, same.is_name) == (("低保", "最低生活保障"), (), False)
    (other,) = read("办法").words
    assert other.names == ("办法",) and set(other.forms) == set(tables.alternatives()["办法"]) - {"办法"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪些比赛", ("比赛",)),
        ("哪些茶园", ()),
        # The longer of two words, and no word for a kind in what wins a prize or in whom something is for.
        ("哪些科技馆", ("科技馆",)),
        ("哪些活动和会议", ("活动", "会议")),
        ("面向学校老师的活动有哪些", ("活动",)),
        ("学校的活动有哪些", ("活动", "学校")),
    ],
)
def test_the_kinds_of_things_that_are_asked_for(text: str, expected: tuple[str, ...]) -> None:
    assert set(read(text).kinds) == set(expected)


def test_a_year_in_a_name_is_no_year_of_the_question() -> None:
    names = Names.in_memory([Row("d", Source.LABEL, Name("2028年云川茶会", "e:9", "Event"))])
    found = parse.parse("2029年谁提到2028年云川茶会", names, Vocabulary("2028年云川茶会", [TEXT]), year=2030)
    assert [link.text for link in found.links] == ["2028年云川茶会"] and found.years == (2029,)


@pytest.mark.parametrize(
    ("text", "is_number"), [("茶园有多少个", True), ("茶园有多少个，在哪里", True), ("茶园在哪里", False)]
)
def test_whether_a_figure_is_asked_for(text: str, is_number: bool) -> None:
    assert read(text).is_number is is_number


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Every pair of 茶农雪校 is somewhere in the library.
        ("茶农雪校在哪里", "茶农学校在哪里"),
        ("看茶农雪校", "看茶农学校"),
        ("茶农学校和茶农雪校", "茶农学校和茶农学校"),
        # What the library has as it is typed is no slip.
        ("雪校车在哪里", "雪校车在哪里"),
        # Nor is a word for a kind of thing; a single character of one may be.
        ("茶专家在哪里", "茶专家在哪里"),
        ("茶农会管在哪里", "茶农会馆在哪里"),
    ],
)
def test_a_mistyped_name_is_read_as_the_name(text: str, meant: str) -> None:
    names = Names.in_memory(
        Row("d", Source.LABEL, name) for name in (*NAMES, *map(named, ("学校车", "茶砖家", "茶农会馆")))
    )
    said = "茶农雪天。农雪。雪校车。学校和茶农。看茶。茶专。专家。农会。会管。"
    found = parse.parse(text, names, Vocabulary("茶农学校", [said]), year=2030)
    assert found.plain == meant
    assert [link.text for link in found.links].count("茶农学校") == meant.count("茶农学校")
    assert ("茶农会馆" in meant) is any(link.text == "茶农会馆" for link in found.links)
    assert bool(found.corrections) is (text != meant)


def test_a_name_that_counts_is_meant_by_so_many_of_them() -> None:
    names = Names.in_memory([Row("d", Source.TERM, Name("四大行动", "", ""))])
    found = parse.parse("四个行动是什么", names, Vocabulary("四大行动", [TEXT]), year=2030)
    assert found.plain == "四大行动是什么" and [link.text for link in found.links] == ["四大行动"]
    assert [(one.before, one.after) for one in found.corrections] == [("四个行动", "四大行动")]


def follow(text: str, before: str, answer: str = "") -> str:
    return context.resolve(text, read(before), partial(read), lambda: answer)


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


@pytest.mark.parametrize(
    ("text", "before", "full"),
    [
        # A year that is said with another thing counts, and so do two years, and a plan where a figure was asked for.
        ("2028年的茶园呢", "2029年培训茶农多少人", "2028年茶园多少人"),
        ("那2028年的银杏计划呢", "2029年茶农学校培训茶农多少人", "2028年银杏计划培训茶农多少人"),
        ("那2031年的银杏计划呢", "茶农学校在哪里", "2031年银杏计划在哪里"),
        ("2027年和2028年呢", "2029年新建了多少茶园", "2027年和2028年新建了多少茶园"),
        ("1901年呢", "新建了多少茶园", "1901年新建多少茶园"),
        ("2029年呢", "2029年新建了多少茶园", "2029年新建了多少茶园"),
        ("2029年的情况呢", "前年新建了多少茶园", "2029年新建多少茶园"),
        ("那完成呢", "2029年计划新建多少茶园", "2029年新建多少茶园 完成"),
        # What is planned of another thing counts where a figure was asked for, and only its year where none was.
        ("那预计的茶园呢", "培训茶农多少人", "茶园多少人 目标"),
        ("那茶园呢", "培训茶农多少人", "茶园多少人"),
        ("那预计的茶园呢", "茶农学校在哪里", "茶园在哪里"),
        ("那明年要建的茶园呢", "2029年培训茶农多少人", "2031年茶园多少人 目标"),
        ("那明年要建的茶园呢", "2029年茶农学校在哪里", "2031年茶园在哪里"),
        ("那计划呢", "茶农学校新建的茶园在哪里", "茶农学校新建的茶园在哪里 目标"),
        # 计划 in a name is no word for a plan.
        ("那目标呢", "今年银杏计划培训茶农多少人", "今年银杏计划培训茶农多少人 目标"),
        ("那去年完成了多少呢", "今年银杏计划计划培训茶农多少人", "2029年银杏计划培训茶农多少人 完成"),
    ],
)
def test_a_follow_up_about_another_year_or_state(text: str, before: str, full: str) -> None:
    assert follow(text, before) == full


@pytest.mark.parametrize(
    ("text", "before", "full"),
    [
        # What the figure is of stands between the name and the asking: six characters at most.
        ("比上年增加多少", "茶农学校专项建设经费是多少", "茶农学校专项建设经费比上年增加多少"),
        ("比上年增加多少", "茶农学校新专项建设经费是多少", "茶农学校比上年增加多少"),
        ("比上年增加多少", "云川茶农学校经费是多少", "茶农学校比上年增加多少"),
        # The year that was spoken of stays, unless another is said.
        ("增加了多少", "2029年茶农学校经费是多少", "2029年茶农学校经费增加了多少"),
        ("比2028年增加多少", "2029年茶农学校经费是多少", "茶农学校经费比2028年增加多少"),
        # Where no figure was asked for, only the name is kept of the question before.
        ("有多少人", "2029年茶农学校在哪里", "2029年茶农学校有多少人"),
        ("在哪里", "2029年茶农学校经费是多少", "茶农学校在哪里"),
    ],
)
def test_a_figure_leans_on_what_the_figure_before_was_of(text: str, before: str, full: str) -> None:
    assert follow(text, before) == full


@pytest.mark.parametrize(
    ("text", "before", "full"),
    [
        ("居全国第几", "茶农学校有多少家", "茶农学校居全国第几"),
        ("谁批准的", "茶农学校有多少家", "茶农学校谁批准的"),
        ("什么时候启动", "茶农学校有多少家", "茶农学校什么时候启动"),
        ("谁批准的茶校", "茶农学校有多少家", "谁批准的茶校"),
        # One of a series, or one thing, is put in the place of the first that was spoken of.
        ("第二届呢", "第一届茶会和第三届茶会在哪里", "第二届茶会和第三届茶会在哪里"),
        ("第二届呢", "茶农学校和茶农学校在哪里", "第二届茶农学校和茶农学校在哪里"),
        ("那茶农学校呢", "茶叶博览会和茶叶博览会在哪里", "茶农学校和茶叶博览会在哪里"),
        # What does not point back and asks nothing is left alone, as is what stands alone.
        ("茶园", "茶农学校在哪里", "茶园"),
        ("那茶园呢", "茶农学校在哪里", "茶园在哪里"),
        ("那茶园在哪里", "茶农学校在哪里", "那茶园在哪里"),
        # A verb, a word for a kind or for asking, or one character is no other thing.
        ("那新建呢", "茶农学校在哪里", "那新建呢"),
        ("那办法呢", "茶农学校在哪里", "那办法呢"),
        ("那云呢", "茶农学校在哪里", "那云呢"),
        ("那活动在哪里", "茶农学校是什么", "茶农学校活动在哪里"),
        ("那启动呢", "茶农学校在哪里", "那启动呢"),
        ("那新建茶园呢", "茶农学校在哪里", "新建茶园在哪里"),
    ],
)
def test_what_a_follow_up_takes_from_the_question_before(text: str, before: str, full: str) -> None:
    assert follow(text, before) == full


def test_only_the_first_he_of_a_question_is_who_was_the_answer() -> None:
    assert follow("他和他们是哪里人", "茶农学校校长是谁", "石见山") == "石见山和他们是哪里人"
    assert follow("他是哪里人", "茶农学校是什么") == "茶农学校是哪里人"
