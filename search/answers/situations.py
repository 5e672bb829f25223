"""In which cases something follows (有下列情形之一的，不予发放……): asked for as 哪些情形, 什么情况下."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.consequences import conditions
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.over import heading_over
from search.answers.points import announced, told
from search.answers.support import telling
from search.questions.fold import fold
from search.questions.question import Question

_ASKED = lazy(
    r"(?:在|有)?(?:什么|哪些|哪种|哪几种|何种|啥|怎样的)(?:样的)?(?:情况|情形|条件)(?:之?下|时|的)?(?P<after>.*)$"
)
_AUXILIARIES = lazy(r"^(?:才|就|也|将|会|要|能|可以|可|应当?|应该|需要?|必须|被|算|属于|的)+|(?:的|呢|吗)+$")
_CASE = lazy(r"情形|情况|之一|条件")
_DENIED = lazy(r"不予|不得|不能|不可以?|不再|不(?!同|断|少)|禁止|严禁|无法|取消|停止|终止")
_WHICH = lazy(r"哪些(?P<rest>[一-鿿]{4,})$")
_MET = 0.72
_MOST = 3


def in_which_cases(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the cases in which something follows: the points under 下列情形之一, else the sentences that tell one."""
    hit = _ASKED.search(question.plain)
    if hit is None:
        return None
    subject, deed = question.plain[: hit.start()], _AUXILIARIES.sub("", hit["after"])
    if len(fold(deed)) < 2:
        return None
    for facts in knowledge.about(question):
        for some in announced(facts):
            lead = some.title
            if (
                _CASE.search(lead)
                and _follows(lead, deed)
                and _is_of(subject, f"{lead}|{some.around}|{facts.document.title}")
            ):
                return told(facts, some, question)
    for facts in knowledge.about(question):
        if found := list(_sentences(facts, subject, deed)):
            return _told_each(facts, found[:_MOST], question)
    return None


def led_by_noun(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the points of a lead that opens with what is asked for (下列单位实行计划用水：), where it says all of the question."""
    hit = _WHICH.search(question.plain)
    if hit is None:
        return None
    rest, words = hit["rest"], [word for word in telling(question) if word.text in question.plain[: hit.start()]]
    for facts in knowledge.about(question):
        for some in announced(facts):
            nouns = (rest[:size] for size in range(4, 1, -1))
            noun = next((noun for noun in nouns if f"下列{noun}" in some.title or f"以下{noun}" in some.title), "")
            deed = _AUXILIARIES.sub("", rest[len(noun) :])
            around = fold(f"{some.title}|{some.around}|{facts.document.title}")
            if (
                noun
                and len(deed) > 1
                and _follows(some.title, deed)
                and all(word_score(w, around) >= _MET for w in words)
            ):
                return told(facts, some, question)
    return None


def _follows(lead: str, deed: str) -> bool:
    """Return whether what follows in a lead is the deed: denied as the question denies it."""
    if bool(_DENIED.search(deed)) != bool(_DENIED.search(lead)):
        return False
    return _meets(_DENIED.sub("", deed), fold(lead))


def _meets(text: str, folded: str) -> bool:
    """Return whether a text has what is said, be it with a shorter verb (发补贴 for 发放补贴)."""
    from search.questions.question import Word

    forms = [text, text[1:]] if len(text) > 3 else [text]
    return any(word_score(Word(form, (), 1.0, (form,)), folded) >= _MET for form in forms)


def _is_of(subject: str, around: str) -> bool:
    bare = re.sub(r"^(?:如果|对于?)|(?:的|在|，)+$", "", subject.strip())
    return len(bare) < 2 or _meets(bare, fold(around))


def _sentences(facts: Facts, subject: str, deed: str) -> Iterator[Line]:
    """Yield the sentences that say of one case that the deed follows: 登记后未到岗的，视为放弃."""
    for at, line in enumerate(facts.lines):
        if line.kind == "heading" or "，" not in line.text:
            continue
        above = f"{line.text}|{heading_over(facts, at)}|{facts.document.title}"
        if any(_follows(follows, deed) for _, follows in conditions(line)) and _is_of(subject, above):
            yield line


def _told_each(facts: Facts, lines: list[Line], question: Question) -> Draft:
    spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines)
    items = tuple(Item(line.text.strip(), "", "", "", span) for line, span in zip(lines, spans, strict=True))
    text = f"{''.join(item.name for item in items)}（{source_name(facts, lines[0].start)}）"
    return Draft(text, question.topic, spans, items, "mentions", is_partial=True, is_met=True)
