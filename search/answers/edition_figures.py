"""How the figures of two editions of something held again and again stand to one another (第四届和第五届的规模)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.labels import number
from corpus.patterns import lazy
from search.answers.amounts import Scored, amount, base_of, value_of
from search.answers.draft import Draft, Item, Span, sentence_span, source_name
from search.answers.facts import Facts, Figure
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.support import telling
from search.questions.fold import fold
from search.questions.question import Question, Word

_EDITION = lazy(r"第([一二三四五六七八九十百\d]+)届|(首)届")
_ASKED = lazy(
    r"[两各历]届.{0,16}?(?:对比|比较|相比|变化|规模|差|分别|各|多少)|届.{0,12}(?:比|和|与|跟|较|同|、).{0,4}(?:第[一二三四五六七八九十百\d]+届|首届|上一?届|前一?届)"
)
# What says that editions are compared, not what of them.
_FRAMES = lazy(
    r"[两各历上前]一?届|第[一二三四五六七八九十百\d]+届|首届|对比|比较|相比|变化|规模|情况|数[量据]|多少|几|[多少增减升降高低]了?|差[多别距]?|分别|怎么样|如何|[比和与跟较的是有、各了]"
)
_MET = 0.75
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of an edition; `key` is its name without the edition, folded."""

    edition: int
    key: str
    label: str
    figure: Figure
    facts: Facts


def compare_editions(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the figures that two editions have in common, with the difference; None where there are none to compare."""
    if not _ASKED.search(question.plain):
        return None
    words = list(_words(question))
    if not words:
        return None
    told = [one for facts in knowledge.about(question) for one in _figures(facts, words[0])]
    asked = sorted({_number(hit) for hit in _EDITION.finditer(question.plain)})
    known = sorted({one.edition for one in told})
    if len(asked) < 2:
        newest = asked[0] if asked else max(known, default=0)
        asked = [one for one in known if one <= newest][-2:]
    if len(asked) != 2:
        return None
    pairs = list(_pairs(told, asked[0], asked[1], words[1:]))
    return _draft(pairs, words[0].text, question) if pairs else None


def _number(hit: re.Match[str]) -> int:
    return 1 if hit[2] else number(hit[1])


def _words(question: Question) -> Iterator[Word]:
    """Yield what is held again and again, then what of it is compared."""
    for word in telling(question):
        for text in filter(None, _FRAMES.split(word.text)):
            if len(fold(text)) >= _SHORTEST:
                yield Word(text, (), 1.0, (text,))


def _figures(facts: Facts, series: Word) -> Iterator[_Told]:
    """Yield the figures of sentences that name an edition before them, and no other one in between."""
    for figure in facts.figures:
        line = facts.line_at(figure.value_start)
        if line is None:
            continue
        before = facts.document.text[line.start : figure.value_start]
        hits = list(_EDITION.finditer(before))
        if (
            not hits
            or word_score(series, fold(before[hits[-1].end() :] + "|" + before[: hits[-1].start()][-12:])) < _MET
        ):
            continue
        label = _EDITION.sub("", figure.label).replace(series.text, "")
        label = label.split("届")[-1].strip("的，、 ")
        if len(label) >= _SHORTEST:
            yield _Told(_number(hits[-1]), fold(label), label, figure, facts)


def _pairs(told: Sequence[_Told], first: int, second: int, aspects: Sequence[Word]) -> Iterator[tuple[_Told, _Told]]:
    seen = set()
    for old in (one for one in told if one.edition == first):
        for new in (one for one in told if one.edition == second):
            is_same = old.key == new.key and base_of(old.figure.unit) == base_of(new.figure.unit)
            is_asked = all(word_score(word, old.key) >= _MET for word in aspects)
            if is_same and is_asked and old.key not in seen and old.figure.status == new.figure.status:
                seen.add(old.key)
                yield old, new


def _draft(pairs: Sequence[tuple[_Told, _Told]], series: str, question: Question) -> Draft:
    first, second = pairs[0][0].edition, pairs[0][1].edition
    spans: dict[Span, None] = {}
    clauses, items = [], []
    for old, new in pairs:
        for one in (old, new):
            spans[sentence_span(one.facts, one.figure.value_start, one.figure.value_end)] = None
        told = (
            f"{old.label}：第{first}届{_amount(old)}，第{second}届{_amount(new)}{_difference(old.figure, new.figure)}"
        )
        clauses.append(told)
        items.append(
            Item(
                old.label,
                new.figure.about,
                "Indicator",
                told,
                sentence_span(new.facts, new.figure.value_start, new.figure.value_end),
            )
        )
    sources = "、".join(dict.fromkeys(source_name(one.facts, one.figure.start) for pair in pairs for one in pair))
    return Draft(
        f"{series}{'；'.join(clauses)}。（{sources}）",
        question.topic,
        tuple(spans),
        tuple(items),
        "indicators_named",
        is_met=True,
    )


def _amount(one: _Told) -> str:
    return amount(Scored(one.figure, one.facts, 1.0))


def _difference(old: Figure, new: Figure) -> str:
    """Return the difference of two figures, which there is only where both are exact."""
    if not {old.comparator, new.comparator} <= {"=", ""}:
        return ""
    a, b = value_of(old), value_of(new)
    if a == b:
        return "，持平"
    scale = b / float(new.value) if float(new.value) else 1.0
    gap = f"{abs(b - a) / scale:.4f}".rstrip("0").rstrip(".")
    return f"，{'多' if b > a else '少'}{gap}{'个百分点' if new.unit == '%' else new.unit}"
