"""People's decisions at work: tried out, recorded, listed. The record keeps them, every projection replays them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.audiences import EVERYTHING, Audience
from corpus.errors import InputError
from corpus.record import Record
from corpus.settings import load_settings
from kg.decisions import KINDS, Decision, described, in_force, prepared
from kg.iris import Iris
from kg.merge_index import MergeIndex
from kg.preview import Effect, preview
from kg.resolution import Doubt
from search.ingest import writing
from search.places import MERGE_FILE, SETTINGS_FILE
from search.projections import project
from search.state import find_document
from search.views import place_of


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision and what it changes. `number` is 0 where it was only tried out."""

    number: int
    kind: str
    description: str
    effects: tuple[Effect, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {**asdict(self), "effects": [asdict(effect) for effect in self.effects]}


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """A decision as lists show it. `problem` says why it no longer applies; empty where it does."""

    number: int
    kind: str
    title: str
    description: str
    who: str
    why: str
    made_at: str
    is_undone: bool
    problem: str

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def decide(
    folder: Path,
    kind: str,
    payload: Mapping[str, Any],
    *,
    author: tuple[str, str],
    environment: Mapping[str, str],
    is_trial: bool = False,
    audience: Audience = EVERYTHING,
) -> Decided:
    """Record a decision and bring graph and index up to it, or only say what it would change.

    Args:
        kind: A name of `kg.decisions.KINDS`.
        payload: What it says; entities by name or IRI, documents by id, file name or title.
        author: Who decides, and why.
        is_trial: Change nothing.
        audience: What the one who decides may see; what lies beyond is not there for the decision.

    Raises:
        InputError: The kind or a field is unknown or unfit, or the decision would change nothing that is there.
        NotFoundError: An entity, document or decision does not exist.
    """
    settings = load_settings(folder / SETTINGS_FILE, environment)
    with writing(folder) as record:
        project(folder, record, settings)
        so_far = _decisions(record)
        with _merges(folder, record, audience, Iris(settings.text("kg.base"))) as merges:
            given = _with_document_ids(payload, record, audience)
            trial, effects = _tried(record, merges, kind, given, _told(so_far, merges, audience))
        number = 0
        if not is_trial:
            who, why = author
            number = record.decide(kind, trial.payload, who=who, why=why).number
            project(folder, record, settings)
    return Decided(number, kind, described(trial), effects)


def listed(folder: Path, audience: Audience = EVERYTHING) -> tuple[ListedDecision, ...]:
    """Return all decisions, newest first, with those that were undone or no longer apply.

    Who may not see every document is told of those decisions only that change what there is to see.
    """
    with _reading(folder, audience) as (record, merges):
        decisions = _told(_decisions(record), merges, audience)
        problems = dict(merges.unapplied())
    holding = {decision.number for decision in in_force(decisions)}
    return tuple(_listed(decision, holding, problems) for decision in reversed(decisions))


def doubts(folder: Path, audience: Audience = EVERYTHING) -> tuple[Doubt, ...]:
    """Return the pairs of entities that may be one and that nobody has decided about, sorted."""
    with _reading(folder, audience) as (record, merges):
        return merges.doubts(_decisions(record))


def _listed(decision: Decision, holding: set[int], problems: Mapping[int, str]) -> ListedDecision:
    return ListedDecision(
        number=decision.number,
        kind=decision.kind,
        title=KINDS[decision.kind].title,
        description=described(decision),
        who=decision.who,
        why=decision.why,
        made_at=decision.made_at,
        is_undone=decision.kind != "undo" and decision.number not in holding,
        problem=problems.get(decision.number, ""),
    )


def _tried(
    record: Record, merges: MergeIndex, kind: str, given: Mapping[str, Any], told: Sequence[Decision]
) -> tuple[Decision, tuple[Effect, ...]]:
    """Return the decision that would be recorded, checked against the library, and its effects.

    Only what the one who decides is `told` of can be undone; what holds is held to all the same.
    """
    names, so_far = _names(kind, given, told), _decisions(record)
    values = prepared(kind, given, merges.resolution_of(names, so_far), told)
    trial = Decision(record.change + 1, kind, values)
    effects, after = preview(merges.entries_of(names, so_far), so_far, [trial], iris=merges.iris)
    if reason := dict(after.unapplied).get(trial.number):
        raise InputError(reason, where=described(trial), hint="用 cetu entity 名称 查看它现在的样子")
    return trial, effects


def _told(decisions: Sequence[Decision], merges: MergeIndex, audience: Audience) -> tuple[Decision, ...]:
    """Return the decisions that an audience may know of: all, or those at work on nothing but what it sees."""
    if audience.labels is None:
        return tuple(decisions)
    seen, idle = merges.documents(), {number for number, _reason in merges.unapplied()}

    def is_seen(decision: Decision) -> bool:
        payload = decision.payload
        named = [iri for iri in (*payload.get("entities", ()), payload.get("entity")) if iri]
        documents = {*payload.get("documents", ()), *filter(None, [payload.get("document")])}
        return decision.number not in idle and documents <= seen and all(merges.entries_named([iri]) for iri in named)

    return tuple(decision for decision in in_force(decisions) if is_seen(decision))


def _names(kind: str, payload: Mapping[str, Any], so_far: Sequence[Decision]) -> list[str]:
    """Return the names and IRIs that a decision speaks of; an undo speaks of those of what it undoes."""
    if kind == "undo":
        undone = next((one for one in so_far if str(one.number) == str(payload.get("number"))), None)
        return _names(undone.kind, undone.payload, so_far) if undone else []
    entities = payload.get("entities") or ()
    single = (payload.get(field) for field in ("entity", "name", "alias"))
    return [name for name in (*((entities,) if isinstance(entities, str) else entities), *single) if name]


def _with_document_ids(payload: Mapping[str, Any], record: Record, audience: Audience) -> dict[str, Any]:
    values = dict(payload)
    metas = tuple(meta for meta in record.documents() if audience.sees(meta.label))
    if values.get("document"):
        values["document"] = find_document(metas, values["document"]).id
    if values.get("documents"):
        values["documents"] = [find_document(metas, name).id for name in values["documents"]]
    return values


def _decisions(record: Record) -> tuple[Decision, ...]:
    return tuple(Decision(**asdict(row)) for row in record.decisions())


@contextmanager
def _reading(folder: Path, audience: Audience) -> Iterator[tuple[Record, MergeIndex]]:
    record = Record(folder)
    try:
        with _merges(folder, record, audience) as merges:
            yield record, merges
    finally:
        record.close()


@contextmanager
def _merges(folder: Path, record: Record, audience: Audience, iris: Iris | None = None) -> Iterator[MergeIndex]:
    """Yield what the entities of the documents are merged into that an audience may see."""
    merges = MergeIndex.open(place_of(folder, audience, record.documents()) / MERGE_FILE, iris)
    try:
        yield merges
    finally:
        merges.close()
