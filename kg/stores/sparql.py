"""A SPARQL 1.1 server behind the port: queries and updates by the Protocol, documents by the Graph Store Protocol.

Apache Jena Fuseki (http://host:3030/dataset), the Oxigraph server (http://host:7878) and others that keep to the standards.
Where a server has other addresses, the fragment of its URL names them: `http://host/x#query=sparql&update=update&data=rdf`.
User and password stand in CETU_GRAPH_USER and CETU_GRAPH_PASSWORD.

Every document is replaced at once, but a reader may see some documents of a change before others: a server has one state,
not one for each reader. The number of the last change that is whole stands in the server, in a graph of its own, with the
names of our graphs: what else is on the server is neither counted nor removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox
import urllib3

from corpus.errors import InputError, LibraryError
from kg.rdf import decimal
from kg.stores.port import Bindings, Row
from kg.stores.values import XSD, plain

# What stands in the library's folder: whose graph this is.
MARK = "server.txt"
_STATE = "urn:x-cetu:state"
_CHANGE, _HOLDS = "http://cetu.localhost/ontology#change", "http://cetu.localhost/ontology#holds"
# A triple ?s ?p ?o of one of our graphs ?g.
_OURS = f"GRAPH <{_STATE}> {{ <{_STATE}> <{_HOLDS}> ?g }} GRAPH ?g {{ ?s ?p ?o }}"
# Ways to be asked over the union of all named graphs: it is the default graph already, or Oxigraph's parameter.
# (Jena's urn:x-arq:UnionGraph would hide the named graphs: there it is a setting of the data set.)
_UNIONS: tuple[Mapping[str, str], ...] = ({}, {"union-default-graph": ""})
# Where a group begins that is evaluated by itself: a variable given outside it is unknown to its filters.
_GROUP = re.compile(r"\b(?:WHERE|GRAPH\s+\?\w+)\s*\{", re.IGNORECASE)
_CONNECT_S, _READ_S = 5.0, 120.0
# A server that restarts or is busy is asked again, after 0, 0.4, 0.8 and 1.6 seconds.
_RETRIES = urllib3.Retry(
    total=4, backoff_factor=0.2, status_forcelist=(429, 502, 503, 504), allowed_methods=None, raise_on_status=False
)
# Virtuoso 7 gives the truth value of an ASK as a row with this variable.
_ASKED = "__ASK_RETVAL"
_LOADED_AT_ONCE, _DROPPED_AT_ONCE = 20_000, 200


class Server:
    """The addresses of one server, and requests that say in words what went wrong."""

    def __init__(self, url: str) -> None:
        self.given = url
        parts = urlsplit(url)
        if parts.username or parts.password:
            raise InputError(
                "网址里不要写用户和口令", where="kg.store", hint="写在环境变量 CETU_GRAPH_USER 和 CETU_GRAPH_PASSWORD"
            )
        self.url = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
        own = dict(parse_qsl(parts.fragment))
        # The root of a host is the layout of the Oxigraph server, a data set below it that of Fuseki.
        usual = {"query": "query", "update": "update", "data": "data" if parts.path.strip("/") else "store"}
        self._paths = {name: f"{self.url}/{own.get(name, path)}" for name, path in usual.items()}
        user, password = os.environ.get("CETU_GRAPH_USER", ""), os.environ.get("CETU_GRAPH_PASSWORD", "")
        headers = urllib3.make_headers(basic_auth=f"{user}:{password}") if user else {}
        timeout = urllib3.Timeout(connect=_CONNECT_S, read=_READ_S)
        self._pool = urllib3.PoolManager(headers=headers, retries=_RETRIES, timeout=timeout, maxsize=16)

    def query(self, text: str, union: Mapping[str, str]) -> Any:
        """Return the result of a SELECT or ASK as Oxigraph gives it."""
        found = _results(self._asked(text, union, "application/sparql-results+json"))
        if isinstance(found, ox.QuerySolutions) and [name.value for name in found.variables] == [_ASKED]:
            truth = any(int(row[_ASKED].value) for row in found)
            return _results(b'{"head": {}, "boolean": %s}' % (b"true" if truth else b"false"))
        return found

    def triples(self, text: str, union: Mapping[str, str]) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        content = self._asked(text, union, "application/n-triples")
        return (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))

    def update(self, text: str) -> None:
        """Run a SPARQL Update, which the server does wholly or not at all."""
        self._ask("POST", self._paths["update"], text.encode(), {"Content-Type": "application/sparql-update"})

    def put(self, graph: str, triples: bytes) -> None:
        """Put N-Triples in the place of a named graph."""
        self._ask("PUT", self._graph(graph), triples, {"Content-Type": "application/n-triples"})

    def post(self, graph: str, triples: bytes) -> None:
        """Add N-Triples to a named graph."""
        self._ask("POST", self._graph(graph), triples, {"Content-Type": "application/n-triples"})

    def get(self, graph: str) -> bytes:
        """Return a named graph as N-Triples; one that is not there is empty."""
        response = self._ask(
            "GET", self._graph(graph), None, {"Accept": "application/n-triples"}, missing_is_empty=True
        )
        return b"" if response.status == 404 else response.data

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _asked(self, text: str, union: Mapping[str, str], accepted: str) -> bytes:
        fields = urlencode({"query": text, **union})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accepted}
        return self._ask("POST", self._paths["query"], fields.encode(), headers).data

    def _graph(self, graph: str) -> str:
        return f"{self._paths['data']}?{urlencode({'graph': graph})}"

    def _ask(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, missing_is_empty: bool = False
    ) -> urllib3.BaseHTTPResponse:
        try:
            response = self._pool.request(method, url, body=body, headers={**self._pool.headers, **headers})
        except urllib3.exceptions.HTTPError as error:
            raise LibraryError(
                "图谱服务器连不上或没有回应", where=self.url, hint="看它是否在运行、网址是否正确；资料库的记录没有变"
            ) from error
        if response.status == 404 and missing_is_empty:
            return response
        if response.status in (401, 403):
            hint = "核对环境变量 CETU_GRAPH_USER 和 CETU_GRAPH_PASSWORD"
            raise LibraryError("图谱服务器不收这个用户或口令", where=self.url, hint=hint)
        if response.status >= 400:
            said = response.data.decode("utf-8", "replace").strip()[:160]
            raise LibraryError(
                f"图谱服务器答 {response.status}：{said}", where=url.partition("?")[0], hint="看服务器的日志与地址"
            )
        return response


class SparqlStore:
    """The graph of a library on a server. Its own reads see its own writes; so do others'."""

    def __init__(self, server: Server, union: Mapping[str, str]) -> None:
        self._server = server
        self._union = union

    @classmethod
    def open(cls, path: Path, *, url: str, change: int | None = None) -> Self:
        """Return the store for reading. Older states are not kept: `change` is of no effect.

        Raises:
            LibraryError: Nothing was ever committed here, or the server does not answer.
        """
        server = Server(url)
        if not (path / MARK).is_file() or (path / MARK).read_text("utf-8") != server.url:
            raise LibraryError("图谱还没有建在这个服务器上", where=server.url, hint="运行 cetu rebuild")
        return cls(server, _union_of(server))

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the store at an address that `source` gave."""
        server = Server(url)
        return cls(server, _union_of(server))

    @classmethod
    def create(cls, path: Path, *, url: str) -> Self:
        """Return the store for writing, begun where the server has nothing of ours.

        Raises:
            LibraryError: The server does not answer, or does not offer the union of its graphs.
        """
        server = Server(url)
        if _change(server) is None:
            server.update(_commit(0))
        store = cls(server, _union_of(server))
        path.mkdir(parents=True, exist_ok=True)
        (path / MARK).write_text(server.url, encoding="utf-8")
        return store

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return _change(self._server) or 0

    @property
    def source(self) -> str:
        """Return the URL of the server, as the setting has it."""
        return self._server.given

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        found = self._server.query(f"SELECT DISTINCT ?g WHERE {{ {_OURS} }}", {})
        return tuple(sorted(str(row["g"].value) for row in found))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one named graph, or all, one graph in memory at a time."""
        for name in self.graphs() if graph is None else (graph,):
            node = ox.NamedNode(name)
            for triple in ox.parse(self._server.get(name), format=ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(triple.subject, triple.predicate, _as_written(triple.object), node)

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        """Return the rows of a SELECT over the union of all graphs."""
        found = self._server.query(_given(query, bindings or {}), self._union)
        if not isinstance(found, ox.QuerySolutions):
            raise InputError("这里只收 SELECT 查询", where="SPARQL", hint="改用 SELECT")
        names = [variable.value for variable in found.variables]
        return [{name: plain(row[name]) for name in names} for row in found]

    def ask(self, query: str, kind: type) -> Any:
        """Return what a query over the union of all graphs finds, as an Oxigraph result of the kind."""
        asked = self._server.triples if kind is ox.QueryTriples else self._server.query
        return asked(query, self._union)

    def count(self) -> int:
        """Return the number of quads."""
        (row,) = self._server.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {_OURS} }}", {})
        return int(row["n"].value)

    def close(self) -> None:
        """Release the connections."""
        self._server.close()

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in the place of the one with the same IRI; quads that cannot be read leave it as it is."""
        triples = _triples(quads)
        self._server.update(_holding(graph))
        self._server.put(graph, triples)

    def change_in(self, graph: str, gone: Iterable[ox.Quad], came: Iterable[ox.Quad]) -> None:
        """Take quads out of a named graph and put others in, in one request."""
        deeds = {verb: _triples(some).decode() for verb, some in (("DELETE", gone), ("INSERT", came))}
        parts = [f"{verb} DATA {{ GRAPH <{graph}> {{ {triples} }} }}" for verb, triples in deeds.items() if triples]
        self._server.update(" ; ".join([*parts, _holding(graph)]))

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads, a run of one graph at a time."""
        for graph, run in groupby(quads, key=_graph_of):
            self._server.update(_holding(graph))
            rest = iter(run)
            while some := list(islice(rest, _LOADED_AT_ONCE)):
                self._server.post(graph, _triples(some))

    def drop(self, graph: str) -> None:
        """Remove a named graph."""
        self._server.update(f"DROP SILENT GRAPH <{graph}>")

    def clear(self) -> None:
        """Remove every graph of ours."""
        # The change goes back first: a graph that is half removed is filled again by the next writer.
        self._server.update(_commit(0))
        graphs = iter(self.graphs())
        while some := list(islice(graphs, _DROPPED_AT_ONCE)):
            self._server.update(" ; ".join(f"DROP SILENT GRAPH <{graph}>" for graph in some))
        self._server.update(f"DROP SILENT GRAPH <{_STATE}> ; {_commit(0)}")

    def commit(self, change: int) -> None:
        """Write the number of the change that is whole now."""
        self._server.update(_commit(change))


