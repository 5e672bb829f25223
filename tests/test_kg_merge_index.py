"""Merging kept up to date: whatever the history, the outcome is that of a rebuild, and only what is touched is resolved."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.decisions import Decision
from kg.entries import entries_of
from kg.facts import EntityType
from kg.iris import Iris
from kg.merge import resolve_entries
from kg.merge_index import MergeIndex
from kg.resolution import Entry
from tests.test_kg_merge import made

T = EntityType


@pytest.fixture
def index(tmp_path: Path) -> Iterator[MergeIndex]:
    opened = MergeIndex.open(tmp_path / "merge.db")
    yield opened
    opened.close()


def entries(document: str, *names: tuple[EntityType, str, tuple[str, ...]], issuer: str = "") -> tuple[Entry, ...]:
    return entries_of(*made(document, *names, issuer=issuer))


def test_only_what_the_names_reach_is_resolved(index: MergeIndex) -> None:
    for number in range(50):
        index.update(
            {f"d{number}": entries(f"d{number}", (T.PROGRAM, f"第{number}号工程", ()), (T.CONCEPT, "科普", ()))}
        )
    update = index.update({"new": entries("new", (T.PROGRAM, "第7号工程", ()))})
    assert (update.changed, update.resolved) == (("new",), 2)


def test_documents_whose_merges_change_are_named(index: MergeIndex) -> None:
    index.update({"a": entries("a", (T.POLICY, "素质纲要", ())), "z": entries("z", (T.PLACE, "云川市", ()))})
    update = index.update({"b": entries("b", (T.POLICY, "云川全民素质纲要", ("素质纲要",)))})
    assert update.changed == ("a", "b")
    assert index.resolution(["a"]).iri("a", "E1") == Iris().entity("Policy", "云川全民素质纲要")
    assert index.update(remove=["b"]).changed == ("a",)
    assert index.resolution(["a"]).iri("a", "E1") == Iris().entity("Policy", "素质纲要")


def test_what_was_not_committed_is_forgotten(tmp_path: Path) -> None:
    index = MergeIndex.open(tmp_path / "merge.db")
    index.update({"a": entries("a", (T.PLACE, "云川市", ()))})
    index.commit()
    index.update({"b": entries("b", (T.PLACE, "云川市", ()))})
    index.close()
    assert MergeIndex.open(tmp_path / "merge.db").documents() == {"a"}


def test_an_entity_is_found_without_the_whole_library(index: MergeIndex) -> None:
    index.update({name: entries(name, (T.PLACE, "云川市", ("云川",)), (T.CONCEPT, name, ())) for name in "abc"})
    found = index.resolution_of(["云川"])
    assert [(entity.name, entity.documents) for entity in found.entities] == [("云川市", ("a", "b", "c"))]


def test_entries_are_looked_up_by_name_or_alias_and_listed_by_document(tmp_path: Path) -> None:
    iris = Iris("http://example.org/")
    index = MergeIndex.open(tmp_path / "merge.db", iris)
    assert index.iris is iris and MergeIndex.open(tmp_path / "other.db").iris.entity("Place", "x")
    index.update({name: entries(name, (T.PLACE, "云川市", ("云川",)), (T.CONCEPT, name, ())) for name in "ba"})
    assert [(entry.document, entry.name) for entry in index.entries()] == [
        (document, name) for document in "ab" for name in ("云川市", document)
    ]
    assert {(entry.document, entry.name) for entry in index.entries_named(["云川"])} == {
        ("a", "云川市"),
        ("b", "云川市"),
    }
    assert [entry.document for entry in index.entries_named(["b"])] == ["b"]
    assert index.entries_named(["滨江"]) == ()
    assert index.unapplied() == ()
    index.close()


def test_doubts_are_told_for_the_documents_that_they_touch(index: MergeIndex) -> None:
    index.update({"a": entries("a", (T.PROGRAM, "晨露计划", ()), (T.CONCEPT, "晨露计划", ()))})
    index.update({"b": entries("b", (T.PLACE, "云川市", ()))})
    index.update({"c": entries("c", (T.PROGRAM, "青禾计划", ("青禾",)), (T.PROGRAM, "青禾工程", ("青禾",)))})
    index.update({"d": entries("d", (T.PROGRAM, "青禾", ()))})
    about = {name: {(doubt.kind, doubt.form) for doubt in index.doubts_about([name])} for name in "abcd"}
    assert about == {
        "a": {("other_type", "晨露计划")},
        "b": set(),
        "c": {("ambiguous_alias", "青禾")},
        "d": {("ambiguous_alias", "青禾")},
    }
    assert set(index.doubts()) == set(index.doubts_about("abcd"))
    assert len(index.doubts()) == 3
    left, right = index.doubts_about("a")[0].left, index.doubts_about("a")[0].right
    assert left < right
    apart = Decision(1, "not_same", {"entities": [left, right]}, "何平", "2031-05-06T09:30:00+00:00")
    assert index.doubts_about("a", [apart]) == ()
    assert len(index.doubts([apart])) == 2


NAMES = [
    "科普惠农",
    "惠农计划",
    "云川市科协",
    "市科协",
    "第三届科普节日",
    "科普节日",
    "云川科普节日",
    "“科普惠农”",
    "王书记",
    "A/B 计划",
]
KINDS = [T.PROGRAM, T.ORGANIZATION, T.EVENT, T.PERSON]


def random_entries(chance: random.Random, document: str) -> tuple[Entry, ...]:
    names = chance.sample(NAMES, chance.randint(1, 4))
    facts = [(chance.choice(KINDS), name, tuple(chance.sample(NAMES, chance.randint(0, 2)))) for name in names]
    return entries(document, *facts, issuer=chance.choice(["云川市科协", "青原市科协", ""]))


def random_decision(chance: random.Random, number: int, known: list[Entry]) -> Decision:
    iris = sorted({a.iri for found in resolve_entries(known).assignments.values() for a in found.values()})
    one, other = (chance.choice(iris), chance.choice(iris)) if iris else ("/id/Program/x", "/id/Program/y")
    choices: list[tuple[str, dict[str, Any]]] = [
        ("merge", {"entities": [one, other]}),
        ("not_same", {"entities": [one, other]}),
        ("rename", {"entity": one, "name": chance.choice([*NAMES, "新名称"])}),
        ("retype", {"entity": one, "type": chance.choice(KINDS).value}),
        ("alias", {"entity": one, "alias": chance.choice(NAMES)}),
        ("reject", {"entity": one}),
        ("split", {"entity": one, "documents": [chance.choice([e.document for e in known] or ["x"])]}),
        ("undo", {"number": chance.randint(1, max(1, number - 1))}),
    ]
    return Decision(number, *chance.choice(choices))


@pytest.mark.parametrize("seed", range(15))
def test_any_history_ends_where_a_rebuild_ends(index: MergeIndex, seed: int) -> None:
    chance = random.Random(seed)
    state: dict[str, tuple[Entry, ...]] = {}
    decisions: list[Decision] = []
    for _ in range(25):
        document = f"d{chance.randint(0, 9)}"
        before = {name: index.resolution([name]).assignments[name] for name in state}
        if chance.random() < 0.3:
            decisions.append(random_decision(chance, len(decisions) + 1, [e for es in state.values() for e in es]))
            update = index.update(decisions=decisions)
        elif document in state and chance.random() < 0.4:
            del state[document]
            update = index.update(remove=[document], decisions=decisions)
        else:
            state[document] = random_entries(chance, document)
            update = index.update({document: state[document]}, decisions=decisions)
        expected = resolve_entries([entry for found in state.values() for entry in found], decisions)
        actual = index.resolution(state)
        assert {d: dict(found) for d, found in actual.assignments.items()} == {
            d: dict(found) for d, found in expected.assignments.items()
        }
        assert actual.unapplied == expected.unapplied
        assert index.doubts(decisions) == expected.doubts
        moved = {name for name in before if name in state and before[name] != actual.assignments[name]}
        assert moved <= set(update.changed)
