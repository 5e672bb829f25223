"""The values of merging: entries of documents, entities of the library, and which is which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.iris import Iris


class DocumentEntry(Protocol):
    """What merging needs of a document: `corpus.documents.DocumentMeta` and `Document` both have it."""

    @property
    def id(self) -> str:
        """Return the document's id."""

    @property
    def title(self) -> str:
        """Return the document's title."""

    @property
    def issuer(self) -> str:
        """Return who issued it, or empty."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An entity of one document as merging sees it.

    Attributes:
        home: The place that local names (市科协) and posts are read in; "=" and the document's id where none is known.
        post_home: For a person, the place of the body in which a post is held; empty where there is none.
    """

    document: str
    local: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    home: str = ""
    post_home: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why entries became one entity: they share a name or alias, or a person decided so.

    Attributes:
        kind: "name", "alias" or "decision".
        form: The name that they share, or the number of the decision.
        documents: How many documents it holds for.
    """

    kind: str
    form: str
    documents: int


@dataclass(frozen=True, slots=True, order=True)
class Doubt:
    """Two entities that may be one; a person should say. `kind` names the reason for the doubt."""

    left: str
    right: str
    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class CanonicalEntity:
    """An entity of the library. `aliases` are all other surface forms, sorted; `documents` the ids, sorted."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    documents: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a local entity is in the library.

    Attributes:
        rejected: A person said that this is no entity.
        extra: Aliases that a person added.
        is_pinned: A person prefers this document's definition of it.
    """

    iri: str
    type: str
    name: str
    rejected: bool = False
    extra: tuple[str, ...] = ()
    is_pinned: bool = False


@dataclass(frozen=True)
class Resolution:
    """The entities of the library, and which local entity is which of them.

    Attributes:
        assignments: By document, then local id.
        unapplied: Numbers of the decisions that no longer apply, with the reason in Chinese.
    """

    iris: Iris
    entities: tuple[CanonicalEntity, ...]
    assignments: Mapping[str, Mapping[str, Assignment]]
    doubts: tuple[Doubt, ...] = ()
    unapplied: tuple[tuple[int, str], ...] = ()

    def iri(self, document_id: str, local_id: str) -> str:
        """Return the IRI of a local entity."""
        return self.assignments[document_id][local_id].iri

    def assignment(self, document_id: str, local_id: str) -> Assignment:
        """Return what a local entity is in the library."""
        return self.assignments[document_id][local_id]

    def is_rejected(self, document_id: str, local_id: str) -> bool:
        """Return whether a person said that this is no entity."""
        return self.assignments[document_id][local_id].rejected

    def entity(self, iri: str) -> CanonicalEntity | None:
        """Return an entity by IRI, or None."""
        return next((entity for entity in self.entities if entity.iri == iri), None)
