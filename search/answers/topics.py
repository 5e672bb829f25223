"""What has to do with a topic, a target group or an organiser: ranked by name, heading, sentence and statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage, pairs_of
from search.answers.members import stated_members
from search.answers.surroundings import groups_of, implied, mention_score, stated_of
from search.answers.times import speaks_of
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# What may be listed where the question does not say which kind it wants.
LISTED = ("Program", "Event", "Platform", "Award", "Slogan", "Concept", "Policy")


_BROAD = frozenset({"项目", "活动", "工作", "品牌", "载体", "平台", "计划", "工程", "行动", "培训", "抓手"})


_BROADEST = frozenset({"项目", "活动", "工作"})
# What things of any kind are counted by.
_OF_ANYTHING = frozenset({"项", "个", "条", "类", "种", "点", "大", "方面", "部分"})


FRAME = lazy(
    r"^(?:相关|有关|项目|活动|工程|计划|行动|平台|载体|比赛|赛事|竞赛|会议|培训|品牌|刊物|称号|工作|抓手|名称|围绕|开展|举办|参加|组织|服务|做|搞|办|"
    r"针对|面向|参与|专门|为|给|群体|对象|受益|沾边|挂钩|方面|学习|发挥|作用|加强|推进|提升|基层的|内容|哪些|安排|主办|承办|牵头|实施|名|上|里|准备)$"
)


_LEAST = 0.55


# Items this far below the best do not belong.
_RELATIVE = 0.8


_MOST = 16


_MOST_SOURCES = 3


_WITH_SOMEBODY = lazy("有关|相关|参加|参与|出席|主持|牵头|负责|获|项目|活动|会议|奖")


@dataclass
class Candidate:
    """An entity with what speaks for it."""

    iri: str
    name: str
    type: str
    score: float = 0.0
    support: int = 0
    span: Span | None = None
    facts: Facts | None = field(default=None, repr=False)


def related(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what has to do with the topic of a question, the best supported first."""
    question = _of_kind(question)
    words = _topic_words(question)
    if not words:
        return None
    if _is_of_people(question, words):
        return None  # who stands beside somebody is no answer to what somebody did
    named_whole = all(any(link.text == word.text for link in question.links) for word in words)
    is_body = any("Organization" in link.types for link in question.links)
    if question.units and question.units[0] not in _OF_ANYTHING:
        return None  # 双一流高校有几所 asks for a figure: neither what 双一流 comprises nor what is beside it is one
    if named_whole and len(words) == 1 and not is_body and (stated := stated_members(knowledge, question)) is not None:
        return stated  # 六大工程都有哪些工程 asks for its members
    found = _candidates(knowledge, question, words)
    is_whole = question.intents[:1] in ((), ("comprises",)) and not question.kinds and bool(question.links)
    if is_whole and all(fold(question.topic) in fold(c.name) for c in found):
        return None  # what a thing is made of is not the thing under a longer name
    if not found and question.intents[:1] == ("comprises",):
        return None  # a sentence that names a plan does not say what it comprises
    return list_of(question, found) if found else _digest(knowledge, question, words)


def _is_of_people(question: Question, words: Sequence[Word]) -> bool:
    people = {link.text for link in question.links if link.types == {"Person"}}
    telling = [word for word in words if len(word.text) > 1]
    return bool(people) and all(word.text in people for word in telling) and not _WITH_SOMEBODY.search(question.plain)


def _of_kind(question: Question) -> Question:
    """Return a question whose only word names a kind of things (科普场馆有哪些) as one for things of that kind."""
    if question.kinds or len(question.links) != 1 or len(question.words) != 1:
        return question
    text = question.links[0].text
    kind = next((word for word in tables.kinds() if len(word) > 1 and text.endswith(word)), None)
    topic = text.removesuffix(kind or "")
    if kind is None or len(topic) < 2:
        return question
    return replace(question, kinds=(kind,), words=(Word(topic, (), 1.0, (topic,)),))


