"""What a sentence is about, as a vector: works offline, with the word vectors of `search/vectors`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.tokens import tokenizer
from search.analysis import fold
from search.encoders import WORDS, Flags, Vector
from search.thesaurus import words as table_words

_SCALE = 254
"""A unit vector's components lie far below one half: eight bits hold them twice as fine."""
# As in scripts/train_vectors.py.
_RARITY = 1e-3
# A word that the training texts do not have counts less: its characters or pieces only hint at it.
_PIECES_WEIGHT = 0.7
_SAMPLE = 4_096
_LEAST_NORM = 1e-6


class WordVectors:
    """Unit vectors of words and characters, with how frequent the words are."""

    space = WORDS
    is_centred = True

    def __init__(self, data: bytes) -> None:
        with np.load(BytesIO(data)) as arrays:
            self._words = {word: i for i, word in enumerate(bytes(arrays["words"]).decode().split("\n"))}
            self._characters = {char: i for i, char in enumerate(bytes(arrays["characters"]).decode())}
            self._vectors = arrays["vectors"]
            self._character_vectors = arrays["character_vectors"]
            self._common = arrays["common"]
            counts = arrays["counts"].astype(np.float32)
        self._weights = _RARITY / (_RARITY + counts / counts.sum())
        self.dimensions = int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> tuple[Vector, Flags]:
        """Return the unit vectors of texts, one a row, and which of them are known: the others are zeros."""
        words = tokenizer().words
        return self.directions([dict.fromkeys(words(fold(text)), 1.0) for text in texts])

    def query(self, text: str, words: Mapping[str, float]) -> Vector | None:
        """Return the unit vector of what somebody looks for, from its weighted words, or None where none is known."""
        vectors, known = self.directions([words])
        found: Vector = vectors[0]
        return found if known[0] else None

    def directions(self, texts: Sequence[Mapping[str, float]]) -> tuple[Vector, Flags]:
        """Return the unit vectors of texts given as weighted words, and which of them are known.

        What only characters of unknown words hint at is not enough: they hint at too much.
        """
        total = np.zeros((len(texts), self.dimensions), np.float32)
        counts = np.fromiter(map(len, texts), np.intp, len(texts))
        words = list(chain.from_iterable(texts))
        if not words:
            return total, np.zeros(len(texts), np.bool_)
        places = np.fromiter(map(self._words.get, words, repeat(-1)), np.intp, len(words))
        weighted = self._weighted[places]
        unknown = np.flatnonzero(places < 0)
        if len(unknown):
            weighted[unknown] = [self._word(words[place]) for place in unknown]
        factors = chain.from_iterable(weights.values() for weights in texts)
        weighted *= np.fromiter(factors, np.float32, len(words))[:, None]
        filled = counts > 0
        total[filled] = np.add.reduceat(weighted, (np.cumsum(counts) - counts)[filled])
        owners = np.repeat(np.arange(len(texts)), counts)
        known = np.bincount(owners[(places >= 0) & ~self._is_stop[places]], minlength=len(texts)) > 0
        norms = np.sqrt(np.einsum("ij,ij->i", total, total))
        known &= norms > _LEAST_NORM
        total[~known] = 0
        total[known] = self._distinct(total[known] / norms[known, None])
        return total, known

    @cached_property
    def _is_stop(self) -> npt.NDArray[np.bool_]:
        """Which of the words say nothing by themselves."""
        stop = table_words("stop_words.tsv")
        return np.fromiter((word in stop for word in self._words), np.bool_, len(self._words))

    @cached_property
    def _weighted(self) -> Vector:
        """The unit vectors of the words by their weights."""
        floats = self._vectors.astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", floats, floats))
        result: Vector = floats * (self._weights / np.maximum(lengths, 1e-9))[:, None].astype(np.float32)
        return result

    def _distinct(self, vectors: Vector) -> Vector:
        """Return unit vectors without what all sentences have in common."""
        mean, direction = self._common
        vectors = vectors - mean
        vectors = vectors - np.outer(np.einsum("ij,j->i", vectors, direction), direction)
        return units(vectors)

    @lru_cache(maxsize=20_000)  # noqa: B019 - there is one set of vectors in a process
    def _word(self, word: str) -> Vector:
        """Return the vector of an unknown word, from its pieces; of one that says nothing by itself, zeros."""
        if word in table_words("stop_words.tsv"):
            return np.zeros(self.dimensions, np.float32)
        pieces = [self._piece(piece) for piece in self._pieces(word)]
        known = [piece for piece in pieces if piece is not None]
        if not known:
            return np.zeros(self.dimensions, np.float32)
        return self._unit(np.sum(known, axis=0)) * np.float32(_PIECES_WEIGHT)

    def _pieces(self, word: str) -> Iterable[str]:
        position = 0
        while position < len(word):
            length = next((n for n in range(len(word) - position, 1, -1) if word[position : position + n] in self), 1)
            yield word[position : position + length]
            position += length

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def _piece(self, piece: str) -> Vector | None:
        if piece in self._words:
            return self._unit(self._vectors[self._words[piece]])
        if piece in self._characters:
            return self._unit(self._character_vectors[self._characters[piece]])
        return None

    @staticmethod
    def _unit(vector: npt.NDArray[np.generic]) -> Vector:
        floats = vector.astype(np.float32)
        result: Vector = floats / max(float(np.linalg.norm(floats)), 1e-9)
        return result


