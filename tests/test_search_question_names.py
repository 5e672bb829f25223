"""The names that a question uses: found at every offset, by pieces and contractions, one slip away, by what they name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.questions.names import Names, Row, Source, contracts, one_slip
from search.questions.question import Name


def names_of(*texts: str) -> Names:
    return Names.in_memory(Row("d", Source.LABEL, Name(text, f"e:{text}", "Event")) for text in texts)


def found(plain: str, *texts: str, ignored: tuple[str, ...] = ()) -> list[str]:
    links = names_of(*texts).links(plain, ignored=frozenset(ignored))
    assert all(plain[link.start : link.end] == link.text for link in links)
    return [link.text for link in links]


@pytest.mark.parametrize(
    ("plain", "texts", "expected"),
    [
        ("茶会在哪里", ("茶会",), ["茶会"]),
        ("云川的茶会", ("茶会",), ["茶会"]),
        ("茶会和茶会馆", ("茶会", "茶会馆"), ["茶会", "茶会馆"]),
        # The longest at every place, the first where two overlap; one character names nothing.
        ("云川茶会馆", ("云川茶会", "茶会馆", "云川"), ["云川茶会"]),
        ("茶在哪里", ("茶",), []),
        ("没有的名称", ("茶会",), []),
        # Marks within and around a name are typing.
        ("看“茶·会”馆", ("茶会",), ["茶·会"]),
        ("四大行动", ("4大行动",), ["四大行动"]),
        # A piece of a Latin word or of a number is no name.
        ("es是什么", ("es",), ["es"]),
        ("看es", ("es",), ["es"]),
        ("process是什么", ("es",), []),
        ("essay是什么", ("es",), []),
        ("看process", ("es",), []),
        ("es18", ("es", "18"), ["es", "18"]),
        ("2018年", ("18",), []),
        ("看2018", ("18",), []),
        ("1824年", ("18",), []),
        ("es茶", ("es",), ["es"]),
        ("茶es", ("es",), ["es"]),
        # Chinese words that a space parts are two, unless the question is that name and nothing else.
        ("茶 会 在哪里", ("茶会",), []),
        ("茶 会", ("茶会",), ["茶 会"]),
        ("看茶 会", ("茶会",), []),
        ("新茶 会馆", ("新茶", "会馆", "茶会"), ["新茶", "会馆"]),
        ("新茶 会馆里", ("新茶", "会馆", "茶会"), ["新茶", "会馆"]),
        ("e 站在哪里", ("e站",), ["e 站"]),
        ("站 e在哪里", ("站e",), ["站 e"]),
    ],
)
def test_names_are_found_in_a_question(plain: str, texts: tuple[str, ...], expected: list[str]) -> None:
    assert found(plain, *texts) == expected


def test_words_that_mean_a_kind_of_thing_are_no_names_in_a_question() -> None:
    assert found("茶会活动", "茶会", "活动", "茶会活动", ignored=("活动", "茶会活动")) == ["茶会"]


@pytest.mark.parametrize(("length", "is_found"), [(40, True), (41, False)])
def test_a_name_of_forty_characters_is_found(length: int, is_found: bool) -> None:
    name = ("云川茶艺" * 11)[:length]
    assert (found(f"看{name}", name) == [name]) is is_found


@pytest.mark.parametrize(
    ("name", "asked", "is_named"),
    [
        ("茶会（云川）", "茶会", True),
        ("茶会(云川)", "茶会", True),
        ("茶会（云川）", "茶会云川", True),
        ("茶会（云川）馆（新）", "茶会馆", True),
        ("（云川）茶会", "茶会", True),
        ("茶会（云川", "茶会", False),
        ("茶）会（馆", "茶会馆", True),
        ("茶（云川）", "茶", False),
        ("茶（云川）", "茶云川", True),
    ],
)
def test_what_stands_in_brackets_may_be_left_out_of_a_name(name: str, asked: str, is_named: bool) -> None:
    assert [one.text for one in names_of(name).exact(asked)] == ([name] if is_named else [])


@pytest.mark.parametrize(
    ("short", "long", "is_one"),
    [
        # A piece, whatever its length.
        ("茶会", "云川茶会", True),
        ("云川", "云川茶会", True),
        # Two stretches in order, and the ending, of three characters or more.
        ("茶艺赛", "茶艺竞赛", True),
        ("云川赛", "云川茶艺竞赛", True),
        ("茶赛", "茶艺竞赛", False),
        ("茶艺竞", "茶艺大竞赛", False),
        ("竞茶赛", "茶艺竞赛", False),
        ("云艺茶赛", "云川茶艺竞赛", False),
        # A 会议 is called 会.
        ("云川会", "云川茶叶会议", True),
        ("云川会", "云川茶叶会馆", False),
        ("云川馆", "云川茶叶会议", False),
        ("云川议", "云川茶叶会议", True),
        # Three single characters of a name are chance; one between stretches is not, in a text of six, and two are.
        ("云茶会", "云川茶叶会", False),
        ("云川茶大会", "云川新茶叶大会", False),
        ("云川县茶大会", "云川县新茶叶大会", True),
        ("云川茶县茶春大会", "云川茶县新茶叶老春节大会", False),
        ("云川茶县茶叶春会", "云川茶县新茶叶老春节大会", True),
        ("云川县茶叶春会", "云川县新茶叶老春节大会", False),
    ],
)
def test_what_shortens_a_name(short: str, long: str, is_one: bool) -> None:
    assert contracts(short, long) is is_one


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("云川茶会", "云山茶会", True),
        ("云川茶会", "云川茶馆", True),
        ("云川茶会", "山川茶会", True),
        ("云川茶会", "云山茶馆", False),
        ("云川茶会", "云川茶会", False),
        # Left out, or put in.
        ("云川茶会", "云川茶", True),
        ("云川茶会", "云茶会", True),
        ("云川茶会", "川茶会", True),
        ("云川茶会", "云川新茶会", True),
        ("云川茶会", "云川新茶馆", False),
        ("云川茶会", "云川新旧茶会", False),
        ("云川", "云川茶会", False),
        # Two exchanged.
        ("云川茶会", "川云茶会", True),
        ("云川茶会", "云茶川会", True),
        ("云川茶会", "云川会茶", True),
        ("云川茶会", "川云会茶", False),
        ("云川茶会", "云茶川馆", False),
        ("云川茶会", "茶川云会", False),
        ("云川茶会馆", "云茶会川馆", False),
        # Three characters are too few for the longer of them.
        ("云川茶", "云山茶", False),
        ("云川", "云川茶", False),
    ],
)
def test_names_one_slip_apart(one: str, other: str, is_slip: bool) -> None:
    assert one_slip(one, other) is is_slip
    assert one_slip(other, one) is is_slip


def test_names_like_a_text_are_those_that_hold_it_before_those_that_it_shortens_the_shortest_first() -> None:
    names = names_of("云川省茶艺竞赛", "云川省茶艺赛", "新云川省茶艺赛", "云川省级茶艺赛", "茶会")
    assert [name.text for name in names.like("云川省茶艺赛")] == [
        "云川省茶艺赛",
        "新云川省茶艺赛",
        "云川省级茶艺赛",
        "云川省茶艺竞赛",
    ]
    assert [name.text for name in names.like("茶会")] == ["茶会"]
    assert names.like("茶") == () and names.like("没有") == ()


def test_names_near_a_text_are_one_slip_away() -> None:
    names = names_of("云山茶会", "云川茶馆", "云川茶", "云川新旧茶会", "茶会")
    assert [name.text for name in names.near("云川茶会")] == ["云山茶会", "云川茶", "云川茶馆"]
    assert names.near("茶") == ()


def test_main_names_and_the_newest_holders_come_first() -> None:
    names = Names.in_memory(
        [
            Row("d1", Source.TERM, Name("石部长", "e:3", "Slogan")),
            Row("d2", Source.LABEL, Name("石部长", "e:2", "Person", preferred=False)),
            Row("d2", Source.LABEL, Name("石部长", "e:1", "Person")),
            Row("d3", Source.POST, Name("石部长", "e:4", "Person"), day="2029-01-01"),
            Row("d4", Source.POST, Name("石部长", "e:5", "Person"), day="2030-01-01"),
            Row("d5", Source.POST, Name("石部长", "e:5", "Person"), day="2030-01-01"),
        ]
    )
    assert [name.iri for name in names.exact("石部长")] == ["e:5", "e:4", "e:1", "e:2", "e:3"]
    assert [(name.iri, name.preferred) for name in names.labels()] == [("e:1", True), ("e:2", False)]


def test_the_names_of_an_entity_main_ones_first_and_none_twice() -> None:
    rows = [
        Row("d1", Source.LABEL, Name("茶校", "e:1", "Organization", preferred=False)),
        Row("d2", Source.LABEL, Name("茶农学校（云川）", "e:1", "Organization")),
        Row("d3", Source.LABEL, Name("茶农学校（云川）", "e:1", "Organization")),
        Row("d3", Source.TERM, Name("茶话", "", "")),
    ]
    names = Names.in_memory(rows)
    assert [name.text for name in names.of("e:1")] == ["茶农学校（云川）", "茶校"]
    assert names.of("e:2") == () and names.of("") == ()
    prepared = Names.in_memory(rows)
    prepared.prepare(["e:1"])
    prepared.prepare(["e:1", "e:2"])
    assert prepared.of("e:1") == names.of("e:1") and prepared.of("e:2") == ()
    assert names.wording.split("\n") == sorted({row.name.text for row in rows})


def test_more_names_are_asked_for_at_once_than_a_statement_takes() -> None:
    texts = [f"云川{number:04}茶会" for number in range(2000)]
    names = names_of(*texts)
    assert names.known([*texts, "云川茶会"]) == frozenset(texts)
    iris = [f"e:{text}" for text in texts]
    names.prepare(iris)
    assert [names.of(iri)[0].text for iri in iris] == texts


def test_names_in_memory_may_be_asked_by_another_thread() -> None:
    names = names_of("茶会")
    with ThreadPoolExecutor(1) as other:
        assert other.submit(names.exact, "茶会").result()[0].text == "茶会"
