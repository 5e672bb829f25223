"""The annotation export: one plain object per document, the same shape that hand-made annotations have."""

from dataclasses import asdict
from typing import Any

from corpus.documents import Document
from kg.facts import Extraction, GlossaryEntry, Indicator, Relation


def annotations(document: Document, extraction: Extraction) -> dict[str, Any]:
    """Return document, outline, entities, relations, indicators and glossary with evidence as exact quotes."""
    return {
        "document": _document(document),
        "outline": _outline(document),
        "entities": [
            {"id": e.id, "type": e.type.value, "name": e.name, "aliases": list(e.aliases)} for e in extraction.entities
        ],
        "relations": [_relation(document, relation) for relation in extraction.relations],
        "indicators": [_indicator(document, indicator) for indicator in extraction.indicators],
        "glossary": [_entry(entry) for entry in extraction.glossary],
    }


def _entry(entry: GlossaryEntry) -> dict[str, Any]:
    """Return an entry of the glossary; `within` names the entry in whose definition it is explained in passing."""
    row: dict[str, Any] = {
        "term": entry.term,
        "aliases": list(entry.aliases),
        "definition": entry.definition,
        "components": list(entry.components),
    }
    return row | ({"within": entry.within} if entry.within else {})


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.doc_number or document.id,
        "title": document.title,
        "doc_number": document.doc_number,
        "issuer": document.issuer,
        "date": document.date,
        "marks": asdict(document.marks),
        "parts": [
            {
                "kind": part.kind,
                "title": part.title,
                "subtitle": part.subtitle,
                "speaker": part.speaker,
                "date": part.date,
                "event": part.event,
            }
            for part in document.parts
        ],
    }


def _outline(document: Document) -> list[dict[str, Any]]:
    kinds = {part.index: part.kind for part in document.parts}
    return [
        {"level": s.level, "label": s.label, "title": s.title, "part": kinds.get(s.part, "text")}
        for s in document.sections
    ]


def _relation(document: Document, relation: Relation) -> dict[str, Any]:
    evidence = document.quote(relation.start, relation.end)
    row: dict[str, Any] = {
        "s": relation.subject,
        "p": relation.predicate.value,
        "o": relation.object,
        "evidence": evidence,
    }
    extras = {"order": relation.order, "year": relation.year, "organization": relation.organization}
    row.update({key: value for key, value in extras.items() if value is not None})
    return row


def _indicator(document: Document, indicator: Indicator) -> dict[str, Any]:
    return {
        "label": indicator.label,
        "subject": indicator.subject,
        "value": _number(indicator.value),
        "unit": indicator.unit,
        "comparator": indicator.comparator,
        "year": indicator.period,
        "status": indicator.status,
        "scope": indicator.scope,
        "evidence": document.quote(indicator.start, indicator.end),
    }


def _number(value: str) -> int | float | str:
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number
