"""What stands beside the hits of a search: the entry that the query names, and entities of like names."""

from __future__ import annotations

from dataclasses import dataclass

from search.catalogue import EntitySummary, GlossaryItem
from search.library import Library
from web.listings import all_bare_names, all_glossary, bare_name

_NAMED = 9


@dataclass(frozen=True, slots=True)
class Spot:
    """The entry of a query: its entity and definitions, as far as there are any."""

    entity: EntitySummary | None
    definitions: tuple[GlossaryItem, ...]
    named: tuple[EntitySummary, ...]


def spot_of(library: Library, query: str) -> Spot | None:
    """Return what to show beside the hits, or None where nothing bears a name like the query's."""
    bare = bare_name(query)
    if len(bare) < 2:
        return None
    definitions = tuple(item for item in all_glossary(library) if bare_name(item.term) == bare)
    iri = next((item.iri for item in definitions if item.iri), "")
    alike = [(name, item) for name, item in all_bare_names(library) if bare in name or item.iri == iri]
    entity = next((item for name, item in alike if item.iri == iri or name == bare), None)
    named = tuple(item for name, item in alike if bare in name and item is not entity)[:_NAMED]
    return Spot(entity, definitions, named) if entity or definitions or named else None
