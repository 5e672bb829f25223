"""How the whole product grows with the library: every stage at several sizes, against the tokenizer's pass in the same run.

    python scripts/benchmark.py growth FILE.jsonl.gz [--sizes 10,100,1000] [--record FIGURES.json] [--compare FIGURES.json]

Each line of the file is an object with "id" and "text"; without a file, the built-in sample is measured. Each size gets a
library of its own of the first documents. Seconds are processor time of this program's children, user and system; what
stands beside them is how many passes of rjieba over as many characters (whole stages) or over 100,000 (single deeds) take as
long, the pass being measured before and after each stage, so that other work on the machine counts little. `--compare` ends with exit code 1 where a ratio, the memory or the disk
has grown by more than a fifth over the recorded figures of the same size, in two measurements of that size: what other
work on the machine slowed once is not told. Figures of the built-in sample and of official documents are recorded in
scripts/benchmarks/recorded/; `.ci/benchmark` holds the sample against its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[2]
_CETU = str(Path(sys.executable).with_name("cetu"))
UNIT = 100_000
"""Characters of the pass that single deeds are held against."""
MOST = 1.20
_PASSES, _ROUNDS, _SLICE, _SLICES = 3, 15, 600, 20
# A pass over a few thousand characters takes milliseconds: it is repeated until the clock can tell.
_LONG_ENOUGH_S = 0.6
WHOLE = {
    "ingest": "`cetu add`, all",
    "rebuild 1": "`cetu rebuild`",
    "rebuild 2": "`cetu rebuild --workers 2`",
    "export": "`cetu export --format nquads`",
}
DEEDS = {
    "add one": "`cetu add`, one more",
    "cold ask": "`cetu ask`, cold",
    "search": "search, warm",
    "ask": "question, warm",
    "check": f"draft of {_SLICE} characters",
    "entity": "page of an entity",
}

Figures = dict[str, float]
"""Of one size: by stage its ratio to the pass, and with " s" behind it its seconds; "memory" and "disk" in MB, "pass", "characters"."""


def measured(texts: Sequence[tuple[str, bytes]], one_more: tuple[str, bytes], folder: Path) -> Figures:
    """Return the figures of a library of these texts, made in an empty folder.

    Raises:
        SystemExit: A command failed; its complaint stands above.
    """
    library, files = folder / "library", folder / "files"
    files.mkdir()
    for name, data in texts:
        (files / name).write_bytes(data)
    extra = folder / f"more-{one_more[0]}"
    extra.write_bytes(one_more[1])
    pass_s = tokenizer_pass([data.decode() for _, data in texts])
    found: Figures = {"characters": sum(len(data.decode()) for _, data in texts), "pass": pass_s()}

    def take(name: str, characters: float, run: Callable[[], float]) -> None:
        """Note the seconds of a stage, and what they are beside passes over so many characters before and after it."""
        before = pass_s()
        spent = run()
        found[f"{name} s"] = spent
        found[name] = spent / (statistics.mean((before, pass_s())) * characters / UNIT)

    def cetu(*arguments: str | Path) -> Callable[[], float]:
        return lambda: _spent(lambda: _run([_CETU, "--library", str(library), *map(str, arguments)]))

    whole = found["characters"]
    take("ingest", whole, cetu("add", files))
    found["disk"] = _megabytes(library)
    take("rebuild 1", whole, cetu("rebuild"))
    start = time.monotonic()
    take("rebuild 2", whole, cetu("rebuild", "--workers", "2"))
    found["rebuild 2 wall s"] = time.monotonic() - start
    take("export", whole, cetu("export", "--format", "nquads", "-o", folder / "graph.nq"))
    cold = cetu("ask", "有哪些项目？")
    take("cold ask", UNIT, lambda: statistics.median(cold() for _ in range(_PASSES)))
    before = pass_s()
    warm = json.loads(_run([sys.executable, "-m", "scripts.benchmarks.growth", str(library)]))
    unit = statistics.mean((before, pass_s()))
    found["memory"] = warm.pop("memory")
    for name, seconds in warm.items():
        found |= {name: seconds / unit, f"{name} s": seconds}
    take("add one", UNIT, cetu("add", extra))
    return found


def tokenizer_pass(texts: Sequence[str]) -> Callable[[], float]:
    """Return what takes the processor seconds of one pass of rjieba over 100,000 characters of these texts, as it is now.

    How much a processor does in a second depends on what else runs beside: the pass is taken anew around every stage.
    """
    from corpus.tokens import tokenizer

    words = tokenizer().words
    slices = list(_slices(texts))
    characters = sum(map(len, slices))
    words(slices[0])

    def once() -> float:
        times: list[float] = []
        while len(times) < _PASSES or sum(times) < _LONG_ENOUGH_S:
            start = time.process_time()
            for text in slices:
                words(text)
            times.append(time.process_time() - start)
        return statistics.median(times) * UNIT / characters

    return once


def _slices(texts: Sequence[str]) -> Iterator[str]:
    """Yield the beginnings of texts from all over a library, together about 100,000 characters or all that there are."""
    step = max(1, len(texts) // _SLICES)
    for text in texts[::step][:_SLICES]:
        yield text[: UNIT // min(_SLICES, len(texts))]


def warm_figures(library: Path) -> Figures:
    """Return processor seconds of single requests to a warm application, and the most memory of this process in MB."""
    from search.drafts.checking import check
    from web.app import create_app
    from web.shelf import shelf_of
    from web.warming import warm

    app = create_app(library)
    found = shelf_of(app).library()
    warm(app, found)
    client = app.test_client()
    drafts = [found.document(meta.id).text[:_SLICE] for meta in found.documents[:_ROUNDS]]
    names, paths = zip(*_entities(found), strict=True)

    def page(address: str) -> None:
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} 没有答成")

    figures = {
        "search": _median(lambda i: page(f"/search?q={quote(names[i % len(names)])}")),
        "ask": _median(lambda i: page(f"/ask?q={quote(names[i % len(names)] + '是什么意思？')}")),
        "check": _median(lambda i: check(found, drafts[i % len(drafts)])),
        "entity": _median(lambda i: page(paths[i % len(paths)])),
    }
    return figures | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}


def _sources(file: Path | None, count: int) -> list[tuple[str, bytes]]:
    from corpus.ingest import document_from_path
    from scripts.benchmark import texts

    if file:
        return list(texts([file], count))
    # The sample is of many formats and encodings: what grows is measured by its texts.
    paths = sorted((PROJECT / "corpus" / "sample").glob("20*"))
    return [(f"{path.stem}.txt", document_from_path(path).text.encode()) for path in paths[:count]]


def _entities(library: object) -> list[tuple[str, str]]:
    """Return names and addresses of a few entities from all over a library."""
    from search import catalogue

    found = [item for item in catalogue.entities(library) if item.iri]  # type: ignore[arg-type]
    step = max(1, len(found) // _ROUNDS)
    return [(item.name, "/id/" + item.iri.split("/id/", 1)[1]) for item in found[::step]]


def _median(run: Callable[[int], object]) -> float:
    times = []
    for number in range(_ROUNDS + 1):
        start = time.process_time()
        run(number)
        times.append(time.process_time() - start)
    return statistics.median(times[1:])  # the first one reads what the others find read


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=PROJECT,
        env={**os.environ, "CETU_LIBRARY": ""},
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} 以 {done.returncode} 结束")
    return done.stdout


def _spent(run: Callable[[], object]) -> float:
    """Return the processor seconds of the processes that were started and ended meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _megabytes(folder: Path) -> float:
    # Checkpoints are hard links: what they share is counted once.
    sizes = {(status.st_dev, status.st_ino): status.st_size for status in map(Path.stat, folder.rglob("*"))}
    return sum(sizes.values()) / 1e6


