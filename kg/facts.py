"""The values of extraction: what one document says, with the place where it says it.

A mention is an occurrence (offsets only), an entity is the thing. Local ids (E1, E2, ...) hold within one document;
`kg.merge` gives entities their names across documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal

from kg.entity_types import EntityType as EntityType  # noqa: PLC0414  most import it from here


class Predicate(StrEnum):
    """The relations of the ontology."""

    HAS_COMPONENT = "hasComponent"
    RUN_BY = "runBy"
    HELD_AT = "heldAt"
    HELD_ON = "heldOn"
    HOLDS_POST = "holdsPost"
    SPOKE = "spoke"
    RECEIVED = "received"
    NOMINATED_FOR = "nominatedFor"
    BASED_ON = "basedOn"
    STARTED_IN = "startedIn"
    TARGETS = "targets"
    RELATES_TO = "relatesTo"
    LOCATED_IN = "locatedIn"
    EDITION = "edition"


Comparator = Literal["=", ">=", "<=", "~", "<", ">"]
IndicatorStatus = Literal["target", "achieved"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An occurrence of an entity: where, which, and which extractor found it."""

    start: int
    end: int
    entity: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a document names. `name` is its canonical name there, `aliases` the other surface forms."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement with its evidence `[start, end)`.

    Attributes:
        subject: Local entity id.
        object: Local entity id when `is_literal` is false, else the literal text.
        order: Position among the components of a slogan, from 1; None elsewhere.
        year: The year that the statement holds for, where the text gives one.
        organization: Local entity id of the body in which a post is held.
        implicit: True where the text does not state it outright.
    """

    subject: str
    predicate: Predicate
    object: str
    start: int
    end: int
    extractor: str
    is_literal: bool = False
    order: int | None = None
    year: int | None = None
    organization: str | None = None
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number that measures work. `value` is decimal text as written (8, 4.7), `unit` as written (万人次).

    `[start, end)` is the clause that states it, `[value_start, value_end)` the number with its unit.
    `year` is None where the text gives none; for a figure of several years it is the last one and `since` the first.
    `scope` is 全市, 省级, ... or empty.
    """

    label: str
    subject: str
    value: str
    unit: str
    comparator: Comparator
    year: int | None
    status: IndicatorStatus
    start: int
    end: int
    value_start: int
    value_end: int
    extractor: str
    scope: str = ""
    subject_id: str | None = None
    since: int | None = None

    @property
    def period(self) -> int | str | None:
        """Return the year, or "2021-2025" for a figure of several years."""
        return self.year if self.since is None else f"{self.since}-{self.year}"


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term that a document defines. `[start, end)` is the whole entry; `entity` the local id of the term.

    `within` is the term of the entry in whose definition this one is explained; empty for an entry of its own.
    """

    term: str
    definition: str
    start: int
    end: int
    aliases: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    entity: str | None = None
    within: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person should look at: a count that does not fit, a doubtful reading."""

    kind: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document. Pure: the same document, resources and version give the same value."""

    document: str
    version: str
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        known = {entity.id for entity in self.entities}
        if len(known) != len(self.entities):
            raise ValueError("two entities of one document share an id")
        named = {m.entity for m in self.mentions} | {r.subject for r in self.relations}
        named |= {r.object for r in self.relations if not r.is_literal}
        if unknown := named - known:
            raise ValueError(f"facts name entities that do not exist: {sorted(unknown)[:5]}")

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Extraction:
        """Return the extraction of `to_dict`."""
        return cls(
            document=data["document"],
            version=data["version"],
            entities=tuple(
                Entity(e["id"], EntityType(e["type"]), e["name"], tuple(e["aliases"])) for e in data["entities"]
            ),
            mentions=tuple(Mention(**m) for m in data["mentions"]),
            relations=tuple(Relation(**{**r, "predicate": Predicate(r["predicate"])}) for r in data["relations"]),
            indicators=tuple(Indicator(**i) for i in data["indicators"]),
            glossary=tuple(
                GlossaryEntry(**{**g, "aliases": tuple(g["aliases"]), "components": tuple(g["components"])})
                for g in data["glossary"]
            ),
            remarks=tuple(Remark(**r) for r in data["remarks"]),
        )
