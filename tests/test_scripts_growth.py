"""The table of growth names what has become worse, and (at length) measures a small library whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarks.growth import DEEDS, WHOLE, Figures, table, tokenizer_pass, warm_figures, worse
from tests.commands import PROJECT

EVEN: Figures = dict.fromkeys((*WHOLE, *DEEDS, "memory", "disk"), 10.0) | {"pass": 0.5, "characters": 200_000}


def test_only_what_has_grown_by_more_than_a_fifth_is_told() -> None:
    now = {"10": EVEN | {"ingest": 11.9, "search": 12.1, "memory": 5.0}, "100": EVEN | {"disk": 99.0}}
    assert list(worse(now, {"10": EVEN, "1000": EVEN})) == ["10 documents, search: 10 → 12.1 (1.21 ×)"]


def test_seconds_stand_beside_their_ratio() -> None:
    lines = list(table({"10": EVEN, "20": EVEN | {"ingest": 4.0}}))
    assert "| `cetu add`, all | 5.0 (10) | 2.0 (4) |" in lines
    # One pass over 100,000 of the 200,000 characters takes 0.25 s.
    assert "| question, warm | 2.500 (10.0) | 2.500 (10.0) |" in lines


def test_a_pass_and_every_warm_deed_cost_something(sample_library: Path) -> None:
    figures = warm_figures(sample_library)
    assert figures.keys() == {"search", "ask", "check", "entity", "memory"}
    assert min(figures.values()) > 0
    assert tokenizer_pass(["云川市科普服务站" * 2_000]) > 0


@pytest.mark.long
def test_a_small_library_is_measured_and_held_against_what_was_recorded(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, PROJECT / "scripts" / "benchmark.py", "growth", "--sizes", "3"]
    done = subprocess.run([*command, "--record", figures], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("| processor seconds (passes) | 3 documents |")
    recorded = json.loads(figures.read_text(encoding="utf-8"))
    figures.write_text(json.dumps({"3": recorded["3"] | {"disk": recorded["3"]["disk"] / 2}}), encoding="utf-8")
    again = subprocess.run(
        [*command, "--compare", figures], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert again.returncode == 1 and "3 documents, disk: " in again.stdout
