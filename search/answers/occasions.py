"""Under which theme something was held, and who runs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers import support
from search.answers.clauses import comma_clause
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.events import LEAST_MET, subjects, text_before, words_of
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.answers.times import speaks_of, year_of
from search.questions.fold import fold
from search.questions.question import Question

# Deeds that running something is not: the sentence must name them.
_SPECIAL = lazy(r"批准|设立|颁发|联合|协办")


_THEME = lazy(r"(?:围绕|以|紧扣|突出)?(?:“([^”]{4,40})”(?:为|的)?主题|主题(?:为|是|：)“?([^”，。]{4,40}))")


_RUNNERS = lazy(
    r"(?:由|联合|会同)([^，。；]{2,30}?)(?:设立|颁发|协办|主办|承办|举办|批准|实施|牵头|共同|组织|成功承办|发起)"
)


def theme(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the theme under which something was held; or a no."""
    words = words_of(question)
    best: tuple[float, Facts, Line, str] | None = None
    for facts in knowledge.about(question):
        for i, line in enumerate(facts.lines):
            for hit in _THEME.finditer(line.text):
                if question.years and year_of(facts, line) not in (None, *question.years):
                    continue
                heading = fold("".join(line.headings[-1:]))
                met = (
                    coverage(words, ((line.folded, 1.0), (text_before(facts, i), 0.9), (heading, 0.9)))
                    if words
                    else 0.0
                )
                if met >= LEAST_MET - 0.05 and (best is None or met > best[0]):
                    best = (met, facts, line, hit[1] or hit[2])
    if best is None:
        return no(f"库中文献没有“{question.topic}”的主题。", question.topic)
    _, facts, line, found = best
    span = Span(facts.meta.id, line.start, line.end)
    text = f"主题是“{found}”。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(found, "", "", "", span),), "mentions")


# Who hosts is asked for by these verbs, which carrying out is not.
_HOSTING = lazy("主办|承办")
_HOSTS = {
    "主办": lazy(r"由(?P<who>[^，。；]{2,60}?)(?:共同|联合|牵头)*主办"),
    "承办": lazy(r"(?:由|主办，)(?:由)?(?P<who>[^，。；]{2,60}?)(?:共同|联合|具体|牵头)*承办"),
}


def _hosted(knowledge: Knowledge, question: Question, verb: str) -> Draft | None:
    """Return who hosts something by the verb that is asked for: 大会由市政府主办, with its name there or just before."""
    words = [word for word in words_of(question) if verb not in word.text]
    for facts in knowledge.about(question) if words else ():
        for i, line in enumerate(facts.lines):
            hit = _HOSTS[verb].search(line.text)
            around = (fold("".join(line.headings[-1:])), text_before(facts, i))
            if hit is None or not speaks_of(facts, line, question.years):
                continue
            if support.is_of_other_edition(question, line.text + around[1]):
                continue
            if coverage(words, ((line.folded, 1.0), (around[0], 0.9), (around[1], 0.9))) < LEAST_MET:
                continue
            span = Span(facts.meta.id, line.start, line.end)
            names = re.split(r"、|(?<=.[会局委府院])[和与及](?=[市省县区])", hit["who"])
            items = tuple(Item(name, "", "Organization", "", span) for name in names)
            text = f"由{'、'.join(names)}{verb}。（{source_name(facts, line.start)}）"
            return Draft(text, question.topic, (span,), items, "mentions")
    return None


def run_by(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return who runs something; or a no."""
    if _SPECIAL.search(question.plain):
        for facts in knowledge.about(question):
            if run_in_text := _run_in_text(facts, question):
                return run_in_text
        return no(f"库中文献没有说明“{question.topic}”由谁{_SPECIAL.findall(question.plain)[0]}。", question.topic)
    hosting = _HOSTING.search(question.plain)
    if hosting and (hosted := _hosted(knowledge, question, hosting[0])):
        return hosted
    for facts in knowledge.about(question):
        for iri, name in subjects(facts, question):
            found = [s for s in facts.by_predicate("runBy") if s.subject_iri == iri]
            if hosting:
                found = [s for s in found if hosting[0] in _sentence(facts, s)]
                found = [s for s in found if not support.is_of_other_edition(question, _sentence(facts, s))]
            found = [s for s in found if not s.is_implicit] or found
            if found:
                return _runners(facts, name, found, hosting[0] if hosting else "实施")
    for facts in knowledge.about(question):
        if run_in_text := _run_in_text(facts, question):
            return run_in_text
    verb = hosting[0] if hosting else "实施"
    return no(f"库中文献没有说明“{question.topic}”由谁{verb}。", question.topic)


def _sentence(facts: Facts, statement: Statement) -> str:
    line = facts.line_at(statement.start)
    return line.text if line else ""


def _runners(facts: Facts, name: str, found: Sequence[Statement], verb: str) -> Draft:
    named = {s.object: s for s in reversed(found)}
    spans = tuple(dict.fromkeys(sentence_span(facts, s.start, s.end) for s in found))
    items = tuple(
        Item(s.object, s.object_iri, "Organization", "", sentence_span(facts, s.start, s.end))
        for s in reversed(named.values())
    )
    text = f"{name}由{'、'.join(item.name for item in items)}{verb}。（{source_name(facts, found[0].start)}）"
    return Draft(text, name, spans, items, "entity_facts", {"entity": found[0].subject_iri})


def _run_in_text(facts: Facts, question: Question) -> Draft | None:
    words = [word for word in words_of(question) if not re.search(r"主办|承办|举办|批准|实施|牵头|发起", word.text)]
    if not words:
        return None
    for line in facts.lines:
        for hit in _RUNNERS.finditer(line.text):
            near = fold(comma_clause(line.text, hit.end()))
            if coverage(words, ((near, 1.0), (line.folded, 0.9))) >= LEAST_MET:
                span = Span(facts.meta.id, line.start, line.end)
                special = _SPECIAL.search(question.plain) or _HOSTING.search(question.plain)
                if special and special[0] not in hit[0]:
                    continue
                names = re.split(r"、|和", re.sub(r"(?:成功|共同|牵头|精心|联合)+$", "", hit[1]))
                items = tuple(Item(name, "", "Organization", "", span) for name in names)
                text = f"{'、'.join(names)}。（{source_name(facts, line.start)}）"
                return Draft(text, question.topic, (span,), items, "mentions")
    return None
