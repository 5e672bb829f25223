"""Which years a sentence speaks of, and whether it looks back (achieved) or ahead (target).

Headings decide (`2026年工作安排`), then openings that hold until the next (`五年来，`),
then words of the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from corpus.documents import Document, Part, Section, Sentence
from kg.extractors.tables import any_of, rows
from kg.facts import IndicatorStatus

# 十三五 ends with 2020; one five-year plan later is five years later.
_PLAN = re.compile(r"[“\"]?十([一二三四五六七八九])五[”\"]?(?=时期|期间|规划|以来|末|目标|[”\"]|和|开局|[，。、]|$)")
_PLAN_ENDS = {digit: 2010 + 5 * (number - 1) for number, digit in enumerate("一二三四五六七八九", 1)}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[—–\-－~～至到]\s*((?:19|20)\d\d))?\s*年")
# A year after these is what something is compared with, or where a span begins, not when it is so.
# 比“十三五”时期增长, 高于去年: what a figure is compared with is not when it was reached.
_BASELINE = re.compile(r"(?:较|比|相比|高于|低于|快于|优于|好于|多于|少于)\s*$")
_NOT_WHEN = re.compile(r"(?:较|比|自|从|相比|对比|超过|同|与|不低于|创|恢复到)\s*$")
# A year says when something is so at the start of a clause or behind the place spoken of: 全省2025年.
_ADVERB = re.compile(
    r"(?:^|[，。；：、！？\s（(]|[省市县区州国])(?:到|至|在|于|截至|截止|预计|力争|计划|其中|预期|以来|(?:刚刚)?过去的)?\s*$"
)
_WORK = re.compile("工作|任务|目标|发展|建设|实事")
_UNTIL = re.compile(r"(?:到|至)\s*$")
_PLAN_PARTS = frozenset({"plan", "notice", "regulation"})
_PUBLIC = re.compile("(?:公告|通告)$")
# What somebody is honoured for has been done.
_HONOURING = re.compile("(?:表彰|表扬|奖励|嘉奖|命名|授予).*(?:决定|通报|通知|命令)")
_OPENING = 20
_LED_IN = re.compile(
    r"(?:(?:各位代表|同志们|各位委员)[，！、：])?(?:各位委员、同志们：)?(?:刚刚)?(?:过去的|在|到|截至)?$"
)


@dataclass(frozen=True, slots=True)
class Period:
    """The years of a statement and how it is meant.

    `status` is None where nothing was said so far; `since` is only set for several years.
    """

    year: int | None
    since: int | None = None
    status: IndicatorStatus | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years that words like 今年 and 过去一年 mean in one part of a document."""

    year: int | None
    review: int | None

    def of(self, base: str, first: int, last: int, status: str) -> Period:
        """Return the period of one row of the cue table."""
        anchor = self.review if base == "review" else self.year
        if anchor is not None and base == "before":
            anchor -= 1
        meant: IndicatorStatus | None = "achieved" if status == "achieved" else "target" if status == "target" else None
        if anchor is None:
            return Period(None, None, meant)
        return Period(anchor + last, anchor + first if first != last else None, meant)


