"""Where a passage has what was looked for: offsets within its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.analysis import fold, fold_with_offsets, term_spans
from search.impacts import Group

# Pairs of characters across words score, but lit they would only distract.
_SHOWN = ("词", "短语", "实体")
_LEAST_WEIGHT = 0.5


def wordings(groups: Sequence[Group], phrases: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what is lit for the groups and phrases of a query, the longest first."""
    found = {
        alternative.text
        for group in groups
        if group.factor in _SHOWN
        for alternative in group.alternatives
        if alternative.weight >= _LEAST_WEIGHT
    } | {fold(phrase) for phrase in phrases}
    return tuple(sorted(found, key=lambda wording: (-len(wording), wording)))


def highlights(text: str, sought: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the spans of a text that have one of the wordings, in order, those that touch joined."""
    folded, offsets = fold_with_offsets(text)
    found: list[tuple[int, int]] = []
    numbers: dict[str, list[tuple[int, int]]] | None = None
    for wording in sought:
        at = folded.find(wording)
        while at >= 0:
            found.append((at, at + len(wording)))
            at = folded.find(wording, at + len(wording))
        if wording[:1].isnumeric():
            numbers = _spans_by_term(folded) if numbers is None else numbers
            for term, _, _ in term_spans(wording):
                found += numbers.get(term, ()) if term[:1].isdigit() and not term.isdigit() else ()
    return tuple((offsets[start], offsets[end - 1] + 1) for start, end in _joined(found))


def _spans_by_term(folded: str) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for term, start, end in term_spans(folded):
        spans.setdefault(term, []).append((start, end))
    return spans


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
