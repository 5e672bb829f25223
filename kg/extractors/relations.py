"""Finds the relations of a document, one finder a kind of cue; what several of them find counts once."""

from __future__ import annotations

from kg.extractors import (
    relations_deeds,
    relations_events,
    relations_honours,
    relations_names,
    relations_people,
    relations_topics,
)
from kg.extractors.statements import Scene, distinct
from kg.facts import Relation
from kg.reading import Reading

_FINDERS = (
    relations_people.find,
    relations_events.find,
    relations_honours.find,
    relations_deeds.find,
    relations_names.find,
    relations_topics.find,
)


def find(reading: Reading) -> tuple[Relation, ...]:
    """Return the relations that a document states, in order of the text."""
    scene = Scene(reading)
    known = {(relation.subject, relation.predicate, relation.object) for relation in reading.components}
    found = distinct(relation for finder in _FINDERS for relation in finder(scene))
    rows = [row for row in found if (row.subject, row.predicate, row.object) not in known]
    return tuple(sorted(rows, key=lambda row: (row.start, row.end, row.subject, row.predicate.value, row.object)))
