"""The whole-library lists, read once for a state of the library and kept until the next."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from kg.iris import Iris
from search import catalogue
from search.catalogue import EntitySummary
from search.library import Library

T = TypeVar("T")


class _Kept(Generic[T]):
    """A list of a library that is read at most once for each state.

    Each has a lock of its own: who wants the glossary does not wait for the entities to be counted.
    """

    def __init__(self, read: Callable[[Library], T]) -> None:
        self._read = read
        self._lock = RLock()
        self._values: WeakKeyDictionary[Library, T] = WeakKeyDictionary()

    def __call__(self, library: Library) -> T:
        if (found := self.ready(library)) is not None:
            return found
        with self._lock:
            if library not in self._values:
                self._values[library] = self._read(library)
            return self._values[library]

    def ready(self, library: Library) -> T | None:
        """Return the list if it has been read already; never waits."""
        return self._values.get(library)


def _by_iri(library: Library) -> dict[str, EntitySummary]:
    return {item.iri: item for item in catalogue.entities(library)}


def kept(read: Callable[[Library], T]) -> _Kept[T]:
    """Return a reader of something of a library that reads at most once for each state of it."""
    return _Kept(read)


def _folded(library: Library) -> tuple[tuple[str, EntitySummary], ...]:
    return tuple((bare_name(item.name), item) for item in all_entities(library))


_QUOTES = str.maketrans("", "", "“”‘’\"'《》 ")


def bare_name(name: str) -> str:
    """Return a name without marks and capitals, as names are compared with a query."""
    return name.translate(_QUOTES).lower()


all_entities_by_iri = kept(_by_iri)
all_bare_names = kept(_folded)
all_aliases = kept(catalogue.aliases)
all_glossary = kept(catalogue.glossary)
all_indicators = kept(catalogue.indicators)


def entity_named(library: Library, kind: str, name: str) -> EntitySummary | None:
    """Return the entity of a type by the name in its IRI or the name that it is shown under, or None."""
    known = all_entities_by_iri(library)
    iri = Iris(library.settings.text("kg.base")).entity(kind, name)
    return known.get(iri) or next((item for item in known.values() if (item.type, item.name) == (kind, name)), None)


def all_entities(library: Library) -> tuple[EntitySummary, ...]:
    """Return every entity of a library, the most often named first."""
    return tuple(all_entities_by_iri(library).values())