class Periods:
    """The period of every sentence of a document, and of any place within one."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._document = document
        self._calendars = {part.index: _calendar(document, part) for part in document.parts}
        self._present = {part.index for part in document.parts if _speaks_of_now(part)}
        self._default = _calendar(document, None)
        self._of = tuple(self._walk())
        self._cued: tuple[int, list[tuple[int, str, Period]], tuple[int, str] | None] = (-1, [], None)

    def of(self, sentence: Sentence) -> Period:
        """Return the period that a sentence starts with."""
        return self._of[sentence.index]

    def at(self, sentence: Sentence, offset: int, end: int | None = None) -> Period:
        """Return the period at a place of a sentence, as the words before it (and 近3年 up to `end`) have it."""
        period = self._of[sentence.index]
        calendar = self._calendars.get(sentence.part, self._default)
        if self._cued[0] != sentence.index:
            self._cued = (sentence.index, *self._cues_of(sentence, calendar))
        _, steps, first = self._cued
        for cue_end, cue, after in steps:
            if cue_end <= offset or (cue_end <= (end or offset) and cue.startswith("近")):
                period = after
        if period.status is None:
            is_target = first is not None and first[0] <= offset and first[1] == "target"
            period = replace(period, status="target" if is_target else "achieved")
        if period.year is not None:
            return period
        return replace(period, year=calendar.year if sentence.part in self._present else _fallback(period, calendar))

    def _cues_of(
        self, sentence: Sentence, calendar: Calendar
    ) -> tuple[list[tuple[int, str, Period]], tuple[int, str] | None]:
        """Return the cues of a sentence with the period behind each, and its first cue of status, by where they end."""
        text = self._text[sentence.start : sentence.end]
        period, steps = self._of[sentence.index], []
        for found in _CUES().finditer(text):
            period = _read(found, text, calendar, period)
            steps.append((sentence.start + found.end(), found["cue"] or "", period))
        status = _status_cues().search(text)
        return steps, (sentence.start + status.end(), _sentence_cues()[status[0]]) if status else None

    def _walk(self) -> Iterator[Period]:
        deciding: tuple[int, int | None] | None = None
        current = base = Period(None)
        for sentence in self._document.sentences:
            key, period = self._heading_period(sentence)
            goes_on = sentence.section is None and deciding is not None and deciding[0] == sentence.part
            if key != deciding and not goes_on:
                deciding, current, base = key, period, period
            calendar = self._calendars.get(sentence.part, self._default)
            said = self._text[sentence.start : min(sentence.start + _OPENING, sentence.end)]
            found = _CUES().search(said)
            if found and _opens(found, said) and sentence.kind in ("sentence", "heading", "title"):
                current = _opened(_read(found, said, calendar, base), base)
            yield current

    def _heading_period(self, sentence: Sentence) -> tuple[tuple[int, int | None], Period]:
        """Return which section decides on a sentence, and the period that its heading gives."""
        calendar = self._calendars.get(sentence.part, self._default)
        for section in _outermost_first(self._document, sentence.section):
            if period := heading_period(section.title, calendar):
                return (sentence.part, section.index), period
        part = next((part for part in self._document.parts if part.index == sentence.part), None)
        if part is not None and part.kind in _PLAN_PARTS and not _HONOURING.search(part.title or self._document.title):
            return (sentence.part, None), Period(calendar.year, None, "target")
        if part is not None and part.kind == "text" and (period := heading_period(part.title, calendar)):
            return (sentence.part, None), period
        return (sentence.part, None), Period(None)


def heading_period(title: str, calendar: Calendar) -> Period | None:
    """Return the period that a heading gives to what stands under it, or None where it says nothing of it."""
    meant = _heading_status(title, calendar)
    if meant is None:
        return None
    usual = calendar.review if meant == "achieved" else calendar.year
    for found in _CUES().finditer(title):
        period = _read(found, title, calendar, Period(usual, None, meant))
        if meant == "achieved" and period.since is not None and _single_year(title[: found.start()]):
            continue
        return replace(period, status=meant)
    return Period(usual, None, meant)


def _heading_status(title: str, calendar: Calendar) -> IndicatorStatus | None:
    """Return what a heading looks at; None for one that looks both ways (`去年工作总结和今年工作安排`) or nowhere."""
    said = {status for cue, status in _heading_cues() if cue in title}
    if len(said) == 1:
        return "achieved" if "achieved" in said else "target"
    named = _YEAR.search(title)
    if said or named is None or calendar.year is None or not _WORK.search(title):
        return None
    return "target" if int(named[2] or named[1]) >= calendar.year else "achieved"


def _outermost_first(document: Document, section: int | None) -> tuple[Section, ...]:
    path: list[Section] = []
    while section is not None:
        path.append(document.sections[section])
        section = document.sections[section].parent
    return tuple(reversed(path))


def _single_year(title: str) -> bool:
    """Return whether a heading names one year before a plan: `2025年和“十四五”时期工作回顾` is about 2025 first."""
    return any(not found[2] for found in _YEAR.finditer(title))


def _calendar(document: Document, part: Part | None) -> Calendar:
    date = part.date if part is not None and part.date[:4].isdigit() else document.date
    year = int(date[:4]) if date[:4].isdigit() else _year_of_headings(document)
    return Calendar(year, None if year is None else year - 1)


def _speaks_of_now(part: Part) -> bool:
    """Return whether a part tells what is so as it comes out (公告: 本批次66套, 表彰决定); a 公报 looks back on a year."""
    return bool((part.kind == "announcement" and _PUBLIC.search(part.title)) or _HONOURING.search(part.title))


def _year_of_headings(document: Document) -> int | None:
    """Return the year for which a document without a date lays out work: the one its headings or title name."""
    for status, later in (("target", 0), ("achieved", 1)):
        for section in document.sections:
            named = _YEAR.search(section.title)
            if named and any(cue in section.title and kind == status for cue, kind in _heading_cues()):
                return int(named[2] or named[1]) + later
    titled = _YEAR.search(document.title)
    return int(titled[1]) if titled else None


def _read(found: re.Match[str], text: str, calendar: Calendar, before: Period) -> Period:
    """Return the period after a cue; `before` gives what the cue leaves open."""
    if not found["from"] and _BASELINE.search(text[: found.start()]):
        return before
    if found["cue"]:
        base, first, last, status = _cue_rows()[found["cue"]]
        period = calendar.of(base, first, last, status)
        if found["cue"] in ("今年", "年内") and before.status == "achieved":
            return replace(period, status="achieved")
        return replace(period, status=period.status or before.status)
    if found["plan"]:
        return _plan(found["plan"], calendar, before)
    return _explicit(found, text, calendar, before)


def _plan(name: str, calendar: Calendar, before: Period) -> Period:
    plan = _PLAN.match(name)
    end = _PLAN_ENDS[plan[1]] if plan else 0
    if calendar.year is None or end >= calendar.year:
        status: IndicatorStatus | None = before.status if before.status == "achieved" else "target"
    else:
        status = "achieved"
    return Period(end, end - 4, status)


def _explicit(found: re.Match[str], text: str, calendar: Calendar, before: Period) -> Period:
    ahead = text[: found.start()]
    if _NOT_WHEN.search(ahead) or _in_marks(ahead) or not _ADVERB.search(ahead):
        return before
    first, last = int(found["from"]), int(found["to"] or found["from"])
    status = before.status
    if calendar.year is not None and last > calendar.year:
        status = "target"
    elif calendar.year is not None and last < calendar.year and status is None:
        status = "achieved"
    elif status is None and _UNTIL.search(ahead):
        status = "target"
    return Period(last, first if first != last else None, status)


def _opens(found: re.Match[str], said: str) -> bool:
    """Return whether a cue near the start of a sentence holds for what follows: `2017年，` but not `落实2017年…`."""
    if found["from"]:
        return bool(_LED_IN.match(said[: found.start()])) and said[found.end() : found.end() + 1] in "，是"
    return found.start() <= _OPENING // 2


def _in_marks(ahead: str) -> bool:
    """Return whether a place lies inside quotation or book-title marks or brackets that opened before it."""
    return any(ahead.rfind(opening) > ahead.rfind(closing) for opening, closing in ("“”", "《》", "（）", "()"))


def _opened(period: Period, base: Period) -> Period:
    """Return what an opening leaves to the following sentences: years, and the status where no heading has one."""
    return replace(period, status=base.status or period.status)


def _fallback(period: Period, calendar: Calendar) -> int | None:
    return calendar.review if period.status == "achieved" else calendar.year


@cache
def _cue_rows() -> dict[str, tuple[str, int, int, str]]:
    return {cue: (base, int(first), int(last), status) for cue, base, first, last, status in rows("period_cues")}


@cache
def _CUES() -> re.Pattern[str]:  # noqa: N802
    plan = r"[“\"]?十[一二三四五六七八九]五[”\"]?(?=时期|期间|以来|工作)"
    year = r"(?<!\d)(?P<from>(?:19|20)\d\d)(?:\s*[—–\-－~～至到]\s*(?P<to>(?:19|20)\d\d))?\s*年(?!度|版|期)"
    return re.compile(f"(?P<cue>{any_of(_cue_rows())})|(?P<plan>{plan})|{year}")


@cache
def _heading_cues() -> tuple[tuple[str, str], ...]:
    return tuple((cue, status) for cue, status, where in rows("status_cues") if where == "heading")


@cache
def _sentence_cues() -> dict[str, str]:
    return {cue: status for cue, status, where in rows("status_cues") if where == "sentence"}


@cache
def _status_cues() -> re.Pattern[str]:
    return re.compile(any_of(_sentence_cues()))
