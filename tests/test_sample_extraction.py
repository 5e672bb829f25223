"""Floors for extraction on the hand-made annotations of the sample; they rise with every gain and never fall."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from corpus.ingest import document_from_path
from kg.annotations import annotations
from kg.extract import extract
from tests.commands import PROJECT, SAMPLE
from tests.scoring import entities_f1, indicators_f1

GOLD = {"2024-speech": "2024-部署讲话通知.txt", "2023-plan": "2023-科普惠农行动实施方案.docx"}
FLOORS = {
    ("2024-speech", "typed"): 0.78,
    ("2024-speech", "untyped"): 0.79,
    ("2024-speech", "indicators"): 0.84,
    ("2023-plan", "typed"): 0.8,
    ("2023-plan", "untyped"): 0.92,
    ("2023-plan", "indicators"): 0.95,
}


@cache
def gold(name: str) -> dict[str, Any]:
    path = PROJECT / "tests" / "data" / "sample_gold" / f"{name}.json"
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


@cache
def found(name: str) -> dict[str, Any]:
    document = document_from_path(SAMPLE / GOLD[name])
    return annotations(document, extract(document))


def reached(name: str, what: str) -> float:
    if what == "indicators":
        return indicators_f1(gold(name)["indicators"], found(name)["indicators"])
    return entities_f1(gold(name)["entities"], found(name)["entities"], is_typed=what == "typed")


@pytest.mark.parametrize(("name", "what"), FLOORS, ids=lambda value: value)
def test_extraction_keeps_its_level_on_the_sample(name: str, what: str) -> None:
    assert reached(name, what) >= FLOORS[name, what]


def test_the_glossary_of_the_plan_is_read_in_full() -> None:
    wanted = {entry["term"].strip("“”工程"): entry["definition"] for entry in gold("2023-plan")["glossary"]}
    read = {entry["term"].strip("“”工程"): entry["definition"].rstrip("。") for entry in found("2023-plan")["glossary"]}
    assert read == wanted


def test_the_outline_of_the_plan_is_read_in_full() -> None:
    titles = [section["title"] for section in found("2023-plan")["outline"]]
    assert [section["title"] for section in gold("2023-plan")["outline"] if section["title"] not in titles] == []
