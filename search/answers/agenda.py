"""What a year's work is or was, in the words of the headings that a report gives it: 今年的重点工作, 去年做了哪些工作."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.documents import Section
from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, chinese_number, no, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.times import year_of
from search.questions.question import Question

# A heading over all that was or will be done: 2023年主要工作, 今年工作的主要任务, 第二部分 2023年工作安排.
_OVERALL = lazy(
    r"(?:工作|任务|安排|打算|部署|思路|举措)(?:的)?(?:主要|重点)?(?:任务|工作|安排|打算|回顾|总结|情况|思路|要点|举措)?$"
)
_TIME = lazy(r"(?:19|20)\d\d年|今年|本年|去年|上年|过去|一年|下一步|下步|下一阶段|明年")
_BACK = lazy(r"回顾|总结|过去|去年|上年|了(?:什么|啥|哪些)|成绩|成效")
# A heading that is a sentence of its own says what is done, not when.
_LONGEST = 24


def agenda(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the headings under which a report puts the work of a year, the newest where none is asked for."""
    if any("Organization" not in link.types and "Place" not in link.types for link in question.links):
        return None  # what a plan or a meeting comprises is another question
    found = [found for facts in knowledge.latest(question) for found in _overall(facts, question)]
    if found:
        return _points(*min(found, key=lambda item: _is_other(knowledge, item[0], question)))
    years = "、".join(f"{year}年" for year in question.years)
    told = f"库中文献没有单列{years}的工作{'回顾' if _BACK.search(question.plain) else '安排'}。"
    return replace(no(told, "工作"), is_final=not knowledge.is_small)  # something of so many documents always fits


def _overall(facts: Facts, question: Question) -> Iterator[tuple[Facts, Section, list[Section]]]:
    for section in facts.document.sections:
        points = [other for other in facts.document.sections if other.parent == section.index]
        if len(points) > 1 and _is_meant(facts, section, question):
            yield facts, section, points


def _is_other(knowledge: Knowledge, facts: Facts, question: Question) -> bool:
    """Return whether a document planned what is over: who asks for a year gone by wants what the next one reports."""
    asked = max(question.years, default=0)
    is_over = bool(asked) and knowledge.year is not None and asked < knowledge.year
    return is_over and facts.meta.year is not None and facts.meta.year <= asked


def _is_meant(facts: Facts, section: Section, question: Question) -> bool:
    title = section.title.strip()
    if len(title) > _LONGEST or not _OVERALL.search(title) or not _TIME.search(title):
        return False
    line = facts.line_at(section.start)
    year = year_of(facts, line) if line else None
    if question.years:
        return year in question.years
    is_back = bool(_BACK.search(question.plain))
    if year is None or facts.meta.year is None:
        return bool(_BACK.search(title)) == is_back
    return (year < facts.meta.year) == is_back


def _points(facts: Facts, section: Section, points: Sequence[Section]) -> Draft:
    title = re.sub(r"^第[一二三四五六七八九十]+部分\s*", "", section.title.strip())
    items = tuple(
        Item(point.title.strip(), "", "", title, Span(facts.meta.id, point.start, point.heading_end))
        for point in points
    )
    told = "；".join(f"{i}. {item.name}" for i, item in enumerate(items, 1))
    text = f"{source_name(facts, section.start)}“{title}”分{chinese_number(len(items))}个方面：{told}。"
    spans = (Span(facts.meta.id, section.start, section.heading_end), *(item.span for item in items if item.span))
    return Draft(text, title, spans, items, "sections_in", is_met=True)
