"""What each number of a clause counts: the words around it, taken apart by the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extractors.clauses import items
from kg.extractors.figure_sides import (
    JOINT_BEHIND,
    LONGEST_THING,
    Side,
    gaps,
    is_backdrop,
    is_base,
    is_condition,
    left_of,
    right_of,
    run_on,
    share_of,
)
from kg.extractors.figure_words import EDGE, measures, says_little, strip_ahead, strip_behind, words
from kg.extractors.quantities import Quantity
from kg.extractors.written_numbers import counted_groups

_RELATIVE = re.compile(r"^(?:高于|低于|优于|快于|好于|多于|少于)")
_TOTALS = frozenset({"总数", "总量", "总额", "总规模", "规模", "数量"})
# What a bare count is a count of, when only the deed is told: 29次赴社区走访, 2500人次参加大会.
_COUNTS_OF = {"次": "次数", "人次": "人次", "批次": "批次", "场次": "场次", "人": "人数", "名": "人数", "位": "人数"}
_GAINED = frozenset({"获", "获得"})
_BECOMES = re.compile(r"(?:为|成为|担任|当选为|当选)(?=.{3,})")
_AND_OTHERS = re.compile("(?<![高初中平对同均优])等(?![级待教])")
# 2个1类创新药: the second number is part of the thing that the first one counts.
_GRADES = ("类", "级", "型", "期", "号", "代")
# 对甲国、乙国出口分别增长: what is measured stands at the last one only.
_TRADE = re.compile("(?:进出口|出口|进口)$")
_SHARE = "占比"
_EACH = "各"
_APART = "分别"


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what it counts.

    Attributes:
        thing: The counted thing alone (科技服务站); `label` also says what is done or how it changes.
        span: Where the thing stands; empty where it is carried over.
        is_common: True where the thing alone does not say enough (项目, 总投资).
    """

    quantity: Quantity
    thing: str
    label: str
    start: int
    end: int
    span: tuple[int, int]
    is_common: bool = False
    action: str = ""


def count(
    text: str,
    clause: tuple[int, int],
    numbers: Sequence[Quantity],
    said: Sequence[Counted],
    names: Sequence[tuple[int, int]] = (),
) -> tuple[Counted, ...]:
    """Return the numbers of a clause with what they count; those that count nothing are left out.

    Args:
        text: The document's text.
        clause: Where the clause stands.
        numbers: Its numbers in order.
        said: What the sentence counted before; a thing is carried over from the last.
        names: Where names stand: a verb inside one is no verb.
    """
    lefts, rights = gaps(text, clause, numbers)
    if shared := _shared(text, lefts, rights, numbers):
        return shared
    found: list[Counted] = []
    for i, number in enumerate(numbers):
        if is_backdrop(text, lefts[i], rights[i]):
            continue
        if i and numbers[i - 1].end == number.start and number.unit in _GRADES:
            continue
        if i + 1 < len(numbers) and is_condition(text, number, numbers[i + 1]):
            lefts[i + 1] = (lefts[i][0], numbers[i + 1].start)
            continue
        left, right = left_of(text, *lefts[i]), right_of(text, *share_of(text, number, rights[i]), names)
        if i + 1 < len(numbers) and number.end >= numbers[i + 1].start - 1 and not left.thing:
            right = right_of(text, *rights[i + 1], names)
        elif i + 1 < len(numbers) and right.deed and rights[i][1] == numbers[i + 1].start:
            right = replace(right, deed=run_on(text, right.deed, rights[i + 1]))
        is_listed = bool(i) and JOINT_BEHIND.search(text[rights[i - 1][1] : lefts[i][0]] or "") is not None
        if is_listed and found and not left.action:
            left = replace(left, action=found[-1].action)
        counted = _counted(number, left, right, (*said, *found))
        if counted is not None:
            if i + 1 < len(numbers) and is_base(text, number, numbers[i + 1]):
                counted = replace(counted, label=f"{counted.label}（此前）")
            if number.kind == "people":
                counted = _reached(text, counted, left, right)
            found.append(replace(counted, start=_start(text, clause, lefts[i]), end=_end(clause, number, rights[i])))
    return _done_by_all(text, found)


def _done_by_all(text: str, found: list[Counted]) -> tuple[Counted, ...]:
    """Return figures of a row with the deed of the last one: 9所茶校、4个班入选 says it of both."""
    for i in range(len(found) - 1, 0, -1):
        one, other = found[i - 1], found[i]
        deed = other.label.removesuffix(f"的{other.thing}")
        is_row = one.label == one.thing and text[one.span[1] : other.quantity.start] in ("、", "和", "及")
        if (
            is_row
            and deed != other.label
            and one.quantity.kind == other.quantity.kind
            and one.span[0] > one.quantity.start
        ):
            found[i - 1] = replace(one, label=f"{deed}的{one.thing}", is_common=False)
    return tuple(found)


