"""The tokenizer port: cuts a text into words. jieba is the reference, rjieba the same and about 15 times faster."""

from __future__ import annotations

import re
import sys
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from corpus.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from corpus.looked_up import LookedUp

TOKENIZERS: dict[str, str] = {"rjieba": "corpus.tokens:RjiebaTokenizer", "jieba": "corpus.tokens:JiebaTokenizer"}
"""Backends by name; the first is the default."""

# To load the dictionary takes as long as to look up the words of some fifty questions.
_LOOKED_UP = 8
_SHORT = 100
_MARKS = re.compile(r"[-._+#&%]")
_JIEBA_RUN = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")
_JIEBA_LATIN = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")

_WITH_MARKS = frozenset(("AT&T", "c#", "C#", "c++", "C++"))
"""The words of jieba's dictionary that have marks inside; it keeps them whole."""


class Tokenizer(Protocol):
    """Cuts a text into words; pure, and the same for every backend."""

    def words(self, text: str) -> list[str]:
        """Return the words; joined they are the text."""

    def dictionary_words(self, text: str) -> list[str]:
        """Return the words as the dictionary alone gives them: what it does not know comes apart into characters."""

    def cut(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the words; together they cover the text."""


@cache
def tokenizer(name: str = "rjieba") -> Tokenizer:
    """Return a backend, made once.

    Raises:
        InputError: no backend has that name.
        MissingExtraError: its library is not installed.
    """
    if name not in TOKENIZERS:
        raise InputError(f"没有名为 {name} 的分词器", where="tokenizer", hint="可选：" + "、".join(TOKENIZERS))
    module, _, attribute = TOKENIZERS[name].partition(":")
    try:
        return cast(Tokenizer, getattr(import_module(module), attribute)())
    except ImportError as error:
        raise MissingExtraError(f"没有安装 {name}", hint=f"请运行：pip install {name}") from error


@cache
def short_tokenizer(name: str = "rjieba") -> ShortTokenizer:
    """Return what cuts single short texts as a backend does, for processes that may not have another text to cut."""
    return ShortTokenizer(name)


class ShortTokenizer:
    """Looks the first few texts up in the dictionary where it lies; from then on, to have loaded it costs less."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = _LOOKED_UP if name == "rjieba" else 0

    @cached_property
    def _dictionary(self) -> LookedUp | None:
        from corpus.looked_up import looked_up

        return looked_up()

    def cut(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the words; together they cover the text."""
        is_worth_it = self._left and len(text) <= _SHORT and "rjieba" not in sys.modules
        if is_worth_it and (dictionary := self._dictionary) and dictionary.can_cut(text):
            self._left -= 1
            return spans(dictionary.words(text))
        return tokenizer(self._name).cut(text)


def spans(words: list[str]) -> list[tuple[int, int]]:
    """Return the spans of words that follow one another from offset 0."""
    found, position = [], 0
    for word in words:
        found.append((position, position + len(word)))
        position += len(word)
    return found


class JiebaTokenizer:
    """jieba's own cut with its dictionary and hidden Markov model."""

    def __init__(self) -> None:
        import jieba

        jieba.setLogLevel(60)
        jieba.initialize()
        self._cut = jieba.cut

    def words(self, text: str) -> list[str]:
        """Return the words; joined they are the text."""
        return list(self._cut(text))

    def dictionary_words(self, text: str) -> list[str]:
        """Return the words that the dictionary gives, and single characters."""
        return list(self._cut(text, HMM=False))

    def cut(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the words."""
        return spans(self.words(text))


class RjiebaTokenizer:
    """jieba's algorithm in Rust; tokens with marks in runs of Latin and digits are cut again as jieba cuts them."""

    def __init__(self) -> None:
        import rjieba

        self._cut = rjieba.cut

    def words(self, text: str) -> list[str]:
        """Return the words; joined they are the text."""
        found = self._cut(text)
        if not _MARKS.search(text):
            return list(found)
        return [piece for word in found for piece in (_recut(word) if _MARKS.search(word) else (word,))]

    def dictionary_words(self, text: str) -> list[str]:
        """Return the words that the dictionary gives, and single characters."""
        return list(self._cut(text, False))

    def cut(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the words."""
        return spans(self.words(text))


def _recut(word: str) -> list[str]:
    return [word] if word in _WITH_MARKS else [piece for piece in _JIEBA_LATIN.split(word) if piece]
