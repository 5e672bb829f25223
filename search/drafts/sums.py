"""Arithmetic inside a draft: parts and their total, the difference between two amounts, growth, shares of three sectors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge
from search.drafts.wording import tells_apart
from search.results import Severity

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ROUGH = r"(?:多|余|左右|以上|以内)?"
_UNIT = r"(?:个百分点|[万亿千百]{0,2}[一-鿿%]{1,3}?)"
_AMOUNT = rf"(?P<value>{_NUMBER})(?P<unit>{_UNIT})"
# An exact part: a few words, a number, its unit, and the end of the item.
_PART = re.compile(rf"(?P<label>[^\d，。；：、（）\n]{{1,10}}?){_AMOUNT}(?=[、，。；）\n]|$|和)")
_TOTAL_FIRST = re.compile(rf"{_AMOUNT}(?:[，（]其中[，：]?|[，：]?(?:分别[为是]|由)[：]?)(?=[^\d，。；\n])")
_TOTAL_LAST = re.compile(
    rf"[，、]?(?:合计|共计|总计|一共|共)(?:有|为|达)?(?:[一-鿿]{{0,4}}?){_AMOUNT}(?=[，。；、）\n]|$)"
)
_CHANGE = re.compile(
    rf"[从由](?P<old>[^，。；\n]{{0,12}}?{_NUMBER})(?P<unit>{_UNIT})?"
    rf"(?P<verb>增加|上升|提高|扩大|增长|减少|下降|降低|缩小|压减|增|升|降|减)(?:到|至|为)(?P<now>[^，。；\n\d]{{0,8}}{_NUMBER})"
    rf"(?P<now_unit>{_UNIT})，(?:(?:净|共)?(?:增加|减少|上升|下降|提高|降低)了?)(?P<by>{_NUMBER})(?P<by_unit>{_UNIT})(?=[，。；、）\n]|$)"
)
_SECTORS = re.compile(
    rf"(?:三次产业|三产|一二三产业?|三次产业增加值)[^，。；\n]{{0,12}}?(?P<ratio>(?:{_NUMBER})[:：∶](?:{_NUMBER})[:：∶](?:{_NUMBER}))"
)
_ROUGH_BEFORE = re.compile(r"(?:近|约|超|超过|突破|逾|达到|超出)$")
_FALLS = ("减", "降", "缩", "压")
_POINTS = "个百分点"
_RATES = ("%", "％", "倍", _POINTS, "个点")
_CHANGE_BEFORE = re.compile("[增减升降超均快慢比差]")
_REST = re.compile("其[他它余]")
_ALL_PARTS = 2


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    value: Decimal
    unit: str
    start: int
    end: int


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield sums, differences and shares of a draft that do not come out."""
    text = draft.document.text
    yield from _totals_before(text)
    yield from _totals_behind(text)
    yield from _differences(text)
    yield from _sectors(text)


def _totals_before(text: str) -> Iterator[Doubt]:
    """Yield totals that are smaller than one of the parts named after them, or than all of them together.

    Parts may overlap (20 women, 35 young people of 50), so it is an error only where their labels exclude one another.
    """
    for match in _TOTAL_FIRST.finditer(text):
        parts = list(_parts(text, match.end(), match["unit"]))
        total = _value(match["value"])
        if not parts or _is_no_total(text, match.start(), match["unit"]):
            continue
        largest = max(parts, key=lambda part: part.value)
        together = sum((part.value for part in parts), Decimal(0))
        if largest.value > total:
            message = (
                f"其中一项{largest.label}{_shown(largest.value)}{largest.unit}大于总数{match['value']}{match['unit']}"
            )
            yield Doubt(largest.start, largest.end, "contradiction", "error", message)
        elif together > total and len(parts) >= _ALL_PARTS:
            severity: Severity = "error" if _exclude_one_another(parts) else "warning"
            yield _total(match.start("value"), match.end("unit"), parts, together, severity)


