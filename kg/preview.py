"""What a decision would change, before it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.decisions import Decision
from kg.iris import Iris
from kg.merge import resolve_entries
from kg.resolution import Assignment, Entry, Resolution


@dataclass(frozen=True, slots=True, order=True)
class Effect:
    """What becomes of an entity in some documents.

    Attributes:
        before: Its IRI now.
        after: Its IRI then; empty where it is rejected.
        what: In Chinese: what changes.
        documents: The documents concerned, sorted.
    """

    before: str
    after: str
    what: str
    documents: tuple[str, ...]


def preview(
    entries: Iterable[Entry], decisions: Sequence[Decision], more: Sequence[Decision], *, iris: Iris | None = None
) -> tuple[tuple[Effect, ...], Resolution]:
    """Return the effects of further decisions, by entity, and the resolution that they would lead to.

    A decision that would not apply stands in the resolution's `unapplied`.
    """
    known = list(entries)
    before = resolve_entries(known, decisions, iris=iris)
    after = resolve_entries(known, [*decisions, *more], iris=iris)
    return effects(before, after), after


def effects(before: Resolution, after: Resolution) -> tuple[Effect, ...]:
    """Return what differs between two resolutions of the same documents."""
    changed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for document, found in before.assignments.items():
        for local, old in found.items():
            new = after.assignments[document][local]
            for what in _differences(old, new):
                changed[old.iri, "" if new.rejected else new.iri, what].add(document)
    return tuple(sorted(Effect(*key, tuple(sorted(documents))) for key, documents in changed.items()))


def _differences(old: Assignment, new: Assignment) -> list[str]:
    if old.rejected != new.rejected:
        return ["否决" if new.rejected else "不再否决"]
    found = []
    if old.type != new.type:
        found.append(f"类型由 {old.type} 改为 {new.type}")
    if old.name != new.name:
        found.append(f"名称由“{old.name}”改为“{new.name}”")
    elif old.iri != new.iri and old.type == new.type:
        found.append("归入另一实体")
    if added := sorted(set(new.extra) - set(old.extra)):
        found.append(f"增加别名“{'”“'.join(added)}”")
    if old.is_pinned != new.is_pinned:
        found.append("选定这份文献的解释" if new.is_pinned else "不再选定这份文献的解释")
    return found
