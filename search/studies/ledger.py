"""The ledger of indicators: each target with what later documents report of it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from corpus.documents import DocumentMeta
from kg.figures import Measure, likeness, measure_of
from search.catalogue import IndicatorRow, indicators
from search.series import Point, series

if TYPE_CHECKING:
    from search.library import Library

State = Literal["met", "missed", "open", "changed", "dropped", "pending"]
STATES: dict[State, str] = {
    "met": "完成",
    "missed": "未完成",
    "open": "未定",
    "changed": "口径变化",
    "dropped": "未再提及",
    "pending": "尚无后续文献",
}
HEADS = (
    "指标",
    "事项",
    "年份",
    "目标",
    "完成",
    "单位",
    "完成单位",
    "差额",
    "状态",
    "说明",
    "目标原文",
    "目标文献",
    "完成原文",
    "完成文献",
)
_ENOUGH = 0.72


@dataclass(frozen=True, slots=True)
class Entry:
    """A target and what became of it.

    Attributes:
        result: What is reported of it; of another measure where the state is "changed".
        difference: Result minus target in plain numbers, decimal text; empty where they cannot be compared.
        note: Why the state is what it is, where the figures do not say so themselves.
        read: The later documents, by id, in which a report was looked for and not found.
    """

    label: str
    subject: str
    year: int | None
    target: IndicatorRow
    result: IndicatorRow | None
    state: State
    difference: str = ""
    note: str = ""
    read: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def ledger(
    library: Library, text: str = "", *, year: int | None = None, state: State | None = None
) -> tuple[Entry, ...]:
    """Return the targets of a library with what became of them, by year, then in order of the documents.

    Args:
        library: The library.
        text: Only those whose name or sentence has this wording.
        year: Only targets for this year.
        state: Only those of which this became.
    """
    entries = entries_of(indicators(library), library.documents)
    return tuple(
        entry
        for entry in entries
        if text in entry.label + entry.subject + entry.target.citation.quote
        and year in (None, entry.year)
        and state in (None, entry.state)
    )


def entries_of(rows: Sequence[IndicatorRow], documents: Iterable[DocumentMeta]) -> tuple[Entry, ...]:
    """Return the targets among figures with what became of them.

    A target is dropped when a later document of its issuer reports other results of its year and is silent on it.
    """
    metas = {meta.id: meta for meta in documents}
    results = [row for row in rows if row.status == "achieved"]
    found = [
        _entry(point, point.target, results, metas)
        for line in series(rows)
        for point in line.points
        if point.target is not None
    ]
    return tuple(sorted(found, key=lambda e: (e.year or 0, e.target.citation.document, e.target.citation.start)))


def rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table under `HEADS`."""
    for e in entries:
        target, result = e.target, e.result
        said = (result.citation.quote, result.citation.title) if result else ("", "")
        yield (
            *(e.label, e.subject, e.year, target.value, result.value if result else "", target.unit),
            *(result.unit if result else "", e.difference, STATES[e.state], e.note),
            *(target.citation.quote, target.citation.title, *said),
        )


def _entry(
    point: Point, target: IndicatorRow, results: Sequence[IndicatorRow], metas: dict[str, DocumentMeta]
) -> Entry:
    def became(state: State, result: IndicatorRow | None = None, **more: Any) -> Entry:
        return Entry(target.label, target.subject, target.year, target, result, state, **more)

    if target.year is None:
        return became("open", note="没有写明年份")
    if point.achieved is not None and not _is_said_again(target, point.achieved):
        if point.verdict in ("", "open"):
            return became("open", point.achieved, difference=_difference(point), note="目标是约数")
        return became("missed" if point.verdict == "missed" else "met", point.achieved, difference=_difference(point))
    later = [row for row in results if row.year == target.year and _is_later(row, target, metas)]
    if (other := _other_measure(target, later)) is not None:
        return became("changed", other[0], note=other[1])
    read = tuple(sorted({row.citation.document for row in later}))
    return (
        became("dropped", note=f"{'、'.join(f'《{metas[d].title}》' for d in read)}没有给出结果", read=read)
        if read
        else became("pending")
    )


def _is_said_again(target: IndicatorRow, result: IndicatorRow) -> bool:
    """Return whether a document only repeats its own target: a sentence is no report on itself."""
    a, b = target.citation, result.citation
    return a.document == b.document and (a.quote == b.quote or (a.start < b.end and b.start < a.end))


def _difference(point: Point) -> str:
    target, result = point.target_amount, point.achieved_amount
    if target is None or result is None:
        return ""
    found: Decimal = result - target
    return format(found.normalize(), "+f") if found else "0"


def _is_later(row: IndicatorRow, target: IndicatorRow, metas: dict[str, DocumentMeta]) -> bool:
    """Return whether a figure stands in a document that follows the target's, of the same issuer."""
    here, there = metas.get(target.citation.document), metas.get(row.citation.document)
    if here is None or there is None or here.id == there.id:
        return False
    return there.date > here.date and there.issuer == here.issuer


def _other_measure(target: IndicatorRow, later: Iterable[IndicatorRow]) -> tuple[IndicatorRow, str] | None:
    """Return the result that is about the same thing but measures it otherwise, and what is other about it."""
    wanted = measure_of(target.label, target.unit)
    for row in later:
        measure = measure_of(row.label, row.unit)
        # Unit, level, change and addition are what may differ: only the thing itself must be the same.
        if likeness(wanted, _as(measure, wanted)) < _ENOUGH:
            continue
        if measure.unit != wanted.unit:
            return row, f"单位由“{target.unit}”变为“{row.unit}”"
        if measure.is_change != wanted.is_change:
            return row, "由增幅变为数量" if wanted.is_change else "由数量变为增幅"
        if measure.is_added != wanted.is_added:
            return row, "由新增数变为总数" if wanted.is_added else "由总数变为新增数"
        if measure.level != wanted.level:
            return row, f"范围由“{wanted.level or '未写明'}”变为“{measure.level or '未写明'}”"
    return None


def _as(measure: Measure, other: Measure) -> Measure:
    """Return a measure as if it counted in the manner of another."""
    return replace(measure, unit=other.unit, is_change=other.is_change, is_added=other.is_added, level=other.level)
