"""The figures of documents with their plain amounts, by unit and by sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from corpus.documents import Document
from kg.facts import Indicator
from search.drafts.knowledge import Knowledge, Place

_SCALES = (
    ("万亿", 10**12),
    ("亿", 10**8),
    ("千万", 10**7),
    ("百万", 10**6),
    ("万", 10**4),
    ("千", 10**3),
    ("百", 10**2),
)
_DATED = re.compile(r"(?:19|20)\d\d年度?")


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its plain amount, the clause around it without the number, and its sentence."""

    indicator: Indicator
    amount: Decimal
    unit: str
    clause: str
    sentence: int
    source: int = -1

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.source, self.indicator.start, self.indicator.end)


class Ledger:
    """The figures of the library by unit, and those of one sentence together."""

    def __init__(self, known: Knowledge) -> None:
        self.figures = tuple(
            figure
            for index, source in enumerate(known.sources)
            for figure in figures_of(source.document, source.extraction.indicators, index)
        )

    @cached_property
    def by_unit(self) -> dict[str, list[Figure]]:
        """Return the figures of each unit."""
        found: dict[str, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.unit].append(figure)
        return found

    @cached_property
    def by_sentence(self) -> dict[tuple[int, int], list[Figure]]:
        """Return the figures of each sentence."""
        found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.source, figure.sentence].append(figure)
        return found


def figures_of(document: Document, indicators: tuple[Indicator, ...], source: int = -1) -> Iterator[Figure]:
    """Yield the figures of a document whose amounts can be read."""
    for indicator in indicators:
        try:
            value = Decimal(indicator.value.replace(",", ""))
        except InvalidOperation:
            continue
        unit = indicator.unit
        for scale, factor in _SCALES:
            if unit.startswith(scale) and unit not in ("千米", "千克", "千瓦", "千瓦时", "百分点"):
                value, unit = value * factor, unit[len(scale) :]
                break
        sentence = document.sentence_at(indicator.value_start)
        text = document.text
        clause = text[indicator.start : indicator.value_start] + text[indicator.value_end : indicator.end]
        clause = _DATED.sub("", clause)
        yield Figure(indicator, value, unit, clause, sentence.index if sentence else -1, source)
