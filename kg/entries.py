"""Entries: the entities of one document in the form that merging compares."""

from __future__ import annotations

import re
from collections import Counter

from kg.facts import Entity, EntityType, Extraction, Predicate
from kg.names import home_of, local_level, name_key, series_key
from kg.resolution import DocumentEntry, Entry

# A slogan or concept is the same wherever it is said; the other types may be bound to a place.
_PLACELESS = frozenset({EntityType.SLOGAN, EntityType.CONCEPT})
# Editions are one thing for what recurs; a programme or policy of another year is another one.
RECURRING = frozenset({EntityType.EVENT, EntityType.AWARD})
# A surname with a post (王书记) means another person in another place.
_POSTS = "书记|主席|省长|市长|县长|区长|部长|厅长|局长|会长|院长|校长|主任|秘书长|处长|科长"
_BY_POST = re.compile(rf"^.{{1,2}}某?(?:副|常务)*(?:{_POSTS})$")


def entries_of(meta: DocumentEntry, extraction: Extraction) -> tuple[Entry, ...]:
    """Return the entries of a document, in the order of its entities."""
    home = document_home(meta, extraction)
    posts = _post_homes(extraction, home)
    return tuple(
        Entry(meta.id, entity.id, entity.type.value, entity.name, entity.aliases, home, posts.get(entity.id, ""))
        for entity in extraction.entities
    )


def document_home(meta: DocumentEntry, extraction: Extraction) -> str:
    """Return the place that a document's local names are read in: of its issuer, its title, or the bodies it names.

    Where nothing tells, it is the document itself, so that its local names stay its own.
    """
    for text in (meta.issuer, meta.title):
        if home := home_of(text):
            return home
    bodies = (entity for entity in extraction.entities if entity.type is EntityType.ORGANIZATION)
    homes = Counter(home for body in bodies if _has_local_alias(body) and (home := home_of(body.name)))
    return min(homes, key=lambda home: (-homes[home], home)) if homes else f"={meta.id}"


def key_of(entry: Entry, name: str) -> str:
    """Return what two entries share in a name if they are the same: type, name, and place where it matters."""
    plain = series_key(name) if entry.type in RECURRING else name_key(name)
    return f"{entry.type}|{plain}|{entry.home if is_bound(entry.type, name) else ''}"


def is_bound(type_name: str, name: str) -> bool:
    """Return whether a name means another thing in another place."""
    if type_name == EntityType.PERSON:
        return bool(_BY_POST.match(name_key(name)))
    return type_name not in _PLACELESS and bool(local_level(name))


def _has_local_alias(entity: Entity) -> bool:
    return any(local_level(alias) for alias in entity.aliases)


def _post_homes(extraction: Extraction, home: str) -> dict[str, str]:
    """Return the place of the first post of each person, where the text tells it."""
    names = {entity.id: entity.name for entity in extraction.entities}
    homes: dict[str, str] = {}
    for relation in extraction.relations:
        if relation.predicate is Predicate.HOLDS_POST and relation.subject not in homes:
            body = names.get(relation.organization or "", relation.object)
            if place := home if local_level(body) else home_of(body):
                homes[relation.subject] = place
    return homes
