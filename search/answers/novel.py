"""Which formulations are new in the documents of a year, and which are no longer used."""

from __future__ import annotations

from collections.abc import Iterable

from search.answers import support
from search.answers.draft import Draft, Item, Span, no, sentence_span
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.questions.question import Question

_SHOWN = 20
# Words of asking for formulations and documents: a question that says more is about something.
_FRAME = (
    "工作报告",
    "报告",
    "讲话",
    "文献",
    "材料",
    "文件",
    "提法",
    "说法",
    "表述",
    "口号",
    "新",
    "不同",
    "变化",
    "区别",
)


def is_about_all(question: Question) -> bool:
    """Return whether a question says nothing but that documents and their formulations are meant."""
    return not any(_bare(word.text) for word in support.telling(question))


def wordings(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the formulations that came and went between two years; None where the question is about one thing.

    With one year in the question, or none, the year before stands against it.
    """
    if not is_about_all(question):
        return None
    asked = sorted(question.years) or ([knowledge.year] if knowledge.year else [])
    if not asked:
        return None
    before, after = (asked[0], asked[-1]) if len(asked) > 1 else (asked[0] - 1, asked[0])
    old, new = knowledge.all_of((before,)), knowledge.all_of((after,))
    if not old or not new:
        missing = before if not old else after
        return no(f"库中没有{missing}年的文献，无从比较。", f"{before}年与{after}年")
    came = _only(new, old)
    gone = _only(old, new)
    if not came and not gone:
        return no(f"{before}年与{after}年的文献用的提法相同。", f"{before}年与{after}年")
    told = [
        f"{lead}{len(found)}个：{_names(found)}"
        for lead, found in (
            (f"{after}年的文献用到而{before}年没有用的提法有", came),
            (f"{before}年用过而{after}年没有再用的有", gone),
        )
        if found
    ]
    items = (*came[:_SHOWN], *gone[:_SHOWN])
    spans = tuple(item.span for item in items if item.span)
    return Draft(
        f"与{before}年相比，{'；'.join(told)}。", f"{before}年与{after}年的提法", spans, items, "mentions", is_met=True
    )


def _names(items: list[Item]) -> str:
    shown = "、".join("“" + item.name.strip("“”") + "”" for item in items[:_SHOWN])
    return shown + ("等" if len(items) > _SHOWN else "")


def _bare(text: str) -> str:
    for word in _FRAME:
        text = text.replace(word, "")
    return text.strip("的比与和了多少哪些什么")


def _only(here: Iterable[Facts], there: Iterable[Facts]) -> list[Item]:
    """Return the formulations that only the documents here have, in order of their first use."""
    known = {iri for facts in there for _, _, iri, _, _ in facts.mentions}
    found: dict[str, Item] = {}
    for facts in sorted(here, key=lambda facts: facts.meta.date):
        for start, end, iri, name, kind in facts.mentions:
            if kind == "Slogan" and iri not in known and iri not in found:
                span: Span = sentence_span(facts, start, end)
                found[iri] = Item(name, iri, kind, f"{facts.meta.year}年", span)
    return list(found.values())
