"""Finds the numbers with a measure word in a stretch of text, and how exactly each is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extractors.tables import any_of, rows
from kg.facts import Comparator

# Words before and behind a number that say how it is meant; the reading of each stands in the table.
_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"万亿|千万|百万|千亿|百亿|十亿|亿|万|千|百"
_ALIEN_BEFORE = re.compile(r"[A-Za-z_+＋\-/.．·∶:：第前每]\s*$|[A-Za-z]\d*$|[“\"]$")
# Counted things that are no measure of work: 从4个方面, 3点意见.
_MORE = "多余来几"
_HEIGHTS = re.compile(r"\s*[百千万亿元]{0,4}(?:台阶|关口|大关)")
_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MONEY = {"百亿元": ("100", "亿元"), "千亿元": ("1000", "亿元"), "万亿元": ("1", "万亿元")}
_WRITTEN = re.compile(
    r"翻(?:了)?(?P<double>[一两二三四]?番)"
    r"|(?<![一二三四五六七八九十百])(?P<times>[两二三四五六七八九十])倍"
    r"|(?:超过|超|突破|过)(?P<money>[百千万]亿元)"
    r"|之比(?:(?P<over>突破|超过)|达到|达|为)\s*(?P<ratio>\d+(?:\.\d+)?)\s*[：:∶]\s*(?P<to>\d+)"
)
_RANK = re.compile(
    r"(?:稳居|位居|位列|跃居|排名|排在|居|列|升至|进入)(?:全国|全省|全市|全球|世界|同类城市|[^，。；、\d]{0,6}?)"
    r"(?P<order>第|前)(?P<rank>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名)?(?![一-鿿%％\d])"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at `[start, end)`, any 以上 or 左右 behind it included.

    Attributes:
        value: Decimal text as written, without thousands separators.
        unit: Scale and measure word as written: 万人次.
        kind: Kind of the unit in the table of units.
        number_start: Where the digits start.
        unit_end: Where the unit ends.
    """

    start: int
    end: int
    value: str
    unit: str
    kind: str
    comparator: Comparator
    number_start: int
    unit_end: int
    verb: str = ""


def quantities(text: str, start: int, end: int) -> tuple[Quantity, ...]:
    """Return the quantities in `[start, end)` in order; a range (4.5%—5%) gives two."""
    return tuple(_found(text, start, end))


def _found(text: str, start: int, end: int) -> Iterator[Quantity]:
    found = (*_in_digits(text, start, end), *_in_words(text, start, end))
    yield from sorted(found, key=lambda quantity: quantity.number_start)


