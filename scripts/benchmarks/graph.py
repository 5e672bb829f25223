"""The graph of a large library: triples, loading, exports, the product's own queries, adding one document.

    python scripts/benchmark.py graph --library DIR [--triples 1000000] [--added FILE]

Takes whole named graphs of the library in their order until there are so many triples, and loads them into an embedded
store and into the plain rdflib memory store, each in a process of its own, so that memory is theirs alone. Then every
query of `kg/queries/` but the checks runs in each, the first time and again; what it is given are values drawn by a fixed seed
from what the graph has for it. A query of rdflib is stopped after 5 seconds. Times are of the processor.

With `--added`, a copy of the whole library takes in that file, twice: what it costs, what is written, which graphs change.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.stores.port import GraphStore

FORMS = ("nquads", "ntriples", "turtle")
BACKENDS = ("oxigraph", "memory")
_PATIENCE_S = 5
_DRAWN = 7
# What the variables of the queries stand for: a query that finds values for them.
_VALUES = {
    "entity": "SELECT DISTINCT ?v { ?m cetu:refersTo ?v }",
    "other": "SELECT DISTINCT ?v { ?m cetu:refersTo ?v }",
    "subject": "SELECT DISTINCT ?v { ?s rdf:subject ?v }",
    "object": "SELECT DISTINCT ?v { ?s rdf:object ?v FILTER(ISIRI(?v)) }",
    "property": "SELECT DISTINCT ?v { ?s rdf:predicate ?v }",
    "document": "SELECT DISTINCT ?v { ?v a cetu:Document }",
    "class": "SELECT DISTINCT ?v { ?x a ?v . ?m cetu:refersTo ?x }",
    "about": "SELECT DISTINCT ?v { ?i cetu:about ?v }",
    "body": "SELECT DISTINCT ?v { ?s cetu:organization ?v }",
    "person": "SELECT DISTINCT ?v { ?s rdf:predicate cetu:holdsPost ; rdf:subject ?v }",
    "key": "SELECT DISTINCT ?v { ?x cetu:nameKey ?v }",
    "text": "SELECT DISTINCT ?v { ?i cetu:subjectText ?v }",
}
_PREFIXES = "PREFIX cetu: <http://cetu.localhost/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "


class TooLongError(Exception):
    """A query took longer than we wait."""


def measure(backend: str, quads: Path, folder: Path) -> dict[str, Any]:
    """Load quads into a store, export them and run every query; return seconds, and megabytes at the peak."""
    import pyoxigraph as ox

    from kg import stores

    store = stores.open_writer(backend, folder / backend)
    found: dict[str, Any] = {}
    started = time.process_time()
    with quads.open("rb") as stream:
        store.load(ox.parse(stream, format=ox.RdfFormat.N_QUADS))
    found["load"] = time.process_time() - started
    found["triples"] = store.count()
    if backend != "memory":
        started = time.process_time()
        store.commit(1)
        found["commit"] = time.process_time() - started
        store.close()
        store = stores.open_reader(backend, folder / backend)  # type: ignore[assignment]
        found["disk"] = sum(file.stat().st_size for file in (folder / backend).rglob("*") if file.is_file()) / 2e6
        found["exports"] = {form: _exported(form, store) for form in FORMS}
    found["queries"] = dict(_queries(store))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return found


def _exported(form: str, store: GraphStore) -> float:
    from kg import exports

    with tempfile.TemporaryFile() as stream:
        started = time.process_time()
        exports.write(form, store, stream)
        return time.process_time() - started


def _queries(store: GraphStore) -> Iterator[tuple[str, list[float]]]:
    """Yield each query with its seconds, met first and again; -1 where it took too long."""
    from kg.queries_table import names, query

    signal.signal(signal.SIGALRM, _stop)
    values = {name: _drawn(store, text) for name, text in _VALUES.items()}
    for name in names():
        asked = query(name)
        if name.startswith("check_") or any(variable not in values for variable in asked.given):
            continue
        given = {variable: values[variable] for variable in asked.given}
        seconds = []
        for _ in range(2):
            signal.alarm(_PATIENCE_S)
            started = time.process_time()
            try:
                store.select(asked.text, given)
                seconds.append(time.process_time() - started)
            except TooLongError:
                seconds.append(-1.0)
                break
            finally:
                signal.alarm(0)
        yield name, [seconds[0], seconds[-1]]


def _stop(*_: object) -> None:
    raise TooLongError


def _drawn(store: GraphStore, text: str) -> Any:
    import pyoxigraph as ox

    found = sorted(str(row["v"]) for row in store.select(f"{_PREFIXES}{text}"))
    chosen = random.Random(_DRAWN).choice(found)
    return ox.NamedNode(chosen) if chosen.startswith("http") else ox.Literal(chosen)


def _taken(store: GraphStore, triples: int, file: Path) -> int:
    """Write the first graphs of a store as N-Quads, until there are so many triples; return how many graphs."""
    import pyoxigraph as ox

    count = graphs = 0
    with file.open("wb") as stream:
        for graph in store.graphs():
            if count >= triples:
                break
            some = list(store.quads(graph))
            ox.serialize(some, stream, ox.RdfFormat.N_QUADS)
            count, graphs = count + len(some), graphs + 1
    return graphs


def _measured(backend: str, quads: Path, folder: Path) -> dict[str, Any]:
    """Return what a process of its own measures."""
    command = [sys.executable, "-m", "scripts.benchmarks.graph", backend, str(quads), str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def adding(library: Path, file: Path, folder: Path) -> Iterator[str]:
    """Yield lines of a table: a file added to a copy of a library, and its next version in its place."""
    from search import ingest
    from search.library import Library

    copy = folder / "copy"
    shutil.copytree(library, copy)
    name = folder / file.name
    for what, text in (("added", file.read_text("utf-8")), ("replaced", file.read_text("utf-8") + "\n完。\n")):
        name.write_text(text, encoding="utf-8")
        before = _graphs(Library.open(copy, {}).graph)
        written, started, wall = _written(), time.process_time(), time.perf_counter()
        ingest.add(copy, [name], environment={})
        seconds, wall = time.process_time() - started, time.perf_counter() - wall
        megabytes = (_written() - written) / 1e6
        after = _graphs(Library.open(copy, {}).graph)
        changed = len(before.items() ^ after.items())
        yield f"| {what} | {seconds:.2f} | {wall:.2f} | {megabytes:.1f} | {changed} of {len(after)} |"


def _graphs(store: GraphStore) -> dict[str, int]:
    """Return the size of each named graph."""
    rows = store.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    return {str(row["g"]): int(row["n"] or 0) for row in rows}


def _written() -> int:
    """Return how many bytes this process has handed to the disk, where the system counts them."""
    with suppress(OSError):
        lines = Path("/proc/self/io").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))
    return 0


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        prog="benchmark.py graph", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", type=Path, required=True, help="a library made by cetu add")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--added", type=Path, help="a text that the library does not have")
    parser.add_argument("--only", choices=["stores", "adding"], help="one half")
    options = parser.parse_args(arguments)
    from search.library import Library

    with tempfile.TemporaryDirectory(dir=options.library.parent) as name:
        folder = Path(name)
        library = Library.open(options.library, {})
        total, documents = library.graph.count(), len(library.documents)
        print(
            f"{total:,} triples of {documents:,} documents, {total / documents:.0f} a document, {os.cpu_count()} processors\n"
        )
        if options.only != "adding":
            graphs = _taken(library.graph, options.triples, folder / "graph.nq")
            both = {backend: _measured(backend, folder / "graph.nq", folder) for backend in BACKENDS}
            print(f"{both['oxigraph']['triples']:,} triples in {graphs:,} graphs:\n")
            _print_stores(both)
        if options.added and options.only != "stores":
            print("\n| a document | processor s | wall s | MB written | graphs changed |\n|---|---|---|---|---|")
            for line in adding(options.library, options.added, folder):
                print(line, flush=True)


def _print_stores(both: dict[str, dict[str, Any]]) -> None:
    size = both["oxigraph"]["triples"]
    print("| store | loaded, triples/s | peak MB | MB on disk |\n|---|---|---|---|")
    for backend, found in both.items():
        seconds = found["load"] + found.get("commit", 0)
        print(f"| {backend} | {size / seconds:,.0f} | {found['peak']:,.0f} | {found.get('disk', 0):,.0f} |")
    print("\n| export | triples/s |\n|---|---|")
    for form, seconds in both["oxigraph"]["exports"].items():
        print(f"| {form} | {size / seconds:,.0f} |")
    print("\n| query | oxigraph ms, first | again | memory ms, again |\n|---|---|---|---|")
    for name, (first, again) in both["oxigraph"]["queries"].items():
        plain = both["memory"]["queries"].get(name, [0, -1])[1]
        print(f"| {name} | {_ms(first)} | {_ms(again)} | {_ms(plain)} |")


def _ms(seconds: float) -> str:
    return f"over {_PATIENCE_S * 1000:,}" if seconds < 0 else f"{seconds * 1000:,.1f}"


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
