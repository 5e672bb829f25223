"""What something comprises, and what something is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, chinese_number, no, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.listed import list_in_text, shape_words
from search.answers.wholes import Whole, wholes
from search.questions.fold import fold
from search.questions.question import Link, Question

# Words for what a whole is made of; they ask for its members, whatever these are.
_COUNTED = lazy(
    r"^(?:[一二两三四五六七八九十\d]+个?.{0,3}|子|成员|内容|要点|职责|工作|要求|任务|组成|库|型|化|字母|缩写|讲话.*|报告.*|第.部分|代表|指|概念|提法)$"
)


def comprise(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members of what a question names: of a slogan or plan, or the list that a sentence gives."""
    documents = knowledge.about(question)
    is_list_asked = question.intents[:1] != ("definition",) or question.number is not None
    listed = list_in_text(documents, question) if is_list_asked else None
    if listed is not None and _wants_more(question):
        return listed
    stated = stated_members(knowledge, question)
    if stated is not None and listed is not None and _names(stated) < _names(listed):
        return listed
    return stated or listed or _no_members(knowledge, question)


def _names(draft: Draft) -> frozenset[str]:
    return frozenset(fold(item.name) for item in draft.items)


def stated_members(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members that the graph or a glossary gives of what a question names."""
    candidates = [(whole, facts) for facts in knowledge.about(question) for whole in wholes(facts)]
    for keys in _asked(knowledge, question):
        fits = [(whole, facts) for whole, facts in candidates if keys & whole.keys and _is_meant(question, whole)]
        if fits:
            return listing(*_best_whole(fits, candidates))
    return None


def _best_whole(fits: list[tuple[Whole, Facts]], candidates: list[tuple[Whole, Facts]]) -> tuple[Facts, Whole]:
    whole, facts = max(fits, key=lambda fit: _depth(fit[0], candidates))
    return facts, whole


def _depth(whole: Whole, candidates: list[tuple[Whole, Facts]]) -> tuple[bool, bool]:
    """Prefer the entry that gives the members themselves to one that gives groups of them."""
    keys = {fold(member) for member in whole.members}
    has_groups = any(other.keys & keys and other is not whole for other, _ in candidates)
    return (not has_groups, len(whole.members) > 1)


def _wants_more(question: Question) -> bool:
    """Return whether the question says more than the name: 整合了哪些媒体 asks for a list of the text."""
    linked = {link.text for link in question.links}
    rest = [w for w in question.words if w.text not in linked and len(fold(w.text)) > 1 and not _COUNTED.search(w.text)]
    return bool(question.links) and bool(rest) and not shape_words(question)


def _is_meant(question: Question, whole: Whole) -> bool:
    return question.number is None or question.number == len(whole.members) or str(question.number) not in whole.name


def _asked(knowledge: Knowledge, question: Question) -> Iterator[frozenset[str]]:
    """Yield the folded names that the question may mean, the plainest first."""
    links = sorted(question.links, key=lambda link: -len(link.text))
    for link in links:
        yield frozenset({fold(link.text)})
        yield frozenset(fold(name.text) for name in link.names)
    for word in question.words:
        yield frozenset({fold(word.text)})
        yield frozenset(fold(name) for name in word.names)
    for word in question.words:
        # 两新 for 社团“两新”, 十百千 for 十百千行动.
        key = fold(word.text)
        if len(key) > 1:
            yield frozenset(
                {f"学会{key}", f"{key}行动", f"{key}工程", f"{key}活动", f"{key}组织", f"{key}计划", f"{key}制"}
            )


def listing(facts: Facts, whole: Whole) -> Draft:
    """Return the members of a whole as a draft."""
    count = len(whole.members)
    name = re.sub("[“”]", "", whole.name)
    text = f"“{name}”包括{chinese_number(count)}项：{'、'.join(whole.members)}。（{_source(facts, whole.span)}）"
    items = tuple(
        Item(member, iri, facts.types.get(iri, ""), "", whole.span)
        for member, iri in zip(whole.members, whole.iris, strict=True)
    )
    return Draft(text, name, whole.spans or (whole.span,), items, "components", {"entity": whole.iri})


def _source(facts: Facts, span: Span) -> str:
    part = facts.document.part_at(span.start)
    if part and part.kind == "glossary":
        return f"{facts.meta.year}年{part.title}" if facts.meta.year else part.title
    return source_name(facts, span.start)


def _no_members(knowledge: Knowledge, question: Question) -> Draft:
    name = question.topic
    for facts in knowledge.about(question):
        lines = [line for line in facts.lines if fold(name) in line.folded]
        if lines:
            spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines[:3])
            where = source_name(facts, lines[0].start)
            return no(f"文中提到“{name}”（见{where}），但没有说明它包括哪些内容。", name, spans)
    return no(f"库中文献没有提到“{name}”包括哪些内容。", name)


def contain(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what the things that a question names are members of, or the short form of a wording."""
    for facts in knowledge.about(question):
        if found := _whole_of(facts, question):
            return found
    for facts in knowledge.about(question):
        if found := _short_form(facts, question):
            return found
    for facts in knowledge.about(question):
        if found := _explaining(facts, question):
            return found
    return no(f"库中文献没有说明“{question.topic}”属于哪个提法。", question.topic)


def _explaining(facts: Facts, question: Question) -> Draft | None:
    """Return the entry in whose definition a thing stands in quotation marks: 哪个行动开设了甲栏目."""
    named = {fold(name.text) for link in question.links for name in link.names} if question.kinds else set()
    for gloss in facts.glosses:
        held = next((q for q in re.findall(r"“([^”]{2,20})”", gloss.definition) if fold(q) in named), None)
        if held is None or fold(gloss.term) in named:
            continue
        span = Span(facts.meta.id, gloss.start, gloss.end)
        term = re.sub("[“”]", "", gloss.term)
        clause = next((part for part in re.split(r"[。；]", gloss.definition) if held in part), gloss.definition)
        text = f"“{held}”见于“{term}”：{clause}。（{_source(facts, span)}）"
        return Draft(text, held, (span,), (Item(term, gloss.entity, "", clause, span),), "definitions_in_full")
    return None


def _whole_of(facts: Facts, question: Question) -> Draft | None:
    folded = fold(question.plain)
    ranked = []
    for whole in wholes(facts):
        if len(whole.members) < 2:
            continue
        met = [member for member in whole.members if len(fold(member)) > 1 and fold(member) in folded]
        named = any(key in folded for key in whole.keys)
        if met and not named:
            length = sum(len(fold(member)) for member in met)
            is_sub = any(link_is(whole, link) for link in question.links)
            ranked.append((length, -len(whole.members), not is_sub, whole, met))
    if not ranked:
        return None
    _, _, _, whole, met = max(ranked, key=lambda item: item[:3])
    name = re.sub("[“”]", "", whole.name) if whole.name.count("“") != 1 else whole.name
    others = "、".join(whole.members)
    text = f"“{'”“'.join(met)}”属于{_marked(name)}（{others}）。（{_source(facts, whole.span)}）"
    items = (Item(name, whole.iri, facts.types.get(whole.iri, ""), others, whole.span),)
    return Draft(text, "、".join(met), (whole.span,), items, "slogans_with", {"key": fold(met[0])})


def link_is(whole: Whole, link: Link) -> bool:
    """Return whether a link names a whole itself."""
    return whole.iri in link.iris


def _marked(name: str) -> str:
    return name if "“" in name else f"“{name}”"


def _short_form(facts: Facts, question: Question) -> Draft | None:
    """Return the term whose definition the question gives."""
    words = [word for word in question.words if word.weight == 1 and len(word.text) > 1]
    meant = {fold(name) for word in words for name in word.names}
    best = None
    for gloss in facts.glosses:
        definition = fold(gloss.definition)
        spelt = max((len(fold(word.text)) for word in words if fold(word.text) in definition), default=0)
        share = spelt / max(len(definition), 1)
        if fold(gloss.term) in meant and not any(fold(gloss.term) in fold(word.text) for word in words):
            share, spelt = 1.0, len(definition)
        if spelt >= 4 and share >= 0.4 and (best is None or share > best[0]):
            best = (share, gloss)
    if best is None:
        return None
    gloss = best[1]
    span = Span(facts.meta.id, gloss.start, gloss.end)
    term = re.sub("[“”]", "", gloss.term)
    text = f"“{gloss.definition.rstrip('。；')}”的简称是“{term}”。（{_source(facts, span)}）"
    return Draft(
        text, question.topic, (span,), (Item(term, gloss.entity, "", gloss.definition, span),), "definitions_in_full"
    )
