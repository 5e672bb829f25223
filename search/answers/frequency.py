"""How often something is held or done (每季度召开一次): asked for as 多久一次, 每月几次."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.clauses import comma_start, unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.over import heading_over
from search.answers.support import telling
from search.questions.fold import fold
from search.questions.question import Question, Word

_PERIOD = r"(?:半个?|[一两三四五六七八九十\d]+个?)?(?:学年|年度?|季度?|月份?|周|星期|日|天|学期|旬|届|任)"
_ASKED = lazy(
    rf"(?:(?P<period>每{_PERIOD}|一(?:年|个?月|个?季度|周)).{{0,12}}?(?:几|多少)(?:次|回|场|遍|期)|(?:每?隔?多久|多长时间|几年|几个月|几天).{{0,8}}?一(?:次|回|场|遍|期)|(?:频率|频次))"
)
_SAID = lazy(
    rf"(?P<period>(?:每|一)(?={_PERIOD}){_PERIOD})[^，。；]{{0,30}}?(?P<times>(?:\d+|[一两二三四五六七八九十]+)(?:次|回|场|遍|期)(?:以上|左右)?)"
)
_SAID_BEFORE = lazy(rf"(?P<times>(?:\d+|[一两二三四五六七八九十]+)(?:次|回|场|遍|期))[/／](?P<period>{_PERIOD})")
# What a question says beside its subject and deed.
_ASKS = lazy(
    rf"每?隔?多久|多长时间|几个?[年月天]|[要会应该需得至少]+$|每{_PERIOD}|^一(?:年|个?月|个?季度|周)|(?:几|多少|一)(?:次|回|场|遍|期)|频[率次]|召开|举行|举办|组织|开展|进行|[开做办搞]$"
)
_MET = 0.75


def how_often(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence that says how often something is; None where none does, or only of another period."""
    hit = _ASKED.search(question.plain)
    if hit is None:
        return None
    words = tuple(_words(question))
    if not words:
        return None
    for facts in knowledge.about(question):
        for at, line in enumerate(facts.lines):
            for period, times, clause in _said(line.text):
                if _is_period(hit["period"], period) and _is_about(facts, at, words, clause):
                    span = Span(facts.meta.id, line.start, line.end)
                    said = unnumbered(line.text.strip()).rstrip("。；;")
                    text = f"{said}。（{source_name(facts, line.start)}）"
                    item = Item(f"{period}{times}", "", "", said, span)
                    return Draft(text, question.topic, (span,), (item,), "mentions", is_met=True)
    return None


def _words(question: Question) -> Iterator[Word]:
    for word in telling(question):
        text = word.text
        while (shorter := _ASKS.sub("", text)) != text:
            text = shorter
        if len(fold(text)) > 1:
            yield word if text == word.text else replace(word, text=text, names=(text,))


def _said(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (每季度, 一次, its clause) of all that a sentence says to be so often."""
    for pattern in (_SAID, _SAID_BEFORE):
        for hit in pattern.finditer(text):
            left = comma_start(text, hit.start())
            right = min((at for at in (text.find(mark, hit.end()) for mark in "，。；") if at >= 0), default=len(text))
            yield hit["period"], hit["times"], text[left:right]


def _is_period(asked: str | None, said: str) -> bool:
    """Return whether something is said of the period asked about; a school year is a year to whoever asks."""
    return asked is None or _bare(asked) == _bare(said)


def _bare(period: str) -> str:
    return re.sub(r"^[每一]|个|度|份|学(?=年)", "", period).replace("星期", "周")


def _is_about(facts: Facts, at: int, words: tuple[Word, ...], clause: str) -> bool:
    """Return whether what is asked about last stands in the clause that tells how often, the rest in its sentence or above."""
    line = facts.lines[at]
    wide = f"{line.folded}|{heading_over(facts, at)}|{fold(facts.document.title)}"
    own = fold(clause)
    if not all(word_score(word, wide) >= _MET for word in words):
        return False
    return word_score(words[-1], own) >= _MET or (
        re.match(r"^每", clause.strip()) is not None and line.folded.startswith(own)
    )
