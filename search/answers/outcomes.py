"""What became of the targets of a year: those that were met, missed, or never spoken of again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.patterns import lazy
from search.answers import support
from search.answers.draft import Draft, Item, Span, cite, no, sentence_span
from search.answers.facts import Facts, Figure
from search.answers.knowledge import Knowledge
from search.catalogue import IndicatorRow
from search.questions.question import Question
from search.studies.ledger import STATES, Entry, State, entries_of

_WANTED: tuple[tuple[str, tuple[State, ...]], ...] = (
    (r"(?:没有?|未|不)再提|没有?下文", ("dropped",)),
    (r"口径", ("changed",)),
    (r"(?:没有?|未|没能)(?:能)?(?:完成|达到|实现)|落空", ("missed",)),
    (
        r"(?:哪些|哪几项|什么|啥).{0,8}(?:完成|达到|实现)|(?:完成|达到|实现)(?:了)?的?(?:目标|指标|任务)?有?(?:哪|什么|啥)",
        ("met",),
    ),
)
_ALL: tuple[State, ...] = ("met", "missed", "changed", "dropped")
# Words of asking about targets, none of which says what they are about.
_FRAME = lazy(
    r"目标|指标|任务|各项|全部|所有|完成|达到|实现|落空|没有?|没能|再提及?|下文|口径|变化|情况|[都未能的得是]"
)
_SHOWN = 12


def outcomes(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the targets with what became of them; None where the question is about one thing."""
    if any(_FRAME.sub("", word.text) for word in support.telling(question)):
        return None
    wanted = next((states for sign, states in _WANTED if re.search(sign, question.plain)), _ALL)
    asked = question.years or _newest(knowledge)
    documents = knowledge.about(question) if knowledge.is_small else knowledge.all_of(_with_years_after(asked))
    rows = [_row(knowledge, facts, figure) for facts in documents for figure in facts.figures]
    entries = [entry for entry in entries_of(rows, [facts.meta for facts in documents]) if entry.year is not None]
    entries = [entry for entry in entries if _is_of(entry, asked)]
    found = [entry for entry in entries if entry.state in wanted]
    years = "、".join(f"{year}年" for year in asked)
    if not found and asked and any(entry.state == "pending" for entry in entries):
        return no(f"{years}的目标还没有后续文献可以对照。", f"{years}目标")
    if not found:
        return no(f"库中文献里没有查到{years}{_name(wanted)}的目标。", f"{years}目标")
    return _told(knowledge, found, f"{years}目标")


def _newest(knowledge: Knowledge) -> tuple[int, ...]:
    """Return the years that are meant where none is asked for: all of a small library, the last two of a large one."""
    return () if knowledge.is_small or knowledge.year is None else (knowledge.year - 1, knowledge.year)


def _is_of(entry: Entry, years: tuple[int, ...]) -> bool:
    return not years or entry.year in years


def _with_years_after(years: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(year + step for year in years for step in (0, 1)))


def _name(states: Iterable[State]) -> str:
    states = tuple(states)
    return STATES[states[0]] if len(states) == 1 else "有结果"


def _told(knowledge: Knowledge, entries: list[Entry], about: str) -> Draft:
    sentences = []
    for state in _ALL:
        some = [entry for entry in entries if entry.state == state]
        if some:
            names = "；".join(_one(entry) for entry in some[:_SHOWN])
            more = "等" if len(some) > _SHOWN else ""
            sentences.append(f"{STATES[state]}的目标有{len(some)}项：{names}{more}")
    spans: dict[Span, None] = {}
    items = []
    for entry in entries:
        places = [_span(knowledge, row) for row in (entry.target, entry.result) if row is not None]
        spans.update(dict.fromkeys(places))
        items.append(
            Item(entry.label, entry.target.about, "Indicator", f"{entry.year}年{STATES[entry.state]}", places[0])
        )
    return Draft("。".join(sentences) + "。", about, tuple(spans), tuple(items), "indicators", is_met=True)


def _one(entry: Entry) -> str:
    target = f"{entry.year}年{entry.label}（目标{entry.target.value}{entry.target.unit}"
    if entry.result is None:
        return f"{target}，{entry.note}）"
    return f"{target}，报告{entry.result.value}{entry.result.unit}）"


def _span(knowledge: Knowledge, row: IndicatorRow) -> Span:
    return sentence_span(knowledge.facts(row.citation.document), row.value_start, row.value_end)


def _row(knowledge: Knowledge, facts: Facts, figure: Figure) -> IndicatorRow:
    return IndicatorRow(
        label=figure.label,
        subject=figure.subject,
        about=figure.about,
        value=figure.value,
        unit=figure.unit,
        comparator=figure.comparator,
        year=figure.year,
        status=figure.status,
        scope=figure.scope,
        citation=cite(knowledge, Span(facts.meta.id, figure.start, figure.end)),
        value_start=figure.value_start,
        value_end=figure.value_end,
    )
