"""Measure the readers: which real files come in, recognition of pages, and the text path over many laws.

    python scripts/benchmark.py readers [--shared DIR] [--font FILE] [--laws N]

The files are those of `data/readers` in the evaluation's folder. Recognition is measured on its page images against the
text of the PDF that they show, and on pages of the built-in sample drawn at 300 dpi as GB/T 9704 sets them (22 lines of 28
characters of 16 pt) in the font given, which should be a 仿宋.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import CetuError
from corpus.ingest import document_from_file
from corpus.readers import isolation
from corpus.readers.registry import read, source_file

PROJECT = Path(__file__).resolve().parents[2]
LINES, LINE = 22, 28
_DPI = 300
_PT = _DPI / 72
_PAGES = 4


def formats(folder: Path) -> Iterator[str]:
    """Yield a row for each format: files, those read, those refused in a sentence, seconds of the median and the longest."""
    seconds: dict[str, list[float]] = defaultdict(list)
    outcome: dict[str, list[str]] = defaultdict(list)
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        start = time.perf_counter()
        try:
            document_from_file(source_file(path.name, path.read_bytes()))
            outcome[path.suffix].append("read")
        except CetuError as error:
            outcome[path.suffix].append(error.what)
        seconds[path.suffix].append(time.perf_counter() - start)
    for suffix, results in sorted(outcome.items()):
        refused = sorted({what for what in results if what != "read"})
        taken = seconds[suffix]
        yield (
            f"| {suffix.lstrip('.')} | {len(results)} | {results.count('read')} | {len(results) - results.count('read')} | "
            f"{'；'.join(refused)} | {statistics.median(taken):.2f} | {max(taken):.1f} |"
        )


def scans(folder: Path) -> Iterator[str]:
    """Yield a row for each page image: seconds, and errors against the page of the PDF that it shows."""
    for path in sorted((folder / "scan").glob("*.png")):
        stem, _, page = path.stem.rpartition("_")
        original = read(source_file(f"{stem}.pdf", (folder / "pdf" / f"{stem}.pdf").read_bytes()))
        blocks = tuple(block for block in original.blocks if block.page == int(page))
        wanted = clean(type(original)(blocks)).text
        yield _recognised(path.name, path.read_bytes(), wanted)


def drawn_pages(font: Path) -> Iterator[str]:
    """Yield a row for each page drawn in a font."""
    for number, lines in enumerate(islice(_pages_of_sample(), _PAGES), start=1):
        yield _recognised(f"{font.stem}, page {number}", _drawn(lines, font), "".join(lines))


def _pages_of_sample() -> Iterator[list[str]]:
    for path in sorted((PROJECT / "corpus" / "sample").glob("*.txt")):
        text = document_from_file(source_file(path.name, path.read_bytes())).text
        lines = [
            line[i : i + LINE]
            for paragraph in text.split("\n")
            for line in ["　　" + paragraph]
            for i in range(0, len(line), LINE)
        ]
        for i in range(0, len(lines) - LINES, LINES):
            yield lines[i : i + LINES]


def _drawn(lines: Sequence[str], font: Path) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (round(210 / 25.4 * _DPI), round(297 / 25.4 * _DPI)), 255)
    letters = ImageFont.truetype(str(font), round(16 * _PT))
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        for place, letter in enumerate(line):
            draw.text((28 / 25.4 * _DPI + place * 15.8 * _PT, 37 / 25.4 * _DPI + number * 29 * _PT), letter, 0, letters)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def _recognised(name: str, picture: bytes, wanted: str) -> str:
    start = time.perf_counter()
    source = read(source_file(f"{name}.png", picture))
    seconds = time.perf_counter() - start
    wanted = "".join(wanted.split())
    errors = distance("".join(clean(source).text.split()), wanted)
    return f"| {name} | {len(wanted)} | {errors} | {100 * errors / len(wanted):.2f} | {seconds:.1f} |"


def distance(left: str, right: str) -> int:
    """Return how many insertions, deletions and changes lead from one string to the other."""
    row = list(range(len(right) + 1))
    for i, character in enumerate(left, start=1):
        last, row[0] = row[0], i
        for j, other in enumerate(right, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (character != other))
    return row[-1]


def text_path(files: Sequence[Path], most: int) -> Iterator[str]:
    """Yield a row for each file of texts: documents, characters, failures, characters a second from bytes to structure."""
    for file in files:
        count = characters = failures = 0
        seconds = 0.0
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            for row in islice(map(json.loads, rows), most):
                data = row["text"].encode()
                start = time.perf_counter()
                try:
                    characters += len(document_from_file(source_file(f"{row['id']}.txt", data)).text)
                except CetuError:
                    failures += 1
                seconds += time.perf_counter() - start
                count += 1
        yield f"| {file.name} | {count:,} | {characters:,} | {failures} | {characters / seconds:,.0f} |"


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        prog="benchmark.py readers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared", help="the evaluation's folder")
    parser.add_argument("--font", type=Path, help="a font file to draw pages in")
    parser.add_argument("--laws", type=int, default=100_000, help="at most so many documents of each file of texts")
    options = parser.parse_args(arguments)
    data = options.shared / "data"
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    _table("| format | files | read | refused | why | median s | longest s |", formats(data / "readers"))
    pages = "| page | characters | errors | error rate % | s |"
    _table(pages, scans(data / "readers"))
    if options.font:
        _table(pages, drawn_pages(options.font))
    isolation.close()
    texts = [data / "policy.jsonl.gz", data / "laws.jsonl.gz"]
    _table("| texts | documents | characters | failures | characters/s |", text_path(texts, options.laws))
    print("| process | peak MB |\n|---|---|")
    for name, who in (
        ("this one", resource.RUSAGE_SELF),
        ("the one that parses and recognises", resource.RUSAGE_CHILDREN),
    ):
        print(f"| {name} | {resource.getrusage(who).ru_maxrss / 1024:,.0f} |")


def _table(head: str, rows: Iterator[str]) -> None:
    print(head)
    print("|---" * (head.count("|") - 1) + "|")
    for row in rows:
        print(row, flush=True)
    print()
