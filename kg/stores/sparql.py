"""A SPARQL 1.1 server behind the port: queries and updates by the Protocol, documents by the Graph Store Protocol.

Apache Jena Fuseki (http://host:3030/dataset), the Oxigraph server (http://host:7878) and others that keep to the standards.
Its addresses are in `sparql_server`.

Every document is replaced at once, but a reader may see some documents of a change before others: a server has one state,
not one for each reader. The number of the last change that is whole stands in the server, in a graph of its own, with the
names of our graphs: what else is on the server is neither counted nor removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox

from corpus.errors import InputError, LibraryError
from kg.rdf import decimal
from kg.stores.port import Bindings, Row
from kg.stores.sparql_server import Server
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
_LOADED_AT_ONCE, _DROPPED_AT_ONCE = 20_000, 200


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
            for triple in self._server.get(name):
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
