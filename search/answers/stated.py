"""What statements say of a thing outright: kinds of questions that the table describes whole, without code of their own."""

from __future__ import annotations

from collections.abc import Iterator

from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Statement
from search.answers.knowledge import Knowledge
from search.questions.question import Question
from search.questions.tables import Intent


def answer(knowledge: Knowledge, question: Question, intent: Intent) -> Draft:
    """Return what the statements with an intent's predicate say of what a question names, in the intent's sentence; or a no."""
    named = {iri for link in question.links for iri in link.iris}
    for facts in knowledge.about(question):
        found = list(_distinct(facts, intent, named, question.years))
        if found:
            return _stated(facts, found, intent)
    return no(intent.missing.format(s=question.topic), question.topic)


def _distinct(facts: Facts, intent: Intent, named: set[str], years: tuple[int, ...]) -> Iterator[Statement]:
    """Yield the statements about what is named, one for each thing that they give."""
    seen = set()
    for s in facts.by_predicate(intent.predicate):
        known, given = (s.object_iri, s.subject) if intent.asks == "subject" else (s.subject_iri, s.object)
        if known in named and given not in seen and (not years or s.year is None or s.year in years):
            seen.add(given)
            yield s


def _stated(facts: Facts, found: list[Statement], intent: Intent) -> Draft:
    items = tuple(_item(s, intent, sentence_span(facts, s.start, s.end)) for s in found)
    listed = "、".join(item.name for item in items)
    names = {"s": listed, "o": found[0].object} if intent.asks == "subject" else {"s": found[0].subject, "o": listed}
    text = f"{intent.sentence.format(**names)}。（{source_name(facts, found[0].start)}）"
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    about = names["o" if intent.asks == "subject" else "s"]
    return Draft(text, about, spans, items, intent.query, {"property": intent.predicate})


def _item(s: Statement, intent: Intent, span: Span) -> Item:
    name, iri, other = (
        (s.subject, s.subject_iri, s.object) if intent.asks == "subject" else (s.object, s.object_iri, s.subject)
    )
    return Item(name, iri, "", other, span)
