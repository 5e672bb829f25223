"""How two things are related: by statements, as members of one whole, in one sentence; or only side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers import novel
from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage, word_score
from search.answers.wholes import wholes
from search.predicates import said
from search.questions.fold import fold
from search.questions.names import contracts
from search.questions.question import Question, Word

_FRAME = lazy(r"^(?:关系|联系|关联|得奖|获奖|奖|获|得|区别|之间|直接|什么)$")
_DEED = lazy(r"指导|支持|动员|推荐|组织|举办|联合|承办|开展")
# What explains a relation when both things are joined with it.
_JOINING = frozenset(["Program", "Event", "Award", "Slogan", "Platform", "Policy", "Person"])


def between(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what the documents say about how two things are related."""
    two = _two(question)
    if two is None or (len(question.years) > 1 and novel.is_about_all(question)):
        return None

    def by_issuer(facts: Facts, a: Word, b: Word) -> Draft | None:
        return _by_issuer(facts, a, b, knowledge, question)

    for strategy in (_siblings, _stated, _path, _together, by_issuer, _same_point):
        for facts in knowledge.about(question):
            if found := strategy(facts, *two):
                return found
    a, b = two
    unknown = [word.text for word in two if not _is_mentioned(knowledge, question, word)]
    if unknown:
        return no(f"库中文献没有提到“{'”“'.join(unknown)}”。", f"{a.text}、{b.text}")
    return no(f"文中分别提到两者，但没有说明“{a.text}”与“{b.text}”的关系。", f"{a.text}、{b.text}")


def _is_mentioned(knowledge: Knowledge, question: Question, word: Word) -> bool:
    return any(_meets(word, line) for facts in knowledge.about(question) for line in facts.lines)


def _two(question: Question) -> tuple[Word, Word] | None:
    words = [word for word in question.words if not _FRAME.match(word.text) and len(fold(word.text)) > 1]
    linked = [word for word in words if any(link.text == word.text for link in question.links)]
    rest = [word for word in words if word not in linked]
    chosen = (linked + rest)[:2]
    if len(chosen) < 2:
        return None
    a, b = sorted(chosen, key=lambda word: question.plain.find(word.text))
    return a, b


def _is(word: Word, name: str) -> bool:
    bare = re.sub(r"(?:计划|工程|行动|活动|项目)$", "", name)
    return any(contracts(fold(word.text), fold(form)) for form in (name, bare)) or _is_name(word, name)


def _siblings(facts: Facts, a: Word, b: Word) -> Draft | None:
    for whole in wholes(facts):
        one = next((m for m in whole.members if _is(a, m)), None)
        other = next((m for m in whole.members if _is(b, m) and m != one), None)
        if one and other:
            name = _whole_name(facts, whole.name, whole.span, (one, other))
            text = f"“{one}”与“{other}”并列，都是“{name}”的组成部分。（{source_name(facts, whole.span.start)}）"
            return Draft(
                text,
                f"{one}、{other}",
                (whole.span,),
                (Item(name, whole.iri, "", "共同的上位", whole.span),),
                "components",
            )
    return None


def _whole_name(facts: Facts, name: str, span: Span, members: tuple[str, str]) -> str:
    """Return the name of the whole; where the entry is about the members themselves, the thing in its text."""
    text = facts.document.text[span.start : span.end]
    if all(member in name for member in members) or any(fold(member) == fold(name) for member in members):
        for quoted in re.findall(r"“([^”]{3,20})”", text):
            if quoted not in members and quoted not in name:
                return str(quoted)
    return re.sub("[“”]", "", name)


def _stated(facts: Facts, a: Word, b: Word) -> Draft | None:
    for s in facts.statements:
        names = ((s.subject, s.object), (s.object, s.subject))
        if any(_is_name(a, x) and _is_name(b, y) for x, y in names):
            span = sentence_span(facts, s.start, s.end)
            text = said(s.predicate, s.subject, s.object)
            quote = facts.document.text[span.start : span.end].strip()
            answer = f"{text}：{quote}（{source_name(facts, s.start)}）"
            return Draft(
                answer, f"{a.text}、{b.text}", (span,), (Item(s.object, s.object_iri, "", s.predicate, span),), "links"
            )
    return None