def _reached(text: str, counted: Counted, left: Side, right: Side) -> Counted:
    """Return a number of people with what reaches them: 高龄津贴惠及130万老年人."""
    if len(left.thing) < 3 or not right.thing or right.deed:
        return counted
    if not (counted.is_common or right.thing in counted_groups()):
        return counted
    link = text[left.span[1] : counted.quantity.start].strip(EDGE)
    return replace(counted, label=left.thing + link + right.thing, is_common=False)


def _start(text: str, clause: tuple[int, int], left: tuple[int, int]) -> int:
    start = left[0]
    while start < left[1] and text[start] in EDGE:
        start += 1
    return max(start, clause[0])


def _end(clause: tuple[int, int], number: Quantity, right: tuple[int, int]) -> int:
    return min(max(number.end, right[1]), clause[1])


def _counted(number: Quantity, left: Side, right: Side, said: Sequence[Counted]) -> Counted | None:
    if left.opening and not right.thing:
        return _opened(number, left, right)
    takes_right = bool(right.thing) and (number.kind in ("count", "people") or not left.thing) and number.kind != "span"
    if takes_right and not (number.kind == "rate" and left.change):
        return _behind(number, left, right)
    if right.deed and not left.thing and (_BECOMES.match(right.deed) or _tells_what(number, said)):
        return _deed_only(number, left, right)
    if left.thing and (number.kind in ("rate", "amount") or not right.deed or len(left.thing) > 1):
        return _before(number, left, said)
    return _carried(number, left, right, said[-1]) if said else None


def _opened(number: Quantity, left: Side, right: Side) -> Counted:
    """Return a number of what its clause opened with: 整车出口突破百万辆、稳居全国第1位."""
    if right.deed and number.kind == "rate":
        return Counted(number, left.opening, f"{left.opening}{right.deed}比例", 0, 0, right.span)
    return _before(number, replace(left, thing=left.opening, span=right.span), ())


def _tells_what(number: Quantity, said: Sequence[Counted]) -> bool:
    """Return whether a deed without a thing says enough: 29次赴社区走访 does, 18篇获批示 carries one over."""
    if number.kind == "rate":
        return True
    return number.unit.lstrip("万亿千") in _COUNTS_OF and not (said and number.unit == said[-1].quantity.unit)


def _behind(number: Quantity, left: Side, right: Side) -> Counted:
    """Return a number whose thing stands behind it."""
    label = right.thing
    if right.deed and len(right.deed) > 2:
        label = f"{right.deed}的{right.thing}"
    elif left.action:
        label = f"{right.thing}（{left.action}）"
    is_common = says_little(right.thing) and not right.deed
    if is_common and left.deed:  # 亲子游、报告会等24大类活动
        label = left.deed + right.thing
    return Counted(number, right.thing, label, 0, 0, right.span, is_common, left.action)


def _deed_only(number: Quantity, left: Side, right: Side) -> Counted:
    """Return a number of which only the deed is told: 70%就读普通高中, 29次赴社区走访, 聘任36人为首席专家."""
    if becomes := _BECOMES.match(right.deed):
        thing = right.deed[becomes.end() :]
        return Counted(number, thing, f"{thing}（{left.action}）" if left.action else thing, 0, 0, right.span, False)
    deed = right.deed.removeprefix("先后")
    label = deed + ("比例" if number.kind == "rate" else _COUNTS_OF[number.unit.lstrip("万亿千")])
    return Counted(number, deed, label, 0, 0, (right.span[1], right.span[1]), True, left.action)


def _before(number: Quantity, left: Side, said: Sequence[Counted]) -> Counted:
    """Return a number whose thing stands before it."""
    thing = left.thing
    if said and _RELATIVE.match(thing):
        return replace(_carried(number, replace(left, change=thing, thing=""), Side(), said[-1]), span=left.span)
    if said and (thing in _TOTALS or thing == _SHARE):
        thing = said[-1].thing.removesuffix(_SHARE) + thing
    elif thing in words("measure") and said and said[-1].end > left.span[0] - 12:
        measured = measures().search(said[-1].thing)
        thing = said[-1].thing[: measured.start()] + thing if measured else thing
    label = thing + left.change
    if number.kind == "rank" or number.unit.startswith("："):
        label = thing + (left.change + "位次" if number.kind == "rank" else "之比")
        return Counted(number, thing, label, 0, 0, left.span, says_little(thing))
    if left.action in _GAINED and said and number.unit == said[-1].quantity.unit and thing not in said[-1].thing:
        return replace(_carried(number, left, replace(left, deed=left.action + thing), said[-1]), span=left.span)
    if left.action and not left.change:
        label = f"{thing}（{left.action}）"
    return Counted(number, thing, label, 0, 0, left.span, says_little(thing), left.action)


