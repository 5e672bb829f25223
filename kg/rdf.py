"""One document as RDF: a named graph of quads in which every statement has its evidence.

The vocabulary is `kg/ontology/policy.ttl`. Statements stand twice: as the plain triple that queries follow, and as an
rdf:Statement node with offsets, quote and extractor. There are no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from corpus.documents import Document
from kg.facts import EntityType, Extraction, GlossaryEntry, Indicator, Mention, Predicate, Relation
from kg.iris import ONTOLOGY
from kg.names import name_key
from kg.resolution import Assignment, Resolution

# What a document looks like as RDF; another value makes libraries build their graph anew.
VERSION = "2"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
BIBO = "http://purl.org/ontology/bibo/"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "http://schema.org/"
PROV = "http://www.w3.org/ns/prov#"

PREFIXES: dict[str, str] = {
    "bibo": BIBO,
    "cetu": ONTOLOGY,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "org": ORG,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

# The class that other vocabularies have for a type; every entity also is a cetu class of its type's name.
STANDARD_CLASSES: dict[EntityType, str] = {
    EntityType.PERSON: FOAF + "Person",
    EntityType.ORGANIZATION: ORG + "Organization",
    EntityType.PLACE: SCHEMA + "Place",
    EntityType.PROGRAM: SCHEMA + "Project",
    EntityType.EVENT: SCHEMA + "Event",
    EntityType.AWARD: SCHEMA + "Award",
    EntityType.SLOGAN: SKOS + "Concept",
    EntityType.POLICY: SCHEMA + "Legislation",
    EntityType.PLATFORM: SCHEMA + "Thing",
    EntityType.CONCEPT: SKOS + "Concept",
}

Value = ox.NamedNode | ox.Literal


def zh(text: str) -> ox.Literal:
    """Return a Chinese text as the graph holds names, titles and definitions."""
    return ox.Literal(text, language="zh")


def decimal(text: str) -> ox.Literal:
    """Return a number in the canonical form that every store gives back (4.70 as 4.7), or the text where it is none."""
    try:
        value = format(Decimal(text.replace(",", "")), "f")
    except InvalidOperation:
        return ox.Literal(text)
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return ox.Literal(value, datatype=ox.NamedNode(XSD + "decimal"))


def term(name: str) -> ox.NamedNode:
    """Return a term by prefixed name, as in "cetu:runBy"."""
    prefix, local = name.split(":", 1)
    return ox.NamedNode(PREFIXES[prefix] + local)


def quads(document: Document, extraction: Extraction, resolution: Resolution) -> Iterator[ox.Quad]:
    """Return the named graph of a document: its outline, entities, mentions, statements, indicators and definitions."""
    return iter(_Graph(document, extraction, resolution).build())


def renamed(
    document: Document, extraction: Extraction, resolution: Resolution, before: Mapping[str, Assignment]
) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return the quads that go and those that come where some entities of a document are something else than before.

    Only what names these entities is looked at, so the cost is theirs and not the document's.

    Args:
        document: The document, the same as before.
        extraction: What was extracted from it, the same as before.
        resolution: What its entities are now.
        before: What those were whose assignment has changed, by local id.
    """
    after = resolution.assignments[document.id]
    former = Resolution(resolution.iris, (), {document.id: {**after, **before}})
    # Two local entities may be one thing, now or then: what one of them no longer says the other may still say.
    touched = {found.iri for local, old in before.items() for found in (old, after[local])}
    only = frozenset(
        local
        for local, found in after.items()
        if found.iri in touched or former.assignment(document.id, local).iri in touched
    )
    old = set(_Graph(document, extraction, former, only).build())
    new = set(_Graph(document, extraction, resolution, only).build())
    return old - new, new - old


