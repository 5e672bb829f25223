"""Train the word vectors that search ships: python scripts/train_vectors.py TEXTS.jsonl.gz... [-o FOLDER]

Positive pointwise mutual information of words within a window, reduced by a randomised singular value decomposition.
Every input line is a JSON object with a `text`. Only statistics leave: a vocabulary, counts, and numbers of eight bits.
Needs scipy; two to five minutes and 3 GB for twenty million characters.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.tokens import tokenizer
from search.analysis import fold

FOLDER = Path(__file__).resolve().parent.parent / "search" / "vectors"
WINDOW = 6
LEAST_COUNT = 6
MOST_WORDS = 40_000
MOST_CHARACTERS = 3_500
DIMENSIONS = 128
OVERSAMPLING = 32
# Frequent contexts are damped (Levy, Goldberg, Dagan 2015: 0.75), and the largest singular values too.
SMOOTHING = 0.75
SPECTRUM = 0.5
SEED = 7
# Frequent words count less in a sentence: a / (a + p), as in `search.vectors`.
RARITY = 1e-3

_SENTENCE = re.compile(r"[。！？；;!?\n]+")
_WORD = re.compile(r"[\u3400-\u9fff]+|[a-z][a-z0-9+#-]+")

Matrix = Any
Array = npt.NDArray[np.float32]


def sentences(paths: list[Path]) -> Iterator[list[str]]:
    """Yield the words of each sentence of the texts, those seen before left out (boilerplate of laws)."""
    cut = tokenizer().words
    seen: set[str] = set()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                for sentence in _SENTENCE.split(fold(json.loads(line)["text"])):
                    if len(sentence) > 3 and sentence not in seen:
                        seen.add(sentence)
                        yield [word for word in cut(sentence) if _WORD.fullmatch(word)]


def encoded(paths: list[Path]) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the vocabulary by frequency, its counts, and the texts as word ids with their sentence numbers."""
    ids: dict[str, int] = {}
    words: list[int] = []
    where: list[int] = []
    for number, sentence in enumerate(sentences(paths)):
        words += [ids.setdefault(word, len(ids)) for word in sentence]
        where += [number] * len(sentence)
    counts = Counter(words)
    names = list(ids)
    kept = [word for word, count in counts.most_common(MOST_WORDS) if count >= LEAST_COUNT]
    renumbered = np.full(len(names), -1, np.int32)
    renumbered[kept] = np.arange(len(kept), dtype=np.int32)
    coded = renumbered[np.array(words, np.int32)]
    known = coded >= 0
    frequencies = np.array([counts[word] for word in kept], np.int64)
    return [names[word] for word in kept], frequencies, coded[known], np.array(where, np.int32)[known]


def cooccurrences(words: npt.NDArray[np.int32], where: npt.NDArray[np.int32], size: int) -> Matrix:
    """Return how often words stand together in a window, the nearer the more."""
    from scipy import sparse

    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        same = where[:-distance] == where[distance:]
        left, right = words[:-distance][same], words[distance:][same]
        weight = np.full(len(left), 1 - (distance - 1) / WINDOW, np.float32)
        total = total + sparse.coo_matrix((weight, (left, right)), shape=(size, size)).tocsr()
    return (total + total.T).tocsr()


def informative(table: Matrix, contexts: Array) -> Matrix:
    """Return the positive pointwise mutual information of rows and contexts."""
    from scipy import sparse

    coo = table.tocoo()
    rows = np.asarray(table.sum(axis=1)).ravel()
    smoothed = contexts**SMOOTHING
    expected = rows[coo.row] * (smoothed / smoothed.sum())[coo.col]
    values = np.log(np.maximum(coo.data / np.maximum(expected, 1e-9), 1e-9)).astype(np.float32)
    kept = (values > 0) & (coo.data > 0.5)
    return sparse.csr_matrix((values[kept], (coo.row[kept], coo.col[kept])), shape=table.shape)


def reduced(table: Matrix, dimensions: int) -> tuple[Array, Array, Array]:
    """Return left vectors, singular values and right vectors (Halko, Martinsson, Tropp 2011, three passes)."""
    random = np.random.default_rng(SEED)
    basis = table @ random.standard_normal((table.shape[1], dimensions + OVERSAMPLING)).astype(np.float32)
    for _ in range(3):
        basis, _ = np.linalg.qr(basis)
        basis, _ = np.linalg.qr(table.T @ basis)
        basis = table @ basis
    basis, _ = np.linalg.qr(basis)
    left, values, right = np.linalg.svd((table.T @ basis).T, full_matrices=False)
    return (basis @ left)[:, :dimensions], values[:dimensions], right[:dimensions]


def with_characters(
    vocabulary: list[str], table: Matrix, contexts: Array, right: Array, values: Array
) -> tuple[list[str], Array]:
    """Return the characters that words consist of and their vectors, for words that the texts do not have."""
    from scipy import sparse

    tally: Counter[str] = Counter()
    weights = np.asarray(table.sum(axis=1)).ravel()
    for word, weight in zip(vocabulary, weights, strict=True):
        tally.update(dict.fromkeys(word, float(weight)))
    characters = [char for char, _ in tally.most_common(MOST_CHARACTERS) if char >= "\u3400"]
    place = {char: i for i, char in enumerate(characters)}
    pairs = [(place[char], i) for i, word in enumerate(vocabulary) for char in sorted(set(word)) if char in place]
    rows, columns = zip(*pairs, strict=True)
    parts = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (len(characters), len(vocabulary)))
    projected = informative(parts @ table, contexts) @ right.T / values
    return characters, projected * values**SPECTRUM


def quantised(vectors: Array) -> npt.NDArray[np.int8]:
    """Return unit vectors in eight bits: a component of 1 would be 127, and most are far below half."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    quanta: npt.NDArray[np.int8] = np.clip(np.round(unit * 254), -127, 127).astype(np.int8)
    return quanta


def common(words: npt.NDArray[np.int32], where: npt.NDArray[np.int32], counts: Array, vectors: Array) -> Array:
    """Return what sentences have in common: mean and first principal direction of their weighted sums (Arora 2017)."""
    from scipy import sparse

    weights = RARITY / (RARITY + counts / counts.sum())
    _, rows = np.unique(where, return_inverse=True)
    table = sparse.csr_matrix((weights[words].astype(np.float32), (rows, words)), (rows.max() + 1, len(counts)))
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    sums = table @ unit
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    mean = sums.mean(axis=0)
    centred = sums - mean
    _, directions = np.linalg.eigh(centred.T @ centred)
    return np.stack([mean, directions[:, -1]]).astype(np.float32)


def main() -> None:
    """Train and write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=FOLDER)
    options = parser.parse_args()
    vocabulary, counts, words, where = encoded(options.texts)
    print(f"{len(words)} words, {len(vocabulary)} different", flush=True)
    table = cooccurrences(words, where, len(vocabulary))
    contexts = np.asarray(table.sum(axis=0)).ravel()
    information = informative(table, contexts)
    print(f"{information.nnz} informative pairs", flush=True)
    left, values, right = reduced(information, DIMENSIONS)
    characters, loose = with_characters(vocabulary, table, contexts, right, values)
    options.output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        options.output / "words.npz",
        words=np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        counts=counts.astype(np.int32),
        vectors=quantised(left * values**SPECTRUM),
        characters=np.frombuffer("".join(characters).encode(), np.uint8),
        character_vectors=quantised(loose),
        common=common(words, where, counts.astype(np.float32), left * values**SPECTRUM),
    )
    print(options.output / "words.npz", (options.output / "words.npz").stat().st_size)


if __name__ == "__main__":
    main()
