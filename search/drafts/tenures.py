"""Who holds a post when: a draft that calls a person what he is no longer or not yet at the time that it speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.people import head_of, plain_post, posts_beside, same_post
from search.results import Severity

# Posts that one person at a time holds in a body; deputies and members are many.
SINGLE = re.compile(r"(?<!副)(?:书记|主席|会长|理事长|秘书长|部长|局长|厅长|主任|院长|校长|[省市县区州]长)$")
_SESSION = re.compile(r"第[一二三四五六七八九十\d]+届(?:委员会|理事会|常委会)?")
_LEAD = re.compile("^.*[由经]")
_NAMELESS = re.compile(r"(?:党组|党委)?副?(?:书记|主席|会长|理事长|秘书长|主任|院长|校长|局长|厅长)$")
_LOOKING_BACK = re.compile(r"(?:时任|原|前|曾任|历任|首任|卸任|离任|退休)[一-鿿、]{0,16}$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_NAME = r"(?P<name>[一-鿿]{2,4}?)(?:同志|先生|女士)?"
_POST = r"(?P<post>[一-鿿]{2,24}?)(?=[，。；、）\n]|职务|$)"
_TAKEN = re.compile(
    rf"(?:(?:选举|推选|任命|聘任|增选|补选){_NAME}(?:为|任|担任)|由{_NAME.replace('name', 'heir')}(?:接任|继任)){_POST}",
    re.MULTILINE,
)
_LEFT = re.compile(rf"(?<![一-鿿]){_NAME}(?:因[一-鿿]{{2,8}})?不再(?:担任|兼任){_POST}", re.MULTILINE)
_REMOVED = re.compile(rf"免去{_NAME}的?{_POST}", re.MULTILINE)
_MOVED = re.compile(rf"(?<![一-鿿]){_NAME}[^。由\n]{{0,40}}(?:转任|调任|改任|升任|接任){_POST}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in a post as a source of a date tells it; `is_left` where it tells that he gave it up."""

    person: str
    item: str
    date: str
    place: Place
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class _Time:
    """The time that a draft speaks of: a date, or a whole year."""

    date: str
    is_own: bool

    @property
    def end(self) -> str:
        """Return what sorts behind every date of it."""
        return f"{self.date}~"

    def is_past(self, date: str) -> bool:
        """Return whether a date lies before all of it."""
        return date[: len(self.date)] < self.date


