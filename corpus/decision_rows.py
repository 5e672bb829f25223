"""A person's decision as it stands in the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A person's decision as recorded; `payload` is read by the layer that knows entities."""

    number: int
    kind: str
    payload: Mapping[str, Any]
    who: str
    why: str
    made_at: str
