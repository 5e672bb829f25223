"""What kind of part a title announces, by its last word."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from corpus.documents import PartKind
from corpus.tables import rows

QUALIFIER = re.compile(r"[（(][^（）()]*[）)]$")
"""What stands in brackets behind a title: （试行）."""
INNER_DASHES = re.compile(r"[—―－]{2}(?=\s*(?:[一二][〇○零九]|19|20|在))")
"""The dashes that part a title from the line with its day or event."""


def genre(title: str) -> PartKind | None:
    """Return the kind of part that a title's last word names: …的通知 is a notice, …办法（试行） a regulation."""
    bare = INNER_DASHES.split(title)[0].rstrip("》”。 ")
    while match := QUALIFIER.search(bare):
        bare = bare[: match.start()].rstrip("》” ")
    for ending, kind in _genres():
        if bare.endswith(ending):
            return cast(PartKind, kind)
    return "report" if "工作报告" in bare else None


@cache
def _genres() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(rows("genres"), key=lambda row: -len(row[0])))
