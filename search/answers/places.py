"""Where events and things are."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers.clauses import comma_clause
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.events import LEAST_MET, subjects, text_before, words_of
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question

_PLACED = lazy(
    r"(?:分别|先后)?(?:在|赴|到|前往|于|去)((?:[^，。；、在赴]{2,12}、)*[^，。；、在赴]{2,12}?)(?:等地)?(?:设置|设立|举办|召开|举行|培训|考察|调研|学习|开展|建|举|进行|参观|走访)"
)


# Where the writer is; no answer to where something is.
_HERE = frozenset(
    ["我市", "我省", "我县", "我区", "全市", "全省", "全县", "全区", "全国", "本市", "本省", "本县", "各县区", "各地"]
)


def _is_of_years(facts: Facts, statement: Statement, years: tuple[int, ...]) -> bool:
    """Return whether a statement is of one of the years: by itself, or where it gives none by the place it stands at."""
    line = facts.line_at(statement.start)
    if statement.year is not None or line is None:
        return not years or statement.year in years
    return speaks_of(facts, line, years)


def where(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return where something was held or stands; or a no."""
    for facts in knowledge.about(question):
        if found := _placed_in_text(facts, question):
            return found
    for facts in knowledge.about(question):
        for iri, name in subjects(facts, question):
            places = [s for s in facts.by_predicate("heldAt", "locatedIn") if s.subject_iri == iri]
            places = [s for s in places if _is_of_years(facts, s, question.years)]
            if places:
                return _places(facts, name, places)
    return no(f"库中文献没有“{question.topic}”的地点。", question.topic)


def _places(facts: Facts, name: str, places: Sequence[Statement]) -> Draft:
    spans = tuple(dict.fromkeys(sentence_span(facts, s.start, s.end) for s in places))
    named = {s.object: s for s in reversed(places)}
    items = tuple(
        Item(place, s.object_iri, facts.types.get(s.object_iri, ""), "", sentence_span(facts, s.start, s.end))
        for place, s in reversed(named.items())
    )
    text = f"{name}：{'、'.join(item.name for item in items)}。（{source_name(facts, places[0].start)}）"
    return Draft(text, name, spans, items, "entity_facts", {"entity": places[0].subject_iri})


def _placed_in_text(facts: Facts, question: Question) -> Draft | None:
    """Return the places that the sentence about all words of a question gives after 在 or 赴."""
    words = words_of(question)
    if not words:
        return None
    ranked = []
    for i, line in enumerate(facts.lines):
        if not speaks_of(facts, line, question.years):
            continue
        for hit in _PLACED.finditer(line.text):
            places = [place.strip() for place in hit[1].split("、")]
            if not all(_is_place(facts, line, place) for place in places):
                continue
            before = text_before(facts, i)
            met = coverage(words, ((line.folded, 1.0), (before, 0.8), (fold("".join(line.headings[-1:])), 0.8)))
            clause = comma_clause(line.text, hit.start())
            earlier = comma_clause(line.text, max(line.text.find(clause) - 2, 0))
            own = coverage(words, ((fold(clause), 1.0), (fold(earlier), 0.8)))
            if met >= LEAST_MET and own >= 0.35:
                ranked.append((own + met, -line.start, line, places))
    if not ranked:
        return None
    _, _, line, places = max(ranked, key=lambda item: item[:2])
    span = Span(facts.meta.id, line.start, line.end)
    text = f"{'、'.join(places)}。（{source_name(facts, line.start)}）"
    return Draft(
        text, question.topic, (span,), tuple(Item(place, "", "Place", "", span) for place in places), "mentions"
    )


def _is_place(facts: Facts, line: Line, place: str) -> bool:
    if place in _HERE:
        return False
    at = facts.document.text.find(place, line.start)
    kinds = {kind for start, end, _, _, kind in facts.mentions if start <= at and at + len(place) <= end}
    return bool(kinds & {"Place", "Organization"}) or place.endswith(("市", "县", "区", "大学", "省", "山", "镇", "村"))
