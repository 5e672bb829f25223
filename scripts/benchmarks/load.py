"""A load model: so many passages in each index, built and queried side by side.

    python scripts/benchmark.py load [--passages 100000] [--index whoosh --index http://127.0.0.1:9200/load?replicas=0]
    python scripts/benchmark.py load --texts FOLDER     the sentences of real texts instead, each time with other clauses and figures

Passages are put together by a fixed seed: from invented words with the frequencies of a language (few words often, many seldom), or from
clauses of the texts of a folder, so that wordings recur as they do there.
Seconds and milliseconds are those of this process's processor time for embedded indexes; for a server, whose work is done
elsewhere, they are elapsed time. Queries are the postings of four words, as scoring asks for them, each word asked for once.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from search import indexes
from search.passages import Passage

_SYLLABLES = "云川科普惠农服务站点培训人才创新平台学会企业协作项目基层组织青年教师展览数字乡村健康环境材料工程"
_WORDS = 20_000
_WORDS_OF_PASSAGE = 14
_PASSAGES_OF_DOCUMENT = 100
_QUERIES = 200
_SEED = 7


def passages(count: int, texts: Path | None = None) -> Iterator[tuple[str, list[Passage]]]:
    """Yield documents by id with their passages, the same ones every time."""
    sentences = _varied(texts) if texts else _invented()
    for number in range(0, count, _PASSAGES_OF_DOCUMENT):
        name = f"d{number:08}"
        texts_of = islice(sentences, min(_PASSAGES_OF_DOCUMENT, count - number))
        yield name, [_passage(name, i, text) for i, text in enumerate(texts_of)]


def _invented() -> Iterator[str]:
    draw = random.Random(_SEED)
    words = ["".join(draw.choices(_SYLLABLES, k=draw.choice((2, 2, 2, 3, 4)))) for _ in range(_WORDS)]
    weights = [1 / (rank + 10) for rank in range(_WORDS)]
    cumulative = np.cumsum(weights).tolist()
    while True:
        yield "".join(draw.choices(words, cum_weights=cumulative, k=_WORDS_OF_PASSAGE)) + "。"


def _varied(folder: Path) -> Iterator[str]:
    """Yield sentences of a folder's texts, a clause of each taken from another and its figures changed."""
    draw = random.Random(_SEED)
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    sentences = [one.split("，") for one in re.split(r"[。；\n]", whole) if 10 <= len(one) <= 200]
    while True:
        clauses = list(draw.choice(sentences))
        clauses[draw.randrange(len(clauses))] = draw.choice(draw.choice(sentences))
        yield re.sub(r"\d", lambda _: draw.choice("0123456789"), "，".join(clauses)) + "。"


def _passage(document: str, number: int, text: str) -> Passage:
    return Passage(
        id=f"{document}-{number}",
        document=document,
        start=0,
        end=len(text),
        text=text,
        kind="sentence",
        part="报告",
        part_kind="report",
        section=(f"第{number // 10 + 1}部分",),
        title=f"云川市第{document}号报告",
        file=f"{document}.txt",
        issuer="云川市科协",
        date=f"{2000 + number % 25}-03-01",
        label="公开",
        group=f"{document}-{number // 10}",
    )


def measure(name: str, sizes: Sequence[int], texts: Path | None = None) -> Iterator[str]:
    """Yield a row of the table for each size to which an index grows; building is counted from its beginning."""
    clock = time.monotonic if indexes.is_server(name) else time.process_time
    lines = _lines(texts)
    found = passages(max(sizes), texts)
    built = own = 0.0
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        for change, size in enumerate(sorted(sizes), 1):
            start, start_own = clock(), time.process_time()
            writer = indexes.open_writer(name, path)
            for document, rows in islice(found, -(-(size - done) // _PASSAGES_OF_DOCUMENT)):
                writer.replace(document, rows)
                done += len(rows)
            writer.commit(change)
            writer.tidy()
            writer.close()
            built, own = built + clock() - start, own + time.process_time() - start_own
            yield _row(name, path, (built, own), lines)


def _row(name: str, path: Path, built: tuple[float, float], lines: list[list[str]]) -> str:
    clock = time.monotonic if indexes.is_server(name) else time.process_time
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6
    start = clock()
    index = indexes.open_reader(name, path)
    rows = len(index.columns)
    opened = clock() - start
    times = [_asked(index, line, clock) for line in lines]
    index.close()
    p50, p95 = np.percentile(times, [50, 95])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    shown = "OpenSearch" if indexes.is_server(name) else name
    figures = f"{built[0]:.1f} | {built[1]:.1f} | {size:.0f} | {opened:.2f} | {p50:.1f} | {p95:.1f} | {peak:.0f}"
    return f"| {shown} | {rows} | {figures} |"


def _lines(texts: Path | None) -> list[list[str]]:
    draw = random.Random(_SEED + 1)
    seen = [passage.text for _, found in passages(2_000, texts) for passage in found]
    return [[text[i : i + 2] for i in draw.sample(range(len(text) - 2), 4)] for text in draw.sample(seen, _QUERIES)]


def _asked(index: object, terms: list[str], clock: object) -> float:
    assert callable(clock)
    start = clock()
    for term in terms:
        index.postings(term)  # type: ignore[attr-defined]
    return float(clock() - start) * 1e3


def main(arguments: list[str] | None = None) -> None:
    """Measure each index in turn and print the table. Memory is the most of this process so far: name small indexes first."""
    parser = argparse.ArgumentParser(prog="benchmark.py load", description="Indexes under load, side by side.")
    parser.add_argument("--passages", type=int, action="append", help="how many; again for a size that it grows to")
    parser.add_argument("--index", action="append", help="a backend or the URL of a cluster; again for another")
    parser.add_argument("--texts", type=Path, help="a folder of .txt files whose sentences are varied")
    chosen = parser.parse_args(arguments)
    print(
        "| index | passages | build s | of it our processor s | MB on disk here | open s | p50 ms | p95 ms | peak MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name in chosen.index or ["tantivy", "whoosh"]:
        for row in measure(name, chosen.passages or [100_000], chosen.texts):
            print(row, flush=True)
