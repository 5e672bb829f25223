"""The store in memory: an rdflib Dataset, kept as one N-Quads file where a folder is given. For small libraries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import ResultRow
from rdflib.term import Node

from corpus.errors import LibraryError
from kg.stores.port import Bindings, Row
from kg.stores.values import Plain, plain

QUADS, META = "graph.nq", "graph.json"


class MemoryStore:
    """An rdflib Dataset behind the port, for reading and writing. Another process sees what was committed."""

    def __init__(self, path: Path | None = None, change: int = 0) -> None:
        self._dataset = Dataset(default_union=True)
        self._path = path
        self._change = change

    @classmethod
    def open(cls, path: Path, *, change: int | None = None) -> Self:
        """Return the last committed state. Older ones are not kept: `change` is of no effect.

        Raises:
            LibraryError: Nothing was ever committed here.
        """
        if not (path / META).exists():
            raise LibraryError("图谱还没有建立", where=str(path), hint="运行 cetu rebuild")
        return cls.create(path)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Return the store in a folder, empty where there is none."""
        meta = path / META
        store = cls(path, json.loads(meta.read_text("utf-8"))["change"] if meta.exists() else 0)
        if (path / QUADS).exists():
            store.load(ox.parse(path=str(path / QUADS), format=ox.RdfFormat.N_QUADS))
        return store

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return self._change

    @property
    def source(self) -> str:
        """Return "": what is in memory is read by no other process."""
        return ""

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        named = (graph.identifier for graph in self._dataset.graphs() if len(graph))
        return tuple(sorted(str(name) for name in named if name != DATASET_DEFAULT_GRAPH_ID))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one named graph, or all."""
        if graph is None:
            found: Iterable[Any] = self._dataset.quads((None, None, None, None))
        else:
            found = ((*triple, URIRef(graph)) for triple in self._dataset.graph(URIRef(graph)))
        for subject, predicate, value, name in found:
            yield ox.Quad(_ox(subject), _ox(predicate), _ox(value), ox.NamedNode(str(name)))

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        """Return the rows of a SELECT over the union of all graphs."""
        result = self._dataset.query(query, initBindings={k: _rdflib(v) for k, v in (bindings or {}).items()})
        names = [str(name) for name in result.vars or ()]
        return [{name: _value(row, name) for name in names} for row in result if isinstance(row, ResultRow)]

    def count(self) -> int:
        """Return the number of quads."""
        return sum(len(graph) for graph in self._dataset.graphs())

    def close(self) -> None:
        """Release the store."""
        self._dataset.close()

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in the place of the one with the same IRI; quads that cannot be read leave it as it is."""
        fresh = list(quads)
        self.drop(graph)
        self.load(fresh)

    def change_in(self, graph: str, gone: Iterable[ox.Quad], came: Iterable[ox.Quad]) -> None:
        """Take quads out of a named graph and put others in."""
        held = self._dataset.graph(URIRef(graph))
        for quad in gone:
            held.remove(tuple(_rdflib(node) for node in quad.triple))
        self.load(came)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads."""
        rows = ((*(_rdflib(n) for n in quad.triple), self._dataset.graph(_rdflib(quad.graph_name))) for quad in quads)
        self._dataset.addN(rows)

    def drop(self, graph: str) -> None:
        """Remove a named graph."""
        self._dataset.remove_graph(URIRef(graph))

    def clear(self) -> None:
        """Remove everything."""
        self._dataset = Dataset(default_union=True)

    def commit(self, change: int) -> None:
        """Write the quads, sorted, where the store has a folder."""
        self._change = change
        if self._path is None:
            return
        self._path.mkdir(parents=True, exist_ok=True)
        draft = self._path / f"{QUADS}.draft"
        lines = sorted(f"{quad} .\n" for quad in self.quads())
        draft.write_text("".join(lines), encoding="utf-8")
        draft.replace(self._path / QUADS)
        (self._path / META).write_text(json.dumps({"change": change}), encoding="utf-8")


def _rdflib(node: Any) -> Any:
    if not isinstance(node, ox.Literal):
        return URIRef(node.value)
    if node.language:
        return RdfLiteral(node.value, lang=node.language)
    datatype = node.datatype.value
    # rdflib tells plain literals from xsd:string ones; RDF 1.1 and our data do not.
    return RdfLiteral(node.value, datatype=None if datatype.endswith("#string") else URIRef(datatype))


def _ox(node: Node) -> Any:
    if isinstance(node, RdfLiteral):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    return ox.NamedNode(str(node))


def _value(row: ResultRow, name: str) -> Plain:
    node = row.asdict().get(name)
    return None if node is None else plain(_ox(node))
