"""Reads lists of receivers: the names that stand under 云川市优秀科技工作者名单 in a decision, a notice or its annex."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.dates import is_date_line
from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.roster_rows import PUNCTUATION, REMARK, SERIAL, Line, Row, rows_of
from kg.extractors.tables import any_of, rows
from kg.facts import EntityType
from kg.reading import Proposal

NAME = "rosters"
_LONGEST_HEADING, _LONGEST_LINE = 60, 90
_MOST_EMPTY = 2
_OUTLINE = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*")
_ANNEX = re.compile(r"附\s*[件录]\s*[一二三四五六七八九十\d]{0,3}\s*[:：.．]?\s*(?:\d{1,2}[.．、])?\s*")
_HEADING = re.compile(
    r"(?P<lead>(?:关于)?(?:公布|公示|印发)?)(?P<name>.*?)(?P<tail>名单|名录|光荣榜)(?:的?公示|的?通知)?[:：]?"
)
_YEAR = re.compile(r"^((?:19|20)\d\d)(?:[—－-](?:19|20)\d\d)?年?度?(?=[一-鿿])")
_GIVEN = re.compile(
    r"(?:(?:拟|受|被)?(?:表彰|表扬|授予|命名|认定|推荐)的?|获奖的?|荣获)(?:对象|者|人员|人选|个人|单位|集体|项目|成果|企业|作品)?$"
    r"|(?:获得者|获奖者?|入选|拟奖|拟授奖|建议授奖|候选人?|提名|入围|当选|推荐)(?:对象|人选|人员|项目|单位|成果|作品|企业)?$|(?:对象|人选)$"
)
_ASKED = re.compile(r"^(?:拟|受|被)?(?:表彰|表扬|授予|命名|认定)的?|^获(?:得|评)?(?=[^奖得评])|^荣获")
_PROPOSED = re.compile(r"(?<![虚模])拟|候选|推荐|提名(?!奖)|公示|申报|入围|建议授奖")
_HONOUR = re.compile(
    r"奖|先进|优秀|模范|标兵|能手|工匠|最美|十佳|百佳|杰出|劳动者|文明|示范|称号|荣誉|红旗|之星|卫士|英雄|楷模|首席|带头人|达标|百强|好人|满意"
)
_NO_HONOUR = re.compile(
    r"评委|评审|专家组|委员会|小组|成员|参[加会展赛]|联系|黑名单|失信|违[法规]|不合格|异常|处罚|未[通获]|取消|撤销|评奖"
)
_GRADE = re.compile(r"(?:特别?|[一二三]|特)等奖|[金银铜]奖|优秀奖|优胜奖|提名奖|鼓励奖|组织奖")
_OF_TITLE = re.compile(
    r"关于(?:表彰|表扬|通报表扬|公布|授予|命名)(?P<name>[^，。；\n]{3,40}?)(?:获奖者?|获得者|名单|称号|评选结果|的(?:决定|通报|通知|公告))"
)


@dataclass(frozen=True, slots=True)
class Roster:
    """An honour, named at `[start, end)`, with those who are listed under it.

    Attributes:
        is_proposed: True where they are only put forward: 拟表彰名单, 候选人名单.
        year: The year that the heading names, or None.
    """

    start: int
    end: int
    name: str
    is_proposed: bool
    year: int | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """What a heading says: the honour and its place, and of what kind those under it are."""

    start: int
    end: int
    name: str
    kind: str
    is_proposed: bool = False
    year: int | None = None


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the honours and the receivers of the lists of a document."""
    for roster in read(document):
        yield Proposal(roster.start, roster.end, EntityType.AWARD, NAME, roster.name, weight=0.96)
        for row in roster.rows:
            if row.type is not None:
                yield Proposal(row.start, row.end, row.type, NAME, row.name, weight=0.96)


def read(document: Document) -> tuple[Roster, ...]:
    """Return the lists of receivers of a document, in order; empty lists are left out."""
    if not any(tail in document.text for tail in ("名单", "名录", "光荣榜")):
        return ()
    lines = tuple(_lines(document.text))
    found: list[Roster] = []
    for i, line in enumerate(lines):
        head = _head(document, line)
        if head is not None:
            found.extend(roster for roster in _under(lines, i + 1, head) if roster.rows)
    return tuple(found)


def _lines(text: str) -> Iterator[Line]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield Line(at + len(line) - len(line.lstrip()), line.strip())
        at += len(line) + 1