def _carried(number: Quantity, left: Side, right: Side, last: Counted) -> Counted:
    """Return a number of the thing last spoken of: 59篇，18篇获批示; 5350亿元、增长4.9%."""
    if number.kind == "rank":
        label = last.thing + "位次"
    elif right.deed:
        label = f"{right.deed}的{last.thing}"
    elif left.change:
        label = last.thing + left.change
    elif left.action:
        label = f"{last.thing}（{left.action}）"
    else:
        label = last.thing
    return Counted(number, last.thing, label, 0, 0, (last.span[1], last.span[1]), last.is_common, left.action)


def _shared(
    text: str, lefts: Sequence[tuple[int, int]], rights: Sequence[tuple[int, int]], numbers: Sequence[Quantity]
) -> tuple[Counted, ...]:
    """Return what several things share: `A、B分别达1、2`, `A、B各1个`, `A、B增长1%`; empty where nothing is shared."""
    start, end = lefts[0]
    words = text[start:end].rstrip()
    is_each, is_apart = words.endswith(_EACH) and len(numbers) == 1, _APART in words
    is_bare = len(numbers) > 1 and all(not text[s:e].strip(EDGE + "和") for s, e in (*lefts[1:], *rights))
    is_rate = len(numbers) == 1 and numbers[0].kind == "rate" and not words.endswith("、")
    if is_rate and numbers[0].unit.startswith("："):
        return ()
    if not (is_each or is_apart or is_rate or is_bare):
        return ()
    end, change = strip_behind(text, start, end)
    start, action = strip_ahead(text, start, end)
    names = items(text[start:end])
    if is_rate and not is_each and names and "、" not in text[start:end] and not measures().search(names[0]):
        # 科技推广和应用服务业营业收入增长5% is one figure of both.
        return ()
    if is_apart and text.startswith("城乡", start, end) and len(names) == 1 and len(numbers) in (2, 4):
        return _town_and_country(text, lefts, rights, numbers, text[start + 2 : end])
    if (is_apart or is_bare) and len(names) != len(numbers):
        names = items(text[start:end], joints=False)
    if len(names) < 2 or ((is_apart or is_bare) and len(names) != len(numbers)):
        return ()
    if _AND_OTHERS.search(text, start, end) or any(not 1 < len(name) <= LONGEST_THING // 2 + 2 for name in names):
        return ()
    things = _completed(names, is_each=is_each)
    chosen = _spread(numbers) if is_apart or is_bare else tuple(numbers) * len(things)
    whole = (lefts[0][0], max(numbers[-1].end, rights[-1][0]))
    return tuple(
        Counted(
            quantity=number,
            thing=thing,
            label=f"{thing}（{action}）" if action and not change else thing + change,
            start=_start(text, whole, lefts[0]),
            end=whole[1],
            span=(text.find(name, start, end), text.find(name, start, end) + len(name)),
            is_common=says_little(thing),
            action=action,
        )
        for thing, name, number in zip(things, names, chosen, strict=True)
    )


def _completed(names: Sequence[str], *, is_each: bool) -> tuple[str, ...]:
    """Return coordinated names with the part that stands only at the last one: 水果、茶叶产量; 教育和示范基地."""
    last = names[-1]
    measured = measures().search(last) or _TRADE.search(last)
    width = len(names[0])
    if measured and width == 2 and len(last) > 4 and all(len(name) == width for name in names[:-1]):
        return (*(name + last[width:] for name in names[:-1]), last)
    if measured and measured.start():
        tail = measured[0]
        return tuple(name if measures().search(name) or _TRADE.search(name) else name + tail for name in names)
    tail = last[-2:]
    if not is_each and len(last) == len(names[-2]) + 2 and all(len(name) <= 4 for name in names[:-1]):
        return (*(name + tail for name in names[:-1]), last)
    if is_each and len(last) > 3 and not any(name.endswith(tail) for name in names[:-1]) and len(names) == 2:
        return (names[0] + tail, last)
    return tuple(names)


def _town_and_country(
    text: str,
    lefts: Sequence[tuple[int, int]],
    rights: Sequence[tuple[int, int]],
    numbers: Sequence[Quantity],
    thing: str,
) -> tuple[Counted, ...]:
    """Return 城乡居民收入分别达A和B、分别增长C和D as figures of town and country."""
    found: list[Counted] = []
    change = ""
    whole = (lefts[0][0], max(numbers[-1].end, rights[-1][0]))
    for i, number in enumerate(numbers):
        if i % 2 == 0:
            _, change = strip_behind(text, *lefts[i])
        name = ("农村" if i % 2 else "城镇") + thing
        found.append(Counted(number, name, name + change, _start(text, whole, lefts[0]), whole[1], (0, 0)))
    return tuple(found)


def _spread(numbers: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the numbers of a 分别 list; 以上 or 左右 behind the last holds for all."""
    last = numbers[-1].comparator
    if last in (">=", "<=", "~") and numbers[-1].end > numbers[-1].unit_end:
        return tuple(replace(number, comparator=last) for number in numbers)
    return tuple(numbers)
