"""The vocabulary declares what the code writes, in two languages; the shapes and the fast checks agree."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pytest

from kg.facts import Comparator, EntityType, IndicatorStatus, Predicate
from kg.merge import resolve
from kg.rdf import ONTOLOGY, STANDARD_CLASSES, quads, term
from kg.stores.oxigraph import OxigraphWriter
from kg.verify import verify
from tests.graph_sample import first, second

ROOT = Path(__file__).resolve().parent.parent / "kg" / "ontology"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL, DEFINITION = term("rdfs:label"), ox.NamedNode(SKOS + "definition")


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    store = ox.Store()
    store.load(path=str(ROOT / "policy.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def declared(ontology: ox.Store) -> set[str]:
    found = {str(quad.subject.value) for quad in ontology.quads_for_pattern(None, LABEL, None)}
    return {iri.removeprefix(ONTOLOGY) for iri in found if iri.startswith(ONTOLOGY)}


def test_every_type_and_relation_is_declared(ontology: ox.Store) -> None:
    assert {kind.value for kind in EntityType} <= declared(ontology)
    assert {predicate.value for predicate in Predicate} <= declared(ontology)
    assert set(STANDARD_CLASSES) == set(EntityType)


@pytest.mark.parametrize(("scheme", "values"), [("IndicatorStatus", IndicatorStatus), ("Comparator", Comparator)])
def test_closed_values_are_those_of_the_code(ontology: ox.Store, scheme: str, values: object) -> None:
    members = ontology.quads_for_pattern(None, ox.NamedNode(SKOS + "inScheme"), term(f"cetu:{scheme}"))
    notations = {
        str(quad.object.value)
        for member in members
        for quad in ontology.quads_for_pattern(member.subject, ox.NamedNode(SKOS + "notation"), None)
    }
    assert notations == set(get_args(values))


def test_every_term_has_a_label_and_a_definition_in_chinese_and_english(ontology: ox.Store) -> None:
    for name in sorted(declared(ontology)):
        for predicate in (LABEL, DEFINITION):
            found = ontology.quads_for_pattern(term(f"cetu:{name}"), predicate, None)
            languages = sorted(str(quad.object.language) for quad in found if isinstance(quad.object, ox.Literal))
            assert languages == ["en", "zh"], (name, predicate)


def test_the_code_writes_no_term_that_is_not_declared(ontology: ox.Store) -> None:
    written: set[str] = set()
    items = [first(), second()]
    for source, extraction in items:
        for quad in quads(source, extraction, resolve(items)):
            terms = [quad.predicate, *([quad.object] if isinstance(quad.object, ox.NamedNode) else [])]
            written |= {str(node.value) for node in terms if str(node.value).startswith(ONTOLOGY)}
    assert {iri.removeprefix(ONTOLOGY) for iri in written} <= declared(ontology)


def writer(folder: Path) -> OxigraphWriter:
    store = OxigraphWriter.create(folder)
    items = [first(), second()]
    resolution = resolve(items)
    for source, extraction in items:
        store.replace(resolution.iris.document(source.id), quads(source, extraction, resolution))
    return store


def shacl(store: OxigraphWriter) -> tuple[bool, str]:
    import pyshacl
    from rdflib import Graph

    text = ox.serialize((quad.triple for quad in store.quads()), format=ox.RdfFormat.TURTLE)
    data = Graph().parse(data=text or b"", format="turtle")
    shapes = Graph().parse(ROOT / "shapes.ttl")
    conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    return bool(conforms), str(report)


def test_a_sound_graph_passes_both(tmp_path: Path) -> None:
    store = writer(tmp_path)
    items = [first(), second()]
    conforms, report = shacl(store)
    assert conforms, report
    assert verify(store, items, resolve(items)) == ()


D = "http://cetu.localhost/id/document/a1"
P = "http://cetu.localhost/id/Program/百名专家进百村行动"
BREAKS: dict[str, tuple[str, str]] = {
    "entity_name": (f"INSERT DATA {{ GRAPH <{D}> {{ <{P}> <{SKOS}prefLabel> '另一个'@zh }} }}", "名称"),
    "entity_type": (f"INSERT DATA {{ GRAPH <{D}> {{ <{P}> a <{ONTOLOGY}Award> }} }}", "类型"),
    "statement": (f"DELETE WHERE {{ GRAPH <{D}> {{ <{D}/statement/1> <{ONTOLOGY}quote> ?q }} }}", "原文"),
    "indicator": (f"DELETE WHERE {{ GRAPH <{D}> {{ <{D}/indicator/1> <{ONTOLOGY}value> ?v }} }}", "数值"),
    "indicator_value": (
        f"DELETE {{ GRAPH <{D}> {{ <{D}/indicator/1> <{ONTOLOGY}status> ?v }} }} INSERT {{ GRAPH <{D}> {{"
        f" <{D}/indicator/1> <{ONTOLOGY}status> 'planned' }} }} WHERE {{ GRAPH <{D}> {{"
        f" <{D}/indicator/1> <{ONTOLOGY}status> ?v }} }}",
        "性质|目标还是完成",
    ),
    "definition": (f"DELETE WHERE {{ GRAPH <{D}> {{ <{D}/definition/1> <{SKOS}definition> ?v }} }}", "解释"),
    "mention": (f"DELETE WHERE {{ GRAPH <{D}> {{ ?m <{ONTOLOGY}refersTo> <{P}> }} }}", "提及"),
    "span": (
        f"DELETE {{ GRAPH <{D}> {{ ?x <{ONTOLOGY}start> ?v }} }}"
        f" INSERT {{ GRAPH <{D}> {{ ?x <{ONTOLOGY}start> 9999 }} }}"
        f" WHERE {{ GRAPH <{D}> {{ ?x a <{ONTOLOGY}Mention> ; <{ONTOLOGY}start> ?v }} }}",
        "起始位置",
    ),
    "document": (f"DELETE WHERE {{ GRAPH <{D}> {{ <{D}> <{ONTOLOGY}label> ?v }} }}", "公开范围"),
    "component_cycle": (
        f"INSERT DATA {{ GRAPH <{D}> {{ <http://cetu.localhost/id/Slogan/双提升> <{ONTOLOGY}hasComponent> "
        "<http://cetu.localhost/id/Slogan/双提升> } }",
        "绕回",
    ),
}


@pytest.mark.parametrize("kind", sorted(BREAKS))
def test_shapes_and_checks_find_the_same_break(tmp_path: Path, kind: str) -> None:
    update, message = BREAKS[kind]
    store = writer(tmp_path)
    store.raw.update(update)
    conforms, report = shacl(store)
    assert not conforms
    assert any(word in report for word in message.split("|"))
    items = [first(), second()]
    found = {problem.kind for problem in verify(store, items, resolve(items)) if problem.severity == "error"}
    assert kind in found
    assert found & {"incomplete", "surplus"}


def test_the_record_is_the_measure(tmp_path: Path) -> None:
    store = writer(tmp_path)
    items = [second()]
    problems = verify(store, items, resolve(items))
    assert [(problem.kind, problem.is_repairable) for problem in problems if problem.kind == "orphan"] == [
        ("orphan", True)
    ]
    store.drop(D)
    both = [first(), second()]
    assert ("missing", D) in {(problem.kind, problem.where) for problem in verify(store, both, resolve(both))}
