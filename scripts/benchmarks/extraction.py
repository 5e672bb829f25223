"""Extraction: characters a second of one core, memory, and how two workers scale.

    python scripts/benchmark.py extraction FILE.jsonl.gz [--documents 186]

Each line of the file is an object with "id" and "text". Documents are read beforehand; what is timed is `kg.extract.extract`
alone, tokenizing included, document by document, then the same through one and two worker processes, started and warm.
Memory is the peak of a process that extracts all of them, above what it holds before the first.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.documents import Document


def documents(file: Path, limit: int) -> list[Document]:
    """Return the documents of a file, longest first, so that no worker ends with a long one alone."""
    from corpus.ingest import document_from_text
    from scripts.benchmark import texts

    found = [document_from_text(data.decode(), name=name) for name, data in texts([file], limit)]
    return sorted(found, key=lambda document: -len(document.text))


def size_of(document: Document) -> tuple[int, int, int, int]:
    """Return how many entities, mentions, relations and indicators a document gives: small to send between processes."""
    from kg.extract import extract

    found = extract(document)
    return len(found.entities), len(found.mentions), len(found.relations), len(found.indicators)


def tokens(found: Sequence[Document]) -> float:
    """Return the seconds of one pass of the tokenizer."""
    from corpus.tokens import tokenizer

    words = tokenizer().words
    words(found[-1].text)
    start = time.perf_counter()
    for document in found:
        words(document.text)
    return time.perf_counter() - start


def serial(found: Sequence[Document]) -> tuple[float, int]:
    """Return (seconds, peak bytes above the beginning) of extracting all documents in this process."""
    size_of(found[-1])
    before = _peak()
    start = time.perf_counter()
    for document in found:
        size_of(document)
    return time.perf_counter() - start, _peak() - before


def parallel(found: Sequence[Document], workers: int) -> float:
    """Return the seconds of extracting all documents in worker processes that have extracted one each before."""
    from kg.runners import ProcessRunner

    warm = [found[-1]] * workers
    start = time.perf_counter()
    list(ProcessRunner(workers).map(size_of, warm))
    started = time.perf_counter()
    list(ProcessRunner(workers).map(size_of, [*warm, *found]))
    return time.perf_counter() - started - (started - start)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="gzipped JSON lines with id and text")
    parser.add_argument("--documents", type=int, default=186, help="at most so many documents")
    options = parser.parse_args(arguments)
    found = documents(options.file, options.documents)
    size = sum(len(document.text) for document in found)
    print(
        f"{len(found)} documents, {size:,} characters, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n"
    )
    words = tokens(found)
    alone, memory = serial(found)
    print("| | seconds | characters/s | |\n|---|---|---|---|")
    print(f"| tokenizer, one pass | {words:.1f} | {size / words:,.0f} | |")
    print(
        f"| extraction, one process | {alone:.1f} | {size / alone:,.0f} | peak {memory / 1e6:.0f} MB above the start |"
    )
    one = parallel(found, 1)
    for workers in (1, 2):
        seconds = one if workers == 1 else parallel(found, workers)
        print(
            f"| {workers} worker{'s' * (workers > 1)} | {seconds:.1f} | {size / seconds:,.0f} | {one / seconds:.2f} × |"
        )