def least(once: Figures, again: Figures) -> Figures:
    """Return the lesser of two measurements of one size, figure by figure."""
    return {name: min(value, again[name]) for name, value in once.items()}


def worse(now: Mapping[str, Figures], then: Mapping[str, Figures]) -> Iterator[str]:
    """Yield in words what has grown by more than a fifth, for the sizes that both hold."""
    for size in now.keys() & then.keys():
        for name in (*WHOLE, *DEEDS, "memory", "disk"):
            before, after = then[size].get(name), now[size][name]
            if before is not None and after > before * MOST:
                yield f"{size} documents, {name}: {before:.4g} → {after:.4g} ({after / before:.2f} ×)"


def table(found: Mapping[str, Figures]) -> Iterator[str]:
    """Yield the lines of a table: a column a size; seconds with the ratio in brackets."""
    yield "| processor seconds (passes) | " + " | ".join(f"{size} documents" for size in found) + " |"
    yield "|---|" + "---|" * len(found)
    columns = list(found.values())
    yield "| characters | " + " | ".join(f"{one['characters']:,.0f}" for one in columns) + " |"
    yield f"| rjieba pass over {UNIT:,} characters | " + " | ".join(f"{one['pass']:.3f}" for one in columns) + " |"
    for name, title in (WHOLE | DEEDS).items():
        yield (
            f"| {title} | " + " | ".join(f"{_shown(one[f'{name} s'])} ({_shown(one[name])})" for one in columns) + " |"
        )
    yield "| memory of a warm server, MB | " + " | ".join(f"{one['memory']:.0f}" for one in columns) + " |"
    yield "| disk, MB | " + " | ".join(f"{one['disk']:.1f}" for one in columns) + " |"


def _rounded(found: Mapping[str, Figures]) -> str:
    digits = {size: {name: float(f"{value:.4g}") for name, value in one.items()} for size, one in found.items()}
    return json.dumps(digits, indent=1) + "\n"


def _shown(value: float) -> str:
    """Return a number with three digits, and all those before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def main(arguments: Sequence[str]) -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?", help="gzipped JSON lines with id and text")
    parser.add_argument("--sizes", default="10,100,1000", help="with commas")
    parser.add_argument("--record", type=Path, help="write the figures here")
    parser.add_argument("--compare", type=Path, help="figures that these must not exceed by more than a fifth")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in options.sizes.split(",")]
    sources = _sources(options.file, max(sizes) + 1)
    found: dict[str, Figures] = {}
    recorded = json.loads(options.compare.read_text(encoding="utf-8")) if options.compare else {}

    def measure(size: int) -> Figures:
        if size >= len(sources):
            raise SystemExit(f"{len(sources)} documents are too few for a library of {size} and one more")
        with tempfile.TemporaryDirectory(prefix="cetu-growth-") as name:
            return measured(sources[:size], sources[size], Path(name))

    for size in sizes:
        figures = measure(size)
        if any(worse({str(size): figures}, recorded)):
            figures = least(figures, measure(size))
        found[str(size)] = figures
        if options.record:  # after each size: the larger ones take an hour
            options.record.write_text(_rounded(found), encoding="utf-8")
    print("\n".join(table(found)))
    if options.compare:
        grown = list(worse(found, recorded))
        print("\n".join(grown) or "nothing has grown by more than a fifth")
        if grown:
            raise SystemExit(1)


if __name__ == "__main__":  # the process whose memory is measured
    print(json.dumps(warm_figures(Path(sys.argv[1]))))
