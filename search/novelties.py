"""What documents bring that the library did not have, and what a person should look at: the end of an add.

Everything is asked of the merge index and of a bounded number of earlier documents, so that the report on one document
costs the same in a library of ten and of ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.documents import DocumentMeta
from corpus.record import Record
from corpus.settings import Settings
from kg.decisions import name_of
from kg.facts import Entity, Extraction, GlossaryEntry
from kg.figures import Figure, without_previous
from kg.iris import Iris
from kg.merge_index import MergeIndex
from kg.names import local_level, name_key
from kg.resolution import Doubt
from kg.tables import TYPE_TITLES
from search.places import MERGE_FILE

_MOST_DOCUMENTS = 50
_MOST_EARLIER = 12
_DOUBTS = {
    "ambiguous_alias": "“{form}”可能指“{left}”，也可能指“{right}”",
    "told_apart": "“{left}”与“{right}”都叫“{form}”，但有文献把二者分开写",
    "other_type": "“{form}”有时是{left_type}，有时是{right_type}",
}


@dataclass(frozen=True, slots=True)
class Novelty:
    """One point of the report: the document that brings it and what it says. `name` is what it is about."""

    document: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Novelties:
    """The report. `compared` is the number of added documents that were looked at: the first of very many.

    Attributes:
        figures: Indicators for which no earlier paper of the issuer has a value; empty where there is no earlier paper.
        merges: Pairs that may be one thing: proposed, not done.
    """

    terms: tuple[Novelty, ...] = ()
    aliases: tuple[Novelty, ...] = ()
    definitions: tuple[Novelty, ...] = ()
    slogans: tuple[Novelty, ...] = ()
    figures: tuple[Novelty, ...] = ()
    merges: tuple[Novelty, ...] = ()
    compared: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood in the library before: its documents, and what was extracted from those that were replaced."""

    documents: tuple[DocumentMeta, ...]
    replaced: Mapping[str, Extraction]


def novelties(
    folder: Path, record: Record, settings: Settings, added: Sequence[DocumentMeta], earlier: Earlier
) -> Novelties:
    """Return what added documents bring, after graph and index caught up with them.

    Args:
        added: The documents that came in, in order.
        earlier: The state before; `replaced` by the id of the document that took the place.
    """
    chosen = added[:_MOST_DOCUMENTS]
    if not chosen:
        return Novelties()
    merges = MergeIndex.open(folder / MERGE_FILE, Iris(settings.text("kg.base")))
    try:
        seen = _Library(merges, record, chosen, earlier)
        return Novelties(
            terms=tuple(seen.new_terms()),
            aliases=tuple(seen.new_aliases()),
            definitions=tuple(seen.changed_definitions()),
            slogans=tuple(seen.slogans()),
            figures=tuple(seen.figures()),
            merges=tuple(seen.doubts()),
            compared=len(chosen),
        )
    finally:
        merges.close()