class _Book:
    """The tenures of the sources of the draft's own body, by person."""

    def __init__(self, draft: Draft, known: Knowledge) -> None:
        self.draft = draft
        self.known = known

    @cached_property
    def of(self) -> dict[str, list[Tenure]]:
        """Return the tenures of each person, oldest first."""
        found: dict[str, list[Tenure]] = defaultdict(list)
        for index in sorted(self.draft.comparable):
            document = self.known.sources[index].document
            if document.date:
                for tenure in tenures(document.text, document.date, index, self.known.persons):
                    found[tenure.person].append(tenure)
        return {person: sorted(rows, key=lambda row: row.date) for person, rows in found.items()}

    @cached_property
    def newest(self) -> str:
        """Return the date of the newest source."""
        return max((row.date for rows in self.of.values() for row in rows), default="")

    def holders(self, item: str, other_than: str) -> list[Tenure]:
        """Return who else holds the very post of a body, oldest first."""
        rows = [row for person, rows in self.of.items() if person != other_than for row in rows]
        return sorted((row for row in rows if not row.is_left and _is_very(row.item, item)), key=lambda row: row.date)


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield posts that a person holds at another time only."""
    text = draft.document.text
    book = _Book(draft, known)
    for name in sorted(known.persons):
        start = text.find(name)
        while start >= 0:
            if name in book.of:
                yield from _doubted(book, name, start)
            start = text.find(name, start + 1)


def _doubted(book: _Book, name: str, start: int) -> Iterator[Doubt]:
    text = book.draft.document.text
    when = _time(book.draft, start, book.newest)
    beside = posts_beside(text, start, start + len(name))
    if when is None or (beside and _LOOKING_BACK.search(text, max(0, beside[0].start - 20), beside[-1].end)):
        return
    for post in beside:
        own = [row for row in book.of[name] if same_post(row.item, post.item)]
        if not own or any(not row.is_left and row.date.startswith(when.date[:4]) for row in own):
            continue
        right = _instead(book, name, own, when)
        if right is None:
            continue
        severity: Severity = "error" if when.is_own else "warning"
        where = max(own, key=lambda row: len(row.item)).item
        if right.person == name:
            message = f"{_year(right.date)}的文献中{name}为“{right.item}”，不是“{where}”"
            yield Doubt(post.start, post.end, "title", severity, message, right.item, right.place)
        else:
            message = f"{_year(right.date)}的文献中“{where}”是{right.person}"
            yield Doubt(start, start + len(name), "person_post", severity, message, right.person, right.place)
        return


def _instead(book: _Book, name: str, own: list[Tenure], when: _Time) -> Tenure | None:
    """Return what tells that a person does not hold a post at a time: his other post, or its other holder."""
    post = max((row.item for row in own), key=len)
    held = [row.date for row in own if not row.is_left]
    left = [row.date for row in own if row.is_left]
    others = [row for row in book.of[name] if not row.is_left and _excludes(row.item, post)]
    holders = book.holders(post, name) if SINGLE.search(post) else []
    last = max(held, default="")
    gone = [row for row in (*others, *holders) if last < row.date <= when.end]
    if gone and (not held or when.is_past(last) or last < min(row.date for row in gone)):
        return next((row for row in reversed(gone) if row.person == name), gone[-1])
    if held and min(held) > when.end and not left:
        year = when.date[:4]
        before = [row for row in (*others, *holders) if row.date.startswith(year) and row.date < min(held)]
        return next((row for row in before if row.person == name), before[-1] if before else None)
    return None


def _time(draft: Draft, offset: int, newest: str) -> _Time | None:
    """Return when a place of the draft is: the one year that its sentence names, else the draft's date.

    Without either it is the year named last before, or the time of the newest source.
    """
    years = set(_YEAR.findall(draft.sentence_text(offset)))
    date = draft.document.date
    if len(years) > 1:
        return None
    if years and not date.startswith(tuple(years)):
        return _Time(years.pop(), is_own=False)
    if date:
        return _Time(date, is_own=True)
    before = _YEAR.findall(draft.document.text, 0, offset)
    return _Time(before[-1], is_own=False) if before else _Time(newest, is_own=False) if newest else None


def tenures(text: str, date: str, source: int, persons: frozenset[str]) -> Iterator[Tenure]:
    """Yield what a text of a date tells of the posts of persons: posts beside a name, elections, farewells."""
    for name in sorted(persons):
        for start in _finds(text, name):
            beside = posts_beside(text, start, start + len(name))
            if beside and _LOOKING_BACK.search(text, max(0, beside[0].start - 20), beside[-1].end):
                continue
            body = ""
            for post in beside:
                item = body + post.item if body and _NAMELESS.fullmatch(post.item) else post.item
                body = item.removesuffix(plain_post(item))
                yield Tenure(name, _own(item), date, Place(source, post.start, max(post.end, start)))
    yield from _told(text, date, source, persons)


def _told(text: str, date: str, source: int, persons: frozenset[str]) -> Iterator[Tenure]:
    """Yield elections and farewells, where a person may be called by the given name alone."""
    given: dict[str, list[str]] = defaultdict(list)
    for person in persons:
        given[person[1:]].append(person)
    for pattern, is_left in ((_TAKEN, False), (_LEFT, True), (_REMOVED, True), (_MOVED, False)):
        for match in pattern.finditer(text):
            called, item = _called(match), _own(match["post"])
            meant = [called] if called in persons else given.get(called, []) if len(called) == 2 else []
            if len(meant) == 1 and (plain_post(item) != item or _NAMELESS.fullmatch(item)):
                yield Tenure(meant[0], item, date, Place(source, match.start(), match.end()), is_left)


def _called(match: re.Match[str]) -> str:
    return match.groupdict().get("heir") or match["name"] or ""


def _excludes(one: str, other: str) -> bool:
    """Return whether nobody holds both posts: of one kind (部长 and 部长, 主席 and 副主席), and not the same."""
    return head_of(one) == head_of(other) and not same_post(one, other)


def _is_very(one: str, other: str) -> bool:
    """Return whether two items are one post of one body; without a body nothing is certain."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return shorter != plain_post(shorter) and longer.endswith(shorter)


def _own(item: str) -> str:
    """Return a post without the session of its body and what leads over to it: 由市科协第七届委员会主席 is 市科协主席."""
    return _SESSION.sub("", _LEAD.sub("", item))


def _year(date: str) -> str:
    return f"{date[:4]}年"


def _finds(text: str, name: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)
