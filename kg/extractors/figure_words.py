"""The words around a number and what they do: verbs ahead of a thing, links and changes behind it, deeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.extractors.tables import any_of, rows

_COMPARED = re.compile(
    r"从[^，、]{0,8}第[一二三四五六七八九十\d]+位[^，、]{0,4}$|(?:较|同比|(?<!占)比(?!例|重|率))[^，、]{0,9}$|连续(?:\d+|[一二三四五六七八九十两]+)[年届次]$"
)
EDGE = " \t　、，：:；;。"
_YEARS_AHEAD = re.compile(
    r"(?:(?:19|20)\d\d年度?|(?:[二两三四五六]|\d{1,2})年(?:来|间)?(?![期级以制一-龥])|连续(?:\d+|[一二三四五六七八九十两]+)[年届次])"
)


def deed_in(text: str, start: int, end: int, names: Sequence[tuple[int, int]] = ()) -> re.Match[str] | None:
    """Return the first word that begins what a counted thing does; not one inside a name or a compound (运营中心)."""
    for found in deeds().finditer(text, start, end):
        if any(first < found.start() < last for first, last in names):
            continue
        if found.end() >= end or not _nominal().match(text, found.end(), end):
            return found
    return None


def strip_behind(text: str, start: int, end: int) -> tuple[int, str]:
    """Return the end of a thing without the words that lead over to its number, and the change that they tell."""
    change = ""
    while True:
        _, end = trim(text, start, end)
        found = tails().search(text[start:end]) or _COMPARED.search(text[start:end])
        if not found or not found[0]:
            return end, change
        if not change and found[0] in words("change"):
            change = found[0].removesuffix("了")
        end = start + found.start()


def strip_ahead(text: str, start: int, end: int) -> tuple[int, str]:
    """Return the start of a thing without the verbs and adverbs before it, and the verbs worth showing."""
    action = ""
    while True:
        start, _ = trim(text, start, end)
        found = _YEARS_AHEAD.match(text, start, end)
        if not found and not kept_words().match(text, start, end):
            found = _head().match(text, start, end)
        if not found or not found[0]:
            return start, action
        if found.end() < end and len(found[0]) < 3 and _nominal().match(text, found.end(), end):
            return start, action
        if found[0] in words("act"):
            action = found[0]
        start = found.end()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch without spaces and marks at its ends."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def says_little(thing: str) -> bool:
    """Return whether a thing alone does not say what is counted."""
    return len(thing) < 3 or thing in words("generic") or thing in words("measure")


@cache
def words(role: str) -> frozenset[str]:
    """Return the words of one role."""
    return frozenset(row[0] for row in rows("indicator_words") if row[1] == role)


@cache
def _head() -> re.Pattern[str]:
    return re.compile(any_of(words("lead") | words("act")))


@cache
def tails() -> re.Pattern[str]:
    """Return what matches a word that leads from a thing to its number, at the end of a stretch."""
    return re.compile(rf"(?:{any_of(words('link') | words('change'))})$")


@cache
def deeds() -> re.Pattern[str]:
    """Return what matches a word that begins what counted things do."""
    return re.compile(any_of(words("pred")))


@cache
def kept_words() -> re.Pattern[str]:
    """Return what matches a compound that only begins like a verb."""
    return re.compile(any_of(words("keep")))


@cache
def _nominal() -> re.Pattern[str]:
    return re.compile(any_of(words("tail")))


@cache
def measures() -> re.Pattern[str]:
    """Return what matches the measure at the end of a thing: 产量, 占规上工业比重, 覆盖率."""
    shares = r"(?:产值|增加值|收入|支出|投资)?占[一-鿿]{2,10}(?:比重|比例)|[一-鿿]{2}率"
    return re.compile(rf"(?:{shares}|{any_of(words('measure'))})$")


@cache
def row_opener() -> re.Pattern[str]:
    """Return what matches the thing that a clause speaks of before a comma of a row: 整车出口突破百万辆、稳居…"""
    links = [word for word in words("link") | words("change") if len(word) > 1]
    return re.compile(rf"([^、，]{{2,14}}?)(?:{any_of((*links, '继续', '再创', '创', '超', '建成', '获'))})")
