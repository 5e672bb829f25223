"""What a statement says of a thing outright: what it is based on, whom it is meant for."""

from __future__ import annotations

from collections.abc import Iterator

from search.answers.draft import Draft, Item, no, sentence_span, source_name
from search.answers.knowledge import Facts, Knowledge, Statement
from search.questions.question import Question


def basis(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what something is based on; or a no."""
    return _object_of(knowledge, question, "basedOn", "{s}的依据是{o}") or no(
        f"库中文献没有说明“{question.topic}”的依据。", question.topic
    )


def audience(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return whom something is meant for; or a no."""
    return _object_of(knowledge, question, "targets", "{s}面向{o}") or no(
        f"库中文献没有说明“{question.topic}”面向谁。", question.topic
    )


def _object_of(knowledge: Knowledge, question: Question, predicate: str, sentence: str) -> Draft | None:
    named = {iri for link in question.links for iri in link.iris}
    for facts in knowledge.about(question):
        found = list(_distinct(facts, predicate, named))
        if found:
            return _stated(facts, found, sentence)
    return None


def _distinct(facts: Facts, predicate: str, subjects: set[str]) -> Iterator[Statement]:
    seen = set()
    for s in facts.by_predicate(predicate):
        if s.subject_iri in subjects and s.object not in seen:
            seen.add(s.object)
            yield s


def _stated(facts: Facts, found: list[Statement], sentence: str) -> Draft:
    items = tuple(Item(s.object, s.object_iri, "", s.subject, sentence_span(facts, s.start, s.end)) for s in found)
    objects = "、".join(item.name for item in items)
    text = f"{sentence.format(s=found[0].subject, o=objects)}。（{source_name(facts, found[0].start)}）"
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    return Draft(text, found[0].subject, spans, items, "statements", {"property": found[0].predicate})
