"""Inputs that nobody meant: those that once broke something, and a few new ones for each target; `scripts/fuzz.py` does it at length."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from corpus.audiences import PUBLIC
from scripts.fuzz import CRASHES, UNBOUNDED, made
from scripts.fuzzing.calls import BY
from scripts.fuzzing.folders import peopled
from scripts.fuzzing.targets import TARGETS, Target, strike
from search import labelling

_NEW = 6


@pytest.fixture(autouse=True)
def _asked(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CETU_FUZZ_LIBRARY", str(sample_library))
    for name, value in UNBOUNDED.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("path", sorted(CRASHES.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_once_broke_holds(path: Path) -> None:
    assert strike(TARGETS[path.parent.name], path.read_bytes()) == ""


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_whatever_is_sent_is_answered_or_refused(name: str) -> None:
    dice = random.Random(20311)
    wrong = {strike(TARGETS[name], made(TARGETS[name], dice)) for _ in range(_NEW)}
    assert wrong == {""}


def test_what_does_not_hold_is_found() -> None:
    def broken(data: bytes) -> None:
        raise KeyError(data.decode())

    assert strike(Target("broken", "text", broken), "云川".encode()).startswith("KeyError: '云川'")


def test_what_a_label_hides_is_found_where_it_gets_out() -> None:
    call = {
        "path": "/api/v1/documents/{hidden}",
        "method": "GET",
        "arguments": {},
        "body": "",
        "type": "x",
        "token": "",
    }

    def sent(by: str) -> str:
        return strike(TARGETS["signed"], json.dumps(call | {"by": by}).encode())

    assert {by: sent(by) for by in BY} == dict.fromkeys(BY, "")
    found = peopled()
    labelling.relabel(found.library, found.hidden, PUBLIC, environment={})
    assert "tells reader what a label hides" in sent("reader")
    labelling.relabel(found.library, found.hidden, "人事组", environment={})
    assert sent("reader") == ""
