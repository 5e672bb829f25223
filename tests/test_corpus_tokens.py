from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.tokens import TOKENIZERS, Tokenizer, tokenizer


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