class _Library:
    """Added documents beside those that the library had."""

    def __init__(self, merges: MergeIndex, record: Record, added: Sequence[DocumentMeta], earlier: Earlier) -> None:
        self._merges = merges
        self._added = {meta.id: meta for meta in added}
        self._earlier = earlier
        still = {meta.id for meta in record.documents()}
        self._before = {meta.id: meta for meta in earlier.documents if meta.id in still and meta.id not in self._added}
        self._extraction: Callable[[str], Extraction] = cache(
            lambda document: Extraction.from_dict(record.extraction(document))
        )

    def new_terms(self) -> Iterator[Novelty]:
        """Yield the terms that are defined now and were in no document before."""
        for meta, extraction in self._extractions():
            known = self._names([entry.term for entry in extraction.glossary])
            old = self._earlier.replaced.get(meta.id)
            known |= {name_key(entry.term) for entry in old.glossary} if old else set()
            for entry in extraction.glossary:
                if name_key(entry.term) not in known:
                    yield Novelty(meta.title, entry.term, f"{entry.term}：{entry.definition}")

    def new_aliases(self) -> Iterator[Novelty]:
        """Yield the other names that were guessed for things and are in no document before."""
        for meta, extraction in self._extractions():
            guessed = [(e, alias) for e in extraction.entities for alias in e.aliases if _is_another_name(e, alias)]
            known = self._names([alias for _, alias in guessed])
            old = self._earlier.replaced.get(meta.id)
            known |= {name_key(alias) for e in old.entities for alias in e.aliases} if old else set()
            for entity, alias in guessed:
                if name_key(alias) not in known:
                    yield Novelty(meta.title, entity.name, f"“{alias}”即“{entity.name}”")

    def changed_definitions(self) -> Iterator[Novelty]:
        """Yield the terms that an earlier document, or the earlier version, defines in other words."""
        for meta, extraction in self._extractions():
            for entry in extraction.glossary:
                for title, before in self._defined_before(meta, entry):
                    if _wording(before.definition) != _wording(entry.definition):
                        message = f"{entry.term}：原为“{before.definition}”（{title}），现为“{entry.definition}”"
                        yield Novelty(meta.title, entry.term, message)
                    break

    def slogans(self) -> Iterator[Novelty]:
        """Yield the formulations whose count does not fit their members."""
        for meta, extraction in self._extractions():
            for remark in extraction.remarks:
                if remark.kind == "slogan_count":
                    yield Novelty(meta.title, remark.message.split("”")[0].strip("“"), remark.message)

    def figures(self) -> Iterator[Novelty]:
        """Yield the figures that no earlier document of the same issuer has a value for."""
        for meta, extraction in self._extractions():
            before = [other for other in self._newest(self._before.values()) if other.issuer == meta.issuer]
            if not before:
                continue
            rows = [row for other in before for row in _figures(other.id, self._extraction(other.id))]
            for figure in without_previous([*_figures(meta.id, extraction), *rows]):
                if figure.document == meta.id:
                    yield Novelty(meta.title, figure.label, f"{figure.label}：{figure.value}{figure.unit}")

    def doubts(self) -> Iterator[Novelty]:
        """Yield the merges that touch the added documents and that only a person can settle."""
        titles = "、".join(meta.title for meta in self._added.values()) if len(self._added) == 1 else ""
        pairs = {(doubt.left, doubt.right): doubt for doubt in reversed(self._merges.doubts_about(self._added))}
        for doubt in sorted(pairs.values()):
            yield Novelty(titles, doubt.form, _question(doubt))

    def _extractions(self) -> Iterator[tuple[DocumentMeta, Extraction]]:
        for meta in self._added.values():
            yield meta, self._extraction(meta.id)

    def _names(self, names: Sequence[str]) -> set[str]:
        """Return the keys of those names that earlier documents have."""
        entries = [entry for entry in self._merges.entries_named(names) if entry.document in self._before]
        return {name_key(name) for entry in entries for name in (entry.name, *entry.aliases)}

    def _defined_before(self, meta: DocumentMeta, entry: GlossaryEntry) -> Iterator[tuple[str, GlossaryEntry]]:
        """Yield earlier entries of a term, the replaced version's first, then by date, newest first."""
        if (old := self._earlier.replaced.get(meta.id)) is not None:
            yield from (("原文", other) for other in old.glossary if name_key(other.term) == name_key(entry.term))
        holders = {found.document for found in self._merges.entries_named([entry.term])} & set(self._before)
        for other in self._newest(self._before[document] for document in holders):
            for row in self._extraction(other.id).glossary:
                if name_key(row.term) == name_key(entry.term):
                    yield other.title, row

    def _newest(self, metas: Iterable[DocumentMeta]) -> list[DocumentMeta]:
        return sorted(metas, key=lambda meta: (meta.date, meta.id), reverse=True)[:_MOST_EARLIER]


def _is_another_name(entity: Entity, alias: str) -> bool:
    """Return whether an alias is a name of its own, not the name with an edition or a level in front or a word behind.

    全市, 我省 and 我会 are words for whoever writes, and say nothing new in any paper.
    """
    one, other = name_key(entity.name), name_key(alias)
    return len(other) > 1 and one not in other and other not in one and local_level(alias) != other


def _wording(definition: str) -> str:
    return re.sub(r"^(?:是指|指的是|指|即)|[\s。；，、：“”]", "", definition)


def _figures(document: str, extraction: Extraction) -> Iterator[Figure]:
    for indicator in extraction.indicators:
        yield Figure.of(indicator, document)


def _question(doubt: Doubt) -> str:
    left, right = (name_of(iri).split("|", 1) for iri in (doubt.left, doubt.right))
    if doubt.kind == "ambiguous_alias" and doubt.form in (left[1], right[1]):
        other = right[1] if doubt.form == left[1] else left[1]
        return f"“{doubt.form}”可能就是“{other}”，也可能是别的"
    kinds = (TYPE_TITLES[left[0]], TYPE_TITLES[right[0]])
    return _DOUBTS[doubt.kind].format(
        form=doubt.form, left=left[1], right=right[1], left_type=kinds[0], right_type=kinds[1]
    )
