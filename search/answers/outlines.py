"""What somebody said, or a report says, as a whole: the topmost headings of it, in order."""

from __future__ import annotations

from dataclasses import replace

from corpus.documents import Part, Section
from search.answers.draft import Draft, Item, Span, chinese_number, no, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.questions.question import Question

_KINDS = (("报告", "report"), ("讲话", "speech"), ("致辞", "speech"), ("发言", "speech"))


def outline(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the topmost headings of a speech or a report, the newest that fits; or a no where nothing of it is kept."""
    people = {name.iri for link in question.links for name in link.names if name.type == "Person"}
    if any("Person" not in link.types for link in question.links):
        return None  # what a thing comprises is another question
    for facts in knowledge.latest(question):
        for part in facts.document.parts:
            points = _points(facts, part) if _is_meant(knowledge, part, question, people) else []
            if points:
                return _told(facts, part, points)
    if not people:
        return None
    return replace(no(f"文中没有记录“{question.topic}”讲了什么。", question.topic), is_final=True)


def _is_meant(knowledge: Knowledge, part: Part, question: Question, people: set[str]) -> bool:
    kinds = {kind for word, kind in _KINDS if word in question.plain}
    if part.kind not in (kinds or {"report", "speech"}):
        return False
    if question.years and part.date[:4] not in map(str, question.years):
        return False
    spoke = {name.iri for name in knowledge.names.exact(part.speaker)} if people and part.speaker else set()
    return not people or bool(spoke & people)


def _points(facts: Facts, part: Part) -> list[Section]:
    sections = [section for section in facts.document.sections if part.start <= section.start < part.end]
    top = min((section.level for section in sections), default=0)
    return [section for section in sections if section.level == top and section.title.strip()]


def _told(facts: Facts, part: Part, points: list[Section]) -> Draft:
    document = facts.meta.id
    items = tuple(
        Item(point.title.strip(), "", "", part.title, Span(document, point.start, point.heading_end))
        for point in points
    )
    told = "；".join(f"{i}. {item.name}" for i, item in enumerate(items, 1))
    source = source_name(facts, points[0].start)
    text = f"{source}讲了{chinese_number(len(items))}个方面：{told}。"
    spans = tuple(item.span for item in items if item.span)
    return Draft(text, part.speaker or part.title, spans, items, "sections_in", is_met=True)
