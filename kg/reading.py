"""What is known of one document while its finders run: the value that every later finder gets from the earlier ones."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from corpus.documents import Document, Sentence
from kg.facts import Entity, EntityType, GlossaryEntry, Mention, Relation


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that a finder takes for the name of something, before linking decides.

    Attributes:
        name: The name as it should stand; empty where it is the text of the span.
        aliases: Other names for the same thing that the finder read off the text.
        extractor: Name of the finder.
        weight: How sure the finder is, in (0, 1]; settles which of two overlapping proposals stays.
    """

    start: int
    end: int
    type: EntityType
    extractor: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    weight: float = 0.5


@dataclass(frozen=True)
class Reading:
    """A document with its entities and mentions settled; indicators and relations are read off it.

    Attributes:
        mentions: In order of start, longer ones first; they may nest, never cross.
        glossary: The entries in order of the text.
        components: hasComponent statements of glossary entries, slogans and sets.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    components: tuple[Relation, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Return the entities by local id."""
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def by_name(self) -> dict[str, Entity]:
        """Return the entities by every name and alias; canonical names win."""
        names = {alias: entity for entity in reversed(self.entities) for alias in entity.aliases}
        names.update({entity.name: entity for entity in reversed(self.entities)})
        return names

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie wholly within `[start, end)`, in order of the text, outer before inner."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)

    def mentions_of(self, sentence: Sentence) -> tuple[Mention, ...]:
        """Return the mentions of a sentence."""
        return self.mentions_in(sentence.start, sentence.end)

    def entity_of(self, mention: Mention) -> Entity:
        """Return the entity that a mention refers to."""
        return self.by_id[mention.entity]

    def type_of(self, mention: Mention) -> EntityType:
        """Return the type of the entity that a mention refers to."""
        return self.by_id[mention.entity].type

    def text_of(self, mention: Mention) -> str:
        """Return the surface form of a mention."""
        return self.document.text[mention.start : mention.end]
