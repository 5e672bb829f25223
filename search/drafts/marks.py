"""Quotation and title marks: unpaired ones, titles of papers in quotation marks, other names in title marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare
from search.results import Severity

_PAIRS = {"“": "”", "《": "》"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_KINDS = {"“": "quotation_marks", "《": "book_title_marks"}
_NAMES = {"“": "引号", "《": "书名号"}
_STOP = re.compile(r"[，。；：、！？“”《》\s]")
_QUOTED = re.compile(r"“([^“”《》]{4,60})”")
_TITLED = re.compile(r"《([^“”《》]{4,60})》")
_PAPER = re.compile(
    "(?:法|条例|规定|办法|细则|方案|规划|纲要|意见|通知|决定|公告|通告|报告|协议|章程|指南|标准|目录|清单|书|手册|汇编|图|集|报|刊)$"
)
_LONGEST = 60
# The same mark at both ends, or one of another kind at the one end: “茶师“ ”茶师” “茶师" "茶师” “茶师’.
_SAME = re.compile("“([^“”，。；：、\n]{1,20})“|”([^“”，。；：、\n]{1,20})”")
_MIXED = re.compile('“([^“”‘’"\n。；]{1,40})(?:"|’(?!\\d))|["‘]([^“”‘’"\n。；]{1,40})”')
_WITHIN = re.compile("“[^“”\n]{0,20}(?P<inner>“[^“”\n]{1,20}”)[^“”\n]{0,20}”")
_INNER = re.compile("“[^“”\n]{1,20}”")


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield marks without a partner and titles in the wrong marks."""
    for start, line in _lines(draft.document.text):
        turned = list(_misturned(line))
        for match, right in turned:
            message = "前后引号不成对" if "‘" not in right else "引号之内再用引号，用单引号"
            severity: Severity = "error" if "‘" not in right else "warning"
            place = start + match.start()
            yield Doubt(place, start + match.end(), "quotation_marks", severity, message, right)
            line = line[: match.start()] + right + line[match.end() :]
        for opening in _PAIRS:
            yield from _unpaired(known, draft.document.text, start, line, opening)
    yield from _mistitled(draft, known)
    yield from _misquoted(draft, known)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.split("\n"):
        yield position, line
        position += len(line) + 1


def _misturned(line: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield quotations with marks that make no pair, and those within another one, with what is right; lengths are kept."""
    for match in _MIXED.finditer(line):
        yield match, f"“{match[1] or match[2]}”"
    for match in _SAME.finditer(line):
        first = next((char for char in line[match.end() :] if char in "“”"), "")
        before = line[: match.start()]
        is_open = before.count("“") > before.count("”")
        if not is_open and (match[2] or first != "”"):
            yield match, f"“{match[1] or match[2]}”"
    for match in _WITHIN.finditer(line):
        before = line[: match.start("inner")]
        if before.count("“") == before.count("”") + 1:
            yield _INNER.match(line, match.start("inner")) or match, f"‘{match['inner'][1:-1]}’"


def _unpaired(known: Knowledge, text: str, offset: int, line: str, opening: str) -> Iterator[Doubt]:
    """Yield the marks of one kind that have no partner in a line.

    A quotation over several paragraphs opens in each and closes in the last; such lines are left alone.
    """
    closing = _PAIRS[opening]
    opened: list[int] = []
    for place, char in enumerate(line):
        if char == opening:
            if opened and opening == "“":
                yield _open(known, line, offset, opened.pop())
            opened.append(place)
        elif char == closing:
            if opened:
                opened.pop()
            elif not _goes_on_before(text, offset, opening):
                yield _closed(known, line, offset, place)
    rest = text[offset + len(line) + 1 :].lstrip()
    for place in opened:
        if not rest.startswith(opening) and not (place == 0 and closing in rest[:400]):
            yield _open(known, line, offset, place)


def _goes_on_before(text: str, offset: int, opening: str) -> bool:
    """Return whether a paragraph before left a quotation open."""
    before = text[max(0, offset - 2000) : offset]
    return before.count(opening) > before.count(_PAIRS[opening])


def _open(known: Knowledge, line: str, offset: int, place: int) -> Doubt:
    opening = line[place]
    name, source = _known(known, line[place + 1 : place + 1 + _LONGEST], opening)
    if not name:
        stop = _STOP.search(line, place + 1)
        name = line[place + 1 : stop.start() if stop else len(line)]
    end = offset + place + 1 + len(name)
    expected = f"{opening}{name}{_PAIRS[opening]}"
    message = f"{_NAMES[opening]}没有配对：缺“后{_NAMES[opening]}”"
    return Doubt(offset + place, end, _KINDS[opening], "error", message, expected, source)


def _closed(known: Knowledge, line: str, offset: int, place: int) -> Doubt:
    opening = _OPENING[line[place]]
    name, source = "", None
    for start in range(max(0, place - _LONGEST), place - 1):
        term = (known.quoted if opening == "“" else known.titled).get(bare(line[start:place]))
        if term:
            name, source = line[start:place], term.place
            break
    if not name:
        stops = [stop.end() for stop in _STOP.finditer(line, 0, place)]
        name = line[stops[-1] if stops else 0 : place]
    message = f"{_NAMES[opening]}没有配对：缺“前{_NAMES[opening]}”"
    expected = f"{opening}{name}{line[place]}"
    return Doubt(offset + place - len(name), offset + place + 1, _KINDS[opening], "error", message, expected, source)


def _known(known: Knowledge, rest: str, opening: str) -> tuple[str, Place | None]:
    """Return the longest known quoted term or title that a text starts with."""
    table = known.quoted if opening == "“" else known.titled
    for end in range(len(rest), 1, -1):
        term = table.get(bare(rest[:end]))
        if term and not _STOP.match(rest[end - 1]):
            return rest[:end], term.place
    return "", None


def _mistitled(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield titles that the library writes in 《》 only and the draft in “”."""
    for match in _QUOTED.finditer(draft.document.text):
        key = bare(match[1])
        term = known.titled.get(key)
        if term and key not in known.quoted:
            message = "文件、书刊名称用书名号，不用引号"
            yield Doubt(match.start(), match.end(), "book_title_marks", "error", message, f"《{match[1]}》", term.place)


def _misquoted(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names that the library writes in “” only and the draft in 《》, unless they end like the title of a paper."""
    for match in _TITLED.finditer(draft.document.text):
        key = bare(match[1])
        term = known.quoted.get(key)
        if term and key not in known.titled and not _PAPER.search(match[1]):
            message = "项目、活动、提法的名称用引号，不用书名号"
            yield Doubt(match.start(), match.end(), "book_title_marks", "warning", message, f"“{match[1]}”", term.place)