def _path(facts: Facts, a: Word, b: Word) -> Draft | None:
    """Return two statements that lead from one thing to the other over a third.

    A place or a body joins too much to explain; so does that both have to do with the same thing.
    """
    firsts = [(s, x) for s in facts.statements for x in _other_ends(s, a)]
    for second in facts.statements:
        for middle in _other_ends(second, b):
            for first, reached in firsts:
                is_told = first is not second and {first.predicate, second.predicate} != {"relatesTo"}
                if reached == middle and is_told and facts.types.get(middle) in _JOINING:
                    return _told_path(facts, a, b, first, second)
    return None


def _other_ends(s: Statement, word: Word) -> Iterator[str]:
    """Yield what a statement joins a word with, as an entity."""
    if _is_name(word, s.subject) and s.object_iri:
        yield s.object_iri
    if _is_name(word, s.object):
        yield s.subject_iri


def _told_path(facts: Facts, a: Word, b: Word, first: Statement, second: Statement) -> Draft:
    spans = tuple(dict.fromkeys(sentence_span(facts, s.start, s.end) for s in (first, second)))
    told = "，".join(said(s.predicate, s.subject, s.object) for s in (first, second))
    items = tuple(
        Item(s.subject, s.subject_iri, "", s.object, sentence_span(facts, s.start, s.end)) for s in (first, second)
    )
    return Draft(f"{told}。（{source_name(facts, first.start)}）", f"{a.text}、{b.text}", spans, items, "links")


def _is_name(word: Word, name: str) -> bool:
    return any(fold(form) == fold(name) for form in (*word.names, word.text))


def _together(facts: Facts, a: Word, b: Word) -> Draft | None:
    lines = [line for line in facts.lines if _meets(a, line) and _meets(b, line)]
    return _quoted(facts, a, b, lines, "文中在同一句里提到两者") if lines else None


def _meets(word: Word, line: Line) -> bool:
    return word_score(word, line.folded) >= 0.9


def _by_issuer(facts: Facts, a: Word, b: Word, knowledge: Knowledge, question: Question) -> Draft | None:
    """The body that reports is the unnamed subject of its sentences: what it did about the other thing is the relation."""
    issuer = facts.document.issuer
    for body, other in ((a, b), (b, a)):
        known = {other.text for name in knowledge.names.exact(issuer) for other in knowledge.names.of(name.iri)}
        if not issuer or not any(fold(body.text) in fold(form) for form in {issuer, *known}):
            continue
        lines = [line for line in facts.lines if _meets(other, line) and line.point >= 0]
        if lines:
            said = [word for word in question.words if word is not body]
            lines.sort(key=lambda line: (-round(coverage(said, ((line.folded, 1.0),)), 1), not _DEED.search(line.text)))
            return _quoted(facts, a, b, lines[:3], f"{issuer}的工作中提到")
    return None


def _same_point(facts: Facts, a: Word, b: Word) -> Draft | None:
    for line in facts.lines:
        if not _meets(a, line) or line.point < 0:
            continue
        other = next((o for o in facts.lines if o.point == line.point and _meets(b, o)), None)
        if other is not None:
            heading = line.headings[-1] if line.headings else ""
            lead = f"两者在“{heading}”这一要点中并列提到，文中没有说明更多的关系"
            return _quoted(facts, a, b, sorted({line, other}, key=lambda x: x.start), lead)
    return None


def _quoted(facts: Facts, a: Word, b: Word, lines: list[Line], lead: str) -> Draft:
    spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines[:3])
    text = f"{lead}：{' '.join(line.text.strip() for line in lines[:2])}（{source_name(facts, lines[0].start)}）"
    return Draft(text, f"{a.text}、{b.text}", spans, (), "shared_sections")
