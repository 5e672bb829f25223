"""Study: does a tagger learned from the rules' own findings beat the rules? (docs/decisions/0121)

    python scripts/tagging.py TEXTS.jsonl.gz --shared ../shared [--leave-out WORD ...] [--epochs 4]

A structured perceptron with averaged weights (Collins 2002) over words and their classes learns the mentions that
`kg.extract` finds in the texts, and is scored on annotated papers: alone, beside the rules, and as their judge.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # run as a file, too, it finds its parts

from corpus.documents import Document  # noqa: E402
from corpus.ingest import document_from_text  # noqa: E402
from kg import annotations as written  # noqa: E402
from kg.extract import extract  # noqa: E402
from kg.extractors.atoms import words  # noqa: E402
from kg.facts import EntityType, Extraction  # noqa: E402

LABELS = ("O", *(f"{mark}-{kind.value}" for kind in EntityType for mark in "BI"))
_ROWS = 1 << 20  # feature rows, by hash
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_NEVER = -1e9

Piece = tuple[int, int, str, str]  # start, end, word, word class
Span = tuple[int, int, str]
Features = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float32]


def sentences(document: Document, extraction: Extraction) -> Iterator[tuple[list[Piece], list[int]]]:
    """Yield the words of each sentence, and their labels by the outermost mentions."""
    kinds = {entity.id: entity.type.value for entity in extraction.entities}
    outer: list[Span] = []
    for mention in sorted(extraction.mentions, key=lambda mention: (mention.start, -mention.end)):
        if not outer or mention.start >= outer[-1][1]:
            outer.append((mention.start, mention.end, kinds[mention.entity]))
    for found in _SENTENCE.finditer(document.text):
        pieces = list(_pieces(found[0], found.start()))
        yield pieces, [_label(piece, outer) for piece in pieces]


def _pieces(text: str, at: int) -> Iterator[Piece]:
    for word, tag in words(text):
        yield at, at + len(word), word, tag
        at += len(word)


def _label(piece: Piece, outer: Sequence[Span]) -> int:
    over = next((span for span in outer if span[0] < piece[1] and piece[0] < span[1]), None)
    return 0 if over is None else LABELS.index(f"{'B' if piece[0] <= over[0] else 'I'}-{over[2]}")


def features(pieces: Sequence[Piece]) -> Features:
    """Return the rows of each word's features: words, classes and characters up to two words away."""
    text = ["<<", "<", *(piece[2] for piece in pieces), ">", ">>"]
    tag = ["<", "<", *(piece[3] for piece in pieces), ">", ">"]
    table = []
    for i in range(2, len(pieces) + 2):
        w, t = text[i - 2 : i + 3], tag[i - 2 : i + 3]
        signs = (
            *((f"w{j}", w[j]) for j in range(5)),
            *((f"t{j}", t[j] + t[j + 1]) for j in range(4)),
            *((f"p{j}", w[j] + "|" + w[j + 1]) for j in range(4)),
            ("t", t[2]),
            ("ttt", t[1] + t[2] + t[3]),
            ("around", w[1] + "|" + w[3]),
            ("last", w[2][-1]),
            ("end", w[2][-2:]),
            ("first", w[2][0]),
            ("joint", w[1][-1] + w[2][0]),
            ("long", f"{min(len(w[2]), 4)}{t[2]}"),
        )
        table.append([zlib.crc32(f"{kind}={value}".encode()) % _ROWS for kind, value in signs])
    return np.array(table, np.int32)


class Tagger:
    """Weights of features and of pairs of labels."""

    def __init__(self) -> None:
        self.weights: Weights = np.zeros((_ROWS, len(LABELS)), np.float32)
        self.pairs: Weights = np.zeros((len(LABELS), len(LABELS)), np.float32)
        starts = [label[0] == "I" for label in LABELS]
        self._first = np.where(starts, _NEVER, 0.0)
        follows = [[b[0] != "I" or (a != "O" and a[2:] == b[2:]) for b in LABELS] for a in LABELS]
        self._allowed = np.where(follows, 0.0, _NEVER)

    def labels(self, rows: Features) -> list[int]:
        """Return the best sequence of labels (Viterbi)."""
        scores = self.weights[rows].sum(1)
        best, back = scores[0] + self._first, []
        for score in scores[1:]:
            table = best[:, None] + self.pairs + self._allowed
            back.append(table.argmax(0))
            best = table.max(0) + score
        path = [int(best.argmax())]
        for step in reversed(back):
            path.append(int(step[path[-1]]))
        return path[::-1]

    def spans(self, pieces: Sequence[Piece]) -> list[Span]:
        """Return the names that the tagger sees in a sentence."""
        found: list[Span] = []
        for piece, label in zip(pieces, self.labels(features(pieces)), strict=True):
            mark, _, kind = LABELS[label].partition("-")
            if mark == "B":
                found.append((piece[0], piece[1], kind))
            elif mark == "I":
                found[-1] = (found[-1][0], piece[1], kind)
        return found