def _topic_words(question: Question) -> list[Word]:
    words = [word for word in question.words if not FRAME.match(word.text)]
    strong = [word for word in words if word.weight == 1 or (not is_kind(word) and word.text not in _verbs())]
    return [broad(word) for word in strong or words]


def _verbs() -> tuple[str, ...]:
    return tables.of_class("verb")


def broad(word: Word) -> Word:
    """Return a word at full weight that is also met by its core (陶瓷 of 陶瓷产业)."""
    core = re.sub(r"(?:产业|行业|领域|工作|事业|建设|方面|发展|活动)$", "", word.text)
    forms = (*word.forms, core) if len(core) > 1 and core != word.text else word.forms
    return Word(word.text, forms, 1.0, word.names)


def is_kind(word: Word) -> bool:
    """Return whether a word is one for a kind of things."""
    return word.text in tables.kinds()


def _candidates(knowledge: Knowledge, question: Question, words: Sequence[Word]) -> list[Candidate]:
    pool: dict[str, Candidate] = {}
    groups = groups_of(question, words)
    pairs = pairs_of(words)
    for facts in knowledge.about(question):
        glosses = {gloss.entity: fold(gloss.definition) for gloss in facts.glosses if gloss.entity}
        stated = stated_of(facts)
        is_issuer = _is_issuer(facts, question, words)
        wanted: dict[str, bool] = {}
        said: dict[str, bool] = {}
        near: dict[int, bool] = {}
        mentions = (*facts.mentions, *implied(facts))
        for _, _, iri, name, kind in mentions:
            if iri not in wanted:
                wanted[iri] = is_wanted(question, name, kind, facts, iri) or _is_body_meant(question, name, kind, words)
        knowledge.names.prepare(iri for iri, is_meant in wanted.items() if is_meant)
        for start, end, iri, name, kind in mentions:
            line = facts.line_at(start) if wanted[iri] else None
            if line is None:
                continue
            if not is_issuer:
                # What shares no pair of characters with the question, in its names or around it, scores nothing.
                if line.start not in near:
                    near[line.start] = _shares(pairs, "|".join((line.folded, *facts.themes(line.point))))
                if not near[line.start] and iri not in said:
                    names = (fold(other.text) for other in knowledge.names.of(iri))
                    said[iri] = _shares(pairs, "|".join((*names, fold(name), glosses.get(iri, ""), stated[iri])))
                if not (near[line.start] or said[iri]):
                    continue
            if not speaks_of(facts, line, question.years):
                continue
            score = (
                _LEAST
                if is_issuer
                else mention_score(
                    knowledge, facts, groups, (start, end, iri, name), line, (glosses.get(iri, ""), stated[iri])
                )
            )
            old = pool.setdefault(iri, Candidate(iri, name, kind))
            old.support += score >= _LEAST
            if score > old.score:
                old.score, old.facts = score, facts
                old.span = Span(facts.meta.id, line.start, line.end)
    return _select(question, pool.values(), words)


def _shares(pairs: frozenset[str], folded: str) -> bool:
    return any(pair in folded for pair in pairs)


def _is_issuer(facts: Facts, question: Question, words: Sequence[Word]) -> bool:
    """Return whether a question asks for things of a narrow kind (刊物) of nobody but the body that issued a document."""
    issuer = fold(facts.document.issuer)
    is_narrow = bool(question.kinds) and not any(word in _BROAD for word in question.kinds)
    return bool(issuer) and is_narrow and all(any(fold(name) == issuer for name in word.names) for word in words)


def is_wanted(question: Question, name: str, kind: str, facts: Facts, iri: str) -> bool:
    """Return whether an entity is of the kind that a question asks for, and not what it asks about."""
    if not _is_of_kind(question, name, kind, facts, iri):
        return False
    if any(
        fold(link.text) == fold(name) or (iri in link.iris and fold(link.text) in fold(name)) for link in question.links
    ):
        return False
    is_beside = re.search("有关|相关", question.plain)
    # What is asked about under a short name is not what has to do with it.
    return not is_beside or not any(name in word.names and not word.is_name for word in question.words)


