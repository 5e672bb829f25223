"""The table of growth names what has become worse, and (at length) measures a small library whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarks.growth import DEEDS, WHOLE, Figures, least, table, tokenizer_pass, warm_figures, worse
from tests.commands import PROJECT

STAGES = (*WHOLE, *DEEDS)
EVEN: Figures = dict.fromkeys((*STAGES, "memory", "disk"), 10.0) | {"pass": 0.5, "characters": 200_000}
EVEN |= {f"{name} s": 2.5 for name in STAGES}


def test_only_what_has_grown_by_more_than_a_fifth_is_told() -> None:
    now = {"10": EVEN | {"ingest": 11.9, "search": 12.1, "memory": 5.0}, "100": EVEN | {"disk": 99.0}}
    assert list(worse(now, {"10": EVEN, "1000": EVEN})) == ["10 documents, search: 10 → 12.1 (1.21 ×)"]


def test_what_was_slow_once_only_is_not_told() -> None:
    once, again = EVEN | {"search": 15.0}, EVEN | {"ingest": 15.0, "disk": 14.0}
    assert not list(worse({"10": least(once, again)}, {"10": EVEN}))
    assert least(once | {"disk": 13.0}, again)["disk"] == 13.0


def test_seconds_stand_beside_their_ratio() -> None:
    lines = list(table({"10": EVEN, "20": EVEN | {"ingest": 4.0, "ingest s": 1234.56}}))
    assert "| `cetu add`, all | 2.5 (10) | 1,235 (4) |" in lines
    assert "| question, warm | 2.5 (10) | 2.5 (10) |" in lines


def test_a_pass_and_every_warm_deed_cost_something(sample_library: Path) -> None:
    figures = warm_figures(sample_library)
    assert figures.keys() == {"search", "ask", "check", "entity", "memory"}
    assert min(figures.values()) > 0


def test_a_pass_is_over_as_many_characters_however_long_the_texts_are() -> None:
    short, long = (tokenizer_pass(["云川市科普服务站" * 40] * count)() for count in (1, 300))
    assert 0 < short < 20 * long and long < 20 * short


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
