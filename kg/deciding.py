"""Replays decisions over clusters, and says which of them no longer apply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from kg.clusters import Cluster, canonical_name
from kg.decisions import Decision, name_of
from kg.facts import EntityType
from kg.iris import Iris
from kg.names import name_key


class _NotApplicableError(Exception):
    """A decision finds nothing to act on; the argument says why, in Chinese."""


def apply(
    clusters: Sequence[Cluster], names: Sequence[str], decisions: Sequence[Decision], mint: Iris
) -> tuple[list[Cluster], tuple[tuple[int, str], ...]]:
    """Return the clusters after the decisions, and (number, reason) of each decision that no longer applies.

    Args:
        clusters: The clusters of the automatic merging; they are changed.
        names: Their IRIs.
        decisions: The decisions in force, oldest first.
        mint: For the IRIs that later decisions know entities by.
    """
    replay = _Replay(clusters, names, mint)
    unapplied: list[tuple[int, str]] = []
    for decision in decisions:
        try:
            replay.actions[decision.kind](decision)
        except _NotApplicableError as reason:
            unapplied.append((decision.number, str(reason)))
    return replay.clusters(), tuple(unapplied)


class _Replay:
    """The clusters by the IRIs that decisions may know them by: the one now, and every earlier one."""

    def __init__(self, clusters: Sequence[Cluster], names: Sequence[str], mint: Iris) -> None:
        self._all = list(clusters)
        self._mint = mint
        self._by_iri: dict[str, Cluster] = dict(zip(names, clusters, strict=True))
        self._by_name: dict[str, list[Cluster]] = defaultdict(list)
        for item in clusters:
            for key in sorted({name_key(entry.name) for entry in item.entries}):
                self._by_name[f"{item.type}|{key}"].append(item)
        self.actions: dict[str, Callable[[Decision], None]] = {
            "merge": self._merge,
            "confirm": self._merge,
            "not_same": self._not_same,
            "split": self._split,
            "rename": self._rename,
            "retype": self._retype,
            "reject": self._reject,
            "alias": self._alias,
            "pin": self._pin,
            "right": lambda _: None,  # about drafts, which no entity knows of
        }

    def clusters(self) -> list[Cluster]:
        """Return the clusters that still have entries, in the order of before."""
        return [item for item in self._all if item.entries]

    def _find(self, iri: str) -> Cluster:
        found = self._by_iri.get(iri)
        if found is None or not found.entries:
            named = [item for item in self._by_name.get(name_of(iri), ()) if item.entries]
            if len(named) != 1:
                raise _NotApplicableError("实体已不在库中" if not named else "有不止一个实体叫这个名称")
            found = named[0]
        return found

    def _merge(self, decision: Decision) -> None:
        found = [self._find(iri) for iri in decision.payload["entities"]]
        others = [item for item in dict.fromkeys(map(id, found)) if item != id(found[0])]
        if not others:
            raise _NotApplicableError("它们已经是同一个实体")
        by_id = {id(item): item for item in found}
        for other in others:
            self._absorb(found[0], by_id[other], decision)

    def _absorb(self, into: Cluster, other: Cluster, decision: Decision) -> None:
        documents = len({entry.document for entry in other.entries})
        into.reasons = [*into.reasons, *other.reasons, ("decision", str(decision.number), documents)]
        into.entries = into.entries + other.entries
        into.keys += other.keys
        into.added = tuple(dict.fromkeys((*into.added, *other.added)))
        into.rejected |= other.rejected
        into.pinned = into.pinned or other.pinned
        other.entries = []
        for iri, item in list(self._by_iri.items()):
            if item is other:
                self._by_iri[iri] = into

    def _not_same(self, decision: Decision) -> None:
        found = []
        for iri in decision.payload["entities"]:
            try:
                found.append(self._find(iri))
            except _NotApplicableError:
                continue  # one of them may come back with another document; what is told apart stays so
        if not found:
            raise _NotApplicableError("实体已不在库中")

    def _split(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        documents = set(decision.payload.get("documents", ()))
        forms = {name_key(name) for name in decision.payload.get("names", ())}
        moved = [e for e in item.entries if e.document in documents or name_key(e.name) in forms]
        if not moved or len(moved) == len(item.entries):
            raise _NotApplicableError("没有可拆出的部分" if not moved else "拆出的是全部，没有剩下的")
        item.entries = [entry for entry in item.entries if entry not in set(moved)]
        item.name = canonical_name(item.type, item.entries)
        name = decision.payload.get("name") or canonical_name(item.type, moved)
        homes = min(entry.post_home or entry.home for entry in moved)
        reason = [("decision", str(decision.number), len({entry.document for entry in moved}))]
        part = Cluster(item.type, moved, name, homes, (), reason)
        self._all.append(part)
        self._name(part)

    def _rename(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        wanted = f"{item.type}|{name_key(decision.payload['name'])}"
        if any(other is not item and other.entries for other in self._by_name.get(wanted, ())):
            raise _NotApplicableError("已有同类同名的实体")
        item.added = tuple(dict.fromkeys((*item.added, item.name)))
        item.name = decision.payload["name"]
        self._name(item)

    def _retype(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        if decision.payload["type"] == item.type:
            raise _NotApplicableError("已经是这个类型")
        item.type = EntityType(decision.payload["type"]).value
        same = self._by_name.get(f"{item.type}|{name_key(item.name)}", [])
        known = next((other for other in same if other is not item and other.entries), None)
        if known:
            self._absorb(known, item, decision)
            item = known
        self._name(item)

    def _reject(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        documents = frozenset(decision.payload.get("documents", ()))
        if documents and not documents & {entry.document for entry in item.entries}:
            raise _NotApplicableError("这些文献里已没有这个实体")
        item.rejected |= documents
        item.is_rejected = item.is_rejected or not documents

    def _alias(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        alias = decision.payload["alias"]
        item.added = tuple(dict.fromkeys((*item.added, alias)))
        for other in list(self._by_name.get(f"{item.type}|{name_key(alias)}", ())):
            if other is not item and other.entries:
                self._absorb(item, other, decision)

    def _pin(self, decision: Decision) -> None:
        item = self._find(decision.payload["entity"])
        document = decision.payload["document"]
        if all(entry.document != document for entry in item.entries):
            raise _NotApplicableError("这份文献里已没有这个实体")
        item.pinned = document

    def _name(self, item: Cluster) -> None:
        """Let later decisions find a cluster by the IRI and name that it has now."""
        self._by_iri.setdefault(self._mint.entity(item.type, item.name), item)
        named = self._by_name[f"{item.type}|{name_key(item.name)}"]
        if all(other is not item for other in named):
            named.append(item)
