"""What a document says about a theme: its points, in order, each with its sentence."""

from __future__ import annotations

import re

from search.answers.draft import Draft, Item, Span, chinese_number, no, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# Words that say in which document to look, not what about.
_WHERE = re.compile(r"讲话|报告|通知|方案|办法|规划|文件|决定|全会|会议|全委|工作报告|材料")
_FRAME = re.compile(
    r"^(?:要求|部署|安排|强调|提出|指出|方面|问题|工作|意见|看法|要点|主要|观点|摘要|概要|总结|归纳|做|讲|说|谈|写)$"
)
_KINDS = (("report", "报告"), ("speech", "讲话"), ("notice", "通知"), ("plan", "方案"), ("regulation", "办法"))
_LEAST = 0.85
_MOST = 8


def digest(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the points about a theme of the newest document that has any; or a no."""
    words = _theme(question)
    if not words:
        return None
    about = "".join(word.text for word in words)
    for facts in knowledge.about(question):
        if question.years and facts.meta.year not in question.years:
            continue
        lines = [line for line in facts.lines if _is_point(facts, line, question, words)]
        if lines:
            return _points(facts, lines[:_MOST], about)
    return no(f"库中{_asked(question)}没有讲到“{about}”。", about)


def _theme(question: Question) -> list[Word]:
    speakers = tables.kinds()
    return [
        word
        for word in question.words
        if not _WHERE.search(word.text)
        and not _FRAME.match(word.text)
        and word.text not in speakers
        and word.weight == 1
        and not any(name.type == "Person" for link in question.links if link.text == word.text for name in link.names)
    ]


def _asked(question: Question) -> str:
    hit = _WHERE.search(question.plain)
    return "".join(f"{year}年" for year in question.years) + (f"的{hit[0]}" if hit else "文献")


def _is_point(facts: Facts, line: Line, question: Question, words: list[Word]) -> bool:
    part = facts.document.part_at(line.start)
    kind = part.kind if part else ""
    asked = [name for name, word in _KINDS if word in question.plain]
    people = {name.text for link in question.links for name in link.names if name.type == "Person"}
    if line.kind != "sentence" or (asked and kind not in asked):
        return False
    if people and (part is None or part.speaker not in people):
        return False
    heading = fold(line.headings[-1]) if line.headings else ""
    return coverage(words, ((line.folded, 1.0), (heading, 0.9))) >= _LEAST


def _points(facts: Facts, lines: list[Line], about: str) -> Draft:
    items = []
    for line in lines:
        heading = line.headings[-1] if line.headings else ""
        items.append(Item(line.text.strip(), "", "", heading, Span(facts.meta.id, line.start, line.end)))
    told = "".join(f"{i}. {item.name}" for i, item in enumerate(items, 1))
    text = f"{source_name(facts, lines[0].start)}关于“{about}”讲了{chinese_number(len(items))}点：{told}"
    spans = tuple(item.span for item in items if item.span)
    return Draft(text, about, spans, tuple(items), "mentions")
