"""Clusters of entries: those with one name first, then those that an alias joins, not two that documents tell apart.

Every step goes through sorted keys, so the outcome depends on the set of entries alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from kg.entries import RECURRING, key_of
from kg.facts import EntityType
from kg.names import has_edition, local_level, name_key, numbers
from kg.resolution import Entry

# Full names win over short ones for what has an official name; the plain form wins for people and wordings.
_SHORTEST = frozenset({EntityType.PERSON, EntityType.SLOGAN, EntityType.CONCEPT})
_MIN_ALIAS = 2


@dataclass(slots=True)
class Cluster:
    """Entries that are one entity. A working value of merging; `kg.resolution.CanonicalEntity` is what comes out.

    Attributes:
        keys: The keys of the groups that it is made of.
        added: Aliases that a person added.
        rejected: The documents in which a person rejected it.
        is_rejected: A person rejected it everywhere.
        pinned: The document whose definition a person prefers.
    """

    type: str
    entries: list[Entry]
    name: str
    home: str
    keys: tuple[str, ...] = ()
    reasons: list[tuple[str, str, int]] = field(default_factory=list)
    added: tuple[str, ...] = ()
    rejected: frozenset[str] = frozenset()
    is_rejected: bool = False
    pinned: str = ""

    def keeps(self, document: str) -> bool:
        """Return whether the entity stands in a document, by what people decided."""
        return not self.is_rejected and document not in self.rejected

    def is_kept(self) -> bool:
        """Return whether the entity stands in any document."""
        return any(self.keeps(entry.document) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class KeyDoubt:
    """Two groups, by key, that may be one."""

    left: str
    right: str
    kind: str
    form: str


def cluster(entries: Iterable[Entry], apart: Collection[frozenset[str]] = ()) -> tuple[list[Cluster], list[KeyDoubt]]:
    """Return the clusters of entries in a fixed order, and the pairs that a person should look at.

    Args:
        entries: The entries, in any order.
        apart: Pairs of names ("type|name key") that a person said are not the same.
    """
    groups = _groups(entries)
    joins = _Joins(groups, apart)
    for form, claims in sorted(_claims(groups).items(), key=lambda item: (-len(item[0]), item[0])):
        joins.join(form, claims)
    return joins.clusters(), sorted(joins.doubts, key=lambda d: (d.kind, d.left, d.right))


def canonical_name(type_name: str, entries: Iterable[Entry]) -> str:
    """Return the name that a cluster goes by, by intrinsic marks only, so that more documents seldom change it."""
    names = {entry.name for entry in entries}
    if len(names) == 1:
        return names.pop()
    sign = 1 if type_name in _SHORTEST else -1
    is_one_of_many = has_edition if type_name in RECURRING else lambda _: False
    return min(
        names,
        key=lambda name: (
            bool(local_level(name)),
            is_one_of_many(name),
            sign * len(name_key(name)),
            -len(name),
            name,
        ),
    )


def _groups(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in sorted(entries):
        groups[key_of(entry, entry.name)].append(entry)
    split: dict[str, list[Entry]] = {}
    for key, members in groups.items():
        split.update(_by_post(key, members) if key.startswith(EntityType.PERSON) else {key: members})
    return split


def _by_post(key: str, members: list[Entry]) -> dict[str, list[Entry]]:
    """Return namesakes apart where their posts lie in places of one level; without a post, by the document's place."""
    homes = {entry.post_home for entry in members} - {""}
    levels = [home[-1] for home in homes]
    if len(set(levels)) == len(levels):
        return {key: members}
    apart: dict[str, list[Entry]] = defaultdict(list)
    for entry in members:
        home = entry.post_home or (entry.home if entry.home in homes else "")
        apart[f"{key}@{home}"].append(entry)
    return apart


def _claims(groups: Mapping[str, list[Entry]]) -> dict[str, dict[str, int]]:
    """Return for each alias key the groups that claim it, with the number of documents that do."""
    claims: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, members in groups.items():
        for entry in members:
            for alias in {key_of(entry, alias) for alias in entry.aliases if len(name_key(alias)) >= _MIN_ALIAS}:
                claims[alias][key] += 1
    return claims


class _Joins:
    """Union-find over groups, with the documents of each root at hand."""

    def __init__(self, groups: Mapping[str, list[Entry]], apart: Collection[frozenset[str]]) -> None:
        self.groups = groups
        self.parent = {key: key for key in groups}
        self.members = {key: [key] for key in groups}
        self.documents = {key: {entry.document for entry in members} for key, members in groups.items()}
        self.apart = apart
        self.reasons: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        self.doubts: set[KeyDoubt] = set()

    def root(self, key: str) -> str:
        """Return the key that stands for a group and all it was joined with."""
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, form: str, claims: Mapping[str, int]) -> None:
        """Join what an alias says is one: the group of that name with the one group that claims it as an alias.

        Several claimants of a short name of one place (市科协) are one; of another alias they leave open whom it means.
        """
        plain = form.split("|")[1]
        if form.endswith("|"):
            if form not in self.groups:
                return
            roots = {self.root(key) for key in claims} - {self.root(form)}
            if len(roots) > 1:
                self.doubts |= {KeyDoubt(root, form, "ambiguous_alias", plain) for root in roots}
                return
        keys = sorted(set(claims) - {form})
        anchor = form if form in self.groups else keys.pop(0)
        for key in keys:
            self._unite(anchor, key, plain, min(claims[key], claims.get(anchor, claims[key])))

    def _unite(self, left: str, right: str, form: str, support: int) -> None:
        a, b = sorted((self.root(left), self.root(right)))
        if a == b or self._kept_apart(a, b):
            return
        if numbers(a.split("|")[1]) != numbers(b.split("|")[1]):
            return
        if len(self.documents[a] & self.documents[b]) >= support:
            self.doubts.add(KeyDoubt(a, b, "told_apart", form))
            return
        self.parent[b] = a
        self.members[a] += self.members.pop(b)
        self.documents[a] |= self.documents.pop(b)
        self.reasons[a] += [*self.reasons.pop(b, []), ("alias", form, support)]

    def _kept_apart(self, a: str, b: str) -> bool:
        if not self.apart:
            return False
        left, right = ({key.rsplit("|", 1)[0] for key in self.members[root]} for root in (a, b))
        return any(pair & left and pair & right for pair in self.apart)

    def clusters(self) -> list[Cluster]:
        """Return the clusters, by key."""
        return [self._cluster(root) for root in sorted(self.members)]

    def _cluster(self, root: str) -> Cluster:
        entries = [entry for key in sorted(self.members[root]) for entry in self.groups[key]]
        type_name = entries[0].type
        names: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            names[name_key(entry.name)].add(entry.document)
        reasons = [("name", form, len(documents)) for form, documents in sorted(names.items()) if len(documents) > 1]
        home = min(entry.post_home or entry.home for entry in entries)
        name = canonical_name(type_name, entries)
        keys = tuple(sorted(self.members[root]))
        return Cluster(type_name, entries, name, home, keys, reasons + sorted(self.reasons[root]))
