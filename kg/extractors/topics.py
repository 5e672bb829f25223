"""Finds the topics that headings name: 数字乡村建设 in 扎实推进数字乡村建设."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document, Section
from kg.extractors.atoms import Atom, atoms
from kg.extractors.borders import trim
from kg.extractors.cues import edge_cues, firm_cues
from kg.extractors.heads import head_of, heads
from kg.extractors.tables import column
from kg.facts import EntityType
from kg.reading import Proposal

_SHORTEST, _LONGEST = 4, 14
_ADVERBS = frozenset(
    [
        "不断",
        "持续",
        "稳步",
        "有效",
        "逐步",
        "全面",
        "显著",
        "明显",
        "日益",
        "更加",
        "圆满",
        "成功",
        "精准",
        "有序",
        "深入",
        "扎实",
        "大幅",
        "初见",
    ]
)
_NOMINAL = frozenset({"助力", "深化改革", "引导", "培育"})
# 贡献力, 影响力, 站位: properties of the speaker's work, not topics.
_ABSTRACT = re.compile(
    r"(?:(?<!能)力|任务|投入|者|人员|群众|站位|定位|方式|方法|路线图|主体工程|格局|局面|动能|成绩|作为|风貌|能级|效益|底色|屏障|质效|使命|难题|保障|面貌|环境|关系)$"
)


# 工作作风, 以新发展理念引领: of how one works, or no noun at all.
_LOOSE = re.compile("工作|多重|以.{2,}(?:引领|推动|带动)")


@cache
def _closings() -> frozenset[str]:
    return frozenset(column("heading_closings"))


def _closes(word: str) -> bool:
    return word in _closings() or (len(word) > 2 and word[:2] in _ADVERBS)


@cache
def _light() -> tuple[str, ...]:
    return tuple(sorted(column("light_tails"), key=lambda word: -len(word)))


def find(document: Document) -> Iterator[Proposal]:
    """Yield one topic for each heading below the top that names one."""
    parents = {section.parent for section in document.sections}
    for section in document.sections:
        if section.label and section.level > 1 and section.index not in parents:
            yield from _topics(document, section)


def _topics(document: Document, section: Section) -> Iterator[Proposal]:
    # A body heads its sections with its fields of work; a government does so with aims, which must recur to be topics.
    is_own = not document.issuer.endswith(("政府", "国务院", "国务院办公厅", "政府办公厅", "政府办公室"))
    start = section.start + len(section.label)
    title = document.text[start : section.heading_end]
    for clause in _clauses(atoms(title, start)):
        topic = _topic(clause)
        if topic:
            text = document.text[topic[0].start : topic[-1].end]
            is_name = _SHORTEST <= len(text) <= _LONGEST and not (_ABSTRACT.search(text) or _LOOSE.match(text))
            if is_name and (is_own or document.text.count(_plain(text)) > 1):
                yield _proposal(text, topic)


def _plain(text: str) -> str:
    """Return a topic without what may be dropped from its end."""
    for tail in _light():
        if text.endswith(tail) and len(text) - len(tail) >= _SHORTEST:
            return text.removesuffix(tail)
    return text


def _proposal(text: str, topic: Sequence[Atom]) -> Proposal:
    name = _plain(text)
    aliases = (text,) if name != text else ()
    weight = 0.62 if heads().get(head_of(text)) in (EntityType.PLATFORM, EntityType.PROGRAM) else 0.45
    return Proposal(topic[0].start, topic[-1].end, EntityType.CONCEPT, "topics", name, aliases, weight=weight)


def _clauses(pieces: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    clause: list[Atom] = []
    for piece in pieces:
        if piece.text in "，。；：、 　":
            yield clause
            clause = []
        else:
            clause.append(piece)
    yield clause


def _topic(clause: Sequence[Atom]) -> Sequence[Atom]:
    start = 0
    while start < len(clause) and (
        clause[start].kind == "border" or clause[start].text in edge_cues() or clause[start].text[2:] in edge_cues()
    ):
        start += 1
    end = start
    while end < len(clause) and clause[end].kind == "word" and not _closes(clause[end].text):
        end += 1
    topic = clause[start:end]
    if end < len(clause) and heads().get(head_of(clause[end].text)) is EntityType.PROGRAM and end + 1 == len(clause):
        return ()
    if any(atom.tag == "v" and len(atom.text) == 1 for atom in topic):
        return ()
    if any(atom.text in firm_cues() - _NOMINAL for atom in topic[1:]) or (len(topic) == 1 and topic[0].tag in "il"):
        return ()
    topic = trim(topic, verbs=True) if len(topic) > 1 else topic
    return () if any(atom.tag == "v" for atom in topic[:-2]) else topic
