"""What a list of people leaves out: those whom 等10名 only counts, and those whom a question does not ask for (女同志)."""

from __future__ import annotations

from dataclasses import replace

from corpus.patterns import lazy
from search.answers.draft import Draft, no
from search.answers.knowledge import Knowledge
from search.questions.question import Question

_MORE = lazy(r"(?:同志)?等(?:\s?(?P<count>\d+)\s?(?P<unit>[名人位])|(?=获奖|当选|入选|获评))")
_GENDER = lazy(r"(?P<gender>[女男])(?:同志|性|士|的|$)|哪[几些]?位?(?:是)?(?P<bare>[女男])")


def told_of(knowledge: Knowledge, question: Question, draft: Draft) -> Draft:
    """Return a draft of people with only those asked for, and how many they are where the text names not all of them."""
    if hit := _GENDER.search(question.plain):
        return _of_gender(knowledge, question, draft, hit["gender"] or hit["bare"])
    last = draft.items[-1] if draft.items else None
    if last is None or last.span is None:
        return draft
    text = knowledge.facts(last.span.document).document.quote(last.span.start, last.span.end)
    more = _MORE.match(text, text.find(last.name) + len(last.name)) if last.name in text else None
    if more is None or (more["count"] and int(more["count"]) <= len(draft.items)):
        return draft
    told = draft.text.replace(last.name, f"{last.name}等{more['count'] or ''}{more['unit'] or ''}", 1)
    return replace(draft, text=told, is_partial=True)


def _of_gender(knowledge: Knowledge, question: Question, draft: Draft, gender: str) -> Draft:
    """Return those of a draft whom their row calls 女; a no where none is, or where only 男 is asked, which no row says."""
    kept = []
    for item in draft.items:
        if item.span is not None:
            text = knowledge.facts(item.span.document).document.quote(item.span.start, item.span.end)
            if f"{item.name}（{gender}" in text:
                kept.append(item)
    if not kept:
        return no(f"所引文字没有说明其中谁是{gender}性（“{question.topic}”）。", question.topic, draft.spans)
    spans = tuple(dict.fromkeys(item.span for item in kept if item.span))
    return replace(draft, text=f"{'、'.join(item.name for item in kept)}（{gender}）。", spans=spans, items=tuple(kept))
