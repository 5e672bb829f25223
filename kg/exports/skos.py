"""The glossary and the slogans as a SKOS concept scheme that passes the integrity conditions of SKOS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg.iris import Iris
from kg.names import name_key
from kg.queries_table import load
from kg.rdf import PREFIXES, term, zh
from kg.stores.port import GraphStore, Row

_A = term("rdf:type")


def write(store: GraphStore, out: IO[bytes], iris: Iris) -> None:
    """Write the scheme as Turtle."""
    triples = sorted(set(_Scheme(store, iris).triples()), key=str)
    ox.serialize(triples, out, ox.RdfFormat.TURTLE, prefixes=PREFIXES)


class _Scheme:
    """Collects concepts. Labels are settled first: one preferred label, alternatives that differ from it (S13, S14)."""

    def __init__(self, store: GraphStore, iris: Iris) -> None:
        self.iris = iris
        self.scheme = ox.NamedNode(f"{iris.base}/id/scheme/glossary")
        self.definitions = store.select(load("glossary"))
        self.components = store.select(load("all_components"))
        self.labels: dict[str, str] = {str(r["entity"]): str(r["label"]) for r in store.select(load("entities"))}
        self.aliases: dict[str, list[str]] = {}
        for row in store.select(load("aliases")):
            self.aliases.setdefault(str(row["entity"]), []).append(str(row["alias"]))

    def triples(self) -> Iterator[ox.Triple]:
        yield ox.Triple(self.scheme, _A, term("skos:ConceptScheme"))
        yield ox.Triple(self.scheme, term("dcterms:title"), zh("策图词汇"))
        for row in self.definitions:
            yield from self._definition(row)
        slogans: dict[str, list[Row]] = {}
        for row in self.components:
            slogans.setdefault(str(row["entity"]), []).append(row)
        for iri, rows in slogans.items():
            yield from self._slogan(iri, rows)

    def _concept(self, iri: str, label: str) -> Iterator[ox.Triple]:
        node = ox.NamedNode(iri)
        preferred = self.labels.get(iri, label)
        yield ox.Triple(node, _A, term("skos:Concept"))
        yield ox.Triple(node, term("skos:inScheme"), self.scheme)
        yield ox.Triple(node, term("skos:prefLabel"), zh(preferred))
        for alias in self.aliases.get(iri, ()):
            if alias != preferred:
                yield ox.Triple(node, term("skos:altLabel"), zh(alias))

    def _definition(self, row: Row) -> Iterator[ox.Triple]:
        iri = str(row["entity"] or self.iris.entity("Concept", name_key(str(row["term"]))))
        node = ox.NamedNode(iri)
        yield from self._concept(iri, str(row["term"]))
        yield ox.Triple(node, term("skos:topConceptOf"), self.scheme)
        yield ox.Triple(node, term("skos:definition"), zh(str(row["text"])))
        yield ox.Triple(node, term("dcterms:source"), ox.NamedNode(str(row["document"])))

    def _slogan(self, iri: str, rows: list[Row]) -> Iterator[ox.Triple]:
        """Return a slogan with its members as an ordered collection beside it: no concept is a collection (S37)."""
        node = ox.NamedNode(iri)
        yield from self._concept(iri, str(rows[0]["label"]))
        # Rows come newest document first: that one's members are the collection.
        newest = [row for row in rows if row["document"] == rows[0]["document"]]
        members = list(dict.fromkeys(self._member(row) for row in newest))
        collection = ox.NamedNode(f"{iri}/members")
        yield ox.Triple(node, term("cetu:members"), collection)
        yield ox.Triple(collection, _A, term("skos:OrderedCollection"))
        yield ox.Triple(collection, term("skos:prefLabel"), zh(f"{self.labels.get(iri, rows[0]['label'])}的组成"))
        cells = [ox.NamedNode(f"{iri}/members/{i}") for i in range(1, len(members) + 1)] + [term("rdf:nil")]
        yield ox.Triple(collection, term("skos:memberList"), cells[0])
        for (member, label), cell, following in zip(members, cells, cells[1:], strict=False):
            yield from self._concept(member, label)
            yield ox.Triple(collection, term("skos:member"), ox.NamedNode(member))
            yield ox.Triple(cell, term("rdf:first"), ox.NamedNode(member))
            yield ox.Triple(cell, term("rdf:rest"), following)

    def _member(self, row: Row) -> tuple[str, str]:
        member, label = str(row["member"]), str(row["component"])
        return (member if member in self.labels else self.iris.entity("Concept", name_key(label)), label)
