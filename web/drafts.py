"""A draft as a page shows it: cut where findings begin and end."""

from __future__ import annotations

from dataclasses import dataclass

from search.results import CheckResult, Finding


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft; `number` and `finding` are set where something was found."""

    text: str
    number: int = 0
    finding: Finding | None = None


def draft_pieces(draft: str, result: CheckResult) -> tuple[Piece, ...]:
    """Return a draft in order; a finding that overlaps an earlier one is listed but not marked again."""
    pieces: list[Piece] = []
    position = 0
    for number, finding in enumerate(result.findings, 1):
        if finding.start < position:
            continue
        pieces.append(Piece(draft[position : finding.start]))
        pieces.append(Piece(draft[finding.start : finding.end], number, finding))
        position = finding.end
    pieces.append(Piece(draft[position:]))
    return tuple(piece for piece in pieces if piece.text or piece.finding)