@lru_cache(64)
def _types_of(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(t for word in kinds for t in tables.kinds()[word].types)


def _is_of_kind(question: Question, name: str, kind: str, facts: Facts, iri: str) -> bool:
    wanted = _types_of(question.kinds)
    if not wanted or any(word in _BROAD for word in question.kinds):
        return kind in LISTED and (kind not in ("Slogan", "Concept", "Policy") or _is_thing(facts, iri, name, kind))
    return kind in wanted and _has_part(question, name)


def _is_body_meant(question: Question, name: str, kind: str, words: Sequence[Word]) -> bool:
    """Return whether a body is of the very kind that the question names (志愿服务队, 产业联盟), where it names no other."""
    if kind != "Organization" or question.kinds:
        return False
    return any(fold(word.text) in fold(name) for word in words if len(fold(word.text)) > 2)


def _has_part(question: Question, name: str) -> bool:
    parts = [part for word in question.kinds for part in tables.kinds()[word].parts]
    if any(part[1:] in name for part in parts if part.startswith("!")):
        return False
    return not parts or any(part in name for part in parts)


def _is_thing(facts: Facts, iri: str, name: str, kind: str) -> bool:
    """A slogan or concept is listed where a glossary or its members make it something to carry out."""
    if kind == "Policy":
        return False
    has_gloss = any(gloss.entity == iri for gloss in facts.glosses)
    return has_gloss or name.endswith(("行动", "工程", "活动", "项目", "课题", "教育"))


def _select(question: Question, pool: Iterable[Candidate], words: Sequence[Word]) -> list[Candidate]:
    ranked = sorted((c for c in pool if c.score >= _LEAST), key=lambda c: (-round(c.score, 3), -c.support, c.iri))
    if not ranked:
        return []
    best = ranked[0].score
    # 人才行动有哪些: what is called by the very kind that is asked for is meant, though it is further from the best.
    parts = [part for word in question.kinds if word not in _BROADEST for part in tables.kinds()[word].parts]
    chosen = [c for c in ranked if c.score >= best * _RELATIVE]
    called = [c for c in ranked if parts and c.name.endswith(tuple(parts))]
    if called and not any(c in chosen for c in called):
        chosen = called
    return chosen[:_MOST]


def list_of(question: Question, found: Sequence[Candidate]) -> Draft:
    """Return candidates as a draft."""
    about = question.topic
    items = tuple(Item(c.name, c.iri, c.type, "", c.span) for c in found)
    spans = tuple(dict.fromkeys(c.span for c in found if c.span))
    first = found[0]
    sources = dict.fromkeys(source_name(c.facts, c.span.start) for c in found if c.facts and c.span)
    where = "、".join([*sources][:_MOST_SOURCES]) + ("等" if len(sources) > _MOST_SOURCES else "")
    text = f"与“{about}”相关的有{len(items)}项：{'、'.join(item.name for item in items)}。（{where}）"
    return Draft(text, about, spans, items, "related", {"entity": first.iri})


def _digest(knowledge: Knowledge, question: Question, words: Sequence[Word]) -> Draft | None:
    """Return the sentences about a theme where nothing named stands in them."""
    found = []
    pairs = pairs_of(words)
    for facts in knowledge.about(question):
        for line in facts.lines:
            if line.kind != "sentence" or not _shares(pairs, line.folded) or not speaks_of(facts, line, question.years):
                continue
            if coverage(words, ((line.folded, 1.0),)) >= 0.95:
                found.append((facts, line))
    if not found:
        is_said = any(knowledge.mentions_text(name, question) for word in words for name in (word.text, *word.names))
        left_open = f"文中提到“{question.topic}”，但没有与它相关的项目或活动。"
        told = left_open if is_said else f"库中文献没有提到“{question.topic}”。"
        return no(told, question.topic)
    spans = tuple(Span(facts.meta.id, line.start, line.end) for facts, line in found[:5])
    text = "".join(
        f"{i}. {line.text}（{source_name(facts, line.start)}）" for i, (facts, line) in enumerate(found[:5], 1)
    )
    return Draft(text, question.topic, spans, (), "mentions", is_partial=True)
