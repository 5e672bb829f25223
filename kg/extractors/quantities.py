"""Finds the numbers with a measure word in a stretch of text, and how exactly each is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extractors.tables import any_of, rows
from kg.extractors.written_numbers import written
from kg.facts import Comparator

_NUMBER = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"万亿|千万|百万|千亿|百亿|十亿|亿|万|千|百"
_ALIEN_BEFORE = re.compile(r"[A-Za-z_+＋\-/.．·∶:：第前每]\s*$|(?:选择|任选|自选|限报)$|[A-Za-z]\d*$|[“\"]$")
_MORE = "多余来几"
# 跨越5000亿元大关, 迈上4000亿元台阶: the height is reached.
_HEIGHTS = re.compile(r"\s*(?P<step>台阶)|\s*(?:大关|关口)")
# 家庭 and 人才 are words of their own: 30万家庭 has no measure word.
_COMPOUNDS = frozenset({("家", "庭"), ("人", "才")})
_STEPS = re.compile(r"[十百千万]{0,2}亿?元?(?:台阶|大关|关口)")


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
    """Find the numbers that reports write in words: 翻一番, 突破千亿元, 近六成, 位居全省第三, 130万老年人."""
    for found in written(text, start, end):
        yield Quantity(
            found.start,
            found.end,
            found.value,
            found.unit,
            found.kind,
            found.comparator,
            found.number_start,
            found.end,
        )


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
        or (match["unit"], rest[:1]) in _COMPOUNDS
        or (match["unit"] == "个" and _STEPS.match(rest))
    ):
        return True
    return any(rest.startswith(noun) for noun in _not_counted())


def _read(text: str, start: int, match: re.Match[str], kind: str) -> Iterator[Quantity]:
    before, verb = _before(text[max(start, match.start() - 8) : match.start()])
    after = _AFTER().match(text, match.end())
    end = after.end() if after else match.end()
    if height := _HEIGHTS.match(text, match.end()):
        before, end = ">=" if height["step"] else ">", height.end()
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
