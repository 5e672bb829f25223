"""Dates that stand in the clause of a deed, where heading, title and the sentence before say what it is done to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.patterns import lazy
from search.answers import paired, support
from search.answers.clauses import comma_clause
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.matching import word_score
from search.answers.over import heading_over
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question

_DATE = lazy(
    r"(?:每年|当年|次年)?(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?(?:[（(]星期[一二三四五六日][）)])?(?:底|初|中旬|上旬|下旬)?(?:前|以前|之前|起|至\d{1,2}(?:月\d{1,2})?日)?"
    r"|(?:19|20)\d\d年(?:底|初)?(?:前|起)?"
)
_WHEN = lazy(
    r"(?:应当?|需要?|必须|最迟|最晚|[要会将在到从])*(?:什么时候|啥时候|什么时间|何时|哪(?:一)?[天年日]|哪个?月|几月几[号日]|几月份?|几[号日])(?:之?前|以前|起|开始|就)?"
)
_AUXILIARIES = lazy(r"^(?:应当?|需要?|必须|[要会能将前才就])+")
_MET = 0.75
# A deed stands so close to its date.
_NEAR = 16


def dated_beside(documents: Iterable[Facts], question: Question) -> Draft | None:
    """Return the date beside the deed that a question asks the time of (何时完成); None where the two do not meet."""
    hit = _WHEN.search(question.plain)
    if hit is None:
        return None
    deed = _AUXILIARIES.sub("", question.plain[hit.end() :]).removesuffix("的").removesuffix("了")[:2]
    if len(deed) < 2:
        return None
    words = [word for word in question.words if len(fold(word.text)) > 1 and word.text != deed]
    for facts in documents:
        for i, line in enumerate(facts.lines):
            # Of dates around 分别 each is of one thing only.
            date = None if "分别" in line.text and paired.dates(line.text) else _beside(line.text, deed)
            if date is None or not speaks_of(facts, line, question.years):
                continue
            own_clause = comma_clause(line.text, line.text.find(date))
            if any(support.is_of_other_edition(question, text) for text in (line.text, own_clause)):
                continue
            before = facts.lines[i - 1].folded if i and facts.lines[i - 1].point == line.point else ""
            own = f"{line.folded}|{heading_over(facts, i)}|{before if line.kind == 'sentence' else ''}"
            wide = f"{own}|{fold(facts.document.title)}"
            met = [word_score(word, own if word is words[0] else wide) >= _MET for word in words]
            if words and all(met):
                span = Span(facts.meta.id, line.start, line.end)
                text = f"{date}：{line.text.strip().rstrip('。')}。（{source_name(facts, line.start)}）"
                return Draft(text, question.topic, (span,), (Item(date, "", "", "", span),), "mentions")
    return None


def _beside(text: str, deed: str) -> str | None:
    """Return the date that stands right before a deed, or in its clause."""
    for hit in _DATE.finditer(text):
        rest = text[hit.end() : hit.end() + _NEAR]
        clause = re.split(r"[。；]", rest)[0]
        if deed in clause:
            return hit[0]
    return None