def _in_words(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Find the numbers that reports write in words: 翻一番, 两倍, 突破千亿元, 位居全省第三, 之比达1：1."""
    for match in _WRITTEN.finditer(text, start, end):
        value, unit, comparator = _written(match)
        number_start = match.start("money") if match["money"] else match.start()
        yield Quantity(match.start(), match.end(), value, unit, "rate", comparator, number_start, match.end())
    for match in _RANK.finditer(text, start, end):
        value = _ordinal(match["rank"])
        within: Comparator = "<=" if match["order"] == "前" else "="
        if value:
            yield Quantity(match.start(), match.end(), value, "位", "rank", within, match.start("order"), match.end())


def _written(match: re.Match[str]) -> tuple[str, str, Comparator]:
    if match["double"]:
        return str(_DIGITS.get(match["double"][:-1], 1)), "番", "="
    if match["times"]:
        return str(_DIGITS[match["times"]]), "倍", "="
    if match["money"]:
        return (*_MONEY[match["money"]], ">")
    return match["ratio"], "：" + match["to"], ">" if match["over"] else "="


def _ordinal(rank: str) -> str:
    """Return a rank in digits; empty for one that is no rank (第一方阵 is cut off by the pattern)."""
    if rank.isdigit():
        return rank
    tens, _, ones = rank.rpartition("十")
    if "十" in rank:
        return str(10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0))
    return str(_DIGITS.get(rank, ""))


def _in_digits(text: str, start: int, end: int) -> Iterator[Quantity]:
    for match in _pattern().finditer(text, start, end):
        kind = _units()[match["unit"].strip()]
        if kind == "time" or _is_alien(text, start, match) or _is_alien_after(text, match, end):
            continue
        yield from _read(text, start, match, kind)


def _is_alien(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether a number is part of a name, a rank, a ratio or a formula."""
    return bool(_ALIEN_BEFORE.search(text[max(start, match.start() - 3) : match.start()]))


def _is_alien_after(text: str, match: re.Match[str], end: int) -> bool:
    """Return whether what follows makes the number a grade or an attribute: 10万吨级, 5个月, 5000元以上项目."""
    rest = text[match.end() : min(match.end() + 6, end)]
    if (
        rest[:1] == "级"
        or (match["unit"] == "个" and rest[:1] in "月季")
        or (match["unit"] == "年" and rest[:1] == "来")
    ):
        return True
    return bool(_HEIGHTS.match(rest)) or any(rest.startswith(noun) for noun in _not_counted())


def _read(text: str, start: int, match: re.Match[str], kind: str) -> Iterator[Quantity]:
    before, verb = _before(text[max(start, match.start() - 8) : match.start()])
    after = _AFTER().match(text, match.end())
    end = after.end() if after else match.end()
    unit = _compact(match["scale"] or "") + _compact(match["unit"]) + (match["per"] or "")
    comparator = _comparator(before, bool(match["more"] or match["more2"]), after[0] if after else "")
    whole = (match.start() - len(verb), end, match["unit"])
    if match["to"]:
        low = _compact(match["scale1"] or match["scale"] or "") + _compact(match["unit"])
        yield Quantity(
            whole[0], end, _plain(match["number"]), low, kind, ">=", match.start("number"), match.end(), verb
        )
        yield Quantity(whole[0], end, _plain(match["to"]), unit, kind, "<=", match.start("to"), match.end(), verb)
        return
    yield Quantity(whole[0], end, _plain(match["number"]), unit, kind, comparator, match.start(), match.end(), verb)


def _before(ahead: str) -> tuple[str, str]:
    """Return the reading of the words right before a number, and the words."""
    found = _BEFORE().search(ahead)
    return (_before_words()[found[1]], found[0]) if found else ("", "")


def _comparator(before: str, is_more: bool, after: str) -> Comparator:
    for reading in (_after_words().get(after.strip(), ""), ">" if is_more else "", before):
        if reading in ("=", ">=", "<=", "~", "<", ">"):
            return reading  # type: ignore[return-value]
    return "="


def _compact(text: str) -> str:
    return "%" if text.strip() == "％" else "".join(text.split())


def _plain(number: str) -> str:
    return number.replace(",", "").replace("，", "")


@cache
def _units() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("units")}


@cache
def _pattern() -> re.Pattern[str]:
    scale = rf"(?:\s*(?P<{{}}>{_SCALE}))?"
    number = rf"(?<![\d.,])(?P<number>{_NUMBER})"
    to = rf"(?:(?P<percent>\s*[%％])?{scale.format('scale1')}\s*[—–\-－~～至到]+\s*(?P<to>{_NUMBER}))?"
    more = rf"\s*(?P<more>[{_MORE}])?{scale.format('scale')}\s*(?P<more2>[{_MORE}])?"
    per = r"(?P<per>/(?:月|年|人|户|日|天|亩|吨|次|平方米|立方米|公里|千瓦时)(?:·(?:月|年))?)?"
    return re.compile(rf"{number}{to}{more}\s*(?P<unit>{any_of(_units())}){per}(?:（[^（）]{{1,2}}）)?")


@cache
def _before_words() -> dict[str, str]:
    return {row[0]: row[2] for row in rows("comparators") if row[1] == "before"}


@cache
def _after_words() -> dict[str, str]:
    return {row[0]: row[2] for row in rows("comparators") if row[1] == "after"}


@cache
def _BEFORE() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"({any_of(_before_words())})\s*(?:人民币)?\s*$")


@cache
def _AFTER() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"\s*(?:{any_of(_after_words())})")


@cache
def _not_counted() -> tuple[str, ...]:
    return tuple(row[0] for row in rows("not_counted"))
