"""The terms of the ontology with their labels and definitions, as people look them up.

Source: `kg/ontology/policy.ttl`, in its order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from kg.iris import ONTOLOGY

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
# The kinds of terms by the class that the file gives them, in the order in which they are shown.
KINDS = {
    f"{_OWL}Class": "class",
    f"{_RDF}Property": "relation",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{_SKOS}ConceptScheme": "scheme",
    f"{_SKOS}Concept": "value",
}
_LINKS = {
    f"{_RDFS}subClassOf": "broader",
    f"{_RDFS}subPropertyOf": "broader",
    f"{_RDFS}domain": "domain",
    f"{_RDFS}range": "range",
    f"{_RDFS}seeAlso": "see_also",
    f"{_SKOS}inScheme": "scheme",
}


@dataclass(slots=True)
class Term:
    """A term of the vocabulary. `labels` and `definitions` by language; links as prefixed names, such as foaf:Person."""

    name: str
    kind: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    notation: str = ""

    def linked(self, link: str) -> list[str]:
        """Return what a term is linked to: "broader", "domain", "range", "see_also" or "scheme"."""
        return self.links.get(link, [])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole ontology: its titles, descriptions and version, its terms, and the prefixes of what it reuses."""

    titles: dict[str, str]
    descriptions: dict[str, str]
    version: str
    terms: tuple[Term, ...]
    prefixes: dict[str, str]

    def of_kind(self, kind: str) -> tuple[Term, ...]:
        """Return the terms of a kind: "class", "relation", "property", "scheme" or "value"."""
        return tuple(term for term in self.terms if term.kind == kind)


def source() -> bytes:
    """Return the ontology as it is written: Turtle in UTF-8."""
    return (files("kg") / "ontology" / "policy.ttl").read_bytes()


@cache
def vocabulary() -> Vocabulary:
    """Return the ontology, read once."""
    import pyoxigraph as ox

    parser = ox.parse(source(), ox.RdfFormat.TURTLE)
    own = ONTOLOGY.removesuffix("#")
    terms: dict[str, Term] = {}
    head: dict[str, dict[str, str]] = {}
    for triple in parser:
        subject, predicate = str(triple.subject.value), str(triple.predicate.value)
        if subject == own:
            if isinstance(triple.object, ox.Literal):
                head.setdefault(predicate.rsplit("/", 1)[-1], {})[triple.object.language or ""] = triple.object.value
            continue
        term = terms.setdefault(subject, Term(subject.removeprefix(ONTOLOGY)))
        _take(term, predicate, triple.object)
    prefixes = dict(parser.prefixes)
    for term in terms.values():
        term.links = {link: [_prefixed(iri, prefixes) for iri in iris] for link, iris in term.links.items()}
    version = next(iter(head.get("owl#versionInfo", {"": ""}).values()))
    return Vocabulary(head.get("title", {}), head.get("description", {}), version, tuple(terms.values()), prefixes)


def _take(term: Term, predicate: str, value: object) -> None:
    import pyoxigraph as ox

    if isinstance(value, ox.Literal):
        if predicate == f"{_RDFS}label":
            term.labels[value.language or ""] = value.value
        elif predicate == f"{_SKOS}definition":
            term.definitions[value.language or ""] = value.value
        elif predicate == f"{_SKOS}notation":
            term.notation = value.value
    elif isinstance(value, ox.NamedNode):
        if predicate == f"{_RDF}type":
            term.kind = term.kind or KINDS.get(value.value, "")
        elif link := _LINKS.get(predicate):
            term.links.setdefault(link, []).append(value.value)


def _prefixed(iri: str, prefixes: dict[str, str]) -> str:
    found = max(((name, base) for name, base in prefixes.items() if iri.startswith(base)), key=lambda p: len(p[1]))
    return f"{found[0]}:{iri.removeprefix(found[1])}"
