"""Every graph store keeps the port's promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from corpus.errors import InputError, LibraryError
from kg import stores
from kg.iris import Iris
from kg.merge import resolve
from kg.queries_table import load, names, query
from kg.rdf import quads, zh
from kg.sparql import Service, run
from kg.stores.port import GraphStore, GraphWriter
from kg.stores.sparql_server import Server
from search import answering, ingest, verifying
from search.library import Library
from tests.commands import SAMPLE
from tests.graph_sample import first, second
from tests.services import NEEDS

G, H = "http://cetu.localhost/id/document/g", "http://cetu.localhost/id/document/h"


def quad(subject: str, value: ox.Literal | ox.NamedNode, graph: str = G) -> ox.Quad:
    base = "http://cetu.localhost/"
    return ox.Quad(ox.NamedNode(base + subject), ox.NamedNode(base + "p"), value, ox.NamedNode(graph))


SERVERS = [pytest.param(name, marks=pytest.mark.service) for name in sorted(NEEDS)]


@pytest.fixture(
    params=[*sorted(stores.BACKENDS), *(pytest.param(f"{p.values[0]} server", marks=p.marks) for p in SERVERS)]
)
def backend(request: pytest.FixtureRequest, servers: Callable[[str], str], tmp_path: Path) -> str:
    name, _space, is_server = str(request.param).partition(" ")
    if not is_server:
        return name
    address = servers(name)
    store = stores.open_writer(address, tmp_path / "before")
    store.clear()
    store.close()
    return address


@pytest.fixture
def writer(backend: str, tmp_path: Path) -> Iterator[GraphWriter]:
    store = stores.open_writer(backend, tmp_path / "graph")
    yield store
    store.close()


class TestContract:
    """What every backend does."""

    def test_replace_puts_a_graph_in_the_place_of_the_old_one(self, writer: GraphWriter) -> None:
        writer.replace(G, [quad("a", ox.Literal("甲")), quad("b", ox.Literal("乙"))])
        writer.replace(H, [quad("a", ox.Literal("丙"), H)])
        writer.replace(G, [quad("b", ox.Literal("乙")), quad("c", ox.Literal("丁"))])
        assert {str(q.subject) for q in writer.quads(G)} == {"<http://cetu.localhost/b>", "<http://cetu.localhost/c>"}
        assert writer.graphs() == (G, H)
        assert writer.count() == 3

    def test_some_quads_of_a_graph_are_changed_and_no_others(self, writer: GraphWriter) -> None:
        writer.replace(G, [quad("a", ox.Literal("甲")), quad("b", ox.Literal("乙"))])
        writer.replace(H, [quad("a", ox.Literal("甲"), H)])
        for _ in range(2):  # what is so already is no error
            writer.change_in(G, [quad("a", ox.Literal("甲"))], [quad("c", ox.Literal('丁\n“”"', language="zh"))])
        assert {str(q.subject).rpartition("/")[2] for q in writer.quads(G)} == {"b>", "c>"}
        writer.change_in(G, [], [quad("d", ox.Literal(3))])
        writer.change_in(G, [quad("b", ox.Literal("乙"))], [])
        assert {str(q.subject).rpartition("/")[2] for q in writer.quads(G)} == {"c>", "d>"}
        assert [str(q.subject).rpartition("/")[2] for q in writer.quads(H)] == ["a>"]

    def test_a_failing_source_leaves_the_graph_as_it_was(self, writer: GraphWriter) -> None:
        def broken() -> Iterator[ox.Quad]:
            yield quad("b", ox.Literal("乙"))
            raise OSError("磁盘已满")

        writer.replace(G, [quad("a", ox.Literal("甲"))])
        with pytest.raises(OSError, match="磁盘"):
            writer.replace(G, broken())
        assert [str(q.subject) for q in writer.quads()] == ["<http://cetu.localhost/a>"]

    def test_dropping_an_absent_graph_is_no_error(self, writer: GraphWriter) -> None:
        writer.replace(G, [quad("a", ox.Literal("甲"))])
        writer.drop(G)
        writer.drop(H)
        assert (writer.graphs(), writer.count()) == ((), 0)

    @pytest.mark.parametrize(
        ("node", "value"),
        [
            (ox.Literal("“四个”\n\\意识 𠮷"), "“四个”\n\\意识 𠮷"),
            (zh("科普"), "科普"),
            (ox.Literal(7), 7),
            (ox.Literal("4.7", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), 4.7),
            (ox.Literal("350", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), 350),
            (ox.Literal(True), True),
            (ox.NamedNode("http://cetu.localhost/id/Program/百名专家"), "http://cetu.localhost/id/Program/百名专家"),
        ],
    )
    def test_values_come_back_as_plain_objects(
        self, writer: GraphWriter, node: ox.Literal | ox.NamedNode, value: object
    ) -> None:
        written = quad("a", node)
        writer.replace(G, [written])
        rows = writer.select("SELECT ?o ?none WHERE { ?s <http://cetu.localhost/p> ?o }")
        assert [(row["o"], row["none"]) for row in rows] == [(value, None)]
        assert type(rows[0]["o"]) is type(value)
        assert list(writer.quads()) == [written]

    def test_bindings_are_terms_and_not_text(self, writer: GraphWriter) -> None:
        trap = '甲" } ; DROP ALL #'
        writer.replace(G, [quad("a", ox.Literal(trap)), quad("b", ox.Literal("乙"))])
        rows = writer.select("SELECT ?s WHERE { ?s ?p ?o }", {"o": ox.Literal(trap)})
        assert [row["s"] for row in rows] == ["http://cetu.localhost/a"]

    def test_readers_see_commits_and_nothing_between(self, writer: GraphWriter, backend: str, tmp_path: Path) -> None:
        if stores.is_server(backend):
            pytest.skip("a server has one state for all")
        writer.replace(G, [quad("a", ox.Literal("甲"))])
        writer.commit(3)
        before = stores.open_reader(backend, tmp_path / "graph")
        writer.replace(G, [quad("b", ox.Literal("乙")), quad("c", ox.Literal("丙"))])
        assert (before.change, before.count()) == (3, 1)
        assert stores.open_reader(backend, tmp_path / "graph").count() == 1
        writer.commit(4)
        after = stores.open_reader(backend, tmp_path / "graph")
        assert (after.change, after.count()) == (4, 2)
        assert before.count() == 1

    def test_a_store_opened_again_has_everything(self, backend: str, tmp_path: Path) -> None:
        one = stores.open_writer(backend, tmp_path)
        one.load([quad("a", ox.Literal("甲"))])
        one.commit(9)
        one.close()
        two = stores.open_writer(backend, tmp_path)
        assert (two.change, two.count()) == (9, 1)
        two.clear()
        assert two.count() == 0
        two.close()

    def test_a_folder_without_a_store_is_a_clear_error(self, backend: str, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match="rebuild"):
            stores.open_reader(backend, tmp_path)

    @pytest.mark.parametrize("name", names())
    def test_named_queries_run(self, writer: GraphWriter, name: str) -> None:
        given: dict[str, ox.NamedNode | ox.Literal] = {
            variable: ox.Literal("科普") if variable in {"key", "text"} else ox.NamedNode("http://cetu.localhost/x")
            for variable in query(name).given
        }
        assert isinstance(writer.select(load(name), given), list)
        assert query(name).answers


def test_all_backends_give_the_same_answers(backend: str, tmp_path: Path) -> None:
    items = [first(), second()]
    resolution = resolve(items)
    opened: list[GraphStore] = []
    for number, name in enumerate(("oxigraph", backend)):
        store = stores.open_writer(name, tmp_path / str(number))
        for source, extraction in items:
            store.replace(resolution.iris.document(source.id), quads(source, extraction, resolution))
        opened.append(store)
    program = ox.NamedNode(resolution.iri("a1", "E3"))
    givens: dict[str, dict[str, ox.NamedNode | ox.Literal]] = {
        name: {
            variable: {
                "key": ox.Literal("双提升"),
                "text": ox.Literal("主席"),
                "class": ox.NamedNode("http://cetu.localhost/ontology#Program"),
                "property": ox.NamedNode("http://cetu.localhost/ontology#holdsPost"),
                "person": ox.NamedNode(resolution.iri("a1", "E2")),
                "body": ox.NamedNode(resolution.iri("a1", "E1")),
            }.get(variable, program)
            for variable in query(name).given
        }
        for name in names()
    }
    for name, given in givens.items():
        results = [store.select(load(name), given) for store in opened]
        if "ORDER BY" not in load(name):
            results = [sorted(rows, key=repr) for rows in results]
        assert results[0] == results[1], name


def test_the_embedded_store_keeps_checkpoints_that_are_read(tmp_path: Path) -> None:
    writer = stores.open_writer("oxigraph", tmp_path)
    writer.replace(G, [quad("a", ox.Literal("甲"))])
    writer.commit(1)
    reader = stores.open_reader("oxigraph", tmp_path)
    for change in range(2, 7):
        writer.commit(change)
    kept = {folder.name for folder in (tmp_path / "checkpoints").iterdir()}
    assert kept == {"00000001-0", "00000005-0", "00000006-0"}
    assert reader.count() == 1
    assert stores.open_reader("oxigraph", tmp_path, change=5).change == 5
    reader.close()
    writer.commit(7)
    assert not (tmp_path / "checkpoints" / "00000001-0").exists()


def test_which_checkpoints_stay_does_not_depend_on_the_clock(tmp_path: Path) -> None:
    writer = stores.open_writer("oxigraph", tmp_path)
    for hour, change in enumerate((1, 2, 3, 3, 3), start=1):
        writer.commit(change)
        for folder in (tmp_path / "checkpoints").iterdir():
            if folder.stat().st_mtime > 1e9:
                os.utime(folder, (1e6 - hour, 1e6 - hour))  # as if the clock had been set back before each
    assert {folder.name for folder in (tmp_path / "checkpoints").iterdir()} == {"00000003-1", "00000003-2"}
    for number in range(3, 12):
        writer.commit(3)
        assert (tmp_path / "checkpoints" / f"00000003-{number}").exists()
    assert stores.open_reader("oxigraph", tmp_path, change=3).change == 3
    writer.close()


def test_a_file_that_was_changed_is_named_without_a_query(tmp_path: Path) -> None:
    writer = stores.open_writer("oxigraph", tmp_path)
    for change in (1, 2):
        writer.replace(G, [quad("a", ox.Literal("甲"))])
        writer.commit(change)
    writer.close()
    folder = tmp_path / "checkpoints" / "00000002-0"
    assert stores.damaged("oxigraph", tmp_path) == ""
    for path in (path for path in folder.iterdir() if path.name not in ("lease", "seal.json") and path.stat().st_size):
        data = path.read_bytes()
        for changed in (data[:-1], data[:-1] + bytes([data[-1] ^ 1])):
            path.write_bytes(changed)
            assert stores.damaged("oxigraph", tmp_path) == path.name
        path.write_bytes(data)
    (folder / "CURRENT").unlink()
    assert stores.damaged("oxigraph", tmp_path) == "CURRENT"
    (folder / "seal.json").unlink()
    assert stores.damaged("oxigraph", tmp_path) == "", "a checkpoint of before there were seals"


def test_a_second_writer_gets_a_clear_error(tmp_path: Path) -> None:
    writer = stores.open_writer("oxigraph", tmp_path)
    with pytest.raises(LibraryError, match="另一个程序正在写"):
        stores.open_writer("oxigraph", tmp_path)
    writer.close()


def test_an_unknown_backend_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="oxigraph"):
        stores.open_reader("neo4j", tmp_path)


def test_reading_the_embedded_store_does_not_load_rdflib() -> None:
    code = "import sys, kg.stores.oxigraph, kg.queries_table, kg.rdf; print('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


SAMPLE_FILES, MORE_FILES = sorted(SAMPLE.glob("*.md"))[:2], sorted(SAMPLE.glob("*.md"))[2:3]


@pytest.mark.service
@pytest.mark.parametrize("name", sorted(NEEDS))
class TestServer:
    """A library whose graph is on a server."""

    @pytest.fixture
    def environment(self, servers: Callable[[str], str], name: str) -> dict[str, str]:
        return {"CETU_KG__STORE": servers(name)}

    def test_a_library_answers_from_it_and_verifies(self, environment: dict[str, str], tmp_path: Path) -> None:
        folder, embedded = tmp_path / "library", tmp_path / "embedded"
        ingest.add(folder, SAMPLE_FILES, environment=environment)
        ingest.add(embedded, SAMPLE_FILES, environment={})
        both = [Library.open(folder, environment), Library.open(embedded, {})]
        answers = [answering.ask(library, "三进两送是什么意思？").to_dict() for library in both]
        assert answers[0] == answers[1]
        assert verifying.verify(folder, environment=environment).errors == ()
        removed = ingest.remove(folder, [both[0].documents[0].id], environment=environment)
        assert Iris().document(removed[0].id) not in Library.open(folder, environment).graph.graphs()
        assert verifying.verify(folder, environment=environment).errors == ()

    def test_a_server_that_lost_its_graph_gets_it_back(self, environment: dict[str, str], tmp_path: Path) -> None:
        folder = tmp_path / "library"
        ingest.add(folder, SAMPLE_FILES, environment=environment)
        store = stores.open_writer(environment["CETU_KG__STORE"], folder / "graph")
        store.clear()
        assert {p.kind for p in verifying.verify(folder, environment=environment).errors} >= {"missing"}
        assert verifying.repair(folder, environment=environment).errors == ()
        store.clear()
        store.close()
        ingest.add(folder, MORE_FILES, environment=environment)
        assert verifying.verify(folder, environment=environment).errors == ()

    def test_what_else_is_on_the_server_is_left_alone(self, environment: dict[str, str], tmp_path: Path) -> None:
        url, theirs = environment["CETU_KG__STORE"], "http://example.org/theirs"
        server = Server(url)
        server.put(theirs, b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n")
        store = stores.open_writer(url, tmp_path)
        store.clear()
        store.replace(G, [quad("a", ox.Literal("甲"))])
        store.commit(1)
        assert (store.graphs(), store.count(), len(list(store.quads()))) == ((G,), 1, 1)
        store.clear()
        assert (store.graphs(), store.change) == ((), 0)
        assert list(server.get(theirs))
        server.update(f"DROP SILENT GRAPH <{theirs}>")

    def test_the_query_page_asks_the_server_itself(self, environment: dict[str, str], tmp_path: Path) -> None:
        ingest.add(tmp_path / "library", SAMPLE_FILES, environment=environment)
        library = Library.open(tmp_path / "library", environment)
        labels = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?l { ?s skos:prefLabel ?l } ORDER BY ?l"
        embedded = tmp_path / "embedded"
        ingest.add(embedded, SAMPLE_FILES, environment={})
        here = run(Library.open(embedded, {}).graph, labels, form="csv", settings=library.settings)
        with Service(library.graph, library.settings) as service:
            assert service.query(labels, "csv").content.decode() == here
            made = service.query("CONSTRUCT { ?s a ?c } { ?s a ?c } LIMIT 3", "ntriples").content
            assert len(made.splitlines()) == 3
            assert json.loads(service.query("ASK { ?s ?p ?o }").content)["boolean"] is True
            for query, said in (("SELECT * { ?s ?p", "写得不对"), ("DEFINE get:soft 'replace' ASK {}", "写得不对")):
                with pytest.raises(InputError, match=said):
                    service.query(query)
            library.graph.close()
            assert service.query("SELECT ?s { ?s ?p ?o } LIMIT 1", "csv").content

    def test_switching_to_the_embedded_store_and_back_loses_nothing(
        self, environment: dict[str, str], tmp_path: Path
    ) -> None:
        folder = tmp_path / "library"
        ingest.add(folder, SAMPLE_FILES, environment=environment)
        for chosen in ({}, environment):
            ingest.rebuild(folder, environment=chosen)
            assert verifying.verify(folder, environment=chosen).errors == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/cetu", "连不上"),
        ("http://某人:口令@127.0.0.1:9/cetu", "CETU_GRAPH_USER"),
    ],
)
def test_a_server_that_does_not_answer_leaves_the_record(url: str, said: str, tmp_path: Path) -> None:
    ingest.add(tmp_path, SAMPLE_FILES[:1], environment={})
    with pytest.raises(InputError, match=said):
        ingest.add(tmp_path, SAMPLE_FILES[1:], environment={"CETU_KG__STORE": url})
    # What was acknowledged is in the record: the embedded store catches up.
    ingest.add(tmp_path, [], environment={})
    assert len(Library.open(tmp_path, {}).documents) == 2
