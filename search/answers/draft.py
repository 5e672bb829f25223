"""Drafts: what a strategy found, before it becomes an answer; and citations of the places it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from corpus.documents import Part
from corpus.genres import genre
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.results import Citation


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document, as offsets of its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a draft with the place that it stands on."""

    name: str
    iri: str = ""
    type: str = ""
    detail: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a strategy found.

    Attributes:
        about: What the question was understood to ask about; shown as the interpretation.
        query: The named query that gives these facts, with what is bound in it.
        is_met: Whether the strategy itself saw to it that the question says nothing that the answer does not.
        is_final: Whether no other intent may answer where this one finds nothing.
        is_found: False for an honest no, whose `text` says what the documents do and do not say.
    """

    text: str
    about: str
    spans: tuple[Span, ...]
    items: tuple[Item, ...] = ()
    query: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    is_found: bool = True
    score: float = 1.0
    is_partial: bool = False
    is_met: bool = False
    is_final: bool = False


def no(text: str, about: str, spans: Iterable[Span] = (), *, score: float = 1.0) -> Draft:
    """Return an honest no; the spans are near passages, never evidence."""
    return Draft(text, about, tuple(spans), is_found=False, score=score)


def sentence_span(facts: Facts, start: int, end: int) -> Span:
    """Return the sentence or sentences that hold a stretch."""
    lines = facts.lines_in(start, end)
    if not lines:
        return Span(facts.meta.id, start, end)
    return Span(facts.meta.id, lines[0].start, lines[-1].end)


def cite(knowledge: Knowledge, span: Span) -> Citation:
    """Return the citation of a place."""
    document = knowledge.facts(span.document).document
    part = document.part_at(span.start)
    sentence = document.sentence_at(span.start)
    return Citation(
        document=document.id,
        title=document.title,
        part=part.title if part else "",
        section=document.section_path(sentence.section if sentence else None),
        start=span.start,
        end=span.end,
        quote=document.quote(span.start, span.end),
    )


def source_name(facts: Facts, offset: int) -> str:
    """Return how a place is named in a sentence: part with speaker, or the document."""
    part = facts.document.part_at(offset)
    if part is None or not part.title:
        return f"《{facts.document.title}》"
    title = part_title(part)
    year = (part.date or facts.document.date)[:4]
    inner = "，".join(piece for piece in (part.speaker, f"{year}年" if year else "") if piece)
    return f"《{title}》（{inner}）" if inner else f"《{title}》"


def part_title(part: Part) -> str:
    """Return what a part is called: by its subtitle where that says what it is (在…会议上的工作报告), else by its title."""
    subtitle = part.subtitle.lstrip("—-")
    return subtitle if genre(subtitle) else part.title or subtitle


def chinese_date(date: str) -> str:
    """Return an ISO date as Chinese text writes it (2031年3月5日); anything else as it is."""
    numbers = date.split("-")
    if not all(number.isdigit() for number in numbers):
        return date
    return "".join(f"{int(number)}{unit}" for number, unit in zip(numbers, "年月日", strict=False))


def chinese_number(count: int) -> str:
    """Return a small count in Chinese as it stands before a measure word (两项), larger ones in digits."""
    return "零一两三四五六七八九十"[count] if count <= 10 else str(count)
