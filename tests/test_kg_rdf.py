"""A document as RDF: every statement has its evidence, and the graph is the same whatever the hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pyoxigraph as ox
import pytest

from kg.iris import Iris, segment, text_of
from kg.merge import resolve
from kg.rdf import ONTOLOGY, decimal, quads, renamed, term
from kg.resolution import Assignment, Resolution
from tests.graph_sample import FIRST, first, second


@pytest.fixture(scope="module")
def store() -> ox.Store:
    items = [first(), second()]
    resolution = resolve(items)
    found = ox.Store()
    for source, extraction in items:
        found.extend(quads(source, extraction, resolution))
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("科普e站", "科普e站"),
        ("“四个意识”", "“四个意识”"),
        ("卡罗 M·克罗司", "卡罗%20M·克罗司"),
        ("A/B 50%#1?", "A%2FB%2050%25%231%3F"),
        ("𠮷野", "𠮷野"),
        ("零\u200b宽", "零%E2%80%8B宽"),
        ('<>"{}|\\^`', "%3C%3E%22%7B%7D%7C%5C%5E%60"),
    ],
)
def test_iris_stay_readable_and_valid(name: str, expected: str) -> None:
    iri = Iris().entity("Concept", name)
    assert iri == f"http://cetu.localhost/id/Concept/{expected}"
    assert ox.NamedNode(iri).value == iri
    assert text_of(iri) == name
    assert segment(name) == expected


def test_the_document_of_an_iri_is_known() -> None:
    mint = Iris("http://example.org/kg")
    assert mint.document_id(mint.within("a1", "statement", 3)) == "a1"
    assert mint.document_id(mint.entity("Person", "林望")) is None


def test_every_quote_equals_the_text_at_its_offsets(store: ox.Store) -> None:
    texts = {Iris().document(source.id): source.text for source, _ in (first(), second())}
    rows = store.query(
        "PREFIX c: <http://cetu.localhost/ontology#>"
        "SELECT * { GRAPH ?d { ?x c:quote ?q ; c:start ?s ; c:end ?e ; c:extractor ?how } }"
    )
    found = 0
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        text = texts[str(row["d"].value)]
        assert text[int(row["s"].value) : int(row["e"].value)] == row["q"].value
        found += 1
    assert found == 20


def test_a_statement_stands_as_triple_and_as_node(store: ox.Store) -> None:
    mint = Iris()
    program = ox.NamedNode(mint.entity("Program", "百名专家进百村行动"))
    theme = ox.NamedNode(mint.entity("Concept", "科普惠农"))
    graph = ox.NamedNode(mint.document("a1"))
    assert ox.Quad(program, term("cetu:relatesTo"), theme, graph) in store
    node = ox.NamedNode(mint.within("a1", "statement", 2))
    assert ox.Quad(node, term("rdf:predicate"), term("cetu:relatesTo"), graph) in store
    assert ox.Quad(node, term("cetu:implicit"), ox.Literal(True), graph) in store


def test_there_are_no_blank_nodes_and_one_graph_a_document(store: ox.Store) -> None:
    for quad in store:
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)
    assert {graph.value for graph in store.named_graphs()} == {Iris().document("a1"), Iris().document("b2")}


def test_a_name_is_found_however_it_is_typed(store: ox.Store) -> None:
    label = ox.Literal("百名专家进百村行动")
    found = {quad.subject.value for quad in store.quads_for_pattern(None, term("cetu:nameKey"), label)}
    assert found == {Iris().entity("Program", "百名专家进百村行动")}


@pytest.mark.parametrize(("text", "value"), [("8", "8"), ("4.70", "4.7"), ("1,250.0", "1250"), ("-0.5", "-0.5")])
def test_decimals_are_canonical(text: str, value: str) -> None:
    assert decimal(text).value == value
    assert decimal(text).datatype.value.endswith("#decimal")


def test_what_is_no_number_stays_text() -> None:
    assert decimal("若干").datatype.value.endswith("#string")


def test_the_graph_does_not_depend_on_the_hash_seed() -> None:
    code = (
        "from tests.graph_sample import first, second\n"
        "from kg.merge import resolve\nfrom kg.rdf import quads\n"
        "items = [second(), first()] if {order} else [first(), second()]\n"
        "found = resolve(items)\n"
        "print(''.join(sorted(str(q) + '\\n' for d, e in items for q in quads(d, e, found))))"
    )
    outputs = set()
    for seed, order in (("0", 0), ("1", 1), ("42", 0)):
        run = subprocess.run(
            [sys.executable, "-c", code.format(order=order)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1
    assert "双提升" in outputs.pop().decode()


def test_the_vocabulary_keeps_its_iri_whatever_the_base() -> None:
    source, extraction = first()
    resolution = resolve([(source, extraction)], iris=Iris("http://data.example.org"))
    found = list(quads(source, extraction, resolution))
    assert all(str(quad.graph_name.value).startswith("http://data.example.org/") for quad in found)
    assert any(quad.predicate.value == f"{ONTOLOGY}refersTo" for quad in found)
    assert FIRST.startswith("云川市")


def test_what_a_new_name_changes_is_found_without_the_rest_of_the_graph() -> None:
    """Also where two local entities are or were one thing, and where a person rejected one."""
    drawn = random.Random(7)
    for document, extraction in (first(), second()):
        known = resolve([(document, extraction)]).assignments[document.id]
        things = [*known.values(), *(Assignment(f"{one.iri}+", one.type, f"新{one.name}") for one in known.values())]
        things += [Assignment(one.iri, one.type, one.name, rejected=True) for one in known.values()]
        for _ in range(200):
            before, after = ({local: drawn.choice(things) for local in known} for _ in range(2))
            after |= {local: before[local] for local in known if drawn.random() < 0.5}
            old, new = (Resolution(Iris(), (), {document.id: found}) for found in (before, after))
            changed = {local: one for local, one in before.items() if one != after[local]}
            gone, came = renamed(document, extraction, new, changed)
            whole = [set(quads(document, extraction, resolution)) for resolution in (old, new)]
            assert (gone, came) == (whole[0] - whole[1], whole[1] - whole[0])