def _head(document: Document, line: Line) -> _Head | None:
    """Return what the heading of a list says, or None for any other line."""
    if len(line.text) > _LONGEST_HEADING or PUNCTUATION.search(line.text.rstrip(":：").removeprefix("附件：")):
        return None
    bare = REMARK.sub("", line.text)
    lead = _ANNEX.match(bare) or _OUTLINE.match(bare)
    begin = lead.end() if lead else 0
    found = _HEADING.fullmatch(bare, begin)
    if found is None or _NO_HONOUR.search(bare):
        return None
    name, year = _named(found["name"])
    is_proposed = _PROPOSED.search(bare) is not None
    start = line.text.find(name) if name else -1
    if name and start >= 0 and _HONOUR.search(name) and len(name) > 2 and not _GRADE.fullmatch(name):
        return _Head(line.start + start, line.start + start + len(name), name, _kind(found["name"]), is_proposed, year)
    if not re.search("奖|表彰|表扬|光荣", bare):
        return None
    title = _OF_TITLE.search(document.text, 0, 200)
    if title is None:
        return _Head(line.start, line.start, "", _kind(found["name"]), is_proposed, year)
    named, year = _named(title["name"])
    at = document.text.index(named, title.start("name"))
    is_one = _HONOUR.search(named) and not re.search("[和、及]", named)
    return _Head(
        at, at + len(named) if is_one else at, named if is_one else "", _kind(found["name"]), is_proposed, year
    )


def _named(text: str) -> tuple[str, int | None]:
    """Return the honour of a heading without the words round it, and its year."""
    name = text.strip()
    year = _YEAR.match(name)
    name = name[year.end() :] if year else name
    name = _ASKED.sub("", name)
    name = _GIVEN.sub("", name)
    return name.strip("的“”《》 "), int(year[1]) if year else None


def _kind(text: str) -> str:
    """Return of what kind those are whom a name or heading is about, empty where it does not tell."""
    last = max(((found.end(), found[0]) for found in _told().finditer(text)), default=None)
    return _kinds()[last[1]] if last else ""


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for word, kind, *_ in rows("honoured")}


@cache
def _told() -> re.Pattern[str]:
    return re.compile(any_of(word for word in _kinds() if len(word) > 1))


def _under(lines: Sequence[Line], first: int, head: _Head) -> Iterator[Roster]:
    """Yield the lists under a heading: one, or one for each honour or grade that a line of its own names."""
    found: list[Row] = []
    current, empty = head, 0
    for i in range(first, len(lines)):
        line = lines[i]
        is_signed = i + 1 < len(lines) and is_date_line(lines[i + 1].text) and not SERIAL.match(line.text)
        if _ends(line.text) or is_signed:
            break
        label, items = _label(line)
        if label is not None:
            below = _below(head, label)
            if below is not None:
                yield _roster(current, found)
                current, found = below, []
        new = tuple(rows_of(items, current.kind)) if items.text else ()
        found.extend(new)
        empty = 0 if new or label is not None else empty + 1
        if empty > _MOST_EMPTY:
            break
    yield _roster(current, found)


def _ends(text: str) -> bool:
    """Say whether a line ends a list: a sentence, a date, the heading of another list or annex."""
    is_long = len(text) > _LONGEST_LINE and len(text) > _LONGEST_LINE * (1 + text.count("、"))
    return (
        "。" in text
        or is_long
        or is_date_line(text)
        or re.match(r"附\s*[件录]", text) is not None
        or _HEADING.fullmatch(REMARK.sub("", text)) is not None
    )


def _roster(head: _Head, found: Sequence[Row]) -> Roster:
    return Roster(
        head.start, head.end, head.name, head.is_proposed, head.year, tuple(found) if head.end > head.start else ()
    )


def _label(line: Line) -> tuple[Line | None, Line]:
    """Return the label of a line (一等奖（3名）, 临江县：) and the rest of it with the names."""
    outline = _OUTLINE.match(line.text)
    begin = outline.end() if outline else 0
    rest = line.text[begin:]
    inline = re.match(r"([^、：:。\s]{2,24})[:：]\s*(?=\S)", rest)
    if inline and not SERIAL.match(rest):
        at = begin + inline.end()
        return Line(line.start + begin, inline[1]), Line(line.start + at, line.text[at:])
    bare = REMARK.sub("", rest).rstrip(":： ")
    is_counted = re.search(r"[（(](?:共|计)?\s*\d+\s*[名个人项家位件篇部]?[）)]", rest) is not None
    if not SERIAL.match(rest) and (outline or is_counted or rest.endswith((":", "：")) or _GRADE.fullmatch(bare)):
        return Line(line.start + begin, bare), Line(line.start, "")
    return None, line


def _below(head: _Head, label: Line) -> _Head | None:
    """Return the honour that a label within a list names: a grade of the one above, or one of its own."""
    text = label.text
    name, _ = _named(text)
    if not name or not _HONOUR.search(name) or name not in text:
        return None
    start = label.start + text.index(name)
    is_grade = _GRADE.fullmatch(name) is not None
    if is_grade and not head.name:
        return None
    kind = _kind(text) or head.kind
    whole = head.name + name if is_grade else name
    return _Head(start, start + len(name), whole, kind, head.is_proposed, head.year)
