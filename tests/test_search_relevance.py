"""Runs the cases of tests/relevance on the built-in sample."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from search import ingest
from search.engine import search
from search.library import Library
from search.results import Hit

FOLDER = Path(__file__).parent / "relevance"
SAMPLE = Path(__file__).parent.parent / "corpus" / "sample"


def cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=f"{file.stem}-{case['query'][:20]}"))
    return found


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("relevance")
    ingest.add(folder, [SAMPLE], environment={})
    return Library.open(folder, {})


def first(hits: tuple[Hit, ...], piece: str) -> int:
    return next((i for i, hit in enumerate(hits) if piece in hit.text), len(hits))


@pytest.mark.parametrize("case", cases())
def test_case(library: Library, case: dict[str, Any]) -> None:
    result = search(library, case["query"], limit=10)
    hits = result.hits
    shown = [hit.text[:40] for hit in hits]
    if "top" in case:
        assert min(first(hits, piece) for piece in case["top"]) < case.get("within", 1), shown
    for piece in case.get("has", []):
        assert first(hits, piece) < len(hits), (piece, shown)
    for piece in case.get("without", []):
        assert first(hits, piece) == len(hits), (piece, shown)
    if "order" in case:
        places = [first(hits, piece) for piece in case["order"]]
        assert places == sorted(places) and places[0] < len(hits), (places, shown)
    for piece in case.get("all_have", []):
        assert all(piece in hit.text for hit in hits), shown
    if case.get("none"):
        assert not hits, shown
    if "did_you_mean" in case:
        assert result.did_you_mean == case["did_you_mean"]
