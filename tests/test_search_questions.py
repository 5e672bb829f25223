"""Questions before they are answered: the table of intents, several in one, the log of those without an answer."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from pathlib import Path

import pytest

from corpus.errors import InputError
from corpus.patterns import lazy
from kg.facts import Predicate
from search import answering, unanswered
from search.answering import STRATEGIES
from search.library import Library
from search.questions import tables
from search.questions.fold import fold, fold_all
from search.questions.intents import check
from search.questions.parts import parts
from tests.commands import PROJECT, cetu, cetu_json


def test_every_intent_has_a_strategy_and_an_example() -> None:
    for intent in tables.intents():
        assert intent.name in STRATEGIES or intent.predicate in set(Predicate)
        assert set(intent.then) <= set(STRATEGIES)
        assert intent.examples


def test_every_pattern_and_example_of_the_table_is_sound() -> None:
    check(tables.intents())
    text = (PROJECT / "search" / "questions" / "intents.toml").read_text(encoding="utf-8")
    assert tables.digest(text) == tables.CHECKED, "write the new digest into search/questions/tables.py"


def test_a_changed_table_is_checked_when_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PROJECT / "search" / "questions" / "intents.toml").read_text(encoding="utf-8")
    wrong = text.replace('examples = ["', 'examples = ["谁作了工作报告", "', 1)
    monkeypatch.setattr(tables, "_read", lambda name: wrong)
    with pytest.raises(InputError, match="谁作了工作报告"):
        tables.intents.__wrapped__()


def test_a_pattern_that_is_no_regular_expression_is_refused() -> None:
    first, *rest = tables.intents()
    with pytest.raises(InputError, match=first.name):
        check([dataclasses.replace(first, patterns=(lazy("(文号"),)), *rest])


def test_an_example_that_another_intent_takes_is_refused() -> None:
    first, *rest = tables.intents()
    wrong = dataclasses.replace(first, examples=("谁作了工作报告",))
    with pytest.raises(InputError, match="谁作了工作报告"):
        check([wrong, *rest])


def test_a_counterexample_that_an_intent_takes_is_refused() -> None:
    first, *rest = tables.intents()
    with pytest.raises(InputError, match="这份通知的文号是多少"):
        check([dataclasses.replace(first, examples=(), counterexamples=("这份通知的文号是多少",)), *rest])


def test_the_page_about_questions_names_every_intent() -> None:
    page = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert [intent.name for intent in tables.intents() if f"`{intent.name}`" not in page] == []


def test_the_entry_that_the_page_shows_can_be_added() -> None:
    import tomllib

    page = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert block
    added = [tables.read_intent(entry) for entry in tomllib.loads(block[1])["intent"]]
    assert added
    assert added[0].predicate in set(Predicate)
    check([*tables.intents(), *added])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大会什么时候举办，在哪里开？", ("大会什么时候举办", "在哪里开")),
        ("新建驿站多少个？上报建议几篇？", ("新建驿站多少个", "上报建议几篇")),
        ("请问，什么是银杏计划？", ("请问，什么是银杏计划？",)),
        ("在企业、学校方面，做了哪些工作", ("在企业、学校方面，做了哪些工作",)),
    ],
)
def test_a_text_is_cut_only_where_each_piece_asks(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == expected


@pytest.fixture
def own_library(sample_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_library, tmp_path / "library"))


def test_nothing_is_written_down_unless_a_setting_says_so(own_library: Path) -> None:
    answering.ask(Library.open(own_library, {}), "什么是元宇宙")
    assert not (own_library / unanswered.FILE).exists()


def test_unanswered_questions_are_listed_the_most_asked_first(own_library: Path) -> None:
    library = Library.open(own_library, {"CETU_SEARCH__LOG_UNANSWERED": "true"})
    for question in ("什么是元宇宙", "云川马拉松是哪天", "云川马拉松是哪天", "什么是四库一网"):
        answering.ask(library, question)
    with (own_library / unanswered.FILE).open("a", encoding="utf-8") as file:
        file.write('["写到一半')
    listed = cetu_json("unanswered", "--json", library=own_library)
    assert [(entry["question"], entry["times"]) for entry in listed] == [("云川马拉松是哪天", 2), ("什么是元宇宙", 1)]
    assert "马拉松" in cetu("unanswered", "--clear", library=own_library).stdout
    assert "没有记下的问题" in cetu("unanswered", library=own_library).stdout


def test_the_context_comes_by_option_and_by_line(sample_library: Path) -> None:
    by_option = cetu_json("ask", "哪年启动的", "--context", "千村科普惠农行动是什么", "--json", library=sample_library)
    line = json.dumps({"question": "哪年启动的", "context": ["千村科普惠农行动是什么"]}, ensure_ascii=False)
    bad = json.dumps({"question": "哪年启动的", "context": 3})
    first, second = cetu("ask", "--batch", library=sample_library, stdin=f"{line}\n{bad}\n").stdout.splitlines()
    assert json.loads(first) == by_option
    assert "2019" in by_option["answer"]
    assert "context" in json.loads(second)["error"]["message"]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["二", "十", "三"],
        ["二十三家", "十", "十九届", "第十", "二十"],
        ["云川 e站（ＡＢＣ）", "“四服务、一加强”", "的", "", "两次"],
        ["银杏计划\n第一期", "含\x00的一行", "50％以上"],
    ],
)
def test_texts_folded_together_are_what_each_is_alone(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
