"""Passages: the sentences and enumerated points of a document that can be read alone, with what ranking needs of them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from search.analysis import unmarked
from search.results import EntityRef

if TYPE_CHECKING:
    from corpus.documents import Document, Sentence
    from kg.facts import Extraction
    from kg.resolution import Resolution

VERSION = "passages-4"
"""Another value means that every index is built anew."""

_KINDS = ("sentence", "glossary", "table_row", "heading")
# A heading without a full stop and shorter than this (过去一年的主要工作) says nothing when read alone.
_LEAST_HEADING = 8
_CLOSING = "。！？；;!?"


@dataclass(frozen=True, slots=True)
class Passage:
    """An indexed and shown unit. `text` equals `Document.text[start:end]`.

    Attributes:
        part: Title of the part, `part_kind` its kind.
        kind: Kind of the sentence: sentence, heading, glossary or table_row.
        section: Headings from the topmost down.
        group: What the passage stands under, for ranking: equal for the passages under one innermost heading.
        entities: The entities named in it, in order.
        names: Other names of these entities, for ranking only.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    kind: str
    part: str
    part_kind: str
    section: tuple[str, ...]
    title: str
    file: str
    issuer: str
    date: str
    label: str
    group: str
    entities: tuple[EntityRef, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def year(self) -> int:
        """Return the year of its part or document, or 0."""
        return int(self.date[:4]) if self.date[:4].isdigit() else 0

    @property
    def signature(self) -> int:
        """Return a number that two passages share when they differ in marks, width and spaces only."""
        return int.from_bytes(hashlib.blake2b(unmarked(self.text).encode(), digest_size=8).digest(), "little")

    def to_json(self) -> str:
        """Return the stored form, without what only ranking needs."""
        values = [getattr(self, name) for name in _STORED]
        refs = [(ref.iri, ref.name, ref.type) for ref in self.entities]
        return json.dumps([*values, refs], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, stored: str) -> Passage:
        """Return the passage of `to_json`; its `names` are empty."""
        *values, refs = json.loads(stored)
        known = dict(zip(_STORED, values, strict=True))
        known["section"] = tuple(known["section"])
        return cls(**known, entities=tuple(EntityRef(*ref) for ref in refs))


_STORED = tuple(field.name for field in fields(Passage) if field.name not in ("entities", "names"))


def passages(document: Document, extraction: Extraction, resolution: Resolution | None) -> tuple[Passage, ...]:
    """Return the passages of a document in order of the text.

    Without a resolution the passages name no entities.
    """
    mentioned = _Mentions(extraction, resolution, document.id)
    return tuple(
        _passage(document, sentence, mentioned) for sentence in document.sentences if _reads_alone(document, sentence)
    )


def _reads_alone(document: Document, sentence: Sentence) -> bool:
    text = document.quote(sentence.start, sentence.end).strip()
    if sentence.kind not in _KINDS or len(text) < 2:
        return False
    return sentence.kind != "heading" or len(text) >= _LEAST_HEADING or text[-1] in _CLOSING


def _passage(document: Document, sentence: Sentence, mentioned: _Mentions) -> Passage:
    part = document.parts[sentence.part] if sentence.part < len(document.parts) else None
    entities, names = mentioned.between(sentence.start, sentence.end)
    return Passage(
        id=f"{document.id}-{sentence.start}-{sentence.end}",
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        text=document.quote(sentence.start, sentence.end),
        kind=sentence.kind,
        part=(part.title or part.kind) if part else "",
        part_kind=part.kind if part else "text",
        section=_above(document, sentence),
        title=document.title,
        file=document.source_name,
        issuer=document.issuer,
        date=(part.date if part else "") or document.date,
        label=document.label,
        group=f"{document.id}-{sentence.part}-{_group(document, sentence)}",
        entities=entities,
        names=names,
    )


def _above(document: Document, sentence: Sentence) -> tuple[str, ...]:
    """Return the headings above a sentence; a heading does not stand above itself."""
    path = document.section_path(sentence.section)
    return path[:-1] if sentence.kind == "heading" and path else path


def _group(document: Document, sentence: Sentence) -> int | None:
    if sentence.section is None or sentence.kind in ("glossary", "table_row"):
        return sentence.index if sentence.kind == "glossary" else None
    return sentence.section


class _Mentions:
    """The mentions of a document, by offset."""

    def __init__(self, extraction: Extraction, resolution: Resolution | None, document_id: str) -> None:
        self._resolution, self._document = resolution, document_id
        self._entities = {entity.id: entity for entity in extraction.entities}
        self._buckets: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for mention in extraction.mentions if resolution else ():
            self._buckets[mention.start // 256].append((mention.start, mention.end, mention.entity))

    def between(self, start: int, end: int) -> tuple[tuple[EntityRef, ...], tuple[str, ...]]:
        """Return the entities named in a span in order, and their other names."""
        refs: dict[str, EntityRef] = {}
        names: dict[str, None] = {}
        for local in self._locals(start, end):
            assert self._resolution is not None  # there are no buckets without one
            found = self._resolution.assignment(self._document, local)
            if found.rejected or found.iri in refs:
                continue
            refs[found.iri] = EntityRef(found.iri, found.name, found.type)
            names.update(dict.fromkeys((found.name, *self._entities[local].aliases, *found.extra)))
        return tuple(refs.values()), tuple(names)

    def _locals(self, start: int, end: int) -> Iterator[str]:
        inside = (
            mention
            for bucket in range(start // 256, end // 256 + 1)
            for mention in self._buckets.get(bucket, ())
            if start <= mention[0] and mention[1] <= end
        )
        yield from (local for _, _, local in sorted(inside))
