"""Mutants differ from their module in one place, and tests that look at that place notice them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import mutate

SOURCE = "def is_grown(years):\n    if years < 18:\n        return 0\n    return years\n"
KEPT = "from dataclasses import dataclass\n\n@dataclass(frozen=True)\nclass Year:\n    number: int\n\nPAIRS = zip('a', 'b', strict=True)\n"
LOOSE = "from grown import is_grown\n\ndef test_loose():\n    assert is_grown(30) == 30\n"
SHARP = LOOSE + "\n\ndef test_sharp():\n    assert (is_grown(17), is_grown(18)) == (0, 18)\n"


def test_each_mutant_has_one_change() -> None:
    found = [(one.line, one.after) for one in mutate.mutants(SOURCE)]
    assert (2, "years <= 18") in found and (2, "19") in found and (3, "return None") in found
    assert len({one.source for one in mutate.mutants(SOURCE)}) == len(found) == 6


def test_how_a_value_is_kept_is_not_changed() -> None:
    assert not list(mutate.mutants(KEPT))


@pytest.mark.parametrize("nothing", ["False", "''", "()", "[]", "None"])
def test_none_for_what_counts_as_false_is_no_change(nothing: str) -> None:
    source = "def names():\n    return {}\n"
    assert "return None" not in {one.after for one in mutate.mutants(source.format(nothing))}
    assert "return None" in {one.after for one in mutate.mutants(source.format("('x',)"))}


@pytest.mark.parametrize(("tests", "is_noticed"), [(LOOSE, False), (SHARP, True)])
def test_a_mutant_is_noticed_by_a_test_of_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tests: str, is_noticed: bool
) -> None:
    monkeypatch.setattr(mutate, "PROJECT", tmp_path)
    module = tmp_path / "grown.py"
    module.write_text(SOURCE, encoding="utf-8")
    (tmp_path / "test_grown.py").write_text(tests, encoding="utf-8")
    (mutant,) = [one for one in mutate.mutants(SOURCE) if one.after == "years <= 18"]
    assert not mutate.is_noticed(SOURCE, module, ["test_grown.py"])
    assert mutate.is_noticed(mutant.source, module, ["test_grown.py"]) is is_noticed
    assert module.read_text(encoding="utf-8") == SOURCE


def test_a_mutant_without_end_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate, "PROJECT", tmp_path)
    (tmp_path / "grown.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "test_grown.py").write_text(LOOSE, encoding="utf-8")
    assert mutate.is_noticed(SOURCE + "while True:\n    pass\n", tmp_path / "grown.py", ["test_grown.py"], longest_s=2)
