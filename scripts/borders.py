"""Study: what counting says of where names found by their head begin. (docs/decisions/0121)

    python scripts/borders.py entropy TEXTS.jsonl.gz [--shared ../shared]   borders moved by it: mended and broken
    python scripts/borders.py words TEXTS.jsonl.gz                          words that may govern names

`words` prints what names begin with: how often a name does, how often the word opens a clause, how often a name in
marks begins with it. What opens clauses and names but no marked name is a row for `kg/lexicon/cues.tsv`, if a reader agrees.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # run as a file, too, it finds its parts

from corpus.documents import Document  # noqa: E402
from corpus.ingest import document_from_text  # noqa: E402
from kg.extract import extract  # noqa: E402
from kg.extractors.atoms import Atom, atoms  # noqa: E402
from kg.extractors.cues import edge_cues, is_joined  # noqa: E402
from kg.names import name_key  # noqa: E402

_MARKS = frozenset("，。；：、！？“”《》（）()\n \t〔〕")
_MOST = 400  # occurrences of a string that are looked at
_ALTERNATIVES = (-3, -2, -1, 1, 2, 3)
# (fewest occurrences, how much more entropy the other border must have)
_LIMITS = ((2, 0.5), (3, 1.0), (5, 2.0), (10, 2.0))

Measure = tuple[int, float]  # occurrences, branching entropy to the left


def documents(texts: Path) -> Iterator[Document]:
    """Yield the documents of gzipped JSON lines."""
    with gzip.open(texts, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield document_from_text(row["text"], name=f"{row['id']}.txt")


def headed(document: Document) -> list[tuple[int, int]]:
    """Return the places of the names that were found by their head."""
    return sorted({(m.start, m.end) for m in extract(document).mentions if m.extractor == "headed"})


def measure(name: str, *texts: str) -> Measure:
    """Return how often a string occurs, and the entropy of the characters before it; every mark counts as another."""
    before: Counter[str] = Counter()
    for text in texts:
        at = text.find(name)
        while at >= 0 and before.total() < _MOST:
            char = text[at - 1] if at else "\n"
            before[f"{char}{before.total()}" if char in _MARKS else char] += 1
            at = text.find(name, at + 1)
    total = before.total()
    return total, -sum(n / total * math.log(n / total) for n in before.values())


def others(document: Document, start: int, end: int, pieces: Sequence[Atom]) -> Iterator[str]:
    """Yield the name with other left borders, up to three words away within its clause."""
    at = next((i for i, piece in enumerate(pieces) if piece.start == start), None)
    for step in _ALTERNATIVES if at is not None else ():
        i = (at or 0) + step
        if not 0 <= i < len(pieces) or pieces[i].start >= end - 2:
            continue
        if not any(piece.text in _MARKS for piece in pieces[i : (at or 0)]):
            yield document.text[pieces[i].start : end]


def moved(document: Document, right: frozenset[str], library: str) -> dict[tuple[int, float], Counter[str]]:
    """Return, for each limit, how many borders entropy moves, mends and breaks; `right` holds the keys of right names."""
    pieces, tally = atoms(document.text), {limit: Counter[str]() for limit in _LIMITS}
    for start, end in headed(document):
        name = document.text[start:end]
        count, entropy = measure(name, document.text, library)
        measured = [(*measure(o, document.text, library), o) for o in others(document, start, end, pieces)]
        for least, more in _LIMITS:
            better = [(h, other) for n, h, other in measured if n >= least and h > entropy + more and count]
            if better:
                was, now = name_key(name) in right, name_key(max(better)[1]) in right
                tally[least, more].update(moved=1, mended=now and not was, broken=was and not now)
    return tally


def beginnings(found: Iterable[Document], is_known: Callable[[str], bool]) -> Iterator[tuple[str, int, float, int]]:
    """Yield words that names begin with, as (word, names, share of its uses that open a clause, marked names)."""
    names, uses, opening, marked = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for document in found:
        starts = {start for start, _ in headed(document)}
        before = "\n"
        for piece in atoms(document.text):
            if piece.kind == "word" and len(piece.text) > 1 and not is_known(piece.text):
                uses[piece.text] += 1
                names[piece.text] += piece.start in starts
                opening[piece.text] += before in _MARKS
            elif piece.kind in ("quoted", "titled"):
                marked[next((a.text for a in atoms(piece.text[1:-1])), "")] += 1
            before = piece.text[-1]
    rows = [(word, n, opening[word] / uses[word], marked[word]) for word, n in names.items() if n]
    yield from sorted(rows, key=lambda row: (row[3] > 0, -row[2], row[0]))


def main() -> None:
    """Print one of the two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["entropy", "words"])
    parser.add_argument("texts", type=Path, help="gzipped JSON lines with id and text")
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared", help="the evaluation's folder")
    options = parser.parse_args()
    if options.what == "words":
        for word, count, share, marked in beginnings(
            documents(options.texts), lambda w: w in edge_cues() or is_joined(w)
        ):
            print(f"{word}\t{count}\t{share:.2f}\t{marked}")
        return
    from scripts.tagging import papers

    library = "\n".join(document.text for document in documents(options.texts))
    for name, document, gold in papers(options.shared):
        right = frozenset(name_key(form) for e in gold["entities"] for form in (e["name"], *e.get("aliases", [])))
        for limit, tally in moved(document, right, library).items():
            print(name, *limit, dict(tally))


if __name__ == "__main__":
    main()