@cache
def word_vectors() -> WordVectors:
    """Return the vectors that ship with the program, read once."""
    return WordVectors((Path(__file__).parent / "vectors" / "words.npz").read_bytes())


def units(vectors: Vector) -> Vector:
    """Return the vectors in unit length, one a row; zeros stay zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    result: Vector = vectors / np.maximum(lengths, 1e-9)[:, None].astype(np.float32)
    return result


def quantised(vectors: Vector) -> npt.NDArray[np.int8]:
    """Return unit vectors in eight bits a component."""
    return np.clip(np.round(vectors * _SCALE), -127, 127).astype(np.int8)


class Meanings:
    """The vectors of all rows, compared with one at a time."""

    # Up to so many rows every one is compared; beyond, the leading dimensions choose which.
    _ALL = 20_000
    _LEADING = 32
    _CHOSEN = 2_000

    def __init__(self, vectors: npt.NDArray[np.int8]) -> None:
        self._vectors = vectors

    @cached_property
    def _full(self) -> Vector:
        return self._vectors.astype(np.float32) / np.float32(_SCALE)

    @cached_property
    def _leading(self) -> Vector | None:
        """The directions in which rows differ most, or None where the dimensions come in that order already."""
        if self._vectors.shape[1] <= WORDS.dimensions:
            return None
        sample = self._vectors[:: max(len(self._vectors) // _SAMPLE, 1)].astype(np.float32)
        _, directions = np.linalg.eigh(sample.T @ sample)
        leading: Vector = np.ascontiguousarray(directions[:, : -self._LEADING - 1 : -1])
        return leading

    @cached_property
    def _coarse(self) -> npt.NDArray[np.int16]:
        """The leading dimensions, one a row: whole numbers of two bytes are summed twice as fast as fractions."""
        if self._leading is None:
            return np.ascontiguousarray(self._vectors[:, : self._LEADING].T).astype(np.int16)
        turned = [
            np.round(self._vectors[start : start + _SAMPLE].astype(np.float32) @ self._leading).astype(np.int16)
            for start in range(0, len(self._vectors), _SAMPLE)
        ]
        return np.ascontiguousarray(np.concatenate(turned).T)

    def similarity(self, vector: Vector, likely: npt.NDArray[np.integer]) -> Vector:
        """Return the cosine of each row with a vector, in a large index only of the near and the `likely` rows."""
        if len(self._vectors) <= self._ALL:
            return _products(self._full, vector)
        # Both are unit vectors, one times 254 and one times 127: no sum of products leaves two bytes.
        short = vector[: self._LEADING] if self._leading is None else vector @ self._leading
        coarse = np.einsum("ji,j->i", self._coarse, np.round(short * 127).astype(np.int16))
        rows = np.concatenate([foremost(coarse, self._CHOSEN), likely])
        result = np.zeros(len(self._vectors), np.float32)
        result[rows] = _products(self._vectors[rows].astype(np.float32), vector) / np.float32(_SCALE)
        return result

    @cached_property
    def mean(self) -> Vector:
        """The mean of the rows: where it is not about zero, unrelated texts have something in common."""
        sample = self._vectors[:: max(len(self._vectors) // _SAMPLE, 1)].astype(np.float32)
        mean: Vector = sample.mean(axis=0) / np.float32(_SCALE) if len(sample) else np.zeros(0, np.float32)
        return mean


def foremost(scores: Vector | npt.NDArray[np.int16], count: int) -> npt.NDArray[np.int64]:
    """Return about as many rows as asked for, those with the best positive scores.

    A sample says where the line runs: exact selection takes ten times as long and nobody looks that far down.
    """
    if len(scores) <= count:
        return np.flatnonzero(scores > 0)
    sample = scores[:: max(len(scores) // _SAMPLE, 1)]
    rank = min(int(len(sample) * count / len(scores)) + 1, len(sample))
    line = np.partition(sample, len(sample) - rank)[len(sample) - rank]
    found = np.flatnonzero(scores >= line) if line > 0 else np.flatnonzero(scores > 0)
    if len(found) > 2 * count:
        found = found[np.argsort(-scores[found], kind="stable")[:count]]
    return found


def _products(rows: Vector, vector: Vector) -> Vector:
    """Return the product of each row with a vector, in this thread.

    The linear algebra library would wake all cores for it and wait for them: 16 ms instead of 0.4 ms on a busy machine.
    """
    found: Vector = np.einsum("ij,j->i", rows, vector)
    return found
