"""Which year an edition means: 首届云河大会 was held in the year that the documents give for it."""

from __future__ import annotations

from dataclasses import replace

from corpus.patterns import lazy
from search.answers.knowledge import Knowledge
from search.questions.fold import fold
from search.questions.question import Question

_EDITION = lazy(r"首届|第[一二三四五六七八九十百\d]+届")


def dated(knowledge: Knowledge, question: Question) -> Question:
    """Return a question that names an edition with the year of that edition; others as they are."""
    hit = _EDITION.search(question.plain)
    if hit is None or question.years:
        return question
    named = {iri for link in question.links for iri in link.iris}
    texts = {fold(name) for word in question.words for name in (word.text, *word.names)}
    for facts in knowledge.about(question):
        for s in facts.by_predicate("edition"):
            is_meant = s.subject_iri in named or fold(s.subject) in texts
            if is_meant and s.year is not None and fold(s.object) == fold(hit[0]):
                return replace(question, years=(s.year,))
    return question
