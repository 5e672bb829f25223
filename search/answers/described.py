"""What a question describes: by what is said of it, by whom it is for, by who runs it."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.surroundings import clause_around
from search.answers.times import speaks_of
from search.answers.topics import FRAME, LISTED, Candidate, broad, is_kind, is_wanted, list_of, related
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question

# The name of something is given only where nearly all that is said of it is met.
_NAMED = 0.76
# In which role somebody had a part in something: 承办 is not 参与.
_ROLE = lazy("[主承协]办|牵头")
_AWARD = lazy("奖|荣誉|称号|先进|优秀")


def named(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the one thing that a question describes and asks the name of; every word must be met."""
    words = [broad(word) for word in question.words if not FRAME.match(word.text) and not is_kind(word)]
    kinds = [word for word in question.kinds if "奖" not in word] or question.kinds  # 获奖项目 names no award
    types = {kind for word in kinds for kind in tables.kinds()[word].types}
    found: list[Candidate] = []
    for facts in knowledge.about(question) if words else ():
        for start, end, iri, name, kind in facts.mentions:
            line = facts.line_at(start)
            is_given = any(iri in link.iris for link in question.links)
            if line is None or is_given or kind not in types or not speaks_of(facts, line, question.years):
                continue
            clause = fold(clause_around(facts.document.text, line, start, end))
            names = "|".join(fold(other.text) for other in knowledge.names.of(iri))
            score = coverage(words, ((names, 1.0), (clause, 0.95), (line.folded, 0.85)))
            found.append(Candidate(iri, name, kind, score, 1, Span(facts.meta.id, line.start, line.end), facts))
    best = max((c.score for c in found), default=0.0)
    if best < _NAMED:
        return no(f"库中文献没有给出“{question.topic}”的名称。", question.topic)
    chosen = {c.iri: c for c in reversed(found) if c.score >= best - 0.02}
    return list_of(question, list(chosen.values())[::-1][:4])


def facet(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what is meant for a target group, or run by an organiser."""
    if re.search(r"(?:主办|承办|牵头|实施|组织|举办|发起|启动|推出|搞|办)(?:了|过|的)", question.plain) and (
        found := _run_by(knowledge, question)
    ):
        return found
    if found := _described(knowledge, question):
        return found
    return related(knowledge, question)


def _described(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the thing whose whole name a question gives as its description: 面向农户的培训行动 is 农户培训行动."""
    link = question.links[0] if len(question.links) == len(question.words) == 1 else None
    if link is None or "的" not in link.text or not link.types & set(LISTED):
        return None
    for facts in knowledge.about(question):
        for start, end, iri, name, kind in facts.mentions:
            if iri in link.iris:
                found = Candidate(iri, name, kind, 1.0, 1, sentence_span(facts, start, end), facts)
                return list_of(question, [found])
    return None


def _run_by(knowledge: Knowledge, question: Question) -> Draft | None:
    runners = {iri for link in question.links if "Organization" in link.types for iri in link.iris}
    if not runners:
        return None
    items: dict[str, Item] = {}
    first: Facts | None = None
    for facts in knowledge.about(question):
        for s in facts.by_predicate("runBy"):
            kind = facts.types.get(s.subject_iri, "")
            if s.object_iri in runners and is_wanted(question, s.subject, kind, facts, s.subject_iri):
                if kind == "Award" and not _AWARD.search(question.plain):
                    continue  # what is conferred is not run
                first = first or facts
                items.setdefault(
                    s.subject_iri, Item(s.subject, s.subject_iri, kind, "", sentence_span(facts, s.start, s.end))
                )
    if not items or first is None:
        return None
    items = _in_role(knowledge, items, question)
    spans = tuple(dict.fromkeys(item.span for item in items.values() if item.span))
    where = source_name(first, spans[0].start)
    text = f"{question.topic}实施的有{len(items)}项：{'、'.join(item.name for item in items.values())}。（{where}）"
    return Draft(text, question.topic, spans, tuple(items.values()), "statements")


def _in_role(knowledge: Knowledge, items: dict[str, Item], question: Question) -> dict[str, Item]:
    """Return what somebody did in the very role that a question names (承办), where sentences say so of any; else all."""
    hit = _ROLE.search(question.plain)
    said = {
        iri: item
        for iri, item in items.items()
        if hit
        and item.span
        and hit[0] in knowledge.facts(item.span.document).document.quote(item.span.start, item.span.end)
    }
    return said or items
