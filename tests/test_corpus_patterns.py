"""Regular expressions that are compiled on need: what they need of a text, and that they find what compiled ones do."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import search.answers
import search.questions
from corpus.patterns import _Lazy, lazy, needed
from search.questions import tables
from tests.commands import PROJECT, SAMPLE

QUESTIONS = PROJECT / "tests" / "data" / "sample_questions.json"


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("文号", [[{"文号"}]]),
        ("文号|第几号文", [[{"文号"}], [{"第几号文"}]]),
        ("(由|是)谁(印发|发布)", [[{"由", "是"}, {"谁"}, {"印发", "发布"}]]),
        ("(由|是)?谁", [[{"谁"}]]),
        ("(由|是)+谁", [[{"由", "是"}, {"谁"}]]),
        ("谁们?印发*了", [[{"谁"}, {"印"}, {"了"}]]),
        ("年{0,2}度{2}底", [[{"度"}, {"底"}]]),
        ("哪[个些]人", [[{"哪"}, {"个", "些"}, {"人"}]]),
        ("哪[^个]人", [[{"哪"}, {"人"}]]),
        ("哪[一-十]人", [[{"哪"}, {"人"}]]),
        (r"哪[]】]人", [[{"哪"}, {"人"}]]),
        (r"\d+(?:\.\d+)?%", [[{"%"}]]),
        (r"\（\w+\）", [[{"（"}, {"）"}]]),
        ("(?<!不)(?=可)可比(?!例)较", [[{"可"}, {"可比较"}]]),
        ("(?P<who>谁|哪位)", [[{"谁", "哪位"}]]),
        ("^谁$", [[{"谁"}]]),
    ],
)
def test_a_pattern_needs_the_words_that_every_fitting_text_has(pattern: str, sets: list[list[set[str]]]) -> None:
    assert [[{*words} for words in branch] for branch in needed(pattern)] == sets


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "谁?",
        "谁|$",
        r"\d",
        "(谁|)",
        "(?i:who)",
        "(?i)who",
        r"(谁)\1",
        r"\u8c01",
        "(?P<a>谁)(?P=a)",
        "[谁",
        "(谁",
        "谁)",
    ],
)
def test_of_a_pattern_that_may_do_without_words_nothing_is_known(pattern: str) -> None:
    assert needed(pattern) == ()


def _programs() -> Iterator[_Lazy]:
    """Yield the patterns by which questions are read and answered."""
    for package in (search.answers, search.questions):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, _Lazy):
                    yield value
    for intent in tables.intents():
        yield from (pattern for pattern in intent.patterns if isinstance(pattern, _Lazy))


def test_the_programs_patterns_find_what_compiled_ones_do() -> None:
    asked = [entry["q"] for entry in json.loads(QUESTIONS.read_text(encoding="utf-8"))]
    written = [
        line
        for path in (SAMPLE / "2023-七届三次全会文件.md", SAMPLE / "2024-部署讲话通知.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    texts = [*asked[::4], *written[::4], *(intent.examples[0] for intent in tables.intents())]
    patterns = list({pattern.pattern for pattern in _programs()})
    assert len(patterns) > 300
    for pattern in patterns:
        compiled = re.compile(pattern)
        for text in texts:
            assert lazy(pattern).search(text) or not compiled.search(text), (pattern, text)


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_fits_a_pattern_has_what_it_needs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(sorted({intent.pattern for intent in _programs()})))
    text = data.draw(st.from_regex(re.compile(pattern)))
    assert lazy(pattern).search(text)


@pytest.mark.parametrize("text", ["甲、乙和丙", "甲乙丙", ""])
def test_a_pattern_does_all_that_a_compiled_one_does(text: str) -> None:
    compiled = re.compile("、|(和)")

    def fresh() -> re.Pattern[str]:
        return lazy("、|(和)")

    assert fresh().split(text) == compiled.split(text)
    assert fresh().split(text, maxsplit=1) == compiled.split(text, maxsplit=1)
    assert fresh().sub("，", text) == compiled.sub("，", text)
    assert fresh().sub(lambda hit: hit[0] * 2, text, count=1) == compiled.sub(lambda hit: hit[0] * 2, text, count=1)
    assert fresh().subn("", text) == compiled.subn("", text)
    assert fresh().findall(text) == compiled.findall(text)
    assert [hit.span() for hit in fresh().finditer(text)] == [hit.span() for hit in compiled.finditer(text)]
    for name in ("search", "match", "fullmatch"):
        assert str(getattr(fresh(), name)(text, 1)) == str(getattr(compiled, name)(text, 1))
    assert (fresh().pattern, fresh().flags, fresh().groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_a_pattern_is_compiled_only_for_a_text_that_may_fit() -> None:
    wrong = lazy("(?P<who>谁)印发(?P<who>的)")
    assert wrong.search("谁主办的") is None
    with pytest.raises(re.error):
        wrong.search("谁印发的")


def test_flags_are_kept() -> None:
    assert lazy("WHO", re.IGNORECASE).search("who")
