"""WordPiece: the vocabulary of BERT models, as published with them; Chinese is cut into characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus.errors import InputError
from search.analysis import HAN

Ids = npt.NDArray[np.int64]

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
_LONGEST_WORD = 100
_WORD = re.compile(rf"[{HAN}]|[^\W_]+|\S")
_HAN = re.compile(f"[{HAN}]")


class WordPiece:
    """Turns texts into the numbers of their pieces.

    Raises:
        InputError: The vocabulary lacks the marks that every such model has.
    """

    def __init__(self, vocabulary: Mapping[str, int], *, lower: bool) -> None:
        missing = [mark for mark in _SPECIAL if mark not in vocabulary]
        if missing:
            raise InputError(f"模型的词表缺少 {'、'.join(missing)}", where="vocab.txt", hint="重新复制模型")
        self._vocabulary, self._lower = vocabulary, lower
        self._pad, self._unknown, self._start, self._end = (vocabulary[mark] for mark in _SPECIAL)

    def ids(self, text: str, longest: int) -> list[int]:
        """Return the numbers of a text's pieces, cut to a length, between the marks for start and end."""
        found = [piece for word in self._words(text) for piece in self._pieces(word)]
        return [self._start, *found[: longest - 2], self._end]

    def batch(self, texts: Sequence[str], longest: int) -> tuple[Ids, Ids]:
        """Return the numbers of several texts, filled up to one length, and where they are no filling."""
        rows = [self.ids(text, longest) for text in texts]
        ids = np.full((len(rows), max(map(len, rows))), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return ids, mask

    def _words(self, text: str) -> Iterator[str]:
        if self._lower:
            plain = unicodedata.normalize("NFD", text.lower())
            text = "".join(char for char in plain if unicodedata.category(char) != "Mn")
        for match in _WORD.finditer(text):
            # A run of letters may hold Han characters, which stand alone.
            yield from (piece for piece in re.split(f"({_HAN.pattern})", match[0]) if piece)

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in self._vocabulary), start)
            if end == start:
                return [self._unknown]
            found.append(self._vocabulary[mark + word[start:end]])
            start = end
        return found