def _totals_behind(text: str) -> Iterator[Doubt]:
    """Yield totals that are not the sum of the parts listed right before them: 甲3个、乙4个，共8个."""
    for match in _TOTAL_LAST.finditer(text):
        floor = max(text.rfind(mark, 0, match.start()) for mark in "。；：\n（")
        parts: list[_Part] = []
        end = match.start()
        for part in reversed(list(_parts(text, floor + 1, match["unit"], match.start()))):
            if part.end != end and text[part.end : end] not in ("、", "，", "和"):
                break
            parts.append(part)
            end = part.start
        together = sum((part.value for part in parts), Decimal(0))
        lead = text[floor + 1 : end]
        if len(parts) >= _ALL_PARTS and together != _value(match["value"]) and not re.search(r"\d", lead):
            yield _total(match.start("value"), match.end("unit"), parts, together)


def _total(start: int, end: int, parts: list[_Part], together: Decimal, severity: Severity = "error") -> Doubt:
    unit = parts[0].unit
    shown = _shown(together)
    message = f"各项相加为{shown}{unit}，与总数不符"
    return Doubt(start, end, "contradiction", severity, message, f"{shown}{unit}")


def _parts(text: str, start: int, unit: str, stop: int | None = None) -> Iterator[_Part]:
    """Yield the parts of one unit that follow one another up to the end of the sentence, or all of them before a stop."""
    is_open = stop is None
    if stop is None:
        border = re.compile(r"[。；\n）]").search(text, start)
        stop = border.start() if border else len(text)
    position, has_begun = start, False
    while position < stop:
        match = _PART.match(text, position, stop)
        if match and match["unit"] == unit and not _is_rough(text, match.start("value")):
            yield _Part(match["label"], _value(match["value"]), unit, match.start(), match.end())
            position, has_begun = match.end() + 1, True
        elif has_begun and is_open:
            return
        else:
            following = re.compile("[、，和]").search(text, position, stop)
            position = following.end() if following else stop


def _exclude_one_another(parts: list[_Part]) -> bool:
    """Return whether no thing can be counted in two parts: their labels differ in a contrasting word (男, 女)."""
    return all(
        tells_apart(one.label, other.label) or bool(_REST.match(other.label))
        for i, one in enumerate(parts)
        for other in parts[i + 1 :]
    )


def _differences(text: str) -> Iterator[Doubt]:
    """Yield differences that two amounts do not have: 由12家增加到15家，增加4家."""
    for match in _CHANGE.finditer(text):
        unit = match["now_unit"]
        old, now = _last_number(match["old"]), _last_number(match["now"])
        by_unit = match["by_unit"]
        points = unit == "%" and by_unit == _POINTS
        if (match["unit"] not in (None, unit)) or (by_unit != unit and not points):
            continue
        difference = old - now if match["verb"].startswith(_FALLS) else now - old
        # Rates are rounded before they are written, so the difference of two may be off by one in its last place.
        allowed = _step(old, now) if points else Decimal(0)
        if difference > 0 and abs(difference - _value(match["by"])) > allowed:
            shown = f"{_shown(difference)}{by_unit}"
            message = f"由{_shown(old)}{unit}到{_shown(now)}{unit}，相差{shown}"
            yield Doubt(match.start("by"), match.end("by_unit"), "contradiction", "error", message, shown)


def _sectors(text: str) -> Iterator[Doubt]:
    """Yield shares of the three sectors that do not make a hundred; what rounding may do is left out."""
    for match in _SECTORS.finditer(text):
        shares = [Decimal(share) for share in re.split("[:：∶]", match["ratio"])]
        together = sum(shares, Decimal(0))
        step = max(_step(share) for share in shares)
        if abs(together - 100) > step * 2:
            message = f"三次产业比重相加为{_shown(together)}，不是100"
            yield Doubt(match.start("ratio"), match.end("ratio"), "contradiction", "error", message)


def _is_no_total(text: str, start: int, unit: str) -> bool:
    """Return whether an amount is rough, a rate or a change: its parts may be larger than it is."""
    return unit in _RATES or _is_rough(text, start) or bool(_CHANGE_BEFORE.search(text[max(0, start - 6) : start]))


def _is_rough(text: str, start: int) -> bool:
    return bool(_ROUGH_BEFORE.search(text[max(0, start - 2) : start]))


def _step(*numbers: Decimal) -> Decimal:
    """Return one in the last place that is written of numbers."""
    return max(Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in numbers)


def _last_number(text: str) -> Decimal:
    return _value(re.findall(_NUMBER, text)[-1])


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
