"""Who is in charge of a point, where a plan says so in brackets behind it: ……。（市文旅局牵头，市财政局参与）."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.support import telling
from search.questions.question import Question

_ASKED = lazy(
    r"(?:谁|哪(?:些|个|几个|几家|家)?(?:单位|部门|机构|方面)?)(?:来|共同|具体)?(?:负责|牵头|分工|主管|配合)|(?:牵头|责任|负责|配合|参与)(?:单位|部门|方)"
)
_BRACKET = lazy(
    r"[（(](?P<told>[^（）()]{2,200}?(?:负责|牵头|参与|配合|分工)[^（）()]{0,120}|(?:责任|牵头)(?:单位|部门)[:：][^（）()]{2,200})[）)]"
)
_TAIL = lazy(r"(?:等|和各[^、，]*|按职责分工|分工|按照职责)*(?:负责|牵头|参与|配合).*$")
_MET = 0.8
# A point has no more sentences.
_REACH = 14


def charged(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return who is in charge of the point that a question names; None where no point says."""
    if not _ASKED.search(question.plain):
        return None
    words = [word for word in telling(question) if not re.search("负责|牵头|部门|单位", word.text)]
    if not words:
        return None
    found = []
    for facts in knowledge.about(question):
        for i, line in enumerate(facts.lines):
            own = [word_score(word, line.folded) for word in words]
            if min(own) >= _MET and (hit := _bracket(facts, i)):
                # A heading says what a point is about; of sentences the shorter tells more.
                found.append((line.kind == "heading", sum(own) / len(own), -len(line.text), facts, i, hit))
    best = max(found, key=lambda item: item[:3], default=None)
    if best is None:
        return None
    *_, facts, at, (end, told) = best
    line, last = facts.lines[at], facts.lines[end]
    names = tuple(name for name in re.split(r"[、，,]", _TAIL.sub("", re.sub(r"^.*?[:：]", "", told))) if name)
    span = Span(facts.meta.id, line.start, last.end)
    title = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*", "", line.text.strip()).rstrip("。")
    text = f"{title[:60]}：{told}。（{source_name(facts, line.start)}）"
    items = tuple(Item(name, "", "Organization", told, span) for name in names)
    return Draft(text, question.topic, (span,), items, "mentions", is_met=True)


def _bracket(facts: Facts, at: int) -> tuple[int, str] | None:
    """Return the first bracket that names who is in charge, in a line or after it in its point, with its line."""
    point = facts.lines[at].point
    for i in range(at, min(at + _REACH, len(facts.lines))):
        line = facts.lines[i]
        if line.point != point or (i > at and line.kind == "heading"):
            return None
        if hit := _BRACKET.search(line.text):
            return i, hit["told"]
    return None
