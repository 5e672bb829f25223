"""Exports: every format can be read back by others, in a stable order, and nothing is lost on errors."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from corpus.errors import InputError
from kg import exports, stores
from kg.merge import resolve
from kg.rdf import quads
from kg.stores.port import GraphStore
from tests.graph_sample import first, second


def build(folder: Path, backend: str = "oxigraph") -> GraphStore:
    items = [first(), second()]
    resolution = resolve(items)
    store = stores.open_writer(backend, folder)
    for source, extraction in items:
        store.replace(resolution.iris.document(source.id), quads(source, extraction, resolution))
    store.commit(1)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    return build(tmp_path_factory.mktemp("graph"))


def written(store: GraphStore, form: str) -> bytes:
    out = io.BytesIO()
    exports.write(form, store, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ],
)
def test_triples_come_back(store: GraphStore, form: str, syntax: ox.RdfFormat) -> None:
    found = {quad.triple for quad in ox.parse(written(store, form), syntax)}
    assert found == {quad.triple for quad in store.quads()}


@pytest.mark.parametrize(
    ("form", "syntax"),
    [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_quads_come_back(store: GraphStore, form: str, syntax: ox.RdfFormat) -> None:
    assert set(ox.parse(written(store, form), syntax)) == set(store.quads())


def test_turtle_is_read_by_rdflib_and_reads_well(store: GraphStore) -> None:
    from rdflib import Graph

    text = written(store, "turtle").decode()
    assert len(Graph().parse(data=text, format="turtle")) == len({quad.triple for quad in store.quads()})
    assert 'skos:prefLabel "科普惠农"@zh' in text


def test_jsonld_has_short_keys_and_plain_chinese(store: GraphStore) -> None:
    text = written(store, "jsonld").decode()
    assert '"prefLabel": "科普惠农"' in text
    assert '"start": ' in text


@pytest.mark.parametrize("form", sorted(set(exports.FORMATS) - {"parquet"}))
def test_backends_and_hash_seeds_give_the_same_bytes(store: GraphStore, tmp_path: Path, form: str) -> None:
    memory = build(tmp_path / "memory", "memory")
    assert written(memory, form) == written(store, form)
    assert written(store, form) == written(store, form)


def test_a_build_with_another_hash_seed_gives_the_same_quads(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.test_kg_exports import build, written\n"
        "sys.stdout.buffer.write(written(build(Path(sys.argv[1])), 'nquads'))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "99")
    }
    assert len(found) == 1
    assert found.pop().count(b"\n") > 200


def test_networks_carry_labels_types_and_weights(store: GraphStore) -> None:
    import networkx as nx

    for graph in (
        nx.read_graphml(io.BytesIO(written(store, "graphml"))),
        nx.read_gexf(io.BytesIO(written(store, "gexf"))),
    ):
        program = graph.nodes["http://cetu.localhost/id/Program/百名专家进百村行动"]
        assert program["type"] == "Program"
        assert sorted(data["weight"] for _, _, data in graph.edges(data=True)) == [1, 1]
    assert b"lastmodifieddate" not in written(store, "gexf")


def unzipped(store: GraphStore, form: str, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(written(store, form))) as archive:
        return archive.read(name)


def test_csv_opens_in_excel_with_its_chinese(store: GraphStore) -> None:
    raw = unzipped(store, "csv", "indicators.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [(row["指标"], row["数值"], row["年份"], row["性质"]) for row in rows] == [
        ("新建科普站", "10", "2017", "achieved"),
        ("新建科普站", "12", "2018", "target"),
    ]


def test_csv_has_all_four_tables(store: GraphStore) -> None:
    with zipfile.ZipFile(io.BytesIO(written(store, "csv"))) as archive:
        assert archive.namelist() == ["edges.csv", "glossary.csv", "indicators.csv", "nodes.csv"]
    nodes = list(csv.DictReader(io.StringIO(unzipped(store, "csv", "nodes.csv").decode("utf-8-sig"))))
    body = next(row for row in nodes if row["名称"] == "云川市科学技术协会")
    assert (body["别名"], body["文献数"]) == ("市科协", "2")


def test_neo4j_files_have_the_import_headers(store: GraphStore) -> None:
    assert unzipped(store, "neo4j", "nodes.csv").startswith(b"iri:ID,name,:LABEL,mentions:int")
    edges = unzipped(store, "neo4j", "relationships.csv").decode()
    assert edges.splitlines()[1].endswith(",heldAt,1")


def test_parquet_keeps_numbers(store: GraphStore, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    exports.write("parquet", store, tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "indicators.parquet")["value"].to_pylist() == [10, 12]


def test_the_workbook_has_a_sheet_a_table(store: GraphStore) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(written(store, "xlsx")))
    assert book.sheetnames == ["词汇", "指标", "实体", "关系"]
    assert [cell.value for cell in book["词汇"][2]][:3] == ["双提升", "“双提升”", "提升能力、提升素质"]
    assert book["指标"]["G2"].value == "完成"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\x01=", "＝", "\r="])
def test_a_name_like_a_formula_stays_text(store: GraphStore, tmp_path: Path, start: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    name, evil = "云川市科学技术协会", f"{start}HYPERLINK(1)"
    stricken = stores.open_writer("memory", tmp_path / "graph")
    for graph in store.graphs():
        rows = [
            ox.Quad(q.subject, q.predicate, ox.Literal(evil, language=q.object.language), q.graph_name)
            if isinstance(q.object, ox.Literal) and q.object.value == name
            else q
            for q in store.quads(graph)
        ]
        stricken.replace(graph, rows)
    stricken.commit(1)
    lines = csv.reader(io.StringIO(unzipped(stricken, "csv", "nodes.csv").decode("utf-8-sig")))
    cells = [cell for line in lines for cell in line if "HYPERLINK" in cell]
    book = openpyxl.load_workbook(io.BytesIO(written(stricken, "xlsx")))
    sheets = [cell for sheet in book for row in sheet for cell in row if "HYPERLINK" in str(cell.value)]
    assert cells and sheets
    assert all(cell.startswith("'") for cell in [*cells, *(cell.value for cell in sheets)])
    assert {cell.data_type for cell in sheets} == {"s"}


def test_skos_has_ordered_members_and_passes_its_integrity_conditions(store: GraphStore) -> None:
    scheme = ox.Store()
    scheme.load(written(store, "skos"), ox.RdfFormat.TURTLE)
    ask = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { %s }"
    for broken in (
        "?c a skos:Concept, skos:Collection",
        "?c a skos:Concept, skos:ConceptScheme",
        "?c skos:prefLabel ?l ; skos:altLabel ?l",
        "?c skos:prefLabel ?a, ?b FILTER(?a != ?b && LANG(?a) = LANG(?b))",
        "?c skos:broader+ ?c",
        "?c skos:inScheme ?s FILTER NOT EXISTS { ?s a skos:ConceptScheme }",
    ):
        assert not scheme.query(ask % broken), broken
    rows = scheme.query(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
        "SELECT ?label { ?l skos:memberList ?m . ?m rdf:rest*/rdf:first ?x . ?x skos:prefLabel ?label }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert sorted(str(row["label"].value) for row in rows) == ["提升素质", "提升能力"]


def test_some_documents_only(store: GraphStore) -> None:
    out = io.BytesIO()
    exports.write("nquads", store, out, graphs=["http://cetu.localhost/id/document/b2"])
    assert b"document/a1" not in out.getvalue()
    assert b"document/b2" in out.getvalue()


@pytest.mark.parametrize(
    ("form", "make", "message"),
    [
        ("csv", "folder/x", "不是空文件夹"),
        ("turtle", "folder/x", "目标是文件夹"),
        ("pdf", "", "没有“pdf”"),
    ],
)
def test_a_target_that_cannot_be_taken_is_refused(
    store: GraphStore, tmp_path: Path, form: str, make: str, message: str
) -> None:
    if make:
        (tmp_path / "folder").mkdir()
        (tmp_path / make).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        exports.write(form, store, tmp_path / "folder")
    assert not make or (tmp_path / make).read_text(encoding="utf-8") == "mine"


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    class Broken:
        def graphs(self) -> tuple[str, ...]:
            raise OSError("读不出来")

    target = tmp_path / "old.ttl"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(OSError, match="读不出来"):
        exports.write("turtle", Broken(), target)  # type: ignore[arg-type]
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]
