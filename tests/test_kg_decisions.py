"""People's decisions: replayed over any state of the library, undone, tried before they are made, never lost silently."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.errors import InputError, NotFoundError
from kg.decisions import KINDS, Decision, described, in_force, prepared
from kg.entries import entries_of
from kg.facts import EntityType
from kg.iris import Iris, text_of
from kg.merge import resolve
from kg.preview import preview
from kg.rdf import quads, term, zh
from kg.resolution import Resolution
from tests.graph_sample import first
from tests.test_kg_merge import Meta, held, made

T = EntityType
PROGRAM, OTHER = Iris().entity("Program", "助企行动"), Iris().entity("Program", "惠企行动")

ITEMS = [
    made("a", (T.PROGRAM, "助企行动", ()), (T.CONCEPT, "数字化", ())),
    made("b", (T.PROGRAM, "助企行动", ()), (T.PROGRAM, "惠企行动", ())),
    made("c", (T.PROGRAM, "惠企行动", ("惠企",))),
]


def decided(*made_: tuple[str, dict[str, Any]]) -> tuple[Decision, ...]:
    return tuple(Decision(number, kind, payload) for number, (kind, payload) in enumerate(made_, 1))


def after(*made_: tuple[str, dict[str, Any]], items: list[Any] = ITEMS) -> Resolution:
    return resolve(items, decided(*made_))


@pytest.mark.parametrize("kind", ["merge", "confirm"])
def test_merged_entities_are_one_with_the_decision_as_reason(kind: str) -> None:
    found = after((kind, {"entities": [PROGRAM, OTHER]}))
    assert found.iri("a", "E1") == found.iri("b", "E2") == found.iri("c", "E1") == PROGRAM
    entity = found.entity(PROGRAM)
    assert entity is not None
    assert (entity.name, entity.aliases, entity.documents) == ("助企行动", ("惠企", "惠企行动"), ("a", "b", "c"))
    assert ("decision", "1") in {(reason.kind, reason.form) for reason in entity.reasons}


def test_a_split_takes_the_documents_named() -> None:
    found = after(("split", {"entity": PROGRAM, "documents": ["b"], "name": "助企行动（青原）"}))
    assert found.iri("a", "E1") == PROGRAM
    assert found.iri("b", "E1") == Iris().entity("Program", "助企行动（青原）")


def test_a_merge_is_split_again_by_name() -> None:
    found = after(("merge", {"entities": [PROGRAM, OTHER]}), ("split", {"entity": PROGRAM, "names": ["惠企行动"]}))
    assert found.iri("c", "E1") == OTHER
    assert found.iri("a", "E1") == PROGRAM


def test_a_renamed_entity_keeps_its_old_name_as_alias_and_later_decisions_find_it() -> None:
    found = after(
        ("rename", {"entity": PROGRAM, "name": "助企纾困行动"}), ("alias", {"entity": PROGRAM, "alias": "纾困"})
    )
    entity = found.entity(Iris().entity("Program", "助企纾困行动"))
    assert entity is not None
    assert entity.aliases == ("助企行动", "纾困")
    assert found.unapplied == ()


def test_a_retyped_entity_joins_the_one_of_that_name() -> None:
    items = [*ITEMS, made("d", (T.PLATFORM, "助企行动", ()))]
    found = after(("retype", {"entity": Iris().entity("Platform", "助企行动"), "type": "Program"}), items=items)
    assert found.iri("d", "E1") == PROGRAM


@pytest.mark.parametrize(("documents", "gone"), [([], "abc"), (["b"], "b")])
def test_a_rejection_holds_here_or_everywhere(documents: list[str], gone: str) -> None:
    found = after(("reject", {"entity": OTHER, "documents": documents}))
    rejected = {d for d, local in (("b", "E2"), ("c", "E1")) if found.is_rejected(d, local)}
    assert rejected == set(gone) & {"b", "c"}
    assert (found.entity(OTHER) is None) == (not documents)


def test_what_is_rejected_leaves_no_trace_in_the_graph() -> None:
    source, extraction = first()
    person = Iris().entity("Person", "林望")
    found = resolve([(source, extraction)], decided(("reject", {"entity": person})))
    assert not any(person in str(quad) for quad in quads(source, extraction, found))


def test_an_alias_and_a_pinned_definition_stand_in_the_graph() -> None:
    source, extraction = first()
    slogan = Iris().entity("Slogan", "双提升")
    made_ = (("alias", {"entity": slogan, "alias": "两个提升"}), ("pin", {"entity": slogan, "document": "a1"}))
    found = list(quads(source, extraction, resolve([(source, extraction)], decided(*made_))))
    assert any(quad.predicate == term("skos:altLabel") and quad.object == zh("两个提升") for quad in found)
    assert any(quad.predicate == term("cetu:pinned") for quad in found)


def test_an_alias_brings_in_the_entity_of_that_name() -> None:
    found = after(("alias", {"entity": PROGRAM, "alias": "惠企行动"}))
    assert found.iri("c", "E1") == PROGRAM


def test_what_is_not_the_same_is_not_joined_by_an_alias() -> None:
    items = [made("a", (T.POLICY, "云川市素质纲要", ("素质纲要",))), made("b", (T.POLICY, "素质纲要", ()))]
    assert resolve(items).iri("a", "E1") == resolve(items).iri("b", "E1")
    apart = ("not_same", {"entities": [Iris().entity("Policy", "云川市素质纲要"), Iris().entity("Policy", "素质纲要")]})
    found = resolve(items, decided(apart))
    assert found.iri("a", "E1") != found.iri("b", "E1")


def test_what_is_told_apart_from_a_third_is_joined_all_the_same() -> None:
    items = [made("a", (T.POLICY, "云川市素质纲要", ("素质纲要",))), made("b", (T.POLICY, "素质纲要", ()))]
    apart = ("not_same", {"entities": [Iris().entity("Policy", "云川市素质纲要"), Iris().entity("Policy", "科普纲要")]})
    found = resolve(items, decided(apart))
    assert found.iri("a", "E1") == found.iri("b", "E1")


def test_a_doubt_is_settled_by_saying_not_the_same() -> None:
    items = [made("a", (T.PROGRAM, "数字惠农", ())), made("b", (T.CONCEPT, "数字惠农", ()))]
    (doubt,) = resolve(items).doubts
    assert resolve(items, decided(("not_same", {"entities": [doubt.left, doubt.right]}))).doubts == ()


def test_an_undo_is_a_decision_and_can_be_undone() -> None:
    merge = ("merge", {"entities": [PROGRAM, OTHER]})
    assert after(merge, ("undo", {"number": 1})) == after()
    again = after(merge, ("undo", {"number": 1}), ("undo", {"number": 2}))
    assert again.iri("c", "E1") == PROGRAM
    assert [d.number for d in in_force(decided(merge, ("undo", {"number": 1}), ("undo", {"number": 2})))] == [1]


@pytest.mark.parametrize(
    ("decision", "items", "reason"),
    [
        (("merge", {"entities": [PROGRAM, OTHER]}), ITEMS[:1], "不在库中"),
        (("rename", {"entity": PROGRAM, "name": "惠企行动"}), ITEMS, "同名"),
        (("split", {"entity": PROGRAM, "documents": ["a", "b"]}), ITEMS, "全部"),
        (("split", {"entity": PROGRAM, "documents": ["z"]}), ITEMS, "没有可拆"),
        (("retype", {"entity": PROGRAM, "type": "Program"}), ITEMS, "已经是"),
        (("reject", {"entity": PROGRAM, "documents": ["c"]}), ITEMS, "已没有"),
        (("pin", {"entity": PROGRAM, "document": "c"}), ITEMS, "已没有"),
    ],
)
def test_what_no_longer_applies_is_listed(decision: tuple[str, dict[str, Any]], items: list[Any], reason: str) -> None:
    found = after(decision, items=items)
    ((number, why),) = found.unapplied
    assert number == 1
    assert reason in why
    assert found.assignments == after(items=items).assignments


def test_decisions_survive_documents_that_come_later() -> None:
    merge = ("merge", {"entities": [PROGRAM, OTHER]})
    found = after(merge, items=[*ITEMS, made("d", (T.PROGRAM, "惠企行动", ()))])
    assert found.iri("d", "E1") == PROGRAM


def test_a_dry_run_says_what_would_change_and_changes_nothing() -> None:
    entries = [entry for meta, extraction in ITEMS for entry in entries_of(meta, extraction)]
    (effect,), then = preview(entries, (), decided(("merge", {"entities": [PROGRAM, OTHER]})))
    assert (effect.before, effect.after, effect.documents) == (OTHER, PROGRAM, ("b", "c"))
    assert "助企行动" in effect.what
    assert then.iri("c", "E1") == PROGRAM
    assert resolve(ITEMS).iri("c", "E1") == OTHER


@pytest.mark.parametrize(
    ("kind", "payload", "error", "message"),
    [
        ("fuse", {}, InputError, "没有“fuse”这种决定"),
        ("merge", {}, InputError, "缺少“entities”"),
        ("merge", {"entities": ["助企行动"]}, InputError, "两个或更多"),
        ("merge", {"entities": ["助企行动", "没有的行动"]}, NotFoundError, "没有这个实体"),
        ("merge", {"entities": ["惠企行动", "惠企"]}, InputError, "已经是同一个"),
        ("rename", {"entity": "助企行动", "name": "惠企行动"}, InputError, "已有同类同名"),
        ("rename", {"entity": "助企行动", "title": "x"}, InputError, "没有“title”"),
        ("retype", {"entity": "助企行动", "type": "Project"}, InputError, "没有“Project”这种类型"),
        ("split", {"entity": "助企行动"}, InputError, "拆出哪些"),
        ("pin", {"entity": "助企行动", "document": "zz"}, NotFoundError, "没有这份文献"),
        ("undo", {"number": 9}, NotFoundError, "没有第 9 号"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    kind: str, payload: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        prepared(kind, payload, resolve(ITEMS))


def test_names_become_iris_before_they_are_recorded() -> None:
    found = prepared("merge", {"entities": ["助企行动", "惠企"]}, resolve(ITEMS))
    assert found == {"entities": [PROGRAM, OTHER]}


def test_undoing_twice_is_refused() -> None:
    history = decided(("merge", {"entities": [PROGRAM, OTHER]}), ("undo", {"number": 1}))
    with pytest.raises(InputError, match="已经撤销"):
        prepared("undo", {"number": 1}, resolve(ITEMS, history), history)
    assert prepared("undo", {"number": 2}, resolve(ITEMS, history), history) == {"number": 2}


def test_a_decision_can_be_read() -> None:
    alias = described(Decision(1, "alias", {"alias": "助企", "entity": PROGRAM}))
    assert alias == f"加别名（实体：{text_of(PROGRAM)}（项目计划）；别名：助企）"
    assert described(Decision(2, "retype", {"entity": PROGRAM, "type": "Event"})).endswith("；类型：会议活动）")
    assert described(Decision(3, "undo", {"number": 1})) == "撤销（编号：1）"
    for name, kind in KINDS.items():
        told = described(Decision(4, name, dict.fromkeys((*kind.needs, *kind.may), "甲")))
        assert told.isascii() is False and not any(char.isalpha() and char.isascii() for char in told), told


def test_documents_without_names_are_no_trouble() -> None:
    assert resolve([(Meta("a"), made("a")[1])], decided(("reject", {"entity": PROGRAM}))).unapplied


def test_what_was_merged_is_found_by_each_of_its_names_and_nothing_else_is() -> None:
    merge = ("merge", {"entities": [PROGRAM, OTHER]})
    concept = Iris().entity("Concept", "数字化")
    found = after(
        merge, ("alias", {"entity": OTHER, "alias": "两惠"}), ("alias", {"entity": concept, "alias": "数字转型"})
    )
    entity, other = found.entity(PROGRAM), found.entity(concept)
    assert entity is not None and other is not None
    assert found.unapplied == ()
    assert entity.aliases == ("两惠", "惠企", "惠企行动")
    assert other.aliases == ("数字转型",)


def test_a_name_that_a_merge_set_free_may_be_given() -> None:
    found = after(("merge", {"entities": [PROGRAM, OTHER]}), ("rename", {"entity": PROGRAM, "name": "惠企行动"}))
    assert found.unapplied == ()
    assert found.iri("a", "E1") == found.iri("c", "E1") == OTHER


def test_its_own_name_as_alias_loses_nothing() -> None:
    found = after(("alias", {"entity": PROGRAM, "alias": "助企行动"}))
    entity = found.entity(PROGRAM)
    assert entity is not None and (entity.aliases, entity.documents) == ((), ("a", "b"))


def test_a_new_name_is_one_that_an_alias_brings_in() -> None:
    found = after(
        ("rename", {"entity": PROGRAM, "name": "助企纾困行动"}),
        ("alias", {"entity": OTHER, "alias": "助企纾困行动"}),
    )
    assert found.iri("a", "E1") == found.iri("c", "E1") == OTHER


def test_a_name_that_several_bear_decides_nothing() -> None:
    items = [held("a", "林望", "云川市科协"), held("b", "林望", "青原市科协")]
    made_ = decided(("alias", {"entity": Iris().entity("Person", "林望"), "alias": "小林"}))
    assert resolve(items, made_).unapplied == ((1, "有不止一个实体叫这个名称"),)
