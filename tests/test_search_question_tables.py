"""The tables of questions: how rows are read, which word comes first, and what an entry of the intents must have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.errors import InputError
from search.questions import tables

Table = Callable[[str], None]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    """Return what makes every table read as a text."""

    def put(text: str) -> None:
        monkeypatch.setattr(tables, "_read", lambda name: text)

    return put


def test_rows_are_lines_without_comments_and_empty_ones(table: Table) -> None:
    table("# kind\ttypes\n茶会\tEvent\n\n茶校\tOrganization\t校 馆\n")
    assert tables.rows("any") == [["茶会", "Event"], ["茶校", "Organization", "校 馆"]]


def test_words_come_longest_first_and_in_order_where_they_are_as_long(table: Table) -> None:
    table("frame\t甲 丙丁 乙\nverb\t丙甲乙 乙甲\n")
    words = tables.words.__wrapped__()
    assert list(words.items()) == [
        ("丙甲乙", "verb"),
        ("丙丁", "frame"),
        ("乙甲", "verb"),
        ("乙", "frame"),
        ("甲", "frame"),
    ]


def test_the_words_of_a_class_are_those_of_no_other() -> None:
    verbs = tables.of_class("verb")
    assert "举办" in verbs and "去年" not in verbs and "去年" in tables.of_class("past")
    assert [len(word) for word in verbs] == sorted((len(word) for word in verbs), reverse=True)


def test_what_documents_write_for_a_word_is_gathered_from_all_of_its_rows(table: Table) -> None:
    table("茶农 茶户\t农户 农民\n茶农\t种茶人\n")
    expected = {"茶农": ("农户", "农民", "种茶人"), "茶户": ("农户", "农民")}
    assert tables.alternatives.__wrapped__() == expected
    assert tables.same.__wrapped__() == expected


def test_kinds_have_types_and_may_have_parts_of_names(table: Table) -> None:
    table("会 茶会\tEvent Program\t会 节\n茶校\tOrganization\n")
    kinds = tables.kinds.__wrapped__()
    assert list(kinds.values()) == [
        tables.Kind("茶会", ("Event", "Program"), ("会", "节")),
        tables.Kind("茶校", ("Organization",), ()),
        tables.Kind("会", ("Event", "Program"), ("会", "节")),
    ]
    assert all(word == kind.word for word, kind in kinds.items())


def test_units_are_those_that_answer_a_word(table: Table) -> None:
    table("几座 多少座\t座 个\n")
    assert tables.units.__wrapped__() == {"几座": ("座", "个"), "多少座": ("座", "个")}


ENTRY: dict[str, object] = {"name": "n", "query": "q", "label": "{x}的茶", "patterns": ["茶.*谁", "谁.*茶"]}


def test_an_entry_has_a_name_a_query_a_label_and_patterns_and_the_rest_may_be_left_out() -> None:
    intent = tables.read_intent(ENTRY)
    assert (intent.name, intent.query, intent.label, intent.weight) == ("n", "q", "{x}的茶", 1.0)
    assert [pattern.pattern for pattern in intent.patterns] == ["茶.*谁", "谁.*茶"]
    assert (intent.then, intent.examples, intent.counterexamples, intent.predicate) == ((), (), (), "")
    assert (intent.asks, intent.sentence, intent.missing) == ("object", "", "")
    assert tables.read_intent({**ENTRY, "sentence": "s", "missing": "m"}).sentence == "", "only of a relation"


def test_an_entry_of_a_relation_has_its_sentences() -> None:
    intent = tables.read_intent(
        {
            **ENTRY,
            "weight": 3,
            "then": ["one"],
            "examples": ["谁种茶"],
            "counterexamples": ["谁喝茶"],
            "predicate": "p",
            "asks": "subject",
            "sentence": "{s}种{o}。",
            "missing": "没有{s}。",
        }
    )
    assert (intent.weight, intent.then, intent.examples, intent.counterexamples) == (
        3.0,
        ("one",),
        ("谁种茶",),
        ("谁喝茶",),
    )
    assert (intent.predicate, intent.asks, intent.sentence, intent.missing) == (
        "p",
        "subject",
        "{s}种{o}。",
        "没有{s}。",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"name": None},
        {"patterns": "茶"},
        {"then": "one"},
        {"weight": "much"},
        {"asks": "both"},
        {"predicate": "p", "missing": "m"},
        {"predicate": "p", "sentence": "s"},
    ],
)
def test_an_entry_that_is_incomplete_or_of_the_wrong_kind_is_refused(change: dict[str, object]) -> None:
    entry = {key: value for key, value in {**ENTRY, **change}.items() if value is not None}
    with pytest.raises(InputError):
        tables.read_intent(entry)


def test_the_table_that_came_out_is_not_checked_again_and_a_changed_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from search.questions import intents

    text, checked = tables._read("intents.toml"), []
    monkeypatch.setattr(intents, "check", checked.append)
    loaded = tables.intents.__wrapped__()
    assert loaded and not checked
    monkeypatch.setattr(tables, "_read", lambda name: f"{text}\n")
    again = tables.intents.__wrapped__()
    assert checked == [again] and [intent.name for intent in again] == [intent.name for intent in loaded]
    assert tables.digest(text) == tables.CHECKED != tables.digest(f"{text}\n")
