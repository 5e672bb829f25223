"""Definitions quoted not verbatim: a draft that says what a term means, in words near to its definition but not the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare, likeness

_MEANS = re.compile(r"[”\"》]?(?:[，,]?(?:即是?|就是|是指|指的是|指)[：:]?|[：:]|（(?:即|就是|是指|指)?[：:]?)")
_END = re.compile(r"[。；\n）]")
_SHORTEST = 8
_NEAR = 0.7


@dataclass(frozen=True, slots=True)
class _Definition:
    wording: str
    year: int
    place: Place


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield explanations of the draft that come near a definition of the term and are none of the library's wordings."""
    text = draft.document.text
    for term, wordings in sorted(_definitions(known).items()):
        for match in re.finditer(re.escape(term), text):
            means = _MEANS.match(text, match.end())
            if means is None:
                continue
            end = _END.search(text, means.end())
            doubt = _compared(text, means.end(), end.start() if end else len(text), term, wordings)
            if doubt is not None and not known.says(text[doubt.start : doubt.end]):
                yield doubt


def _compared(text: str, start: int, end: int, term: str, wordings: list[_Definition]) -> Doubt | None:
    said = bare(text[start:end])
    options = [(part, wording) for wording in wordings for part in _parts(wording.wording)]
    if not said or any(said in bare(wording.wording) or bare(part) in said for part, wording in options):
        return None
    score, _, part, right = max(
        ((likeness(said, part), wording.year, part, wording) for part, wording in options),
        key=lambda option: option[:3],
    )
    if score < _NEAR:
        return None
    return Doubt(start, end, "slogan_typo", "warning", f"“{term}”的释义与原文不同", part, right.place)


def _parts(definition: str) -> Iterator[str]:
    """Yield a definition and its beginnings: a draft may quote its first sentence or clauses only."""
    yield definition
    for mark in re.finditer("[，；。]", definition):
        if mark.start() >= _SHORTEST:
            yield definition[: mark.start()]


def _definitions(known: Knowledge) -> dict[str, list[_Definition]]:
    """Return how the library defines each term; lists of members are the matter of another rule."""
    found: dict[str, list[_Definition]] = {}
    for index, source in enumerate(known.sources):
        for entry in source.extraction.glossary:
            definition = entry.definition.rstrip("。；")
            if len(definition) >= _SHORTEST and not entry.components:
                place = Place(index, entry.start, entry.end)
                for name in (entry.term, *entry.aliases):
                    wording = _Definition(definition, source.document.year or 0, place)
                    found.setdefault(name.strip("“”"), []).append(wording)
    return {name: wordings for name, wordings in found.items() if len(name) > 1}
