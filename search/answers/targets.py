"""Which targets a year has: all of them, or those about what the question names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.amounts import Scored, amount, name_of, span_of
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.facts import Facts, Figure
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# Words of asking for targets, none of which says what they are about.
_FRAME = lazy(
    r"经济社会|目标|指标|任务|主要|具体|预期|年度|全年|量化|数字|各项|全部|所有|工作|发展|制定|提出|确定|设定|下达|列出|列举|罗列|清单|"
    r"全[市省县区]|[本我][市省县区]|[定设立出的了新个项]"
)
# A target is about a theme where its name, its clause or its heading is.
_LEAST = 0.7
_SHOWN = 40


def listed(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the targets of the year asked for, else of the newest year that has any; None where none is about the topic."""
    words = _topic(question)
    # Nothing else being said, the plans of one year are meant, not those that a search for 目标 finds.
    documents = knowledge.about(question) if words or knowledge.is_small else _of_year(knowledge, question)
    found = [
        Scored(figure, facts, 1.0)
        for facts in documents
        for figure in facts.figures
        if figure.status == "target" and figure.year is not None and _is_about(knowledge, facts, figure, words)
    ]
    years = question.years or _newest(found)
    found = [item for item in found if item.figure.year in years]
    if found:
        return _told(_distinct(found), years, "".join(word.text for word in words))
    if words:
        return None
    asked = "、".join(f"{year}年" for year in years)
    return no(f"库中文献没有{asked}的数字目标。", f"{asked}目标")


def _topic(question: Question) -> list[Word]:
    """Return the words that say what the targets are about, words for kinds (学会) among them, at full weight."""
    said = (word for word in question.words if word.text not in tables.of_class("verb"))
    return [replace(word, weight=1.0) for word in said if _FRAME.sub("", word.text)]


def _of_year(knowledge: Knowledge, question: Question) -> tuple[Facts, ...]:
    """Return the documents in which the plans of a year stand: its own, or those of the year before (规划)."""
    year = max(question.years, default=knowledge.year or 0)
    return knowledge.all_of((year, year - 1))


def _is_about(knowledge: Knowledge, facts: Facts, figure: Figure, words: Sequence[Word]) -> bool:
    if not words:
        return True
    line = facts.line_at(figure.value_start)
    names = "|".join(fold(name.text) for name in knowledge.names.of(figure.about))
    fields = (
        (fold(figure.label + figure.subject + figure.scope), 1.0),
        (names, 0.95),
        (fold(facts.document.text[figure.start : figure.end]), 0.95),
        (fold("".join(line.headings)) if line else "", 0.9),
        (fold(facts.document.title + facts.document.issuer), 0.8),
    )
    return coverage(words, fields) >= _LEAST


def _newest(found: Iterable[Scored]) -> tuple[int, ...]:
    """Return the newest year that several targets are set for: a goal far ahead stands alone."""
    years = [item.figure.year for item in found if item.figure.year is not None]
    dates = [item.facts.meta.year for item in found if item.facts.meta.year is not None]
    current = [year for year in years if year <= max(dates, default=9999)]
    return (max(current or years),) if years else ()


def _distinct(found: Iterable[Scored]) -> list[Scored]:
    """Return each target once, whether two documents give it or one gives a range from one amount to another."""
    seen: dict[tuple[str, str], Scored] = {}
    for item in found:
        seen.setdefault((fold(name_of(item.figure)), amount(item)), item)
    ranges: dict[tuple[str, int, str], Scored] = {}
    for item in seen.values():
        ranges.setdefault((item.facts.meta.id, item.figure.start, fold(name_of(item.figure))), item)
    return list(ranges.values())


def _told(found: Sequence[Scored], years: Sequence[int], topic: str) -> Draft:
    shown = found[:_SHOWN]
    time = "、".join(f"{year}年" for year in years)
    items = tuple(
        Item(name_of(item.figure), item.figure.about, "Indicator", _detail(item), span_of(item)) for item in shown
    )
    listing = "；".join(f"{item.name}{amount(scored)}" for item, scored in zip(items, shown, strict=True))
    more = "等" if len(found) > len(shown) else ""
    sources = dict.fromkeys(source_name(item.facts, item.figure.start) for item in shown)
    about = f"“{topic}”" if topic else ""
    text = f"{time}{about}的数字目标有{len(found)}项：{listing}{more}。（{'、'.join(sources)}）"
    spans: tuple[Span, ...] = tuple(dict.fromkeys(span_of(item) for item in shown))
    return Draft(text, f"{time}{topic}目标", spans, items, "indicators", is_met=not topic)


def _detail(item: Scored) -> str:
    return f"{item.figure.when}目标：{amount(item)}"
