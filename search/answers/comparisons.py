"""How the figures of two years, or a target and what came of it, stand to one another."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers import novel
from search.answers.amounts import STATUS, Scored, amount, base_of, likeness, name_of, span_years, time_of, value_of
from search.answers.draft import Draft, Item, no, sentence_span
from search.answers.facts import Figure
from search.answers.figures import LEAST
from search.answers.knowledge import Knowledge
from search.answers.ranking import rank
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question

# 完成目标了吗: what was planned for a year against what came of it, not one year against the next.
_OUTCOME = lazy(
    r"完成(?:了)?(?:目标|任务|计划)?(?:了)?(?:吗|没|情况|得怎|多少)|(?:目标|任务|计划)(?:有没有|是否)?(?:完成|实现|达到)|达标"
)


def compare(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return how a figure stands to that of another year: both, the difference, and which way it goes."""
    if len(question.years) > 1 and novel.is_about_all(question):
        return None
    scored = rank(knowledge, question)
    ranked = [item for item in scored if item.score >= LEAST - 0.1 and _is_of_named(item, question)]
    pair = _pair(_with_others(ranked, scored), question)
    if pair is None:
        if ranked:
            item = ranked[0]
            span = sentence_span(item.facts, item.figure.start, item.figure.end)
            return no(
                f"文中只有“{name_of(item.figure)}”{time_of(item.figure)}的数字，无从比较。",
                name_of(item.figure),
                (span,),
            )
        return no(f"库中文献没有“{question.topic}”可比的数字。", question.topic)
    old, new = pair
    spans = tuple(sentence_span(item.facts, item.figure.value_start, item.figure.value_end) for item in pair)
    items = tuple(
        Item(f"{name_of(item.figure)}（{time_of(item.figure)}）", item.figure.about, "Indicator", amount(item), span)
        for item, span in zip(pair, spans, strict=True)
    )
    text = f"{_clause(old)}，{_clause(new)}，{_difference(old.figure, new.figure)}。"
    return Draft(
        text, name_of(new.figure), spans, items, "indicators_named", {"text": new.figure.subject or new.figure.label}
    )


def _is_of_named(item: Scored, question: Question) -> bool:
    """Return whether a figure is of what a question about changes names: under its heading stand figures of other things."""
    if question.intents[:1] != ("changes",) or not question.links:
        return True
    line = item.facts.line_at(item.figure.start)
    said = fold(item.figure.label + item.figure.subject) + (line.folded if line else "")
    return any(item.figure.about in link.iris or fold(link.text) in said for link in question.links)


def _with_others(ranked: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """Return the figures that fit, with those of the same name that fit less: another year says it in other words."""
    named = {(fold(item.figure.label), item.figure.subject) for item in ranked}
    others = [item for item in scored if (fold(item.figure.label), item.figure.subject) in named and item not in ranked]
    return [*ranked, *others]


def _clause(item: Scored) -> str:
    figure = item.figure
    return f"{figure.when}{figure.label}{STATUS[figure.status] + ('为' if figure.status == 'target' else '')}{amount(item)}"


def _pair(ranked: Sequence[Scored], question: Question) -> tuple[Scored, Scored] | None:
    """Return an earlier and a later figure of the same thing, in the years asked for where any are."""
    best: tuple[float, Scored, Scored] | None = None
    has_plan = any(word in question.plain for word in tables.of_class("target"))
    asks_outcome = bool(_OUTCOME.search(question.plain)) and len(question.years) < 2
    for later in ranked[:24]:
        for earlier in ranked[:24]:
            if not _comparable(earlier.figure, later.figure):
                continue
            both = {earlier.figure.year, later.figure.year}
            if question.years and not set(question.years) <= both:
                continue
            # Of one year, a target stands beside what came of it.
            is_outcome = len(both) == 1 and (len(question.years) == 1 or asks_outcome)
            alike = likeness(earlier.figure, later.figure)
            # Where no plan is spoken of, results are held against results.
            is_even = not (has_plan or asks_outcome) and earlier.figure.status == later.figure.status == "achieved"
            score = (
                0.4 * is_even
                + earlier.score
                + later.score
                + 0.6 * alike
                + (1.0 if asks_outcome else 0.5) * is_outcome
                + 0.001 * (later.figure.year or 0)
            )
            if best is None or score > best[0]:
                best = (score, earlier, later)
    return (best[1], best[2]) if best else None


def _comparable(old: Figure, new: Figure) -> bool:
    if old.year is None or new.year is None or old.year > new.year:
        return False
    if old.label.endswith("增加") or new.label.endswith("增加"):
        return False  # by how much it grew is not how much it is
    if span_years(old) != span_years(new):
        return False  # what came together in five years is no measure for one
    # Within one year only a result may follow, on the target that it is measured by.
    if old.year == new.year and (old.status, new.status) != ("target", "achieved"):
        return False
    return base_of(old.unit) == base_of(new.unit) or {base_of(old.unit), base_of(new.unit)} <= {
        "个",
        "家",
        "项",
        "名",
        "位",
        "人",
    }


def _difference(old: Figure, new: Figure) -> str:
    a, b = value_of(old), value_of(new)
    verb = "目标" if new.status == "target" else "实际"
    if old.year == new.year:
        verb = "完成目标，实际" if b >= a else "未完成目标，实际"
    if a == b:
        return f"{verb}与{time_of(old)}持平，没有变化"
    direction = ("高", "多") if b > a else ("低", "少")
    unit = new.unit
    scale = value_of(new) / float(new.value) if float(new.value) else 1.0
    gap = _plain(abs(b - a) / scale)
    share = f"，是其{_plain(round(b / a * 100, 1))}%" if a and "%" not in unit else ""
    unit = "个百分点" if unit == "%" else unit
    return f"{verb}比{time_of(old)}{direction[0]}，{direction[1]}{gap}{unit}{share}"


def _plain(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")
