"""Measure the stages of the product against one pass of the tokenizer, and the cold start of a question.

    python scripts/benchmark.py [FILE.jsonl.gz ...] [--documents N] [--library DIR]
    python scripts/benchmark.py answers [--help]
    python scripts/benchmark.py extraction [--help]
    python scripts/benchmark.py graph [--help]
    python scripts/benchmark.py growth [--help]
    python scripts/benchmark.py load [--help]
    python scripts/benchmark.py search [--help]
    python scripts/benchmark.py pictures [--help]
    python scripts/benchmark.py readers [--help]
    python scripts/benchmark.py web [--help]

Each line of a file is an object with "id" and "text"; without files, the built-in sample is measured. Stages run
in this process on one core, one document after the other; the figure is
the median of three passes, in characters a second.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # run as a file, too, it finds its parts
PARTS = ("answers", "extraction", "graph", "growth", "load", "pictures", "readers", "search", "web")
PASSES = 3
QUESTION = "哪些项目与科普惠农有关"


def texts(files: list[Path], limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the documents to measure."""
    if not files:
        folder = PROJECT / "corpus" / "sample"
        for path in sorted(folder.iterdir()):
            if path.name != "README.md":
                yield path.name, path.read_bytes()
        return
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for row in islice(map(json.loads, lines), limit):
                yield f"{row['id']}.txt", row["text"].encode()


def timed(run: Callable[[], object]) -> float:
    """Return the median seconds of a few passes."""
    seconds = []
    for _ in range(PASSES):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def stages(sources: list[tuple[str, bytes]]) -> Iterator[tuple[str, float, int]]:
    """Yield (stage, seconds, characters) in the order in which a document goes through them."""
    from corpus.cleaning import clean
    from corpus.readers.registry import read, source_file
    from corpus.structure import structure
    from corpus.tokens import tokenizer
    from kg.extract import extract
    from kg.merge import resolve
    from kg.rdf import quads
    from search.passages import passages

    files = [source_file(name, data) for name, data in sources]
    read_texts = [read(file) for file in files]
    clean_texts = [clean(text) for text in read_texts]
    parts = list(zip(clean_texts, read_texts, files, strict=True))
    documents = [structure(*three) for three in parts]
    extractions = [extract(document) for document in documents]
    resolution = resolve(zip(documents, extractions, strict=True))
    size = sum(len(document.text) for document in documents)
    words = tokenizer().words
    pairs = list(zip(documents, extractions, strict=True))
    yield "tokenizer, one pass", timed(lambda: [words(document.text) for document in documents]), size
    yield "read", timed(lambda: [read(file) for file in files]), size
    yield "clean", timed(lambda: [clean(text) for text in read_texts]), size
    yield "structure", timed(lambda: [structure(*three) for three in parts]), size
    yield "extract", timed(lambda: [extract(document) for document in documents]), size
    yield "merge", timed(lambda: resolve(pairs)), size
    yield "graph", timed(lambda: [list(quads(d, e, resolution)) for d, e in pairs]), size
    yield "passages", timed(lambda: [passages(d, e, resolution) for d, e in pairs]), size


def whole(sources: list[tuple[str, bytes]], library: Path) -> float:
    """Return the seconds of `cetu add` over all documents, into a fresh library."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in sources:
            (Path(folder) / name).write_bytes(data)
        start = time.perf_counter()
        subprocess.run([_cetu(), "--library", library, "add", folder], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start


def cold(library: Path, *arguments: str) -> float:
    """Return the median wall seconds of a command in a fresh process."""
    command = [str(_cetu()), "--library", str(library), *arguments]
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _cetu() -> Path:
    return Path(sys.executable).with_name("cetu")


def main() -> None:
    """Print the table, or run the part that is named."""
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        part = import_module(f"scripts.benchmarks.{sys.argv[1]}")
        part.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="gzipped JSON lines with id and text")
    parser.add_argument("--documents", type=int, default=50, help="at most so many documents of each file")
    parser.add_argument("--library", type=Path, help="keep the library here")
    options = parser.parse_args()
    sources = list(texts(options.files, options.documents))
    print(f"{len(sources)} documents, {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    base = 0.0
    for stage, seconds, size in stages(sources):
        base = base or seconds
        print(f"{stage:<22}{size / seconds:>14,.0f} characters/s{seconds / base:>9.2f} tokenizer passes")
    with tempfile.TemporaryDirectory() as folder:
        library = options.library or Path(folder) / "library"
        seconds = whole(sources, library)
        print(f"{'cetu add, all':<22}{size / seconds:>14,.0f} characters/s{seconds / base:>9.2f} tokenizer passes")
        for arguments in (["ask", QUESTION], ["search", "科普惠农"], ["define", "承能"], ["--version"]):
            print(f"cold cetu {' '.join(arguments):<28}{cold(library, *arguments):.2f} s")


if __name__ == "__main__":
    main()
