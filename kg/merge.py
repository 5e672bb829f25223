"""Entities across documents: which local entities are one thing, what it is called, and why.

The result is a function of the set of entries and decisions alone: neither the order of the documents nor the way the
set came about matters, so adding documents one by one ends where a rebuild ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.clusters import Cluster, KeyDoubt, cluster
from kg.deciding import apply
from kg.decisions import Decision, in_force, name_of, told_apart
from kg.entries import entries_of, is_bound
from kg.facts import Extraction
from kg.iris import Iris
from kg.names import name_key
from kg.resolution import Assignment, CanonicalEntity, DocumentEntry, Doubt, Entry, Reason, Resolution

# Quotation and title marks come and go with the typist; an IRI does without them.
_MARKS = str.maketrans("", "", "\"'“”‘’「」『』《》〈〉* \u3000")


def resolve(
    items: Iterable[tuple[DocumentEntry, Extraction]],
    decisions: Sequence[Decision] = (),
    *,
    iris: Iris | None = None,
) -> Resolution:
    """Return the entities of a set of documents, after the decisions that people made about them."""
    entries = [entry for meta, extraction in items for entry in entries_of(meta, extraction)]
    return resolve_entries(entries, decisions, iris=iris)


def resolve_entries(
    entries: Iterable[Entry], decisions: Sequence[Decision] = (), *, iris: Iris | None = None
) -> Resolution:
    """Return the entities of a set of entries; `resolve` for those who keep entries instead of extractions."""
    mint = iris or Iris()
    valid = in_force(decisions)
    apart = told_apart(valid)
    clusters, doubts = cluster(entries, apart)
    unapplied: tuple[tuple[int, str], ...] = ()
    if valid:
        clusters, unapplied = apply(clusters, _iris(clusters, mint), valid, mint)
    names = _iris(clusters, mint)
    assignments: dict[str, dict[str, Assignment]] = defaultdict(dict)
    for item, iri in zip(clusters, names, strict=True):
        for entry in item.entries:
            assignments[entry.document][entry.local] = _assignment(item, iri, entry)
    pairs = zip(clusters, names, strict=True)
    entities = sorted((_entity(item, iri) for item, iri in pairs if item.is_kept()), key=lambda e: e.iri)
    open_doubts = _doubts(doubts, clusters, names, apart)
    return Resolution(mint, tuple(entities), assignments, open_doubts, unapplied)


def _assignment(item: Cluster, iri: str, entry: Entry) -> Assignment:
    extra, is_pinned = item.added, item.pinned == entry.document
    return Assignment(iri, item.type, item.name, not item.keeps(entry.document), extra, is_pinned)


def _iris(clusters: Sequence[Cluster], mint: Iris) -> list[str]:
    """Return the IRI of each cluster: type and name, with the place behind it where the name is not enough."""
    plain = [(item.type, item.name.translate(_MARKS) or item.name) for item in clusters]
    count: dict[tuple[str, str], int] = defaultdict(int)
    for pair in plain:
        count[pair] += 1
    minted: list[str] = []
    for item, pair in zip(clusters, plain, strict=True):
        bound = count[pair] > 1 or is_bound(item.type, item.name)
        minted.append(mint.entity(pair[0], f"{pair[1]}@{item.home.removeprefix('=')}" if bound else pair[1]))
    return _distinct(clusters, minted)


def _distinct(clusters: Sequence[Cluster], minted: list[str]) -> list[str]:
    """Return the IRIs with the first document behind those that are still the same."""
    count: dict[str, int] = defaultdict(int)
    for iri in minted:
        count[iri] += 1
    return [
        f"{iri}@{item.entries[0].document}.{item.entries[0].local}" if count[iri] > 1 else iri
        for item, iri in zip(clusters, minted, strict=True)
    ]


def _entity(item: Cluster, iri: str) -> CanonicalEntity:
    kept = [entry for entry in item.entries if item.keeps(entry.document)]
    forms = {form for entry in kept for form in (entry.name, *entry.aliases)} | set(item.added)
    documents = sorted({entry.document for entry in kept})
    reasons = tuple(Reason(*reason) for reason in item.reasons)
    return CanonicalEntity(iri, item.type, item.name, tuple(sorted(forms - {item.name})), tuple(documents), reasons)


def _doubts(
    doubts: Sequence[KeyDoubt], clusters: Sequence[Cluster], names: Sequence[str], apart: Collection[frozenset[str]]
) -> tuple[Doubt, ...]:
    """Return the doubts with IRIs, and the names that stand for more than one type, unless a person settled them."""
    by_key: dict[str, str] = {}
    types: dict[str, list[str]] = defaultdict(list)
    for item, iri in zip(clusters, names, strict=True):
        for key in item.keys:
            by_key[key] = iri
        if not item.is_kept():
            continue
        types[name_key(item.name)].append(iri)
    found = {_doubt(by_key[doubt.left], by_key[doubt.right], doubt.kind, doubt.form) for doubt in doubts}
    kept = {d for d in found if d.left != d.right and frozenset((name_of(d.left), name_of(d.right))) not in apart}
    return tuple(sorted(kept | set(doubts_between_types(types, apart))))


def doubts_between_types(names: Mapping[str, Sequence[str]], apart: Collection[frozenset[str]]) -> Iterator[Doubt]:
    """Return the doubts about entities that are called alike and have different types, unless a person settled them.

    Args:
        names: The IRIs of entities by the key of their name.
        apart: Pairs of names that people told apart.
    """
    for form, iris in names.items():
        kinds = {iri.rsplit("/", 2)[-2]: iri for iri in sorted(iris, reverse=True)}
        first, *others = sorted(kinds.values())
        for other in others:
            if frozenset((name_of(first), name_of(other))) not in apart:
                yield _doubt(first, other, "other_type", form)


def _doubt(one: str, other: str, kind: str, form: str) -> Doubt:
    return Doubt(min(one, other), max(one, other), kind, form)
