"""How many of the passages found are of each type, year, document, kind and issuer, and which entities they name most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kg.entity_types import EntityType
from search import name_file
from search.analysis import fold
from search.folding import Folded
from search.indexes.rows import PART_KINDS, entity_number

if TYPE_CHECKING:
    from search.library import Library
    from search.results import EntityRef

Rows = npt.NDArray[np.intp]

_ENTITIES_SHOWN = 20
# Twice as many are named: together the entities of one name may come before one that is named alone.
_ENTITIES_NAMED = 2 * _ENTITIES_SHOWN
_YEARS = 10_000


class Facets:
    """Counts over the passages of one state of a library."""

    def __init__(self, library: Library) -> None:
        self._index = library.index
        self._columns = self._index.columns
        self._documents = self._columns.documents
        self._names: dict[int, str] = {}
        self._known = name_file.names_of(library)
        self._namesakes: dict[str, frozenset[str]] = {}
        issuers = {meta.id: meta.issuer for meta in library.documents}  # rows that are gone name others
        self._issuers, numbers = _numbered([issuers.get(name, "") for name in self._documents])
        self._issuer = numbers[self._columns.document]

    def counts(self, rows: Rows, folded: Folded) -> dict[str, dict[str, int]]:
        """Return the counts by each facet, the most frequent first, years the latest first.

        A wording counts once for each value that one of its rows has, shown or not: as often as the value's filter
        would show it.

        Args:
            rows: The rows shown.
            folded: What is not shown because its like is.
        """
        columns = self._columns

        def count(values: npt.NDArray[np.integer], least: int) -> npt.NDArray[np.intp]:
            return np.bincount(values[rows], minlength=least) + _more(values, folded, least)

        years = count(self._years, _YEARS)
        issued = _named(count(self._issuer, len(self._issuers)), self._issuers)
        return {
            "type": _named(self._types(rows, folded), [kind.value for kind in EntityType]),
            "year": {str(year): int(years[year]) for year in np.flatnonzero(years)[::-1].tolist() if year},
            "document": self._by_document(count(columns.document, len(self._documents))),
            "kind": _named(count(columns.kind, len(PART_KINDS)), PART_KINDS),
            "entity": self._by_entity(rows, folded),
            "issuer": {name: number for name, number in issued.items() if name},
        }

    @cached_property
    def _years(self) -> npt.NDArray[np.int16]:
        return np.maximum(self._columns.year, 0)

    def _types(self, rows: Rows, folded: Folded) -> npt.NDArray[np.intp]:
        """Return how many wordings name a thing of each type."""
        types = self._columns.types
        counts = _bits(types[rows])
        new = types[folded.rows] & ~types[folded.instead]
        for bit in np.flatnonzero(_bits(new)).tolist():
            counts[bit] += len(np.unique(folded.wordings[new >> bit & 1 > 0]))
        return counts

    def naming(self, iris: Iterable[str]) -> npt.NDArray[np.bool_]:
        """Return for each row whether it names one of some entities."""
        places, numbers, owners = self._entities
        wanted = np.array([entity_number(iri) for iri in iris], np.uint32)
        found = np.zeros(len(self._columns), np.bool_)
        found[owners[np.isin(numbers[places], wanted)]] = True
        return found

    def beside(self, iri: str, most: int) -> list[tuple[EntityRef, int]]:
        """Return the entities named under the same headings as one, with under how many, the most frequent first.

        A heading counts once, however often it names both. Counted over all passages at once: the time does not depend on how
        often something is named.
        """
        places, numbers, owners = self._entities
        groups = self._columns.group[owners]
        own = int(np.searchsorted(numbers, np.uint32(entity_number(iri))))
        is_own = places == own if own < len(numbers) and numbers[own] == entity_number(iri) else np.zeros(0, np.bool_)
        if not is_own.any():
            return []
        naming = np.zeros(int(groups.max()) + 1, np.bool_)
        naming[groups[is_own]] = True
        near = naming[groups]
        pairs = np.unique(groups[near].astype(np.int64) * len(numbers) + places[near])
        counts = np.bincount(pairs % len(numbers), minlength=len(numbers))
        counts[own] = 0
        held = np.flatnonzero(counts)
        best = held[np.lexsort((numbers[held], -counts[held]))][:most]
        return [(self._entity(place), int(counts[place])) for place in best.tolist()]

    def _by_entity(self, rows: Rows, folded: Folded) -> dict[str, int]:
        places, numbers, owners = self._entities
        naming, found_places = rows, [np.zeros(0, np.int32)]
        for slot in self._slots:
            named = slot.take(naming)
            is_naming = named >= 0
            naming = naming[is_naming]
            if not len(naming):
                break
            found_places.append(named[is_naming])
        counts = np.bincount(np.concatenate(found_places), minlength=len(numbers))
        beyond, beside = self._beyond, list(self._named_beside(folded))
        if len(beyond):
            is_found = np.zeros(len(self._columns), np.bool_)
            is_found[rows] = True
            counts += np.bincount(places[beyond[is_found[owners[beyond]]]], minlength=len(numbers))
        for place in beside:
            counts[place] += 1
        held = np.flatnonzero(counts)
        if len(held) > _ENTITIES_NAMED:
            least = np.partition(counts[held], -_ENTITIES_NAMED)[-_ENTITIES_NAMED]
            held = held[counts[held] >= least]
        found: dict[str, int] = {}
        for place in held.tolist():
            name = self._name(place)
            if name not in found:
                iris = self._named_so(name)
                found[name] = self._naming_any(iris, rows, folded) if len(iris) > 1 else int(counts[place])
        shown = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return dict(shown[:_ENTITIES_SHOWN])

    def _named_so(self, name: str) -> frozenset[str]:
        """Return the entities that the filter for a name lets through: several where a name means several things."""
        if name not in self._namesakes:
            fits = self._known.exact(name)
            self._namesakes[name] = frozenset(fit.iri for fit in fits if fit.iri and fold(fit.text) == fold(name))
        return self._namesakes[name]

    def _naming_any(self, iris: Iterable[str], rows: Rows, folded: Folded) -> int:
        """Return how many wordings name one of some entities: one that names two of them counts once."""
        is_naming = self.naming(iris)
        new = is_naming[folded.rows] & ~is_naming[folded.instead]
        return int(np.count_nonzero(is_naming[rows])) + len(np.unique(folded.wordings[new]))

    @cached_property
    def _beyond(self) -> Rows:
        """Where among the namings those of rows stand that name more than `_slots` holds."""
        found: Rows = np.flatnonzero(self._columns.has_more_entities[self._entities[2]])
        return found

    @cached_property
    def _slots(self) -> npt.NDArray[np.int32]:
        """For each slot the place of the entity that each row names there, -1 for none and from there on."""
        _, numbers, _ = self._entities
        columns = self._columns
        slots = np.searchsorted(numbers, columns.entities).astype(np.int32)
        slots[(columns.entities == 0) | ~columns.alive[:, None] | columns.has_more_entities[:, None]] = -1
        return np.ascontiguousarray(slots.T)

    def _named_beside(self, folded: Folded) -> Iterator[int]:
        """Yield the place of an entity for each wording that names it only in rows that are not shown."""
        columns = self._columns
        named, beside = columns.entities[folded.rows], columns.entities[folded.instead]
        differs = (named != beside).any(axis=1) | columns.has_more_entities[folded.rows]
        known = {
            wording: set(self._places(row))
            for wording, row in zip(folded.wordings[differs].tolist(), folded.instead[differs].tolist(), strict=True)
        }
        for wording, row in zip(folded.wordings[differs].tolist(), folded.rows[differs].tolist(), strict=True):
            new = [place for place in self._places(row) if place not in known[wording]]
            known[wording].update(new)
            yield from new

    def _places(self, row: int) -> list[int]:
        """Return the places of the entities that a row names."""
        places, _, owners = self._entities
        first, last = np.searchsorted(owners, [row, row + 1])
        found: list[int] = places[first:last].tolist()
        return found

    def _name(self, place: int) -> str:
        """Return the name of an entity, as a passage that names it has it."""
        if place not in self._names:
            self._names[place] = self._entity(place).name
        return self._names[place]

    def _entity(self, place: int) -> EntityRef:
        """Return an entity, as a passage that names it has it."""
        places, numbers, owners = self._entities
        passage = self._index.passage(int(owners[np.flatnonzero(places == place)[0]]))
        return next(one for one in passage.entities if entity_number(one.iri) == numbers[place])

    @cached_property
    def _entities(self) -> tuple[Rows, npt.NDArray[np.uint32], Rows]:
        """Each naming of an entity by a row: the place of the entity among all, the numbers of all, the row, ascending."""
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
        by_row = np.argsort(np.concatenate(rows), kind="stable")
        return places[by_row], different, np.concatenate(rows)[by_row]

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


def _more(values: npt.NDArray[np.integer], folded: Folded, least: int) -> npt.NDArray[np.intp]:
    """Return how many wordings have each value only in rows that are not shown."""
    if not len(folded.rows):
        return np.zeros(least, np.intp)
    own = values[folded.rows]
    other = own != values[folded.instead]
    pairs = np.unique(folded.wordings[other] * least + own[other])
    return np.bincount(pairs % least, minlength=least)


def _bits(bits: npt.NDArray[np.uint16]) -> npt.NDArray[np.intp]:
    """Return how many of some sets of types have each type."""
    sets = np.bincount(bits, minlength=1)
    has = np.arange(len(sets))[:, None] >> np.arange(len(EntityType)) & 1
    counts: npt.NDArray[np.intp] = sets @ has
    return counts


def _named(counts: npt.NDArray[np.intp], names: Sequence[str]) -> dict[str, int]:
    """Return the counts by name, the most frequent first, then by name."""
    found = [(names[place], int(counts[place])) for place in np.flatnonzero(counts).tolist()]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def facets_of(library: Library) -> Facets:
    """Return the facets of a library's present state, kept as long as its index is."""
    index = library.index
    if library.kept.get("faceted index") is not index:
        library.kept["facets"] = Facets(library)
        library.kept["faceted index"] = index
    found: Facets = library.kept["facets"]
    return found
