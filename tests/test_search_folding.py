"""Wordings that several passages have: shown once, and where only the best are wanted, found without the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.engine import search
from search.folding import Wordings, first_of_each
from search.foremost import documents
from search.fusion import ordered
from tests.search_library import make


def test_the_start_of_an_order_is_what_folding_all_of_it_leaves() -> None:
    chance = np.random.default_rng(7)
    for _ in range(50):
        signatures = chance.integers(0, 12, 60).astype(np.uint64)
        rows = np.flatnonzero(chance.random(60) < 0.7)
        scores = chance.integers(1, 9, len(rows)).astype(np.float32)
        folded = Wordings(signatures).fold(rows, scores)
        wanted = rows[ordered(folded.places, scores, 5)]
        order = rows[ordered(np.arange(len(rows)), scores, len(rows))]
        assert first_of_each(signatures, order)[:5].tolist() == wanted.tolist()


def test_documents_come_in_the_order_of_their_best_passages(tmp_path: Path) -> None:
    line = "云川市举办银杏讲堂，普及科学知识。"
    texts = {f"{i}.txt": f"关于第{i}期讲堂的通知\n{line}\n第{i}期银杏讲堂设在松林{i}村。\n" for i in range(1, 30)}
    library = make(tmp_path, texts=texts)
    hits = search(library, "松林7村银杏讲堂", limit=8, mode="words", expand=False).hits
    assert documents(library, "松林7村银杏讲堂", limit=8) == list(dict.fromkeys(hit.document for hit in hits))
    every = documents(library, "松林讲堂", limit=50)
    assert len(every) > 3
    assert documents(library, "松林讲堂", limit=50, within={*every[1:3], "none"}) == every[1:3]
    assert documents(library, "松林讲堂", limit=1, within={*every[1:3]}) == every[1:2]
    assert documents(library, "没有的词语", limit=8) == []


@pytest.mark.parametrize(("asked", "is_read"), [("银杏讲堂 村", False), ("村", True)])
def test_what_a_single_character_begins_is_read_only_where_nothing_else_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, is_read: bool
) -> None:
    library = make(tmp_path, texts={"a.txt": "关于讲堂的通知\n银杏讲堂设在松林村，村民均可参加。\n"})
    read: list[str] = []
    terms = library.index.terms

    def noted(prefix: str) -> list[str]:
        read.append(prefix)
        return terms(prefix)

    monkeypatch.setattr(library.index, "terms", noted)
    assert documents(library, asked, limit=3) == [library.documents[0].id]
    assert bool(read) is is_read
