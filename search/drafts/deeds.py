"""Who spoke and who reported at a meeting, compared with the library's account of the same meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place

_DEEDS = (
    ("工作报告", re.compile(r"(?:作|做)[了的]?[^，。；]{0,12}?工作报告")),
    ("讲话", re.compile(r"(?:作|做|发表)[了的]?[^，。；]{0,10}?讲话|(?:并|到会|出席并)讲话|讲话$")),
    ("主持", re.compile(r"主持[了]?(?:会议|大会)?")),
)
_NEAR = 120
_CLAUSE = re.compile(r"[^，。；！？\n]+")
# What names a meeting: its full date or its session.
_MEETING = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[一二三四五六七八九十]+届[一二三四五六七八九十]+次")


@dataclass(frozen=True, slots=True)
class Deed:
    """A person's deed at a meeting, in one clause."""

    person: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Account:
    """A deed as a source tells it; `meetings` are the dates and sessions named beside it."""

    deed: Deed
    wording: str
    meetings: frozenset[str]
    place: Place


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield deeds that the library gives to somebody else at the same meeting."""
    accounts = tuple(_accounts(known))
    text = draft.document.text
    for sentence in draft.sentences:
        meetings = _meetings(text[max(0, sentence.start - _NEAR) : sentence.end])
        for deed in _deeds(text, sentence.start, sentence.end, known.persons):
            told = [a for a in accounts if a.meetings & meetings]
            own = [a for a in told if a.deed.person == deed.person]
            if not own or any(a.deed.kind == deed.kind for a in own):
                continue
            if any(a.deed.kind == deed.kind and a.deed.person != deed.person for a in told):
                message = f"{deed.person}在这次会议上是{own[0].deed.kind}"
                yield Doubt(deed.start, deed.end, "person_post", "error", message, own[0].wording, own[0].place)


def _accounts(known: Knowledge) -> Iterator[Account]:
    for index, source in enumerate(known.sources):
        text = source.document.text
        for sentence in source.document.sentences:
            for deed in _deeds(text, sentence.start, sentence.end, known.persons):
                meetings = _meetings(text[max(0, sentence.start - _NEAR) : sentence.end])
                place = Place(index, deed.start, deed.end)
                yield Account(deed, text[deed.start : deed.end], meetings, place)


def _meetings(text: str) -> frozenset[str]:
    """Return the dates named in a text, or its sessions where it has no date."""
    named = {match[0] for match in _MEETING.finditer(text.replace(" ", ""))}
    return frozenset({name for name in named if name.endswith("日")} or named)


def _deeds(text: str, start: int, end: int, persons: frozenset[str]) -> Iterator[Deed]:
    """Yield the deeds of a sentence; a clause without a person goes on with the one before it."""
    person, place = "", start
    for clause in _CLAUSE.finditer(text, start, end):
        named = [(clause[0].rfind(name), name) for name in persons if name in clause[0]]
        if named:
            offset, person = max(named)
            place = clause.start() + offset
        for kind, pattern in _DEEDS:
            found = pattern.search(clause[0])
            if found and person and clause.start() + found.start() >= place:
                yield Deed(person, kind, place, clause.start() + found.end())
                break
