"""Search beside other engines: the same passages, the same lines, one run.

    python scripts/benchmark.py search [--shared DIR] [--passages 100000] [--library DIR]

The library holds the documents of the government-policy questions and as many real documents as make up the passages.
Lines are those questions (long) and names that the library knows (short, drawn by a fixed seed). A question counts as
right where the first (R@1), or one of the first ten hits (MRR@10), stands in its document. Times are milliseconds for
a line, end to end: parsed, widened, scored, ten hits with highlights, facets; the peers only give the ten rows. Seconds
and milliseconds are those of the processor, all threads for builds, and each line counts with the better of two warm
passes: what else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scripts.benchmarks.peers import BARE, PEERS, Search

if TYPE_CHECKING:
    from search.library import Library
    from search.passages import Passage

PROJECT = Path(__file__).resolve().parents[2]
BACKENDS = ("whoosh", "tantivy")
_SHORT_LINES = 300
_LONG_LINES = 300
_CHARACTERS_OF_PASSAGE = 48
_ADDED = 15
_PASSES = 2


@dataclass(frozen=True)
class Lines:
    """What is looked for: questions with the file that answers each, and short names."""

    questions: list[tuple[str, str]]
    names: list[str]

    def all(self) -> list[str]:
        """Return all lines, long and short in turn."""
        pairs = zip([line for line, _ in self.questions], self.names, strict=False)
        return [line for pair in pairs for line in pair]


def _texts(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield (file name, text), the documents of the questions first."""
    with (shared / "data" / "ncp" / "docs.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield f"{row['docid']}.txt", row["text"]
    for name in ("policy", "laws"):
        with gzip.open(shared / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield f"{row['id']}.txt", row["text"]


def _library(folder: Path, shared: Path, passages: int) -> Library:
    from search import ingest
    from search.library import Library

    if not (folder / "state.json").exists():
        with tempfile.TemporaryDirectory() as sources:
            size = 0
            for name, text in _texts(shared):
                if size > passages * _CHARACTERS_OF_PASSAGE:
                    break
                (Path(sources) / name).write_text(text, encoding="utf-8")
                size += len(text)
            started = time.perf_counter()
            ingest.add(folder, [Path(sources)], environment={}, workers=os.cpu_count() or 1)
            print(f"library made in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return Library.open(folder, {})


def _lines(library: Library, shared: Path) -> Lines:
    from search.names import names_of

    with (shared / "data" / "ncp" / "queries_dev.jsonl").open(encoding="utf-8") as rows:
        questions = [(row["question"], f"{row['docid']}.txt") for row in map(json.loads, rows)]
    names = sorted({name.form for name in names_of(library).all if 2 < len(name.form) <= 12})
    chosen = random.Random(7)
    return Lines(chosen.sample(questions, _LONG_LINES), chosen.sample(names, _SHORT_LINES))


def _read_passages(library: Library, count: int) -> dict[str, list[Passage]]:
    """Return the library's passages by document."""
    found: dict[str, list[Passage]] = {}
    for row in np.flatnonzero(library.index.columns.alive)[:count].tolist():
        passage = library.index.passage(row)
        found.setdefault(passage.document, []).append(passage)
    return found


def _milliseconds(run: Search, lines: Iterable[str]) -> list[float]:
    times = []
    for line in lines:
        started = time.thread_time()
        run(line)
        times.append(1000 * (time.thread_time() - started))
    return times


def _best(run: Search, lines: Sequence[str]) -> list[float]:
    """Return the best of a few passes for each line: what another program takes from the processor is not ours."""
    _milliseconds(run, lines)
    passes = [_milliseconds(run, lines) for _ in range(_PASSES)]
    return [min(times) for times in zip(*passes, strict=True)]


def _spread(times: Sequence[float]) -> str:
    return " | ".join(f"{value:.1f}" for value in np.percentile(times, [50, 95, 99]))


def _quality(run: Search, files: Sequence[str], lines: Lines) -> str:
    first, reciprocal = 0, 0.0
    for line, wanted in lines.questions:
        found = [files[row] for row in run(line)]
        first += found[:1] == [wanted]
        reciprocal += 1 / (found.index(wanted) + 1) if wanted in found else 0
    return f"{first / len(lines.questions):.3f} | {reciprocal / len(lines.questions):.3f}"


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _row(name: str, seconds: float, folder: Path, run: Search, files: Sequence[str], lines: Lines) -> str:
    """Return a line of the table; the first pass over the lines warms every engine alike."""
    quality = _quality(run, files, lines)
    both = _best(run, lines.all())
    shown = f"{seconds:.1f} | {_megabytes(folder):.0f} | {_spread(both)} | {_spread(both[1::2])}"
    return f"| {name} | {shown} | {quality} |"


def _peers(folder: Path, passages: Sequence[Passage], lines: Lines) -> Iterator[str]:
    texts, files = [passage.text for passage in passages], [passage.file for passage in passages]
    for name, build in PEERS.items():
        place = folder / "peer"
        place.mkdir()
        started = time.process_time()
        run = build(place, texts)
        yield _row(name, time.process_time() - started, place, run, files, lines)
        shutil.rmtree(place)


class Ours:
    """One of our backends over the library's passages, in a folder that shares all but the index with the library."""

    def __init__(self, backend: str, library: Library, folder: Path) -> None:
        self.backend, self.folder = backend, folder
        folder.mkdir()
        for entry in library.folder.iterdir():
            if entry.name != "index":
                (folder / entry.name).symlink_to(entry)

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.folder / "index"

    def build(self, documents: dict[str, list[Passage]]) -> float:
        """Write all passages and return the seconds."""
        from search import indexes

        started = time.process_time()
        writer = indexes.open_writer(self.backend, self.index)
        for name, passages in documents.items():
            writer.replace(name, passages)
        writer.commit(1)
        writer.close()
        return time.process_time() - started

    def opened(self) -> Library:
        """Return the library as a new process would open it."""
        from search.library import Library

        return Library.open(self.folder, {"CETU_SEARCH__INDEX": self.backend})

    def search(self) -> Search:
        """Return what finds rows: here, the place of a hit's passage among all."""
        from search.engine import search

        library = self.opened()
        places = {one.id: i for i, one in enumerate(p for ps in _read_passages(library, 10**9).values() for p in ps)}
        return lambda line: [places[hit.passage] for hit in search(library, line).hits]

    def files(self) -> list[str]:
        """Return the file of each place."""
        return [passage.file for ps in _read_passages(self.opened(), 10**9).values() for passage in ps]

    def first_met(self) -> float:
        """Return the 95th percentile of the milliseconds that a frequent term takes when it is met first."""
        index = self.opened().index
        _ = index.columns
        frequent = sorted((term for term in index.terms("的")), key=lambda term: -len(index.postings(term)))[:50]
        fresh = self.opened().index
        _ = fresh.columns
        return float(np.percentile(_milliseconds(lambda term: [len(fresh.postings(term))], frequent), 95))

    def opening(self) -> float:
        """Return the median milliseconds of opening the index with its columns."""
        return float(np.median(_milliseconds(lambda _: [len(self.opened().index.columns)], map(str, range(7)))))

    def suggesting(self, lines: Lines) -> float:
        """Return the 95th percentile of the milliseconds that a suggestion takes, for names as far as they are typed.

        By characters, and by first letters as on a Latin keyboard.
        """
        from search.spelling import spelled
        from search.suggestions import suggest

        library = self.opened()
        typed = [form[:end] for form in lines.names[::3] for end in (1, 2, 3)]
        typed += [spelled(form).initials[:end] for form in lines.names[::3] for end in (1, 2, 3)]
        return float(np.percentile(_best(lambda prefix: [len(suggest(library, prefix))], typed), 95))

    def adding(self, documents: dict[str, list[Passage]]) -> list[float]:
        """Return the seconds that each of some documents takes to be put in the place of its former self."""
        from search import indexes

        seconds = []
        for change, name in enumerate(list(documents)[:_ADDED], 2):
            started = time.process_time()
            writer = indexes.open_writer(self.backend, self.index)
            writer.replace(name, documents[name])
            writer.commit(change)
            writer.close()
            seconds.append(time.process_time() - started)
        return seconds


def _bare(backend: str, folder: Path, documents: dict[str, list[Passage]]) -> float:
    """Return the seconds that the bare engine takes for the same terms."""
    from search.indexes.rows import rows
    from search.meaning import word_vectors

    made = [row for name, passages in documents.items() for row in rows(name, passages, word_vectors())]
    place = folder / "bare"
    place.mkdir()
    started = time.process_time()
    BARE[backend](place, made)
    seconds = time.process_time() - started
    shutil.rmtree(place)
    return seconds


def _ratio(backend: str, library: Library, folder: Path, documents: dict[str, list[Passage]]) -> float:
    """Return our time over the bare engine's for a tenth of the documents, the best of interleaved runs of each."""
    part = dict(list(documents.items())[::10])
    ours, bare = [], []
    for run in range(_PASSES):
        ours.append(Ours(backend, library, folder / f"{backend}-{run}").build(part))
        bare.append(_bare(backend, folder, part))
    return min(ours) / min(bare)


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        prog="benchmark.py search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared", help="the evaluation's folder")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="keep the library here, or take the one that is there")
    parser.add_argument("--no-peers", action="store_true", help="only our own backends")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = _library(options.library or folder / "library", options.shared, options.passages)
        documents = _read_passages(library, options.passages)
        passages = [passage for some in documents.values() for passage in some]
        lines = _lines(library, options.shared)
        print(f"{len(passages):,} passages of {len(documents):,} documents, {os.cpu_count()} processors\n")
        print("| engine | build s | MB | p50 | p95 | p99 ms, all lines | p50 | p95 | p99 ms, names | R@1 | MRR@10 |")
        print("|---|" + "---|" * 10)
        ours = [Ours(backend, library, folder / backend) for backend in BACKENDS]
        for one in ours:
            seconds = one.build(documents)
            print(_row(f"Cetu, {one.backend}", seconds, one.index, one.search(), one.files(), lines), flush=True)
        if not options.no_peers:
            for row in _peers(folder, passages, lines):
                print(row, flush=True)
        print(
            "\n| backend | build ÷ bare engine | open ms | frequent term met first, p95 ms | suggestion p95 ms | replace a document s, p95 |"
        )
        print("|---|---|---|---|---|---|")
        for one in ours:
            print(
                f"| {one.backend} | {_ratio(one.backend, library, folder, documents):.2f} | {one.opening():.0f} | {one.first_met():.1f} | "
                f"{one.suggesting(lines):.1f} | "
                f"{np.percentile(one.adding(documents), 95):.2f} |",
                flush=True,
            )
