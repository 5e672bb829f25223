"""What a document says about a theme: its points, in order, each with its sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, chinese_number, no, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# Words that say in which document to look, not what about.
_WHERE = lazy(r"讲话|报告|通知|方案|办法|规划|文件|决定|全会|会议|全委|工作报告|材料")
_FRAME = lazy(
    r"^(?:负责|承担|要求|部署|安排|强调|提出|指出|方面|问题|工作|意见|看法|要点|主要|观点|摘要|概要|总结|归纳|做|讲|说|谈|写)$"
)
_KINDS = (("report", "报告"), ("speech", "讲话"), ("notice", "通知"), ("plan", "方案"), ("regulation", "办法"))
# 市财政局负责什么: the sentence must say of it that it does so.
_DUTIES = ("负责", "承担")
_HOW = lazy("怎么|如何|怎样|咋|负责|承担")
_LEAST = 0.85
_TELLING = 3
_ANY_DEED = lazy(
    "做好|搞好|抓好|办好|建好|用好|加强|推进|推动|开展|落实|提升|提高|深化|强化|改进|做优|做强|建设|实施|发展|促进|打造|组织|完善|服务"
)
_MOST = 8


def digest(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the points about a theme of the newest document that has any; or a no."""
    words = _theme(question)
    if not words:
        return None
    about = "".join(word.text for word in words)
    found: list[tuple[Facts, list[Line]]] = []
    for facts in knowledge.about(question):
        if question.years and facts.meta.year not in question.years:
            continue
        lines = [line for line in facts.lines if _is_point(facts, line, question, words)]
        if lines:
            found.append((facts, lines))
    if found:
        # 怎么做好: a document that has a heading for it says how; others may only mention it.
        is_how = bool(_HOW.search(question.plain))
        facts, lines = next((pair for pair in found if _is_headed(*pair, words)), found[0]) if is_how else found[0]
        return _points(facts, lines[:_MOST], about)
    if _HOW.search(question.plain) and _deeds(question):
        # That it is named nowhere would be untrue, and what has to do with it is no answer to how.
        return replace(no(f"库中文献没有说明{question.plain}。", about), is_final=True)
    return no(f"库中{_asked(question)}没有讲到“{about}”。", about)


def _theme(question: Question) -> list[Word]:
    speakers = tables.kinds()
    said = [
        word
        for word in question.words
        if not _WHERE.search(word.text)
        and not _FRAME.match(word.text)
        and word.text not in speakers
        and word.weight == 1
        and not any(name.type == "Person" for link in question.links if link.text == word.text for name in link.names)
    ]
    if len(said) == 1 and len(said[0].text) < _TELLING:
        # 能力 alone says little: 学会 beside it is meant as well.
        return [
            word for word in question.words if word in said or (word.text in speakers and not _WHERE.search(word.text))
        ]
    return said


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
    if _HOW.search(question.plain) and (deeds := _deeds(question)):
        return _says_how(facts, line, words, deeds)
    return coverage(words, ((line.folded, 1.0), (heading, 0.9))) >= _LEAST


def _says_how(facts: Facts, line: Line, words: list[Word], deeds: list[str]) -> bool:
    """Return whether a sentence tells a deed of the theme: in one clause with it, or in rules for nothing else."""
    if coverage(words, ((fold(facts.document.title), 1.0),)) >= _LEAST:
        return all(_has(deed, line.text) for deed in deeds)
    clauses = (clause for clause in re.split("[，；。]", line.text) if all(_has(deed, clause) for deed in deeds))
    return any(coverage(words, ((fold(clause), 1.0),)) >= _LEAST for clause in clauses)


def _has(deed: str, text: str) -> bool:
    """Return whether a text has a verb: 负责人 has no 负责."""
    return deed in text.replace("负责人", "")


def _deeds(question: Question) -> list[str]:
    """Return the verbs of a question that say what is done (认定), not only that something is (开展, 推进)."""
    duties = [duty for duty in _DUTIES if duty in question.plain]
    verbs = [word.text for word in question.words if word.text in tables.of_class("verb")]
    return [*duties, *(verb for verb in verbs if not _ANY_DEED.fullmatch(verb) and verb not in duties)]


def _is_headed(facts: Facts, lines: list[Line], words: list[Word]) -> bool:
    if coverage(words, ((fold(facts.document.title), 1.0),)) >= _LEAST:
        return True
    return any(coverage(words, ((fold(line.headings[-1]), 1.0),)) >= _LEAST for line in lines if line.headings)


def _points(facts: Facts, lines: list[Line], about: str) -> Draft:
    items = []
    for line in lines:
        heading = line.headings[-1] if line.headings else ""
        items.append(Item(line.text.strip(), "", "", heading, Span(facts.meta.id, line.start, line.end)))
    told = "".join(f"{i}. {item.name}" for i, item in enumerate(items, 1))
    text = f"{source_name(facts, lines[0].start)}关于“{about}”讲了{chinese_number(len(items))}点：{told}"
    spans = tuple(item.span for item in items if item.span)
    return Draft(text, about, spans, tuple(items), "mentions")
