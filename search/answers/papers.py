"""Whose papers the documents of a library are: by the place that issuer and title name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.documents import DocumentMeta

_LEVELS = frozenset({"province", "prefecture", "county"})


def documents_by_place(metas: Iterable[DocumentMeta]) -> dict[str, frozenset[str]]:
    """Return the ids of the documents of each place, by its full and its short name, the longest name first."""
    found: dict[str, set[str]] = {}
    for meta in metas:
        for name in _names(meta):
            found.setdefault(name, set()).add(meta.id)
    return {name: frozenset(found[name]) for name in sorted(found, key=lambda name: (-len(name), name))}


def _names(meta: DocumentMeta) -> Iterator[str]:
    from kg.extractors.places import place_of, spans

    home = place_of(meta.issuer)
    if home is not None:
        yield from filter(None, (home.name, home.short))
    for _, _, division, form in spans(f"{meta.title}\n{meta.issuer}"):
        if division.level in _LEVELS and (form == division.name or division.level != "county"):
            yield division.name
            # The short name of a county may be an everyday word.
            if division.short and division.level != "county":
                yield division.short
