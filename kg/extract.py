"""From a document to all that it says: the one entry point of extraction, and the order of its finders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.documents import Document
from kg.extractors import (
    abbreviations,
    components,
    conferrals,
    definitions,
    formulations,
    glossary,
    headed,
    honours,
    indicators,
    linking,
    listed,
    meetings,
    organisations,
    people,
    places,
    quoted,
    relations,
    rosters,
    series,
    terms,
    topics,
)
from kg.extractors.atoms import atoms
from kg.facts import EntityType, Extraction, GlossaryEntry, Remark
from kg.reading import Proposal, Reading

VERSION = "9"
# Finders that read the atoms of a document; each yields proposals, linking decides between them.
_FINDERS = (
    terms.find,
    quoted.find,
    headed.find,
    meetings.find,
    honours.find,
    conferrals.find,
    rosters.find,
    people.find,
    organisations.find,
    places.find,
    series.find,
    formulations.find,
)


# What comes round again: a name with the edition in front is the same thing that year.
_IN_EDITIONS = frozenset({EntityType.EVENT, EntityType.AWARD})
_EDITION = re.compile(r"(?:首届|第[一二三四五六七八九十百\d]+届|(?:19|20)\d\d年度?)$")


def extract(document: Document) -> Extraction:
    """Return everything found in one document: a pure function of the document and `VERSION`."""
    reading, remarks = read(document)
    is_list = listed.is_list(document)  # what a list says beyond its columns is no statement of anybody
    return Extraction(
        document=document.id,
        version=VERSION,
        entities=reading.entities,
        mentions=reading.mentions,
        relations=reading.components if is_list else (*reading.components, *relations.find(reading)),
        indicators=() if is_list else indicators.find(reading),
        glossary=reading.glossary,
        remarks=remarks,
    )


def read(document: Document) -> tuple[Reading, tuple[Remark, ...]]:
    """Return the document with its glossary, entities and mentions, and what a person should look at."""
    if listed.is_list(document):
        return _stated(listed.read(document))
    entries = (*glossary.find(document), *definitions.find(document))
    here = places.home(document)
    home = (here.name, here.short) if here is not None else ()
    entities, mentions = linking.link(abbreviations.aliased(document, _proposals(document, entries)), entries, home)
    reading = Reading(document, entities, mentions, entries)
    return _stated(replace(reading, glossary=components.linked(reading)))


def _stated(reading: Reading) -> tuple[Reading, tuple[Remark, ...]]:
    """Return a reading with the members that its entries list, and the remarks on their count."""
    found, remarks = components.find(reading)
    return replace(reading, components=found), remarks


def _proposals(document: Document, entries: tuple[GlossaryEntry, ...]) -> Iterator[Proposal]:
    pieces = atoms(document.text)
    for finder in _FINDERS:
        for proposal in finder(document, pieces):
            yield _named(document, proposal)
    for proposal in topics.find(document):
        yield _named(document, proposal)
    for proposal in glossary.proposals(document, entries):
        yield _named(document, proposal)


def _named(document: Document, proposal: Proposal) -> Proposal:
    """Return a proposal with its name; marks that hold nothing but the name are not part of the span."""
    start, end = proposal.start, proposal.end
    surface = document.text[start:end]
    name = proposal.name or surface
    if end - start > 2 and surface[0] in "“《" and surface.find("”" if surface[0] == "“" else "》") == end - start - 1:
        start, end = start + 1, end - 1
        name = name[1:-1] if name == surface and surface[0] == "“" else name
    aliases = proposal.aliases
    if proposal.type in _IN_EDITIONS and (edition := _EDITION.search(document.text, max(start - 8, 0), start)):
        aliases = (*aliases, edition[0] + name)
    return replace(proposal, start=start, end=end, name=name, aliases=aliases)
