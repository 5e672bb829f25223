"""What changed from one year to another: in what a term means, what it comprises; and a figure through the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.patterns import lazy
from search.answers import amounts, figures, novel, ranking
from search.answers.amounts import Scored
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Gloss
from search.answers.knowledge import Knowledge
from search.questions.fold import fold
from search.questions.question import Question

_WORDING = lazy(r"解释|含义|定义|说法|意思|内容|包括|提法|表述|是什么|指什么")
Version = tuple[Facts, Gloss]


def changed(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return how the explanation of a term changed between years; None where there are no two that differ."""
    versions = _between(_versions(knowledge, question), question.years)
    if len(versions) < 2:
        return novel.wordings(knowledge, question)
    (old_facts, old), (new_facts, new) = versions[0], versions[-1]
    items = tuple(_item(facts, gloss) for facts, gloss in (versions[0], versions[-1]))
    spans = tuple(item.span for item in items if item.span)
    told = "；".join(
        f"{facts.meta.year}年为“{gloss.definition.rstrip('。；')}”" for facts, gloss in (versions[0], versions[-1])
    )
    text = f"“{new.term.strip('“”')}”{told}。{_difference(old, new)}（{source_name(old_facts, old.start)}、{source_name(new_facts, new.start)}）"
    return Draft(text, question.topic, spans, items, "definitions_of_all")


def _between(versions: Sequence[Version], years: Sequence[int]) -> list[Version]:
    """Return the versions of the years asked for; with one year alone (与2031年相比) that one and the newest other."""
    asked = [version for version in versions if not years or version[0].meta.year in years]
    if len(years) == 1 and len(asked) == 1 and (others := [version for version in versions if version not in asked]):
        return sorted((*asked, others[-1]), key=lambda version: version[0].meta.year or 0)
    return asked


def _versions(knowledge: Knowledge, question: Question) -> list[Version]:
    """Return the entries for the term that a question names, one a year, oldest first."""
    asked = {fold(text) for link in question.links for text in (link.text, *(name.text for name in link.names))}
    asked |= {fold(word.text) for word in question.words}
    found: dict[int, Version] = {}
    for facts in sorted(knowledge.about(question), key=lambda facts: facts.meta.date):
        for gloss in facts.glosses:
            if facts.meta.year and asked & {fold(name) for name in (gloss.term, *gloss.aliases)}:
                found.setdefault(facts.meta.year, (facts, gloss))
    return [found[year] for year in sorted(found)]


def _item(facts: Facts, gloss: Gloss) -> Item:
    span = Span(facts.meta.id, gloss.start, gloss.end)
    return Item(f"{facts.meta.year}年", gloss.entity, "", gloss.definition, span)


def _difference(old: Gloss, new: Gloss) -> str:
    if fold(old.definition) == fold(new.definition):
        return "解释没有变化。"
    before, after = set(map(fold, old.components)), set(map(fold, new.components))
    if not (before and after):
        return "解释有调整。"
    added = [part for part in new.components if fold(part) not in before]
    dropped = [part for part in old.components if fold(part) not in after]
    told = [f"{verb}{'、'.join(parts)}" for verb, parts in (("增加了", added), ("不再列", dropped)) if parts]
    return "，".join(told) + "。" if told else "组成没有变化，表述有调整。"


def through_years(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return a figure, or else the explanations of a term, for all years that the documents have."""
    versions = _versions(knowledge, question)
    if not versions or question.is_number or question.units or not _WORDING.search(question.plain):
        ranked = ranking.rank(knowledge, question)
        fits = [item for item in ranked if item.score >= figures.LEAST and item.figure.year is not None]
        if fits:
            return _series(question, list(_of_one_kind(fits, question)))
    if not versions:
        return None
    items = tuple(_item(facts, gloss) for facts, gloss in versions)
    told = "；".join(f"{item.name}：{item.detail.rstrip('。；')}" for item in items)
    spans = tuple(item.span for item in items if item.span)
    return Draft(f"“{question.topic}”各年的解释：{told}。", question.topic, spans, items, "definitions_of_all")


def _of_one_kind(fits: Sequence[Scored], question: Question) -> Iterator[Scored]:
    """Yield the best figure of each year and state in order of time, all of the kind of the best."""
    unit, span = amounts.base_of(fits[0].figure.unit), amounts.span_years(fits[0].figure)
    best: dict[tuple[int, bool], Scored] = {}
    for item in fits:
        is_target = item.figure.status == "target"
        is_alike = amounts.base_of(item.figure.unit) == unit and amounts.span_years(item.figure) == span
        if is_alike and (question.status or item.figure.status) == item.figure.status:
            best.setdefault((item.figure.year or 0, not is_target), item)
    yield from (best[key] for key in sorted(best))


def _series(question: Question, chosen: list[Scored]) -> Draft:
    spans = tuple(amounts.span_of(item) for item in chosen)
    items = tuple(
        Item(amounts.time_of(item.figure), item.figure.about, "Indicator", amounts.amount(item), span)
        for item, span in zip(chosen, spans, strict=True)
    )
    label = amounts.name_of(chosen[0].figure)
    told = "，".join(f"{item.name}{item.detail}" for item in items)
    sources = "、".join(dict.fromkeys(source_name(item.facts, item.figure.start) for item in chosen))
    return Draft(
        f"{label}：{told}。（{sources}）", label, spans, items, "indicators_named", {"text": chosen[0].figure.label}
    )
