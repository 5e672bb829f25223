"""All that one person received, over all papers: a single paper seldom tells the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers import receivers
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Link, Question

_AHEAD = lazy(r"首届|第[一二三四五六七八九十百\d]{1,4}届")
_EDITION = lazy(rf"(?:{_AHEAD.pattern})(?=[“《]?$)")
_GRADE = lazy(r"”?(?:[特一二三]等奖|[金银铜]奖)")
_LED = r"(?:牵头|主持|负责|领衔|带领|参与)(?:完成|研发|研制|实施|设计)?的(?P<work>.+)$"


def of_person(knowledge: Knowledge, question: Question, link: Link) -> Draft | None:
    """Return what papers say that a person received, each honour once; None where they tell of none."""
    person = next((name.text for name in link.names if name.type == "Person"), link.text)
    found: dict[str, tuple[str, Item]] = {}
    for facts in knowledge.about(question):
        for item in _in(facts, question, person, frozenset(link.iris)):
            if item.span is not None:
                found.setdefault(fold(item.name), (source_name(facts, item.span.start), item))
    # 青年科技奖 beside 第九届青年科技奖 is the same told shorter; 优秀教师 beside 全国优秀教师 is another.
    with_edition = {fold(_AHEAD.sub("", item.name)) for _, item in found.values() if _AHEAD.match(item.name)}
    kept = [key for key in found if key not in with_edition]
    if not kept:
        return None
    told = "；".join(_told(*found[key]) for key in kept)
    items = tuple(found[key][1] for key in kept)
    spans = tuple(dict.fromkeys(item.span for item in items if item.span))
    return Draft(f"{person}获得：{told}。", person, spans, items, "statements")


def _told(source: str, item: Item) -> str:
    return f"{item.name}{f'（{item.detail}）' if item.detail else ''}（{source}）"


def _in(facts: Facts, question: Question, person: str, iris: frozenset[str]) -> Iterator[Item]:
    """Yield the honours that one paper gives a person, as statements or in sentences that name both."""
    own = {iri for _, _, iri, name, kind in facts.mentions if kind == "Person" and (iri in iris or name == person)}
    for s in facts.by_predicate("received"):
        line = facts.line_at(s.start)
        if s.subject_iri in own and line is not None and speaks_of(facts, line, question.years):
            marks = (mark for mark in facts.mentions if mark[2] == s.object_iri and line.start <= mark[0] < line.end)
            mark = next(marks, None)
            name = _written(facts, mark[0], mark[1]) if mark else s.object
            yield Item(name, s.object_iri, "Award", "", Span(facts.meta.id, line.start, line.end))
    for line in facts.lines:
        if person not in line.text or not speaks_of(facts, line, question.years):
            continue
        for start, end, iri, _, kind in facts.mentions:
            if kind != "Award" or not line.start <= start < line.end:
                continue
            for name in receivers.named_in(line.text, [(start - line.start, end - line.start)]):
                led = re.match(re.escape(person) + _LED, name)
                if led or name.endswith(person):
                    detail = f"{name.removeprefix(person).removesuffix(led['work'])}“{led['work']}”" if led else ""
                    span = Span(facts.meta.id, line.start, line.end)
                    yield Item(_written(facts, start, end), iri, "Award", detail, span)


def _written(facts: Facts, start: int, end: int) -> str:
    """Return an honour with the edition before it and the grade behind it."""
    text = facts.document.text
    edition = _EDITION.search(text[max(0, start - 8) : start])
    grade = _GRADE.match(text, end)
    written = f"{edition[0] if edition else ''}{text[start:end]}{grade[0] if grade else ''}"
    return re.sub("[“”]", "", written)
