"""The types of entities: all that searching needs of facts, and apart from them since a question pays for what it imports."""

from __future__ import annotations

from enum import StrEnum


class EntityType(StrEnum):
    """The ten entity types of the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    PROGRAM = "Program"
    EVENT = "Event"
    AWARD = "Award"
    SLOGAN = "Slogan"
    POLICY = "Policy"
    PLATFORM = "Platform"
    CONCEPT = "Concept"
