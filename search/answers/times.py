"""Which year a place in a document speaks of: by dates in its sentence, by its headings, by the document's date."""

from __future__ import annotations

from corpus.patterns import lazy
from search.answers.facts import Facts, Line

_YEAR = lazy(r"((?:19|20)\d\d)(?:年|年度)?")
_PAST = lazy(r"过去|去年|上年|回顾|一年来|以来|取得|成效|总结")
_PRESENT = lazy(r"今年|本年|任务|安排|部署|打算|下一步|下步|计划|目标")


_DATE = lazy(r"(?<!\d)(\d{1,2})月(?:(\d{1,2})[日号])?")


def dates(plain: str) -> tuple[str, ...]:
    """Return the days or months that a question names, as documents write them: 5月30号 is 5月30日."""
    return tuple(written(hit[0]) for hit in _DATE.finditer(plain) if not plain[hit.end() :].startswith(("几", "份")))


def written(text: str) -> str:
    """Return a text with its dates as they are compared: without leading zeros, with 日."""
    return _DATE.sub(lambda hit: f"{int(hit[1])}月" + (f"{int(hit[2])}日" if hit[2] else ""), text)


def year_of(facts: Facts, line: Line) -> int | None:
    """Return the year that a line speaks of, or None where nothing tells."""
    year = facts.meta.year
    if year is None:
        return None
    if "去年" in line.text or "上年" in line.text:
        return year - 1
    for heading in line.headings:
        if hit := _YEAR.search(heading):
            return int(hit[1])
        if _PAST.search(heading):
            return year - 1
        if _PRESENT.search(heading):
            return year
    return year if "今年" in line.text or "年内" in line.text else None


def speaks_of(facts: Facts, line: Line, years: tuple[int, ...]) -> bool:
    """Return whether a line may speak of one of the years; where nothing tells, it may."""
    if not years:
        return True
    found = year_of(facts, line)
    return found is None or found in years