class _Graph:
    """Collects the quads of one document, in the order in which they are written.

    With `only` these are the quads that name some of its entities, by local id.
    """

    def __init__(
        self,
        document: Document,
        extraction: Extraction,
        resolution: Resolution,
        only: frozenset[str] | None = None,
    ) -> None:
        self.only = only
        self.document = document
        self.extraction = extraction
        self.resolution = resolution
        self.iri = resolution.iris.document(document.id)
        self.graph = ox.NamedNode(self.iri)
        self.out: dict[ox.Quad, None] = {}

    def build(self) -> dict[ox.Quad, None]:
        if self.only is None:
            self._add_document()
            self._add_outline()
        for entity in self.extraction.entities:
            if self._names(entity.id) and (found := self._kept(entity.id)):
                self._add_entity(found, (entity.name, *entity.aliases, *found.extra))
        for number, mention in enumerate(self.extraction.mentions, 1):
            if self._names(mention.entity):
                self._add_mention(mention, number)
        for number, relation in enumerate(self.extraction.relations, 1):
            if self._names(relation.subject, None if relation.is_literal else relation.object, relation.organization):
                self._add_statement(relation, number)
        for number, indicator in enumerate(self.extraction.indicators, 1):
            if self._names(indicator.subject_id):
                self._add_indicator(indicator, number)
        for number, entry in enumerate(self.extraction.glossary, 1):
            if self._names(entry.entity):
                self._add_definition(entry, number)
        return self.out

    def _names(self, *locals_: str | None) -> bool:
        return self.only is None or not self.only.isdisjoint(locals_)

    def _put(self, subject: str, predicate: str, value: Value | str | int | bool | None) -> None:
        """Add a quad. Text becomes a plain literal; None and empty text add nothing."""
        if value is None or value == "":
            return
        node = value if isinstance(value, ox.NamedNode | ox.Literal) else ox.Literal(value)
        self.out[ox.Quad(ox.NamedNode(subject), term(predicate), node, self.graph)] = None

    def _within(self, kind: str, key: str | int) -> str:
        return self.resolution.iris.within(self.document.id, kind, key)

    def _kept(self, local_id: str | None) -> Assignment | None:
        if local_id is None:
            return None
        found = self.resolution.assignment(self.document.id, local_id)
        return None if found.rejected else found

    def _add_span(self, subject: str, start: int, end: int) -> None:
        self._put(subject, "cetu:start", start)
        self._put(subject, "cetu:end", end)

    def _add_evidence(self, subject: str, start: int, end: int, extractor: str) -> None:
        self._add_span(subject, start, end)
        self._put(subject, "cetu:quote", self.document.quote(start, end))
        self._put(subject, "cetu:extractor", extractor)
        self._put(subject, "dcterms:isPartOf", self.graph)
        part = self.document.part_at(start)
        self._put(subject, "cetu:inPart", ox.NamedNode(self._within("part", part.index)) if part else None)

    def _add_document(self) -> None:
        document = self.document
        for name in ("cetu:Document", "bibo:Document"):
            self._put(self.iri, "rdf:type", term(name))
        self._put(self.iri, "dcterms:title", zh(document.title))
        self._put(self.iri, "dcterms:identifier", document.id)
        self._put(self.iri, "dcterms:issued", document.date)
        self._put(self.iri, "dcterms:publisher", document.issuer)
        self._put(self.iri, "bibo:number", document.doc_number)
        self._put(self.iri, "cetu:year", document.year)
        self._put(self.iri, "cetu:label", document.label)
        self._put(self.iri, "cetu:sourceName", document.source_name)
        self._put(self.iri, "cetu:extractorVersion", self.extraction.version)
        for recipient in document.recipients:
            self._put(self.iri, "cetu:recipient", recipient)

    def _add_outline(self) -> None:
        for part in self.document.parts:
            iri = self._within("part", part.index)
            self._put(iri, "rdf:type", term("cetu:Part"))
            self._put(iri, "dcterms:isPartOf", self.graph)
            self._put(iri, "cetu:kind", part.kind)
            self._put(iri, "dcterms:title", zh(part.title) if part.title else None)
            self._put(iri, "cetu:subtitle", part.subtitle)
            self._put(iri, "cetu:speakerName", part.speaker)
            self._put(iri, "cetu:post", part.post)
            self._put(iri, "dcterms:date", part.date)
            self._put(iri, "cetu:eventName", part.event)
            self._add_span(iri, part.start, part.end)
        for order, section in enumerate(self.document.sections, 1):
            iri = self._within("section", section.index)
            self._put(iri, "rdf:type", term("cetu:Section"))
            self._put(iri, "cetu:inPart", ox.NamedNode(self._within("part", section.part)))
            if section.parent is not None:
                self._put(iri, "cetu:parent", ox.NamedNode(self._within("section", section.parent)))
            self._put(iri, "cetu:level", section.level)
            self._put(iri, "cetu:sectionLabel", section.label)
            self._put(iri, "dcterms:title", zh(section.title) if section.title else None)
            self._put(iri, "cetu:order", order)
            self._add_span(iri, section.start, section.end)

    def _add_entity(self, found: Assignment, forms: tuple[str, ...]) -> None:
        kind = EntityType(found.type)
        self._put(found.iri, "rdf:type", term(f"cetu:{kind}"))
        self._put(found.iri, "rdf:type", ox.NamedNode(STANDARD_CLASSES[kind]))
        self._put(found.iri, "skos:prefLabel", zh(found.name))
        for form in (found.name, *forms):
            self._put(found.iri, "cetu:nameKey", name_key(form))
            if form != found.name:
                self._put(found.iri, "skos:altLabel", zh(form))

    def _add_mention(self, mention: Mention, number: int) -> None:
        if not (found := self._kept(mention.entity)):
            return
        iri = self._within("mention", f"{mention.start}-{mention.end}-{number}")
        self._put(iri, "rdf:type", term("cetu:Mention"))
        self._put(iri, "cetu:refersTo", ox.NamedNode(found.iri))
        self._add_span(iri, mention.start, mention.end)
        self._put(iri, "cetu:quote", self.document.quote(mention.start, mention.end))
        self._put(iri, "cetu:extractor", mention.extractor)
        sentence = self.document.sentence_at(mention.start)
        if sentence is not None:
            self._put(iri, "cetu:inPart", ox.NamedNode(self._within("part", sentence.part)))
            if sentence.section is not None:
                self._put(iri, "cetu:inSection", ox.NamedNode(self._within("section", sentence.section)))

    def _add_statement(self, relation: Relation, number: int) -> None:
        subject = self._kept(relation.subject)
        value = self._object(relation)
        if subject is None or value is None:
            return
        predicate = f"cetu:{relation.predicate}"
        self._put(subject.iri, predicate, value)
        iri = self._within("statement", number)
        self._put(iri, "rdf:type", term("rdf:Statement"))
        self._put(iri, "rdf:subject", ox.NamedNode(subject.iri))
        self._put(iri, "rdf:predicate", term(predicate))
        self._put(iri, "rdf:object", value)
        self._add_evidence(iri, relation.start, relation.end, relation.extractor)
        self._put(iri, "cetu:order", relation.order)
        self._put(iri, "cetu:year", relation.year)
        self._put(iri, "cetu:implicit", True if relation.implicit else None)
        body = self._kept(relation.organization)
        if body:
            self._put(iri, "cetu:organization", ox.NamedNode(body.iri))
        if relation.predicate is Predicate.HOLDS_POST:
            self._add_membership(iri, subject, body)

    def _add_membership(self, iri: str, person: Assignment, body: Assignment | None) -> None:
        """Let the statement of a post be an org:Membership as well, for those who read ORG."""
        self._put(iri, "rdf:type", term("org:Membership"))
        self._put(iri, "org:member", ox.NamedNode(person.iri))
        self._put(iri, "org:organization", ox.NamedNode(body.iri) if body else None)

    def _object(self, relation: Relation) -> Value | None:
        if relation.is_literal:
            return ox.Literal(relation.object) if relation.object else None
        found = self._kept(relation.object)
        return ox.NamedNode(found.iri) if found else None

    def _add_indicator(self, indicator: Indicator, number: int) -> None:
        iri = self._within("indicator", number)
        self._put(iri, "rdf:type", term("cetu:Indicator"))
        self._put(iri, "rdfs:label", zh(indicator.label))
        self._put(iri, "cetu:subjectText", indicator.subject)
        if about := self._kept(indicator.subject_id):
            self._put(iri, "cetu:about", ox.NamedNode(about.iri))
        self._put(iri, "cetu:value", decimal(indicator.value))
        self._put(iri, "cetu:unit", indicator.unit)
        self._put(iri, "cetu:comparator", indicator.comparator)
        self._put(iri, "cetu:year", indicator.year)
        self._put(iri, "cetu:since", indicator.since)
        self._put(iri, "cetu:status", indicator.status)
        self._put(iri, "cetu:scope", indicator.scope)
        self._add_evidence(iri, indicator.start, indicator.end, indicator.extractor)
        self._put(iri, "cetu:valueStart", indicator.value_start)
        self._put(iri, "cetu:valueEnd", indicator.value_end)

    def _add_definition(self, entry: GlossaryEntry, number: int) -> None:
        iri = self._within("definition", number)
        self._put(iri, "rdf:type", term("cetu:Definition"))
        if found := self._kept(entry.entity):
            self._put(iri, "cetu:defines", ox.NamedNode(found.iri))
            self._put(iri, "cetu:pinned", True if found.is_pinned else None)
        self._put(iri, "cetu:term", zh(entry.term))
        for alias in entry.aliases:
            self._put(iri, "cetu:termAlias", zh(alias))
        for form in (entry.term, *entry.aliases):
            self._put(iri, "cetu:nameKey", name_key(form))
        self._put(iri, "skos:definition", zh(entry.definition))
        self._put(iri, "cetu:componentList", "、".join(entry.components))
        self._add_evidence(iri, entry.start, entry.end, "glossary")
