"""Finds the numbers that reports write in words or round: 翻一番, 突破百万辆, 近六成, 位居全省第三, 130万老年人."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.numerals import COUNTS, numeral_value
from kg.extractors.tables import any_of, rows
from kg.facts import Comparator

_ROUND = {
    "百": ("100", ""),
    "千": ("1000", ""),
    "万": ("1", "万"),
    "十万": ("10", "万"),
    "百万": ("100", "万"),
    "千万": ("1000", "万"),
    "亿": ("1", "亿"),
    "百亿": ("100", "亿"),
    "千亿": ("1000", "亿"),
    "万亿": ("1", "万亿"),
}
_ROUND_MONEY = ("亿元", "万亿元")
_OVER: Comparator = ">"
_MULTIPLE = re.compile(
    r"翻(?:了)?(?P<double>[一两二三四]?番)"
    r"|(?<![一二三四五六七八九十百])(?P<times>[两二三四五六七八九十])倍"
    r"|之比(?:(?P<over>突破|超过)|达到|达|为)\s*(?P<ratio>\d+(?:\.\d+)?)\s*[：:∶]\s*(?P<to>\d+)"
)
_RANK = re.compile(
    r"(?:稳居|位居|位列|跃居|排名|排在|居|列|升至|进入)(?:全国|全省|全市|全球|世界|同类城市|[^，。；、\d]{0,6}?)"
    r"(?P<order>第|前)(?P<rank>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名)?(?![一-鿿%％\d])"
)
# Tenths: 近六成, 三成以上; 一成不变, 七八成 and 三成就 are no shares.
_TENTHS = re.compile(
    r"(?P<how>近|超过|超|约|达到?|逾)?(?<![一二三四五六七八九十第])(?P<tenths>[一二三四五六七八九])成"
    r"(?P<more>以上|左右|多)?(?![不功就果员立绩长本交型])"
)
_HOW: dict[str, Comparator] = {
    "近": "~",
    "约": "~",
    "左右": "~",
    "以上": ">=",
    "超过": ">",
    "超": ">",
    "逾": ">",
    "多": ">",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A number at `[start, end)`; `number_start` is where it is written, without the words that lead to it."""

    start: int
    end: int
    value: str
    unit: str
    kind: str
    comparator: Comparator
    number_start: int


def written(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield the numbers in words in `[start, end)`, kind by kind."""
    for match in _MULTIPLE.finditer(text, start, end):
        value, unit = _multiple(match)
        yield Written(*match.span(), value, unit, "rate", _OVER if match["over"] else "=", match.start())
    for match in _round().finditer(text, start, end):
        value, scale = _ROUND[match["round"]]
        unit = scale + match["unit"]
        # What several are said to reach in round money, each of them reaches; of other amounts it may be their sum.
        kind = "rate" if unit in _ROUND_MONEY else _units()[match["unit"]]
        comparator: Comparator = "~" if match["how"] == "近" else ">=" if match["step"] else ">"
        yield Written(*match.span(), value, unit, kind, comparator, match.start("round"))
    for match in _TENTHS.finditer(text, start, end):
        comparator = _HOW.get(match["more"] or "") or _HOW.get(match["how"] or "") or "="
        yield Written(*match.span(), str(COUNTS[match["tenths"]]), "成", "rate", comparator, match.start("tenths"))
    for match in _RANK.finditer(text, start, end):
        if value := _ordinal(match["rank"]):
            within: Comparator = "<=" if match["order"] == "前" else "="
            yield Written(*match.span(), value, "位", "rank", within, match.start("order"))
    yield from _bare(text, start, end)


def _bare(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield numbers of people or households without a measure word: 惠及130万老年人 is 130万人."""
    for match in _groups().finditer(text, start, end):
        comparator = _HOW.get(match["how"] or "") or (">" if match["few"] or match["more"] else "=")
        unit = match["scale"] + counted_groups()[match["group"]]
        kind = _units()[counted_groups()[match["group"]]]
        yield Written(match.start(), match.end("count"), match["number"], unit, kind, comparator, match.start("number"))


def _multiple(match: re.Match[str]) -> tuple[str, str]:
    if match["double"]:
        return str(COUNTS.get(match["double"][:-1], 1)), "番"
    if match["times"]:
        return str(COUNTS[match["times"]]), "倍"
    return match["ratio"], "：" + match["to"]


def _ordinal(rank: str) -> str:
    """Return a rank in digits; empty for one that is no rank (第一方阵 is cut off by the pattern)."""
    if rank.isdigit():
        return rank
    return str(numeral_value(rank) if "十" in rank else COUNTS.get(rank, ""))


@cache
def _units() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("units")}


@cache
def counted_groups() -> dict[str, str]:
    """Return the groups of people that are counted without a measure word, with the word that is meant."""
    return {group: measure for group, measure, *_ in rows("counted_groups")}


@cache
def _round() -> re.Pattern[str]:
    units = any_of(unit for unit, kind in _units().items() if kind in ("count", "people", "amount") and unit != "大")
    return re.compile(
        rf"(?P<how>超过|超|突破|逾|近|(?<![通经超])过|[跨迈跃登]上|(?<![以之])上|破)"
        rf"(?P<round>{any_of(_ROUND)})(?P<unit>{units})(?![级庭才])(?:(?P<step>台阶)|大关|关口)?"
    )


@cache
def _groups() -> re.Pattern[str]:
    """Return what matches a number before a group of people with at most a few words between: 51万新就业形态人员."""
    return re.compile(
        r"(?P<how>近|超过|超|约|逾)?(?<![\d.,第])(?P<count>(?P<number>\d+(?:\.\d+)?)(?P<few>余|多)?(?P<scale>百万|千万|万|亿)(?P<more>多|余)?)"
        rf"(?![余多]?(?:{any_of(_units())})(?![庭才])|以[上下])(?=(?:\d+岁(?:以上|以下))?[^，。；、：\d的“”（）]{{0,8}}?(?P<group>{any_of(counted_groups())}))"
    )
