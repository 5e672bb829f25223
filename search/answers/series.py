"""Which one in its series an event is."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.events import LEAST_MET, subjects, words_of
from search.answers.facts import Facts, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question


def edition(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return which one in its series something is; or a no."""
    for facts in knowledge.about(question):
        for iri, name in subjects(facts, question):
            found = [s for s in facts.by_predicate("edition") if s.subject_iri == iri]
            if question.years:
                found = [s for s in found if s.year in question.years] or ([] if any(s.year for s in found) else found)
            if found:
                return _editions(facts, name, found)
    for facts in knowledge.about(question):
        if found_in_text := _edition_in_text(facts, question):
            return found_in_text
    return no(f"库中文献没有“{question.topic}”的届次。", question.topic)


def _editions(facts: Facts, name: str, found: Sequence[Statement]) -> Draft:
    # A sentence tells more than the title that names the same edition.
    found = sorted(found, key=lambda s: (_kind_at(facts, s.start) == "sentence", -s.start))
    distinct = {(s.object, s.year): s for s in found}
    parts = [
        f"{f'{s.year}年' if s.year else ''}{s.object}" for s in sorted(distinct.values(), key=lambda s: s.year or 0)
    ]
    spans = tuple(dict.fromkeys(sentence_span(facts, s.start, s.end) for s in distinct.values()))
    items = tuple(
        Item(s.object, "", "", f"{s.year}年" if s.year else "", sentence_span(facts, s.start, s.end))
        for s in distinct.values()
    )
    text = f"{name}：{'，'.join(parts)}。（{source_name(facts, found[0].start)}）"
    return Draft(text, name, spans, items, "entity_facts", {"entity": found[0].subject_iri})


def _kind_at(facts: Facts, offset: int) -> str:
    line = facts.line_at(offset)
    return line.kind if line else ""


_EDITION = lazy(
    r"(首届|第[\d一二三四五六七八九十百]+届[^，。；、“]{0,8}(?:第[\d一二三四五六七八九十]+次[^，。；、]{0,14})?|[\d一二三四五六七八九十]+届[\d一二三四五六七八九十]+次)"
)


def _edition_in_text(facts: Facts, question: Question) -> Draft | None:
    words = words_of(question)
    if not words:
        return None
    for line in facts.lines:
        if not speaks_of(facts, line, question.years):
            continue
        for hit in _EDITION.finditer(line.text):
            around = fold(line.text[max(0, hit.start() - 12) : hit.end() + 24])
            if coverage(words, ((around, 1.0),)) >= LEAST_MET:
                span = Span(facts.meta.id, line.start, line.end)
                text = f"{hit[0]}：{line.text.rstrip('。')}。（{source_name(facts, line.start)}）"
                return Draft(text, question.topic, (span,), (Item(hit[0], "", "", "", span),), "mentions")
    return None
