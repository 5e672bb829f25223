"""RDF serialisations in a stable order, streamed graph by graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg.iris import Iris
from kg.rdf import PREFIXES
from kg.stores.port import GraphStore


def ordered_quads(store: GraphStore) -> Iterator[ox.Quad]:
    """Return all quads, by graph and then as their lines sort: the same data gives the same order anywhere."""
    for graph in store.graphs():
        yield from sorted(store.quads(graph), key=str)


def ordered_triples(store: GraphStore) -> Iterator[ox.Triple]:
    """Return the union of all graphs without repetition: what is said of entities first, then document by document."""
    shared: set[ox.Triple] = set()
    for graph in store.graphs():
        shared.update(quad.triple for quad in store.quads(graph) if not _is_of(quad, graph))
    yield from sorted(shared, key=str)
    for graph in store.graphs():
        yield from (q.triple for q in sorted((q for q in store.quads(graph) if _is_of(q, graph)), key=str))


def _is_of(quad: ox.Quad, graph: str) -> bool:
    """Return whether a quad's subject belongs to its graph's document alone, so that no other graph can repeat it."""
    subject = str(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else ""
    return subject == graph or subject.startswith(f"{graph}/")


def write_turtle(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the union of all graphs as Turtle."""
    ox.serialize(ordered_triples(store), out, ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def write_ntriples(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the union of all graphs as N-Triples, a line a triple."""
    ox.serialize(ordered_triples(store), out, ox.RdfFormat.N_TRIPLES)


def write_rdfxml(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write the union of all graphs as RDF/XML."""
    ox.serialize(ordered_triples(store), out, ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def write_nquads(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write all quads as canonical N-Quads, by graph and line: equal data gives equal bytes."""
    ox.serialize(ordered_quads(store), out, ox.RdfFormat.N_QUADS)


def write_trig(store: GraphStore, out: IO[bytes], _iris: Iris) -> None:
    """Write all graphs as TriG."""
    ox.serialize(ordered_quads(store), out, ox.RdfFormat.TRIG, prefixes=PREFIXES)
