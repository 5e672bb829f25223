"""The SPARQL service: read-only, bounded, no way to the outside."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from corpus.errors import InputError
from kg import stores
from kg.sparql import QueryTimeoutError, Service, run
from kg.sparql_guard import check
from kg.sparql_worker import answer, embedded
from tests.test_kg_exports import build


class Limits:
    """Settings with a short time and few rows."""

    def __init__(self, timeout_s: int = 10, rows: int = 1000) -> None:
        self._values = {"kg.sparql_timeout_s": timeout_s, "kg.sparql_rows": rows}

    def number(self, name: str) -> int:
        return self._values[name]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph")
    build(path).close()
    return path


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with Service(stores.open_reader("oxigraph", folder), Limits()) as opened:
        yield opened


LABELS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?l { ?s skos:prefLabel ?l } ORDER BY ?l"


def test_rows_come_in_all_result_formats(service: Service) -> None:
    found = json.loads(service.query(LABELS, "json").content)
    assert {"type": "literal", "value": "林望", "xml:lang": "zh"} in [row["l"] for row in found["results"]["bindings"]]
    assert "林望" in [row[0] for row in csv.reader(io.StringIO(service.query(LABELS, "csv").content.decode()))]
    assert '"林望"@zh' in service.query(LABELS, "tsv").content.decode().splitlines()
    assert b'<literal xml:lang="zh">' in service.query(LABELS, "xml").content
    for form, syntax in (
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ):
        rows = ox.parse_query_results(service.query(LABELS, form).content, syntax)
        assert len(list(rows)) == 7  # type: ignore[arg-type]


def test_triples_come_as_turtle_and_truth_as_json(service: Service) -> None:
    graph = service.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "turtle")
    assert graph.media_type == "text/turtle"
    assert list(ox.parse(graph.content, ox.RdfFormat.TURTLE))
    assert json.loads(service.query("ASK { ?s ?p ?o }").content)["boolean"] is True


def test_a_result_is_cut_to_the_limit_and_says_so(folder: Path) -> None:
    with Service(stores.open_reader("oxigraph", folder), Limits(rows=5)) as few:
        found = few.query("SELECT * { ?s ?p ?o }")
        assert (len(json.loads(found.content)["results"]["bindings"]), found.is_truncated) == (5, True)
        assert few.query("CONSTRUCT WHERE { ?s ?p ?o }", "turtle").is_truncated


def test_an_endless_query_is_stopped_and_the_next_one_runs(folder: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with Service(stores.open_reader("oxigraph", folder), Limits(timeout_s=3)) as short:
        begun = time.perf_counter()
        with pytest.raises(QueryTimeoutError, match="3 秒"):
            short.query(endless)
        assert time.perf_counter() - begun < 20
        assert short.query("ASK {}").content


def test_the_memory_store_answers_as_well(tmp_path: Path) -> None:
    store = build(tmp_path, "memory")
    assert "林望" in run(store, LABELS, form="csv", settings=Limits())


def test_threads_share_a_service(service: Service) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(service.query(LABELS).content)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        ("", "json", "空"),
        ("SELECT * { ?s ?p", "json", "写得不对"),
        ("SELECT ?x { ?s ?p ?o } LIMIT abc", "json", "写得不对"),
        ("你好", "json", "写得不对"),
        ("SELECT * { ?s ?p ?o }", "turtle", "不能写成 turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "不能写成 csv"),
        ("INSERT DATA { <http://a> <http://b> 1 }", "json", "只读"),
        ("drop all", "json", "只读"),
        ("LOAD <http://127.0.0.1/x>", "json", "只读"),
        ("SELECT * { ?s ?p ?o FILTER(bif:sys_stat('x')) }", "json", "自带的程序"),
        ("PREFIX j: <java:org.example.> SELECT * { ?s j:Run ?o }", "json", "自带的程序"),
        ("SELECT * { ?s ?p ?o }" + " " * 200_000, "json", "长于"),
    ],
)
def test_bad_queries_get_one_clear_line(service: Service, query: str, form: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        service.query(query, form)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://a> 或 DELETE" }',
        "SELECT ?service { ?service ?p ?o } # SERVICE <http://a>",
        "SELECT * { ?s <http://example.org/service> ?o }",
        "PREFIX schema: <http://schema.org/> SELECT * { ?s a schema:Service }",
        "SELECT * { ?s ?p '''it's a \"service\" of DROP''' }",
        "SELECT * FROM <http://cetu.localhost/id/document/a1> { ?s ?p ?o }",
    ],
)
def test_harmless_queries_pass(query: str) -> None:
    check(query)


class Outside(BaseHTTPRequestHandler):
    """Counts who calls."""

    calls = 0

    def do_GET(self) -> None:
        Outside.calls += 1
        self.send_error(404)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def outside() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Outside)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


WRAPS = (
    "SELECT * {{ {0} }}",
    "SELECT * {{ ?s ?p true{0} }}",
    "SELECT * {{ ?s a {0} }}",
    "SELECT * {{ OPTIONAL {{ {0} }} }}",
    "SELECT * {{ ?s ?p 1.{0} }}",
    "SELECT * {{ FILTER EXISTS {{ {0} }} }}",
    "SELECT * {{ {{ SELECT * {{ {0} }} }} }}",
    "SELECT * {{ ?s ?p 'it''s'.{0} }}",
    "# '\nSELECT * {{ {0} }}",
    "SELECT * {{ FILTER(1<2) {0} FILTER(2>1) }}",
    "PREFIX : <{1}> SELECT * {{ {0} }}",
    "PREFIX ex: <{1}> SELECT * {{ ?s ?p ex:a.{0} }}",
    'SELECT * {{ ?s ?p "a"@zh{0} }}',
    "SELECT * {{ ?s ?p '\\\\'{0} #' }}",
)
CALLS = (
    "SERVICE <{0}> {{ ?a ?b ?c }}",
    "service SILENT <{0}> {{ ?a ?b ?c }}",
    "SeRvIcE<{0}>{{?a ?b ?c}}",
    "SERVICE#x\n<{0}> {{ ?a ?b ?c }}",
    "SERVICESILENT<{0}> {{ ?a ?b ?c }}",
    "SERVICE: {{ ?a ?b ?c }}",
    "SERVICEex:x {{ ?a ?b ?c }}",
    "\\u0053ERVICE <{0}> {{ ?a ?b ?c }}",
    "VALUES ?u {{ <{0}> }} SERVICE ?u {{ ?a ?b ?c }}",
)


@pytest.mark.parametrize(("wrap", "call"), list(product(WRAPS, CALLS)))
def test_nothing_that_passes_the_guard_reaches_outside(outside: str, wrap: str, call: str) -> None:
    query = wrap.format(call.format(outside), outside)
    try:
        check(query)
    except InputError:
        return
    before = Outside.calls
    with suppress(SyntaxError, ValueError, OSError, RuntimeError):
        answer(embedded(ox.Store()), query, "json", 10)
    assert Outside.calls == before
