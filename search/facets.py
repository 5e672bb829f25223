"""How many of the passages found are of each type, year, document, kind and issuer, and name each entity most."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from kg.facts import EntityType
from search.indexes.rows import PART_KINDS

if TYPE_CHECKING:
    from search.library import Library

Rows = npt.NDArray[np.intp]


class Facets:
    """Counts over the passages of one state of a library."""

    def __init__(self, library: Library) -> None:
        self._columns = library.index.columns
        self._documents = self._columns.documents
        issuers = {meta.id: meta.issuer for meta in library.documents}  # rows that are gone name others
        self._issuers, self._issuer = _numbered([issuers.get(name, "") for name in self._documents])

    def counts(self, rows: Rows) -> dict[str, dict[str, int]]:
        """Return the counts of the found rows by each facet, the most frequent first, years the latest first."""
        columns = self._columns
        documents = np.bincount(columns.document[rows], minlength=len(self._documents))
        years = np.bincount(np.maximum(columns.year[rows], 0))
        issuers = np.bincount(self._issuer, documents, len(self._issuers)).astype(np.intp)
        return {
            "type": _named(_types(columns.types[rows]), [kind.value for kind in EntityType]),
            "year": {str(year): int(years[year]) for year in np.flatnonzero(years)[::-1].tolist() if year},
            "document": self._by_document(documents),
            "kind": _named(np.bincount(columns.kind[rows], minlength=len(PART_KINDS)), PART_KINDS),
            "issuer": {name: count for name, count in _named(issuers, self._issuers).items() if name},
        }

    def _by_document(self, counts: npt.NDArray[np.intp]) -> dict[str, int]:
        places = np.flatnonzero(counts)
        order = places[np.lexsort((self._place_by_name[places], -counts[places]))]
        names = self._documents
        return {names[place]: count for place, count in zip(order.tolist(), counts[order].tolist(), strict=True)}

    @cached_property
    def _place_by_name(self) -> Rows:
        """For each document its place among the documents by name."""
        order = sorted(range(len(self._documents)), key=self._documents.__getitem__)
        places = np.zeros(len(order), np.intp)
        places[order] = np.arange(len(order))
        return places


def _numbered(values: Sequence[str]) -> tuple[list[str], Rows]:
    """Return the different values, and for each value its place among them."""
    different = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return list(different), np.array([different[value] for value in values], np.intp)


def _types(bits: npt.NDArray[np.uint16]) -> npt.NDArray[np.intp]:
    """Return how many of some sets of types have each type."""
    sets = np.bincount(bits, minlength=1)
    has = np.arange(len(sets))[:, None] >> np.arange(len(EntityType)) & 1
    counts: npt.NDArray[np.intp] = sets @ has
    return counts


def _named(counts: npt.NDArray[np.intp], names: Sequence[str]) -> dict[str, int]:
    """Return the counts by name, the most frequent first, then by name."""
    found = [(names[place], int(counts[place])) for place in np.flatnonzero(counts).tolist()]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


_KEPT: WeakKeyDictionary[object, Facets] = WeakKeyDictionary()


def facets_of(library: Library) -> Facets:
    """Return the facets of a library's present state, kept as long as its index is."""
    index = library.index
    if index not in _KEPT:
        _KEPT[index] = Facets(library)
    return _KEPT[index]
