"""Which documents a server keeps opened for the next question."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from search.answers.opened import Opened

SIZES = {"a": 40, "b": 30, "c": 30, "long": 500}


@pytest.mark.parametrize(
    ("most", "asked", "made"),
    [
        (100, "a b c a b", "a b c"),
        (70, "a b a c a", "a b c"),  # b has not been asked for longest
        (70, "a b a c b", "a b c b"),
        (100, "a long long a", "a long a"),  # the last one is kept whatever its size
        (100, "long a b c a", "long a b c"),
    ],
)
def test_documents_asked_for_last_are_kept_up_to_a_total_size(most: int, asked: str, made: str) -> None:
    found: list[str] = []

    def make(name: str) -> Any:
        found.append(name)
        return SimpleNamespace(meta=SimpleNamespace(id=name, characters=SIZES[name]))

    opened = Opened(make, most)
    assert [opened.of(name).meta.id for name in asked.split()] == asked.split()
    assert found == made.split()