def _union_of(server: Server) -> Mapping[str, str]:
    """Return the parameters with which a server answers over the union of its graphs: found out by asking."""
    for union in _UNIONS:
        if bool(server.query(f"ASK {{ <{_STATE}> <{_CHANGE}> ?n }}", union)):
            return union
    hint = "Fuseki 中设 tdb2:unionDefaultGraph true，Virtuoso 与 Oxigraph 服务器不用设"
    raise LibraryError("图谱服务器不把各文献的图合起来答", where=server.url, hint=hint)


def _results(content: bytes) -> Any:
    return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)


def _change(server: Server) -> int | None:
    found = list(server.query(f"SELECT ?n WHERE {{ GRAPH <{_STATE}> {{ <{_STATE}> <{_CHANGE}> ?n }} }}", {}))
    return max(int(row["n"].value) for row in found) if found else None


def _commit(change: int) -> str:
    old, new = (f"GRAPH <{_STATE}> {{ <{_STATE}> <{_CHANGE}> {number} }}" for number in ("?old", change))
    return f"DELETE WHERE {{ {old} }} ; INSERT DATA {{ {new} }}"


def _holding(graph: str) -> str:
    return f"INSERT DATA {{ GRAPH <{_STATE}> {{ <{_STATE}> <{_HOLDS}> <{graph}> }} }}"


def _triples(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def _given(query: str, bindings: Bindings) -> str:
    """Return a query in which some variables have one value: said at the beginning of every group that may use them."""
    values = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in bindings.items())
    return _GROUP.sub(lambda found: found[0] + values, query) if values else query


def _as_written(node: Any) -> Any:
    """Return a term as we write it: some servers keep numbers by value and give 12 back as 12.0."""
    if isinstance(node, ox.Literal) and node.datatype.value == f"{XSD}decimal":
        return decimal(node.value)
    return node


def _graph_of(quad: ox.Quad) -> str:
    """Return the IRI of a quad's named graph; the product writes to no other."""
    graph = quad.graph_name
    assert isinstance(graph, ox.NamedNode)
    return graph.value
