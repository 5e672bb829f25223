"""Names of roads and lines with both their ends: 临江至云岭铁路."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extractors.atoms import Atom
from kg.reading import Proposal

_LINES = (
    "铁路",
    "高铁",
    "高速",
    "高速公路",
    "公路",
    "快速路",
    "城际",
    "航线",
    "管道",
    "专线",
    "特高压",
    "通道",
    "运河",
    "班列",
)


def whole(text: str, pieces: Sequence[Atom], proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield proposals; a line whose name starts in the middle of 甲至乙铁路 with the place where it begins."""
    before = {piece.end: i for i, piece in enumerate(pieces)}
    for proposal in proposals:
        at = before.get(proposal.start, 0)
        if at and pieces[at].text == "至" and text[proposal.start : proposal.end].endswith(_LINES):
            origin = pieces[at - 1]
            if origin.kind == "word" and len(origin.text) > 1 and origin.tag[:1] in "nj":
                proposal = replace(proposal, start=origin.start, name="")
        yield proposal
