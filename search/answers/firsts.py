"""Who did something first: 青溪县全市首家出台方案 for 哪家最先出台方案."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_FIRST = r"(?:最先|最早|率先|首先|首家|首个|首位|第一[个家位]|第1[个家位])"
_ASKED = lazy(
    rf"(?:哪(?:一?[个家些]|几[个家])?(?:县区|区县|县|区|市|省|地方|单位|部门|学校|高校|企业|公司|机构|学会)?|谁)(?:是|在)?{_FIRST}(?P<deed>[一-鿿].+?)(?:的|了)?$"
)
_SAID = lazy(rf"(?:在?(?:全[国省市区县]|[东中西]部))?(?:范围内?)?{_FIRST}")
_ANY_FIRST = lazy("最先|最早|率先|首|第一")
_REGION = lazy(r"(?:在|于)?(?:全[国省市区县]|[东中西]部|国内)?(?:范围内?)?$")
_STOPS = lazy(r"[，。；！？\n]")
# What stands before 率先 in these is no subject.
_NO_SUBJECT = lazy(r"^(?:是|并|也|还|又|将|要|已|其中|为|在|推动|支持|鼓励|争取|力争|[一二三四五六七八九十]是)")
# What is yet to be done was done first by nobody (我市要在全省率先推行).
_PLANNED = lazy(r"力争|争取|努力|计划|有望|拟|将|要(?![点素闻])|确保|推动|支持|鼓励")
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
            if found := _subject(line, deed):
                return _told(facts, line, *found, question)
    return None


def is_asked(question: Question) -> bool:
    """Return whether a question asks who did something first."""
    return _ASKED.search(question.plain) is not None


def kept(knowledge: Knowledge, question: Question, draft: Draft) -> Draft:
    """Return a draft where what it stands on says that something was first; else a no (谁最先当选 asks for no list)."""
    said = [_is_told(knowledge.facts(span.document).document.quote(span.start, span.end)) for span in draft.spans]
    # Of a list, one sentence that says so of one tells nothing of the others.
    if not is_asked(question) or (all(said) if len(draft.items) > 1 else any(said)):
        return draft
    return no(f"文中没有说明最先的是谁（“{question.topic}”）。", question.topic, draft.spans)


def _is_told(text: str) -> bool:
    """Return whether a clause says that something was first, and not that it shall be."""
    found = ((clause, _ANY_FIRST.search(clause)) for clause in _STOPS.split(text))
    return any(hit and not _PLANNED.search(clause[: hit.start()]) for clause, hit in found)


def _subject(line: Line, deed: Word) -> tuple[str, str] | None:
    """Return who did it first, and the clause that says so; None where no clause does."""
    for clause in _STOPS.split(line.text):
        hit = _SAID.search(clause)
        if hit is None or word_score(deed, fold(clause[hit.end() :])) < _MET:
            continue
        if _PLANNED.search(clause[: hit.start()]):
            continue
        name = unnumbered(_REGION.sub("", clause[: hit.start()]).strip())
        if len(name) >= _SHORTEST and not _NO_SUBJECT.match(name):
            return name, clause
    return None


def _told(facts: Facts, line: Line, name: str, clause: str, question: Question) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    text = f"{unnumbered(clause.strip())}。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(name, "", "", "", span),), "mentions", is_met=True)
