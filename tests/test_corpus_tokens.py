from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import looked_up
from corpus.errors import InputError
from corpus.tokens import TOKENIZERS, ShortTokenizer, Tokenizer, tokenizer
from tests.commands import PROJECT


@pytest.fixture(params=sorted(TOKENIZERS))
def backend(request: pytest.FixtureRequest) -> Tokenizer:
    return tokenizer(request.param)


def test_words_joined_are_the_text(backend: Tokenizer) -> None:
    text = "云川市科协实施 科普惠农兴村计划，新建STEM教室3.5万平方米。"
    assert "".join(backend.words(text)) == text
    assert [text[start:end] for start, end in backend.cut(text)] == backend.words(text)


TEXT = st.text(alphabet="云川市科协实施普惠农兴村计划，。 \nABCabc0123.-_+#%&３", max_size=40)


@settings(deadline=None)
@given(TEXT)
def test_both_backends_cut_alike(text: str) -> None:
    assert tokenizer("rjieba").words(text) == tokenizer("jieba").words(text)


def test_an_unknown_tokenizer_is_refused_with_the_choices() -> None:
    with pytest.raises(InputError, match="rjieba"):
        tokenizer("mecab")


@pytest.fixture(scope="module")
def dictionary() -> looked_up.LookedUp:
    found = looked_up.looked_up()
    assert found is not None
    return found


HAN = st.text(alphabet="云川市科协实施普惠农兴村计划一二等奖三部分，。 \r\n０123吉林工业大学高富帅龠", max_size=40)


@settings(deadline=None)
@given(HAN)
def test_words_that_are_looked_up_are_those_of_the_backends(dictionary: looked_up.LookedUp, text: str) -> None:
    assert not dictionary.can_cut(text) or dictionary.words(text) == tokenizer("rjieba").words(text)


def test_words_of_questions_are_those_of_the_backends(dictionary: looked_up.LookedUp) -> None:
    questions = json.loads((PROJECT / "tests" / "data" / "sample_questions.json").read_text(encoding="utf-8"))
    asked = [text for entry in questions for text in (entry["q"], *entry["paraphrases"])]
    texts = [text for text in asked if dictionary.can_cut(text)]
    assert len(texts) > 80
    for text in texts:
        assert dictionary.words(text) == tokenizer("rjieba").words(text)


@pytest.mark.parametrize("text", ["T恤", "3%", "吉林大学", "吉林工业大学", "去1号店", "a-b", "3.5"])
def test_what_cannot_be_looked_up_is_said_to_be_so(dictionary: looked_up.LookedUp, text: str) -> None:
    assert not dictionary.can_cut(text)


def test_the_dictionary_is_in_order_but_for_the_words_that_are_named() -> None:
    import jieba

    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split(" ")[0] for line in lines if not re.search("[a-zA-Z+#&._%-]", line.split(" ")[0])]
    sorted_ = [word for word in words if word not in looked_up.ASTRAY]
    assert sorted_ == sorted(sorted_)
    assert len(words) == len(sorted_) + len(looked_up.ASTRAY)


def test_a_text_is_looked_up_only_while_the_dictionary_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(looked_up.LookedUp, "words", lambda self, text: looked.append(text) or [text])
    monkeypatch.delitem(sys.modules, "rjieba", raising=False)
    short = ShortTokenizer("rjieba")
    texts = [f"科普{'惠农' * times}" for times in range(20)]
    for text in (*texts, "科普" * 60, "STEM"):
        short.cut(text)
    assert looked == texts[:8]
    monkeypatch.setitem(sys.modules, "rjieba", sys)
    ShortTokenizer("rjieba").cut("科普")
    ShortTokenizer("jieba").cut("科普")
    assert looked == texts[:8]
