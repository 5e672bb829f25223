"""The pages of a library: server time of each, bytes of a reading page with all it needs, time of a suggestion.

    python scripts/benchmark.py web --library DIR [--rounds 20] [--processor] [--cold]

Requests go through the whole application in this process, without a network, after the warming that `cetu serve` does.
Every round asks for other documents, entities and names of the library in turn. Times are milliseconds, `first` is the
first request for a kind of page, p50 and p95 those after it. Bytes are of the compressed answer. With --processor times are
those of the processor, which do not depend on what else a machine does; with --cold nothing is warmed.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from search.library import Library

_GZIP = {"Accept-Encoding": "gzip"}


def addresses(library: Library) -> dict[str, Callable[[int], str]]:
    """Return the address of each kind of page in a round, by its name."""
    from search import catalogue

    documents = library.documents
    entities = [item for item in catalogue.entities(library) if item.iri][:200]
    names = [quote(item.name) for item in entities]
    paths = ["/id/" + item.iri.split("/id/", 1)[1] for item in entities]

    def turn(items: Sequence[str], form: str) -> Callable[[int], str]:
        # A prime step walks over all of the list, not only over its beginning.
        return lambda i: form.format(items[i * 7 % len(items)])

    ids = [meta.id for meta in documents]
    longest = sorted(documents, key=lambda meta: (-meta.characters, meta.id))
    alike = list(pairwise(meta.id for meta in longest))[:: max(1, len(documents) // 50)]
    return {
        "home": lambda i: "/",
        "search": turn(names, "/search?q={}"),
        "answer": turn(names, "/ask?q={}" + quote("是什么意思？")),
        "reader": turn(ids, "/documents/{}"),
        "longest reader": lambda i: f"/documents/{longest[0].id}",
        "entity": turn(paths, "{}"),
        "entities": lambda i: "/entities",
        "documents": lambda i: "/documents",
        "glossary": lambda i: "/glossary",
        "indicators": lambda i: "/indicators",
        "ledger": lambda i: "/indicators/ledger",
        "graph": turn(names, "/graph?entity={}"),
        "graph, two steps": turn(names, "/graph?entity={}&depth=2&limit=100"),
        "whole graph": lambda i: "/graph/whole",
        "whole graph, data": lambda i: "/graph/whole.json",
        "wording": turn(names, "/wording?q={}"),
        "comparison": lambda i: "/compare?before={}&after={}".format(*alike[i * 7 % len(alike)]),
        "check": lambda i: "/check",
        "SPARQL": lambda i: "/query",
        "exports": lambda i: "/exports",
        "ontology": lambda i: "/ontology",
        "administration": lambda i: "/admin",
        "decisions": lambda i: "/admin/decisions",
        "health": lambda i: "/admin/health",
        "suggestion": turn([name[:9] for name in names], "/api/v1/suggest?q={}"),
    }


def measure(
    client: FlaskClient, address: Callable[[int], str], rounds: int, clock: Callable[[], float]
) -> tuple[list[float], list[int], int]:
    """Return (milliseconds by a clock, bytes, requests that were refused) of so many requests."""
    times, sizes, refused = [], [], 0
    for i in range(rounds):
        start = clock()
        response = client.get(address(i), headers=_GZIP)
        size = len(response.data)
        times.append((clock() - start) * 1000)
        sizes.append(size)
        refused += response.status_code != 200
    return times, sizes, refused


def page_weight(client: FlaskClient, address: str) -> int:
    """Return the bytes of a page with its style sheets, scripts and icon, as a first visit fetches them."""
    page = client.get(address).text
    needed = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    for script in [link for link in needed if ".js" in link]:
        needed |= set(_imports(client, script))
    return sum(len(client.get(link.replace("&amp;", "&"), headers=_GZIP).data) for link in [address, *sorted(needed)])


def _imports(client: FlaskClient, script: str) -> Iterator[str]:
    folder = script.rsplit("/", 1)[0]
    for name in re.findall(r'from\s+"\./([^"]+)"|import\s+"\./([^"]+)"', client.get(script).text):
        yield f"{folder}/{name[0] or name[1]}"


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    from search.library import Library
    from web.app import create_app
    from web.warming import warm_now_and_later

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True, help="the library to visit")
    parser.add_argument("--rounds", type=int, default=20, help="requests for each kind of page")
    parser.add_argument("--processor", action="store_true", help="measure time of the processor")
    parser.add_argument("--cold", action="store_true", help="without the warming that the server does")
    options = parser.parse_args(arguments)
    clock = time.process_time if options.processor else time.perf_counter
    library = Library.open(options.library, {})
    app = create_app(options.library)
    start = clock()
    if not options.cold:
        warm_now_and_later(app)
    print(f"{len(library.documents)} documents, Python {sys.version.split()[0]}, warm in {clock() - start:.1f} s\n")
    client = app.test_client()
    print("| page | first ms | p50 ms | p95 ms | most bytes | refused |\n|---|---|---|---|---|---|")
    for name, address in addresses(library).items():
        times, sizes, refused = measure(client, address, options.rounds + 1, clock)
        middle, high = statistics.median(times[1:]), _p95(times[1:])
        print(f"| {name} | {times[0]:.0f} | {middle:.0f} | {high:.0f} | {max(sizes):,} | {refused} |", flush=True)
    longest = max(library.documents, key=lambda meta: meta.characters)
    for meta in (library.documents[0], longest):
        weight = page_weight(client, f"/documents/{meta.id}")
        print(f"\nreading page of {meta.characters:,} characters with all it needs: {weight:,} bytes")


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)]
