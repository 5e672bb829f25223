"""Figures as they are told and compared: amounts as the text writes them, years, units, likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.patterns import lazy
from search.answers.draft import Span, sentence_span
from search.answers.facts import Facts, Figure
from search.questions.fold import fold

_BEFORE = {"~": "近", "<": "不到", "<=": "不超过"}


STATUS = {"target": "目标", "achieved": "完成"}


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure with how well it fits a question."""

    figure: Figure
    facts: Facts
    score: float
    unmet: int = 0


def name_of(figure: Figure) -> str:
    """Return what a figure is of, without its remarks in brackets."""
    return re.sub(r"[（(][^）)]*[）)]", "", figure.label) or figure.subject


# 近, 左右, 以内 with the number say already what the sign before it would.
_IS_SAID = lazy("^(?:近|约|不|大约|超|突破)|左右|上下|以[内下]")
_RANGE = lazy(r"\d.{0,3}[—–~～至-]{1,2}\d")


def amount(item: Scored) -> str:
    """Return the figure as the text writes it (近6万元, 200场次以上), or made of its parts where it stands apart."""
    figure = item.figure
    text = item.facts.document.text
    written = text[figure.value_start : figure.value_end]
    has_value = figure.value in written.replace(",", "").replace("，", "") and len(written) <= 16
    plain = written.strip() if has_value else f"{figure.value}{figure.unit}"
    if has_value and not written.endswith(tuple("0123456789%")) and fold(figure.unit) not in fold(written):
        plain = f"{figure.value}{figure.unit}"
    if plain == figure.value:
        plain += figure.unit
    if _RANGE.search(plain):
        return plain
    if figure.comparator in _BEFORE and not _IS_SAID.search(plain):
        return _BEFORE[figure.comparator] + plain
    if figure.comparator == ">=" and not re.search(r"以上|不少于|不低于|至少", plain):
        return plain + "以上"
    if figure.comparator == ">" and not re.search(r"余|多|超|突破|以上|大于", plain):
        return "超过" + plain
    return plain


def time_of(figure: Figure) -> str:
    """Return year and state of a figure: 2031年完成."""
    return figure.when + STATUS[figure.status]


def span_years(figure: Figure) -> int:
    """Return over how many years a figure goes."""
    return 1 if figure.since is None or figure.year is None else figure.year - figure.since + 1


def likeness(old: Figure, new: Figure) -> float:
    """Return how much two figures are of the same thing: shared pairs of their names, more where both are about one."""
    a, b = fold(old.label + old.subject), fold(new.label + new.subject)
    pairs_a = {a[i : i + 2] for i in range(len(a) - 1)}
    pairs_b = {b[i : i + 2] for i in range(len(b) - 1)}
    same_thing = 0.3 if old.about and old.about == new.about else 0.0
    return same_thing + (len(pairs_a & pairs_b) / max(min(len(pairs_a), len(pairs_b)), 1))


_SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2))


def base_of(unit: str) -> str:
    """Return a unit without 万, 亿, 余; units that count the same are one."""
    unit = re.sub("[余多]", "", unit)
    for scale, _ in _SCALES:
        if unit.startswith(scale) and len(unit) > len(scale):
            unit = unit[len(scale) :]
            break
    return {"场": "场次", "人": "人", "名": "人", "位": "人"}.get(unit, unit)


def value_of(figure: Figure) -> float:
    """Return the amount with 万 and 亿 counted in."""
    unit = re.sub("[余多]", "", figure.unit)
    factor = next((value for scale, value in _SCALES if unit.startswith(scale)), 1.0)
    return float(figure.value) * factor


def span_of(item: Scored) -> Span:
    """Return the sentence of a figure."""
    return sentence_span(item.facts, item.figure.value_start, item.figure.value_end)
