"""Who did something first: 青溪县全市首家出台方案 for 哪家最先出台方案."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_FIRST = r"(?:最先|最早|率先|首先|首家|首个|第一[个家]|第1[个家])"
_ASKED = lazy(
    rf"(?:哪(?:一?[个家些]|几[个家])?(?:县区|区县|县|区|市|省|地方|单位|部门|学校|高校|企业|公司|机构|学会)?|谁)(?:是|在)?{_FIRST}(?P<deed>[一-鿿].+?)(?:的|了)?$"
)
_SAID = lazy(rf"(?:在?(?:全[国省市区县]|[东中西]部))?(?:范围内?)?{_FIRST}")
_REGION = lazy(r"(?:在|于)?(?:全[国省市区县]|[东中西]部|国内)?(?:范围内?)?$")
_STOPS = lazy(r"[，。；！？\n]")
# What stands before 率先 in these is no subject.
_NO_SUBJECT = lazy(r"^(?:并|也|还|又|将|要|已|其中|为|在|推动|支持|鼓励|争取|力争|[一二三四五六七八九十]是)")
_MET = 0.75
_SHORTEST = 2


def first_to(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return who is said to have done first what a question asks about; None where no sentence names a subject."""
    hit = _ASKED.search(question.plain)
    if hit is None:
        return None
    deed = Word(re.sub(r"了", "", hit["deed"]), (), 1.0, (re.sub(r"了", "", hit["deed"]),))
    for facts in knowledge.about(question):
        for line in facts.lines:
            if line.kind != "sentence" or not speaks_of(facts, line, question.years):
                continue
            if name := _subject(line, deed):
                return _told(facts, line, name, question)
    return None


def _subject(line: Line, deed: Word) -> str:
    for clause in _STOPS.split(line.text):
        hit = _SAID.search(clause)
        if hit is None or word_score(deed, fold(clause[hit.end() :])) < _MET:
            continue
        name = unnumbered(_REGION.sub("", clause[: hit.start()]).strip())
        if len(name) >= _SHORTEST and not _NO_SUBJECT.match(name):
            return name
    return ""


def _told(facts: Facts, line: Line, name: str, question: Question) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    clause = next(clause for clause in _STOPS.split(line.text) if name in clause and _SAID.search(clause))
    text = f"{unnumbered(clause.strip())}。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(name, "", "", "", span),), "mentions", is_met=True)
