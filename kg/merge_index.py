"""Merging kept up to date: a change is resolved within the block of entries that its names reach, not over the library.

Two entries are linked when they share a form that merging compares; a block is everything that a set of forms reaches by
links. Nothing outside a block changes what is merged inside it, so resolving the block gives what a rebuild gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kg.decisions import Decision, in_force, told_apart
from kg.iris import Iris
from kg.merge import doubts_between_types, resolve_entries
from kg.merge_store import MergeStore
from kg.resolution import Assignment, Doubt, Entry, Resolution


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did.

    Attributes:
        changed: The documents that are new or whose entities are merged differently now, sorted.
        resolved: How many entries were resolved for it.
        before: What the entities were that are something else now, by document and local id; of new documents nothing.
    """

    changed: tuple[str, ...]
    resolved: int
    before: Mapping[str, Mapping[str, Assignment]] = field(default_factory=dict)


class MergeIndex:
    """The entries of a library and what they are merged into, in one file that can be deleted at any time.

    Writers hold the library's lock. Nothing is kept until `commit`.
    """

    def __init__(self, store: MergeStore, iris: Iris) -> None:
        self._store = store
        self._iris = iris

    @classmethod
    def open(cls, path: Path, iris: Iris | None = None) -> Self:
        """Return the index in a file, made where there is none."""
        return cls(MergeStore(path), iris or Iris())

    @property
    def iris(self) -> Iris:
        """Return what mints the IRIs of the entities."""
        return self._iris

    def close(self) -> None:
        """Release the file; what was not committed is forgotten."""
        self._store.close()

    def commit(self) -> None:
        """Keep everything done so far."""
        self._store.commit()

    def clear(self) -> None:
        """Forget everything."""
        self._store.clear()

    def documents(self) -> frozenset[str]:
        """Return the ids of the documents that have entries."""
        return self._store.documents()

    def update(
        self,
        put: Mapping[str, Sequence[Entry]] | None = None,
        remove: Iterable[str] = (),
        decisions: Sequence[Decision] = (),
    ) -> Update:
        """Put documents in the place of those of the same id, remove others, follow the decisions, and merge anew.

        Args:
            put: The entries of documents, by id.
            remove: Documents that are gone; absent ones are no error.
            decisions: All decisions of the record.
        """
        put = put or {}
        valid = in_force(decisions)
        seeds = self._store.follow(valid)
        for document in sorted({*put, *remove}):
            seeds |= self._store.take_out(document)
        for document in sorted(put):
            seeds |= self._store.put(put[document])
        numbers, forms = self._block(seeds, valid)
        relevant = [decision for decision in valid if not forms.isdisjoint(self._store.decision_forms(decision))]
        entries = self._store.entries(numbers)
        resolution = resolve_entries(entries.values(), relevant, iris=self._iris)
        changed = self._store.assign(entries, resolution)
        self._store.note_reasons(relevant, dict(resolution.unapplied))
        return Update(tuple(sorted({*changed, *put})), len(entries), changed)

    def resolution(self, documents: Iterable[str]) -> Resolution:
        """Return what the entities of some documents are in the library; its `entities` and `doubts` stay empty."""
        found = {document: self._store.assignments(document) for document in sorted(set(documents))}
        return Resolution(self._iris, (), found, unapplied=self._store.unapplied())

    def resolution_of(self, names: Iterable[str], decisions: Sequence[Decision] = ()) -> Resolution:
        """Return the full resolution of all that some names or IRIs reach: to look entities up, to try decisions out."""
        return resolve_entries(self.entries_of(names, decisions), decisions, iris=self._iris)

    def entries_of(self, names: Iterable[str], decisions: Sequence[Decision] = ()) -> tuple[Entry, ...]:
        """Return the entries that some names or IRIs reach."""
        valid = in_force(decisions)
        numbers, _ = self._block(self._store.forms_of_names(names), valid)
        return tuple(self._store.entries(numbers).values())

    def entries(self) -> Iterator[Entry]:
        """Return all entries, by document."""
        return self._store.all_entries()

    def doubts(self, decisions: Sequence[Decision] = ()) -> tuple[Doubt, ...]:
        """Return the pairs that a person should look at, sorted."""
        settled = told_apart(in_force(decisions))
        return tuple(sorted({*self._store.doubts(), *doubts_between_types(self._store.names_by_type(), settled)}))

    def doubts_about(self, documents: Iterable[str], decisions: Sequence[Decision] = ()) -> tuple[Doubt, ...]:
        """Return the doubts that touch the entities of some documents, sorted."""
        settled = told_apart(in_force(decisions))
        wanted = sorted(documents)
        between = doubts_between_types(self._store.names_called_in(wanted), settled)
        return tuple(sorted({*self._store.doubts_about(wanted), *between}))

    def entries_named(self, names: Iterable[str]) -> tuple[Entry, ...]:
        """Return the entries that have one of some names, as their name or an alias."""
        return tuple(self._store.entries(sorted(self._store.entries_with(self._store.forms_of_names(names)))).values())

    def unapplied(self) -> tuple[tuple[int, str], ...]:
        """Return (number, reason) of the decisions that no longer apply."""
        return self._store.unapplied()

    def _block(self, seeds: set[str], decisions: Sequence[Decision]) -> tuple[list[int], set[str]]:
        """Return the entries that forms reach, and all forms on the way.

        An alias that is nobody's name joins nothing, so it is followed only where it is a seed: the name may have gone.
        """
        groups = [self._store.decision_forms(decision) for decision in decisions]
        seen: set[str] = set()
        reached: set[int] = set()
        waiting = set(seeds)
        while waiting:
            while joined := [forms for forms in groups if not forms.isdisjoint(waiting)]:
                groups = [forms for forms in groups if forms.isdisjoint(waiting)]
                waiting.update(*joined)
            waiting -= seen
            seen |= waiting
            found = self._store.entries_with(waiting) - reached
            reached |= found
            waiting = self._store.linking_forms(found) - seen
        return sorted(reached), seen
