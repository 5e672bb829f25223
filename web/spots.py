"""What stands beside the hits of a search: the entry that the query names, and entities of like names."""

from __future__ import annotations

from dataclasses import dataclass

from search.catalogue import EntitySummary, GlossaryItem
from search.library import Library
from web.listings import all_entities, all_glossary

_NAMED = 9
_QUOTES = str.maketrans("", "", "“”‘’\"'《》 ")


@dataclass(frozen=True, slots=True)
class Spot:
    """The entry of a query: its entity and definitions, as far as there are any."""

    entity: EntitySummary | None
    definitions: tuple[GlossaryItem, ...]
    named: tuple[EntitySummary, ...]


def spot_of(library: Library, query: str) -> Spot | None:
    """Return what to show beside the hits, or None where nothing bears a name like the query's."""
    bare = _bare(query)
    if len(bare) < 2:
        return None
    definitions = tuple(item for item in all_glossary(library) if _bare(item.term) == bare)
    entities = all_entities(library)
    iri = next((item.iri for item in definitions if item.iri), "")
    entity = next((item for item in entities if item.iri == iri or _bare(item.name) == bare), None)
    named = tuple(item for item in entities if bare in _bare(item.name) and item is not entity)[:_NAMED]
    return Spot(entity, definitions, named) if entity or definitions or named else None


def _bare(name: str) -> str:
    return name.translate(_QUOTES).lower()
