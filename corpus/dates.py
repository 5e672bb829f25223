"""Dates as Chinese documents write them, read as ISO dates."""

from __future__ import annotations

import re

from corpus.numerals import numeral_value

# Signs that stand for a nought where a year is written in numerals.
_NOUGHTS = str.maketrans("○O", "〇〇")
_YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇○零O一二三四五六七八九]{3})\s*年"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月"
_DAY = (
    r"(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])\s*日"
)
_COUNT = "[\\d一二三四五六七八九十]{1,3}"
DATE_TEXT = (
    r"(?:(?:19|20)\d{2}|[一二][〇○零O一二三四五六七八九]{3})\s*年"
    rf"\s*{_COUNT}\s*月(?:\s*{_COUNT}\s*日)?"
)
"""A date without groups, to stand inside other patterns."""

DATE = re.compile(rf"{_YEAR}(?:\s*{_MONTH}(?:\s*{_DAY})?)?")
DATE_LINE = re.compile(
    rf"[（(【]?\s*(?:{DATE.pattern}|(?P<iso>(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}))\s*(?:印发|发布|通过|成文)?\s*[）)】]?"
)


def iso_date(text: str) -> str:
    """Return the first date of a text as "YYYY-MM-DD", "YYYY-MM" or "YYYY"; empty where there is none."""
    match = DATE.search(text)
    if match is None:
        plain = re.search(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})", text)
        return "-".join((plain[1], plain[2].zfill(2), plain[3].zfill(2))) if plain else ""
    parts = [_number(match[name]).zfill(2) for name in ("month", "day") if match[name]]
    return "-".join((_year(match["year"]), *parts))


def is_date_line(text: str) -> bool:
    """Tell whether a line holds a date and nothing else, brackets aside."""
    return len(text) < 24 and DATE_LINE.fullmatch(text) is not None


def _year(text: str) -> str:
    return text if text.isdigit() and text.isascii() else str(numeral_value(text.translate(_NOUGHTS)))


def _number(text: str) -> str:
    """Return 二十一 or 21 as "21"."""
    return text if text.isascii() else str(numeral_value(text))
