"""Until when something holds or runs (使用期限至……止): asked for as 到什么时候, 期限, 何时到期."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.clauses import comma_clause, unnumbered
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.over import heading_over
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question

_ASKED = lazy(
    r"(?:到|至|截至|延续到|持续到)(?:什么时候|啥时候|何时|几时|哪(?:一)?[天年日]|哪个月|几月(?:几[号日])?)(?:为?止|结束|到期|截止)?$"
    r"|(?:使用|有效|租赁|服务|实施|执行|试点|申报|受理|公示|报名)期限?(?:是|为|到|至)?(?:什么时候|何时|多久|多长(?:时间)?|几年|多少[年天]|哪天|$)"
    r"|(?:什么时候|何时|哪(?:一)?[天年日])(?:到期|届满|期满|失效)$"
)
_DAY = r"(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:\d{1,2}[时:：]\d{0,2})?(?:年?底|年?末)?"
_UNTIL = lazy(
    rf"(?:(?:至|到|截至|截止到?|—|－|-)(?P<to>(?=\d){_DAY})(?=止|前|为止|以前|之前|[，。；、）)]|$)|(?P<by>(?=\d){_DAY})(?:为?止|前(?!后)|之前|以前|到期|届满))"
)
_SPAN = lazy(
    r"(?:有效期|期限|期)(?:限)?(?:应?为|是|暂定|不(?:得)?超过|最长|一般|设置|：|:)*(?P<span>(?:\d+|[一二三四五六七八九十]+)(?:个?(?:年|月|工作日|天|日|小时|周)))"
)
# What of a thing ends: its use, its validity.
_ASPECT = lazy(r"(?:使用|有效|租赁|服务|实施|执行|试点|申报|受理|公示|报名)(?:期|(?=时间))")
_FRAME = lazy(r"^(?:到|至|期限?|截止|止|到期|有效期?|使用期限?|时间|期满|届满)+$")
_MET = 0.75


def is_asked(question: Question) -> bool:
    """Return whether a question asks until when something holds."""
    return bool(_ASKED.search(question.plain))


def until(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return until when, or for how long, what a question names holds; None where no sentence says so.

    A date that only stands in the same sentence is no end of anything.
    """
    if not is_asked(question):
        return None
    for facts in knowledge.about(question):
        for at, line in enumerate(facts.lines):
            if line.kind == "heading" or not speaks_of(facts, line, question.years):
                continue
            for said, clause in _ends(line.text):
                if _is_about(facts, at, question, clause):
                    span = Span(facts.meta.id, line.start, line.end)
                    text = f"{unnumbered(line.text.strip()).removeprefix('答：').lstrip().rstrip('。；;')}。（{source_name(facts, line.start)}）"
                    return Draft(
                        text, question.topic, (span,), (Item(said, "", "", "", span),), "mentions", is_met=True
                    )
    return None


def not_said(question: Question) -> Draft:
    """Return the no of a library that does not say until when; no other date answers then."""
    return replace(no(f"文中没有说明“{question.topic}”到什么时候为止。", question.topic), is_final=True)


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """Yield each end of time with the clause that it stands in: (2031年3月1日, 茶园租期至2031年3月1日止)."""
    for hit in (*_UNTIL.finditer(text), *_SPAN.finditer(text)):
        said = next(filter(None, hit.groups()), "")
        if re.search(r"[年月日天周时]", said):
            yield said, comma_clause(text, hit.start(), hit.end())


def _is_about(facts: Facts, at: int, question: Question, clause: str) -> bool:
    """Return whether a clause says what ends there: what is asked for last stands in it, the rest in its sentence or above."""
    words = [word for word in question.words if len(fold(word.text)) > 1 and not _FRAME.search(word.text)]
    line = facts.lines[at]
    above = fold("".join(line.headings) + facts.document.title) + "|" + heading_over(facts, at)
    own, wide = fold(clause), f"{line.folded}|{above}"
    aspect = _ASPECT.search(question.plain)
    if aspect and fold(aspect[0]) not in own:
        return False
    if not aspect and (not words or word_score(words[-1], own) < _MET):
        return False
    return bool(words) and all(word_score(word, wide) >= _MET for word in words)
