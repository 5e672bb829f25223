"""Who or what an award was given to, where one sentence gives several: 授予甲A奖，授予乙等四项成果B奖."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.times import speaks_of
from search.questions.question import Question

_AWARD = lazy(r"[一-鿿]{2,24}(?:[特一二三]等奖|金奖|银奖|铜奖|奖|称号)")
_ASKED = lazy(r"谁|哪|什么|啥|几|多少|名单|获得者|得主|获奖")
_GIVEN = lazy(r"授予(?P<whom>(?:“[^”]*”|[^，。；“”])+?)$")
# What a question says before the name of an award.
_BEFORE = lazy(r"^.*?(?:获得?了?|得了?|拿了?|授予了?|评上了?|的)(?=[一-鿿]{3})")


def conferred(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the clause that confers just the award that a question names; None where none does."""
    hit = _AWARD.search(question.plain)
    if hit is None or not _ASKED.search(question.plain):
        return None
    names = [hit[0], _BEFORE.sub("", hit[0])]
    for facts in knowledge.about(question):
        for name in dict.fromkeys(names):
            if found := _given(facts, question, name):
                return found
    return None


def _given(facts: Facts, question: Question, award: str) -> Draft | None:
    for line in facts.lines:
        if "授予" not in line.text or not speaks_of(facts, line, question.years):
            continue
        for clause in re.split(r"[，。；]", line.text):
            bare = clause.removesuffix("称号").rstrip("“”")
            if not bare.endswith(award.removesuffix("称号")):
                continue
            whom = _GIVEN.search(bare.removesuffix(award.removesuffix("称号")).rstrip("“"))
            if whom is None:
                continue
            span = Span(facts.meta.id, line.start, line.end)
            given = clause[clause.find("授予") :]
            text = f"{given}。（{source_name(facts, line.start)}）"
            names = tuple(name for name in re.split("、", whom["whom"]) if name)
            return Draft(text, award, (span,), tuple(Item(name, "", "", "", span) for name in names), "mentions")
    return None
