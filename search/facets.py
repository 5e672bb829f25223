"""How many of the passages found are of each type, year, document, kind and issuer, and which entities they name most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from kg.facts import EntityType
from search.indexes.rows import PART_KINDS, entity_number

if TYPE_CHECKING:
    from search.library import Library

Rows = npt.NDArray[np.intp]

_ENTITIES_SHOWN = 20


class Facets:
    """Counts over the passages of one state of a library."""

    def __init__(self, library: Library) -> None:
        self._index = library.index
        self._columns = self._index.columns
        self._documents = self._columns.documents
        self._names: dict[int, str] = {}
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
            "entity": self._by_entity(rows),
            "issuer": {name: count for name, count in _named(issuers, self._issuers).items() if name},
        }

    def naming(self, iris: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return for each row whether it names one of some entities."""
        places, numbers, owners = self._entities
        wanted = np.array([entity_number(iri) for iri in iris], np.uint32)
        found = np.zeros(len(self._columns), np.bool_)
        found[owners[np.isin(numbers[places], wanted)]] = True
        return found

    def _by_entity(self, rows: Rows) -> dict[str, int]:
        places, numbers, owners = self._entities
        is_found = np.zeros(len(self._columns), np.bool_)
        is_found[rows] = True
        named = is_found[owners]
        counts = np.bincount(places[named], minlength=len(numbers))
        least = np.partition(counts, -_ENTITIES_SHOWN)[-_ENTITIES_SHOWN] if len(counts) > _ENTITIES_SHOWN else 1
        found: dict[str, int] = {}
        for place in np.flatnonzero(counts >= max(least, 1)).tolist():
            name = self._name(place)
            found[name] = found.get(name, 0) + int(counts[place])
        shown = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(shown[:_ENTITIES_SHOWN])

    def _name(self, place: int) -> str:
        """Return the name of an entity, as a passage that names it has it."""
        if place not in self._names:
            places, numbers, owners = self._entities
            passage = self._index.passage(int(owners[np.flatnonzero(places == place)[0]]))
            self._names[place] = next(one.name for one in passage.entities if entity_number(one.iri) == numbers[place])
        return self._names[place]

    @cached_property
    def _entities(self) -> tuple[Rows, npt.NDArray[np.uint32], Rows]:
        """Each naming of an entity by a row: the place of the entity among all, the numbers of all, the row."""
        columns = self._columns
        stored = columns.entities * (columns.alive & ~columns.has_more_entities)[:, None]
        owners, slots = np.nonzero(stored)
        numbers = [stored[owners, slots]]
        rows = [owners]
        for row in np.flatnonzero(columns.has_more_entities & columns.alive).tolist():
            entities = self._index.passage(row).entities
            numbers.append(np.array([entity_number(one.iri) for one in entities], np.uint32))
            rows.append(np.full(len(entities), row))
        different, places = np.unique(np.concatenate(numbers), return_inverse=True)
        return places, different, np.concatenate(rows)

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
