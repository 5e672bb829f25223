"""What a change touches in graph and index, and that nothing stays behind of one that broke off, wherever it did."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kg.merge_index import MergeIndex
from kg.runners import worker_pool
from kg.stores.oxigraph import OxigraphWriter
from search import indexes, ingest, name_file, projections, verifying
from search.indexes import ahead
from search.indexes.whoosh_writer import WhooshIndexWriter
from search.ledger import Ledger
from search.library import Library
from search.state import State
from tests.search_library import TEXTS, make

UNRELATED = "关于开放银杏书屋的通知\n银杏书屋每周三开放，备有图书300册。\n"
# It writes in full what a paper of the library calls by a short name only.
RENAMING = "关于松林行动的通知\n组织实施“千村万户松林行动”（以下简称“松林行动”），建设松林小屋5家。\n"
SHORT = "关于松林行动成效的通报\n“松林行动”开展以来，建成松林小屋3家。银杏道路通车。\n“松林行动”由云川市科学技术协会组织实施。\n"

# Where a writer may break off, in the order of what it does.
STEPS: dict[str, tuple[Any, str]] = {
    "index": (WhooshIndexWriter, "commit"),
    "graph": (OxigraphWriter, "commit"),
    "names": (name_file, "update"),
    "state": (State, "save"),
    "merges": (MergeIndex, "commit"),
    "index without what went": (projections, "_drop"),
    "ledger": (Ledger, "save"),
    "joins of segments": (WhooshIndexWriter, "tidy"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    (folder / "renaming.txt").write_text(RENAMING, encoding="utf-8")
    (folder / "unrelated.txt").write_text(UNRELATED, encoding="utf-8")
    make(folder, texts=TEXTS | {"short.txt": SHORT})
    return folder


@pytest.fixture
def folder(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base / "library", tmp_path / "library"))


Held = tuple[dict[str, frozenset[str]], frozenset[str], frozenset[str]]


def held(folder: Path, environment: dict[str, str] | None = None) -> Held:
    """Return what readers see: the graphs, the passages and the names."""
    library = Library.open(folder, environment or {})
    graphs = {name: frozenset(map(str, library.graph.quads(name))) for name in library.graph.graphs()}
    alive = library.index.columns.alive.nonzero()[0].tolist()
    names = name_file.read(folder, library.state.names)
    assert names is not None
    return (
        graphs,
        frozenset(library.index.passage(row).to_json() for row in alive),
        frozenset(map(str, names.labels())),
    )


def written(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> list[tuple[str, str]]:
    """Return what an act wrote: how, and which graph or document."""
    calls: list[tuple[str, str]] = []

    def noting(owner: Any, method: str, kind: str) -> None:
        true = getattr(owner, method)

        def noted(self: Any, name: str, *more: Any) -> Any:
            calls.append((kind, name.rpartition("/")[2]))
            return true(self, name, *more)

        monkeypatch.setattr(owner, method, noted)

    noting(OxigraphWriter, "replace", "graph")
    noting(OxigraphWriter, "drop", "graph dropped")
    noting(OxigraphWriter, "change_in", "triples")
    noting(WhooshIndexWriter, "replace", "rows")
    act()
    return calls


@pytest.mark.parametrize("backend", [name for name in indexes.BACKENDS if name == "whoosh" or find_spec(name)])
def test_two_processes_write_what_one_does(backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graph, the names, and of the index every row, in the same order, with the terms and vectors."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for i in range(24):
        (texts / f"{i}.txt").write_text(
            f"关于第{i}期培训的通知\n云川市科协举办培训{i}场，银杏书屋开放{i + 3}天。\n" * 2, encoding="utf-8"
        )
    environment = {"CETU_SEARCH__INDEX": backend}
    made = []
    monkeypatch.setattr(ahead, "worker_pool", lambda workers: made.append(workers) or worker_pool(workers))
    found = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        ingest.add(folder, [texts], environment=environment, workers=workers)
        index = Library.open(folder, environment).index
        terms = index.terms("")
        postings = [(term, one.rows.tolist(), one.weights.tolist()) for term in terms for one in [index.postings(term)]]
        passages = [index.passage(row).to_json() for row in range(len(index.columns))]
        found.append((held(folder, environment), postings, passages, index.columns.vectors.tolist()))
    assert made == [1]
    assert len(found[0][1]) > 100
    assert found[0] == found[1]


def test_a_document_that_shares_nothing_rewrites_no_other(
    folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = written(monkeypatch, lambda: ingest.add(folder, [base / "unrelated.txt"], environment={}))
    (new,) = (meta.id for meta in Library.open(folder, {}).documents if meta.source_name == "unrelated.txt")
    # A graph is put in the place of the one before by the triples that differ.
    assert calls == [("graph", new), ("triples", new), ("rows", new)]


def test_of_a_document_whose_merges_change_only_their_triples_are_written(
    folder: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _, _ = held(folder)
    calls = written(monkeypatch, lambda: ingest.add(folder, [base / "renaming.txt"], environment={}))
    ids = {meta.source_name: meta.id for meta in Library.open(folder, {}).documents}
    assert ("triples", ids["short.txt"]) in calls
    assert ("graph", ids["short.txt"]) not in calls
    assert {name for _, name in calls} == {ids["short.txt"], ids["renaming.txt"]}
    after = held(folder)
    (name,) = (name for name in before if name.endswith(ids["short.txt"]))
    assert any("千村万户松林行动" in quad for quad in after[0][name] - before[name])
    assert 2 * len(after[0][name] & before[name]) > len(before[name])
    ingest.rebuild(folder, environment={})
    assert held(folder) == after


@pytest.mark.parametrize("step", STEPS)
def test_what_broke_off_leaves_nothing_behind(
    folder: Path, base: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it was: readers see the state before or after, and the next writer mends it, also where it undoes it."""
    before = held(folder)
    owner, method = STEPS[step]
    with monkeypatch.context() as patch:
        patch.setattr(owner, method, _broken_off)
        with pytest.raises(ZeroDivisionError):
            ingest.add(folder, [base / "renaming.txt"], environment={})
    is_shown = any(meta.source_name == "renaming.txt" for meta in Library.open(folder, {}).documents)
    assert is_shown == (step in ("merges", "index without what went", "ledger", "joins of segments"))
    if step == "state":
        ingest.add(folder, [base / "unrelated.txt"], environment={})
        ingest.remove(folder, ["unrelated.txt"], environment={})
        assert verifying.verify(folder, environment={}).errors == ()
    ingest.remove(folder, ["renaming.txt"], environment={})
    assert held(folder) == before
    ingest.add(folder, [base / "renaming.txt"], environment={})
    after = held(folder)
    assert before != after
    ingest.rebuild(folder, environment={})
    assert held(folder) == after


def _broken_off(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError
