"""States the members of glossary terms and formulations in order, and remarks where their number does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extractors import appositions, subsets
from kg.extractors.members import fits_promise, promised_count
from kg.facts import Entity, GlossaryEntry, Predicate, Relation, Remark
from kg.names import name_key
from kg.reading import Reading


def linked(reading: Reading) -> tuple[GlossaryEntry, ...]:
    """Return the glossary entries with the entity that each defines."""
    by_key = _by_key(reading)
    return tuple(
        replace(entry, entity=found.id) if (found := _entity(by_key, entry)) is not None else entry
        for entry in reading.glossary
    )


def find(reading: Reading) -> tuple[tuple[Relation, ...], tuple[Remark, ...]]:
    """Return the hasComponent statements of a reading and the remarks on counts."""
    relations: list[Relation] = []
    remarks: list[Remark] = []
    stated: set[str] = set()
    for entry in reading.glossary:
        for subject, members in _stated(reading, entry):
            stated.add(subject)
            relations.extend(_statements(reading, subject, members, (entry.start, entry.end)))
        if entry.components and entry.entity is not None:
            remarks.extend(_count_remark(entry))
    for entity in reading.entities:
        if entity.id not in stated:
            relations.extend(_spelled_out(reading, entity))
    return tuple(relations), tuple(remarks)


def _stated(reading: Reading, entry: GlossaryEntry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each thing that an entry gives members to: the sets that it names, what it says is made of them, or its term."""
    by_key = _by_key(reading)
    sets = subsets.find(entry.definition)
    if (made := subsets.made_of(entry.definition)) is not None and (whole := by_key.get(name_key(made[0]))) is not None:
        yield whole.id, made[1]
    elif sets and entry.entity is not None:
        yield entry.entity, tuple(found.name for found in sets)
        for found in sets:
            if (named := by_key.get(name_key(found.name))) is not None and named.id != entry.entity:
                yield named.id, found.members
    elif entry.components and entry.entity is not None:
        yield entry.entity, entry.components


def _statements(reading: Reading, subject: str, members: tuple[str, ...], span: tuple[int, int]) -> Iterator[Relation]:
    by_key = _by_key(reading)
    for order, member in enumerate(members, 1):
        found = by_key.get(name_key(member))
        is_entity = found is not None and found.id != subject
        yield Relation(
            subject=subject,
            predicate=Predicate.HAS_COMPONENT,
            object=found.id if is_entity and found is not None else member,
            start=span[0],
            end=span[1],
            extractor="components",
            is_literal=not is_entity,
            order=order,
        )


def _spelled_out(reading: Reading, entity: Entity) -> Iterator[Relation]:
    """Yield the members of a formulation that the text spells out without a glossary."""
    if (found := appositions.members_of(reading, entity)) is not None:
        yield from _statements(reading, entity.id, *found)


def _count_remark(entry: GlossaryEntry) -> Iterator[Remark]:
    if not fits_promise(entry.term, len(entry.components)):
        term = entry.term if "“" in entry.term else f"“{entry.term}”"
        message = f"{term}应有 {promised_count(entry.term)} 项，释义列出 {len(entry.components)} 项：{'、'.join(entry.components)}"
        yield Remark("slogan_count", message, entry.start, entry.end)


def _by_key(reading: Reading) -> dict[str, Entity]:
    return {name_key(name): entity for name, entity in reversed(reading.by_name.items())}


def _entity(by_key: dict[str, Entity], entry: GlossaryEntry) -> Entity | None:
    for name in (entry.term, *entry.aliases):
        if found := by_key.get(name_key(name)):
            return found
    return None
