"""Every statement of a whole graph leads back to its words, and the graph does not depend on how it was made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.iris import Iris
from kg.queries_table import load
from search import ingest
from search.library import Library
from tests.commands import SAMPLE
from tests.shared import SHARED, needs_shared_data

SEED = SHARED / "data" / "seed.txt"


def of(library: Library, query: str, graph: str) -> list[dict[str, object]]:
    """Return what a query says of one document."""
    return [dict(row) for row in library.graph.select(load(query), {"document": ox.NamedNode(graph)})]


def walked(library: Library) -> Counter[str]:
    """Hold every piece of evidence of a graph against the text; return how many there are by what they prove."""
    iris = Iris(library.settings.text("kg.base"))
    found: Counter[str] = Counter()
    found_in = (row | {"document": graph} for graph in library.graph.graphs() for row in of(library, "evidence", graph))
    for row in found_in:
        name = iris.document_id(str(row["document"]))
        assert name is not None
        text = library.document(name).text
        start, end = int(str(row["start"])), int(str(row["end"]))
        assert 0 <= start < end <= len(text), row
        assert text[start:end] == row["quote"], row
        assert row["extractor"], row
        found[str(row["kind"]).rsplit("#", 1)[-1]] += 1
    return found


def proven(library: Library) -> None:
    """Every statement, indicator and definition has evidence, and every plain triple between entities a statement."""
    found = walked(library)
    for kind, query in (
        ("Statement", "all_statements"),
        ("Indicator", "indicators"),
        ("Definition", "definitions_in_full"),
    ):
        assert found[kind] > 0
        assert found[kind] >= len(library.graph.select(load(query))) > 0, kind
    assert found["Mention"] > found["Statement"]
    assert [row for graph in library.graph.graphs() for row in of(library, "unproven", graph)] == []


def test_every_quote_of_the_sample_is_the_text_at_its_place(sample_library: Path) -> None:
    proven(Library.open(sample_library, {}))


@needs_shared_data
@pytest.mark.shared_data
def test_every_quote_of_the_real_document_is_the_text_at_its_place(tmp_path: Path) -> None:
    ingest.add(tmp_path / "library", [SEED], environment={})
    proven(Library.open(tmp_path / "library", {}))


def test_hash_seeds_workers_and_order_leave_no_trace(tmp_path: Path) -> None:
    files = sorted(SAMPLE.iterdir())[:4]
    exports = set()
    for seed, workers, order in (("0", "1", files), ("4711", "2", files[::-1])):
        library = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        cetu = [sys.executable, "-m", "scripts.cli", "--library", str(library)]
        subprocess.run(
            [*cetu, "add", "--workers", workers, *map(str, order)], env=environment, check=True, capture_output=True
        )
        done = subprocess.run([*cetu, "export", "--format", "nquads"], env=environment, check=True, capture_output=True)
        exports.add(done.stdout)
    (export,) = exports
    assert export.count(b"\n") > 1000
