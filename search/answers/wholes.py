"""What documents give the members of: by the graph, by glossaries, by sentences and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.numerals import COUNTS
from corpus.patterns import lazy
from search.answers.draft import Span, sentence_span
from search.answers.facts import Facts, Statement
from search.questions.fold import fold

_MADE_OF = lazy(
    r"(?P<own>[^，。；：“”]{0,16}?)由(?P<list>[^，。；]{4,80}?)(?:[两二三四五六七八九十\d]+[个项大部类种])?[一-鿿]{0,4}(?:构成|组成|共同构成)"
)


# It ends where the next one begins: 甲库指子库、丑库，乙网指……
_SUBCLAUSE = lazy(
    r"([^；;。，,：:]{2,20}?)(?:即|是指|包括|分为|指)((?:(?![，,][^，,、；;。]{1,20}(?:即|是指|指))[^；;。])+)"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """Something with its members, as one document gives them."""

    name: str
    iri: str
    members: tuple[str, ...]
    iris: tuple[str, ...]
    span: Span
    keys: frozenset[str]
    spans: tuple[Span, ...] = ()


_WHOLES: WeakKeyDictionary[Facts, tuple[Whole, ...]] = WeakKeyDictionary()


def wholes(facts: Facts) -> tuple[Whole, ...]:
    """Return everything that a document gives the members of: from the graph, then from clauses of definitions."""
    if facts not in _WHOLES:
        _WHOLES[facts] = tuple(_wholes(facts))
    return _WHOLES[facts]


def _wholes(facts: Facts) -> Iterator[Whole]:
    groups: dict[str, list[Statement]] = {}
    for statement in facts.by_predicate("hasComponent"):
        groups.setdefault(statement.subject_iri, []).append(statement)
    for iri, statements in groups.items():
        ordered = sorted(statements, key=lambda s: (s.order or 99, s.start))
        distinct = list({fold(s.object): s for s in reversed(ordered)}.values())[::-1]
        # What a lexicon knows but the text does not say is no answer from the documents.
        said = [s for s in distinct if fold(s.object) in fold(facts.document.text)] if distinct else []
        if said:
            yield Whole(
                said[0].subject,
                iri,
                tuple(s.object for s in said),
                tuple(s.object_iri for s in said),
                sentence_span(facts, min(s.start for s in said), max(s.end for s in said)),
                frozenset({fold(said[0].subject)}),
            )
    yield from _made_of(facts)
    yield from _headed(facts)
    for gloss in facts.glosses:
        span = Span(facts.meta.id, gloss.start, gloss.end)
        for clause in _SUBCLAUSE.finditer(gloss.definition):
            members = tuple(part.strip() for part in re.split(r"、|和|及", clause[2]) if part.strip())
            if len(members) > 1:
                yield Whole(clause[1], "", members, ("",) * len(members), span, frozenset({fold(clause[1])}))
        if gloss.components:
            keys = frozenset(fold(name) for name in (gloss.term, *gloss.aliases))
            names = (gloss.term, gloss.entity, gloss.components, ("",) * len(gloss.components))
            yield Whole(*names, span, keys)
        elif letters := _letters(gloss.term, gloss.definition) or _listed_in(gloss.term, gloss.definition):
            yield Whole(gloss.term, gloss.entity, letters, ("",) * len(letters), span, frozenset({fold(gloss.term)}))


def _made_of(facts: Facts) -> Iterator[Whole]:
    """Yield what a sentence says to be made of something: “甲计划”，该计划由“乙”和“丙”两个子计划构成."""
    for line in facts.lines:
        if "由" not in line.text or "成" not in line.text:
            continue
        for hit in _MADE_OF.finditer(line.text):
            before = re.findall(r"[“《]([^”》]{3,24})[”》]", line.text[: hit.start()])
            points_back = not hit["own"] or re.match(r"[该这其本]", hit["own"])
            if points_back and not before:
                continue
            name = before[-1] if points_back else hit["own"]
            members = tuple(re.sub("[“”]", "", part) for part in re.split(r"、|和|与|及", hit["list"]) if part.strip())
            if len(members) > 1:
                span = Span(facts.meta.id, line.start, line.end)
                yield Whole(name, "", members, ("",) * len(members), span, frozenset({fold(name)}))


def _headed(facts: Facts) -> Iterator[Whole]:
    """Yield the members of a numeric formulation that the headings below it spell out: 四服务 over 一要在服务…上."""
    sections = facts.document.sections
    for section in sections:
        below = [other for other in sections if other.parent == section.index]
        for hit in re.finditer(r"“?([两二三四五六七八九十])([一-鿿]{1,4})”", section.title):
            titles = [other.title for other in below]
            if COUNTS.get(hit[1]) != len(below) or not all(hit[2][:2] in title for title in titles):
                continue
            members = tuple(_core_of(title, hit[2][:2]) for title in titles)
            span = Span(facts.meta.id, below[0].start, below[-1].heading_end)
            name = hit[1] + hit[2]
            spans = tuple(Span(facts.meta.id, other.start, other.heading_end) for other in below)
            yield Whole(name, "", members, ("",) * len(members), spans[0] or span, frozenset({fold(name)}), spans)


def _core_of(title: str, key: str) -> str:
    """Return what a heading is about: 服务农户 of 在服务农户上尽到更大责任."""
    hit = re.search(rf"(?:在|从)?({key}[^，。]*?)(?:上|方面|中)(?:[一-鿿]{{2,}})?$", title)
    return hit[1] if hit else title


def _listed_in(term: str, definition: str) -> tuple[str, ...]:
    """Return the members of a definition that is a list: as many as the term counts, or the parts of an acronym."""
    if hit := re.match(r"(?:是|即|为)?(.+?)(?:的)?(?:首字母|英文|拼音)?(?:缩写|简称|合称|统称|总称)", definition):
        members = tuple(part.strip() for part in re.split(r"、|和|与", hit[1]) if part.strip())
        return members if len(members) > 1 and all(len(m) <= 24 for m in members) else ()
    counts = [COUNTS[char] for char in term if char in COUNTS]
    members = tuple(part for part in re.split(r"[、，]|(?<=[一-鿿])和(?=[一-鿿])", definition.rstrip("。；")) if part)
    return members if len(members) in counts and len(members) > 1 else ()


def _letters(term: str, definition: str) -> tuple[str, ...]:
    """Return 十县, 百村, 千户 for 十百千行动：十县百村千户行动: each numeral of the term opens a member."""
    marks = [char for char in term if char in "百千万亿"]
    if len(marks) < 2:
        return ()
    hit = re.match(
        "".join(f"({mark}[^{''.join(marks)}]{{1,3}}?)" for mark in marks) + r"(?:行动|工程|计划|活动|$)", definition
    )
    return tuple(hit.groups()) if hit else ()
