"""What reports say in set phrases: by what they are guided, what they still find wanting."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.times import year_of
from search.questions.question import Question

_WANTING = lazy(
    r"(?:存在|还有|仍有|看到|面临|正视).{0,16}(?:不足|差距|问题|短板|薄弱|困难)|(?:不足|差距|短板|存在的?问题|主要问题)(?:主要)?(?:是|有|表现为)?[：:]|^主要是[：:]"
)
_GUIDED = lazy(r"以[^。；]{4,160}为(?:指导|指引|遵循|引领)")
_OVERALL = lazy("总体要求|总的要求|总要求|总体思路|指导思想|工作思路")
# So far into a sentence it says what it is about.
_OPENING = 60
# A sentence that only says that something is wanting leaves to the next what it is.
_BARE = 12
# Sentences of a paragraph that goes on with what was announced.
_MOST = 4


def shortcomings(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what the newest report, or that of a year, says to be wanting; or a no."""
    for facts in knowledge.latest(question):
        for at, line in enumerate(facts.lines):
            if line.kind == "sentence" and _WANTING.search(line.text) and _is_reported(facts, line, question):
                return _told(facts, [*_announced(facts, at)], "存在的不足")
    return no("库中文献没有说到存在的不足。", "存在的不足")


def guidance(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence by which a report or a plan says what guides it; or a no."""
    found = [
        (facts, line)
        for facts in knowledge.latest(question)
        for line in facts.lines
        if line.kind == "sentence" and _GUIDED.search(line.text) and _is_then(facts, line, question)
    ]
    if found:
        # Where a report says outright what it requires on the whole, that is meant.
        facts, line = next((pair for pair in found if _is_overall(pair[1])), found[0])
        return _told(facts, [line], "指导思想")
    return no("库中文献没有说明指导思想。", "指导思想")


def _is_reported(facts: Facts, line: Line, question: Question) -> bool:
    """Return whether a sentence looks back on a year that is asked for: a report finds wanting what it reports on."""
    before = facts.meta.year - 1 if facts.meta.year else None
    return _is_then(facts, line, question) or before in question.years


def _is_overall(line: Line) -> bool:
    return any(_OVERALL.search(text) for text in (line.text[:_OPENING], *line.headings[-1:]))


def _is_then(facts: Facts, line: Line, question: Question) -> bool:
    return not question.years or (year_of(facts, line) or facts.meta.year) in question.years


def _announced(facts: Facts, at: int) -> Iterator[Line]:
    """Yield a sentence, and those after it where it ends by announcing them (主要是：)."""
    first = facts.lines[at]
    yield first
    hit = _WANTING.search(first.text)
    rest = first.text[hit.end() :] if hit else ""
    more = _MOST if first.text.rstrip().endswith(("：", ":")) else int(len(rest) < _BARE)
    for line in facts.lines[at + 1 : at + 1 + more]:
        if line.kind != "sentence" or line.point != first.point:
            return
        yield line


def _told(facts: Facts, lines: list[Line], about: str) -> Draft:
    spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines)
    items = tuple(Item(line.text.strip(), "", "", "", span) for line, span in zip(lines, spans, strict=True))
    text = f"{source_name(facts, lines[0].start)}：{''.join(item.name for item in items)}"
    return Draft(text, about, spans, items, "mentions", is_met=True)