def train(data: list[tuple[Features, list[int]]], epochs: int, seed: int = 1) -> Tagger:
    """Return a tagger with the mean of the weights after each sentence."""
    tagger, order = Tagger(), random.Random(seed)
    late, late_pairs, step = np.zeros_like(tagger.weights), np.zeros_like(tagger.pairs), 1
    for _ in range(epochs):
        order.shuffle(data)
        for rows, gold in data:
            step += 1
            guess = tagger.labels(rows)
            if guess == gold:
                continue
            for sign, path in ((1, gold), (-1, guess)):
                for row, label in zip(rows, path, strict=True):
                    np.add.at(tagger.weights, (row, label), sign)
                    np.add.at(late, (row, label), sign * step)
                for pair in pairwise(path):
                    tagger.pairs[pair] += sign
                    late_pairs[pair] += sign * step
    tagger.weights -= late / step
    tagger.pairs -= late_pairs / step
    return tagger


def silver(texts: Path, left_out: Sequence[str]) -> Iterator[tuple[Features, list[int]]]:
    """Yield the training sentences of the texts whose titles name nothing that is left out, each sentence once."""
    seen: set[str] = set()
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if any(word in f"{row['id']} {row.get('title', '')}" for word in left_out):
                continue
            document = document_from_text(row["text"], name=f"{row['id']}.txt")
            for pieces, labels in sentences(document, extract(document)):
                key = "".join(piece[2] for piece in pieces)
                if key not in seen:
                    seen.add(key)
                    yield features(pieces), labels


def readings(document: Document, tagger: Tagger) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the annotations of a document by the rules, the tagger, and both ways of using both."""
    extraction = extract(document)
    ruled = written.annotations(document, extraction)
    seen = [span for pieces, _ in sentences(document, extraction) for span in tagger.spans(pieces)]
    own = _entities(document, seen)
    places = [(mention.start, mention.end) for mention in extraction.mentions]
    new = [span for span in seen if not any(a < span[1] and span[0] < b for a, b in places)]
    doubted = {entity.id for entity in extraction.entities} - {
        m.entity for m in extraction.mentions if any(s < m.end and m.start < e for s, e, _ in seen)
    }
    yield "rules", ruled
    yield "tagger", {"entities": own, "indicators": []}
    yield "rules and what only the tagger sees", {**ruled, "entities": ruled["entities"] + _entities(document, new)}
    yield (
        "rules without what only they see",
        {**ruled, "entities": [e for e in ruled["entities"] if e["id"] not in doubted]},
    )


def _entities(document: Document, spans: Sequence[Span]) -> list[dict[str, Any]]:
    kinds: dict[str, Counter[str]] = {}
    for start, end, kind in spans:
        kinds.setdefault(document.quote(start, end).strip("“”"), Counter())[kind] += 1
    return [
        {"id": f"T{i}", "type": tally.most_common(1)[0][0], "name": name, "aliases": []}
        for i, (name, tally) in enumerate(kinds.items())
    ]


def scorer(shared: Path) -> ModuleType:
    """Return the evaluation's own rules, read where they stand."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no evaluation in {shared}; name its folder with --shared")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def papers(shared: Path) -> Iterator[tuple[str, Document, dict[str, Any]]]:
    """Yield the annotated papers with their annotations."""
    for name in ("seed", "guangdong", "hainan"):
        gold = shared / "eval" / "gold"
        text = shared / "data" / "seed.txt" if name == "seed" else gold / f"{name}.txt"
        document = document_from_text(text.read_text(encoding="utf-8"), name=text.name)
        yield name, document, json.loads((gold / f"{name}.json").read_text(encoding="utf-8"))


def main() -> None:
    """Train, and print the scores of every way on every annotated paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="gzipped JSON lines with id, title and text")
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared", help="the evaluation's folder")
    parser.add_argument("--leave-out", nargs="*", default=[], help="words of titles that are not learned from")
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    rules = scorer(options.shared)
    tagger = train(list(silver(options.texts, options.leave_out)), options.epochs)
    for name, document, gold in papers(options.shared):
        for way, found in readings(document, tagger):
            score = rules.score_extraction(gold, found, {})
            print(f"{name:<11}{way:<36}{score['entities_typed']['f1']:.4f} {score['entities_untyped']['f1']:.4f}")


if __name__ == "__main__":
    main()
