"""What a rule says of a place in a draft, before it becomes a finding with the user's offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.results import Severity

if TYPE_CHECKING:
    from search.drafts.knowledge import Place


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place `[start, end)` of the draft's clean text that a rule doubts.

    Attributes:
        kind: Type of the contract: official_name, figure, ...
        expected: The right wording, or empty where none is known.
        place: Where the library says so, or None for rules of form.
    """

    start: int
    end: int
    kind: str
    severity: Severity
    message: str
    expected: str = ""
    place: Place | None = None
