"""How much of a hand-made annotation an extraction has: a small scorer that needs nothing beside the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.names import name_key

Item = Mapping[str, Any]


def f1(right: int, predicted: int, wanted: int, found: int) -> float:
    """Return the F1 of `right` of `predicted` predictions, and `found` of `wanted` gold items."""
    precision = right / predicted if predicted else 0.0
    recall = found / wanted if wanted else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def entities_f1(gold: Sequence[Item], predicted: Sequence[Item], *, is_typed: bool = True) -> float:
    """Return the F1 of entities: one to one by a shared name, and by type; optional ones are never missed or wrong."""
    free = list(predicted)
    right = found = 0
    for item in gold:
        types = {item["type"], *item.get("also", ())}
        hit = next((p for p in free if _names(p) & _names(item) and (not is_typed or p["type"] in types)), None)
        if hit is not None:
            free.remove(hit)
            right += 1
            found += not item.get("optional")
    return f1(right, len(predicted), sum(not item.get("optional") for item in gold), found)


def indicators_f1(gold: Sequence[Item], predicted: Sequence[Item]) -> float:
    """Return the F1 of indicators: number, unit and status, with a label or subject that shares two characters."""
    free = list(predicted)
    right = found = 0
    for item in gold:
        hit = next((p for p in free if _amount(p) == _amount(item) and _pairs(p) & _pairs(item)), None)
        if hit is not None:
            free.remove(hit)
            right += 1
            found += not item.get("optional")
    return f1(right, len(predicted), sum(not item.get("optional") for item in gold), found)


def _names(item: Item) -> set[str]:
    return {name_key(name) for name in (item["name"], *item.get("aliases", ()))}


def _amount(item: Item) -> tuple[float, str, str]:
    return float(str(item["value"]).replace(",", "")), item["unit"], item["status"]


def _pairs(item: Item) -> set[str]:
    text = name_key(item["label"] + item["subject"])
    return {text[i : i + 2] for i in range(len(text) - 1)}
