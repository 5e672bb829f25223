"""Editions: the 第N届 of an event in a year, compared with the library's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.documents import Document
from corpus.numerals import numeral_value
from kg.extractors.periods import Periods
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare

_EDITION = re.compile(
    r"(?P<edition>首届|第\s?(?:[一二三四五六七八九十百]+|\d{1,3})\s?届)(?P<rest>[^，。；：、！？\n]{3,40})"
)
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d年度?")
_END = re.compile(
    r"(?:评选|活动|选拔|决赛|比赛|系列|期间|上|将|于|在|的|和|与|及|等|成功|圆满|收到|获奖|举办|举行|举|参|由|，|[（(])"
)
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of an event as a text names it, with the year it is said to be in."""

    number: int
    event: str
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """An edition as a source tells it."""

    edition: Edition
    wording: str
    place: Place


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield editions that do not fit the year in which the library has another edition of the same event."""
    told = tuple(_told(known))
    for edition in editions(draft.document):
        same = [
            item
            for item in told
            if item.place.source in draft.comparable and _same_event(item.edition.event, edition.event)
        ]
        doubt = _compared(draft, edition, same, known) if same else None
        if doubt:
            yield doubt


def _compared(draft: Draft, edition: Edition, told: list[Told], known: Knowledge) -> Doubt | None:
    in_year = [item for item in told if edition.year is not None and item.edition.year == edition.year]
    if any(item.edition.number == edition.number for item in (in_year or told)):
        return None
    right = in_year[0] if in_year else None
    number = right.edition.number if right else _by_series(edition, told)
    if number is None or number == edition.number:
        return None
    shown = right or told[0]
    wording = shown.wording[: shown.wording.index("届") + 1]
    name = draft.document.text[edition.start : edition.end]
    ordinal = wording if right else _ordinal_like(name, number)
    expected = ordinal + name[name.index("届") + 1 :]
    message = f"{edition.year}年为{ordinal}"
    return Doubt(edition.start, edition.end, "edition", "error", message, expected, shown.place)


def _by_series(edition: Edition, told: list[Told]) -> int | None:
    """Return the edition that a yearly series has in a year, where at least two years of it agree."""
    steps = {item.edition.number - item.edition.year for item in told if item.edition.year is not None}
    years = {item.edition.year for item in told}
    if edition.year is None or len(steps) != 1 or len(years) < 2:
        return None
    return edition.year + next(iter(steps))


def _told(known: Knowledge) -> Iterator[Told]:
    for index, source in enumerate(known.sources):
        for edition in editions(source.document):
            wording = source.document.text[edition.start : edition.end]
            yield Told(edition, wording, Place(index, edition.start, edition.end))


def editions(document: Document) -> Iterator[Edition]:
    """Yield the editions that a document names."""
    periods = Periods(document)
    for sentence in document.sentences:
        for match in _EDITION.finditer(document.text, sentence.start, sentence.end):
            rest = match["rest"]
            skip = len(match["rest"]) - len(rest.lstrip("“《"))
            name = _name(rest[skip:])
            if len(name) >= _SHORTEST:
                year = periods.at(sentence, match.start(), match.end()).year
                end = match.start("rest") + skip + len(name)
                yield Edition(number_of(match["edition"]), bare(name), year, match.start(), end)


def _name(rest: str) -> str:
    """Return the event at the start of a text: up to the first word that no name goes on with."""
    stop = _END.search(rest, _SHORTEST)
    name = rest[: stop.start()] if stop else rest
    return re.split(r"[“”《》]", name)[0]


def _same_event(one: str, other: str) -> bool:
    """Return whether two events are one: equal, or the shorter the start of the longer and long enough."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 6 and long.startswith(short))


@cache
def number_of(edition: str) -> int:
    """Return the number of 首届, 第三届, 第22届."""
    digits = edition.strip("第届 ").strip()
    if digits == "首":
        return 1
    return int(digits) if digits.isdigit() else numeral_value(digits)


def _ordinal_like(name: str, number: int) -> str:
    """Return an ordinal in the digits that a name uses."""
    if any(char.isdigit() for char in name):
        return f"第{number}届"
    tens, ones = divmod(number, 10)
    hanzi = "零一二三四五六七八九"
    words = (hanzi[tens] if tens > 1 else "") + ("十" if tens else "") + (hanzi[ones] if ones else "")
    return f"第{words}届"
