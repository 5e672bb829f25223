"""The two sides of a number in its clause: what stands before it and behind it, taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extractors.clauses import last_joint
from kg.extractors.figure_words import (
    EDGE,
    deed_in,
    deeds,
    kept_words,
    measures,
    row_opener,
    strip_ahead,
    strip_behind,
    tails,
    trim,
    words,
)
from kg.extractors.quantities import Quantity

_JOINT_AHEAD = re.compile(r"\s*(?:、|和|及|与|以及|并|或)\s*")
JOINT_BEHIND = re.compile(r"\s*(?:、|和|及|与|以及|并|或|，)\s*$")
_BACKDROP_BEFORE = re.compile(r"(?:在|从|于|对|就|把)\s*$")
_BACKDROP_AFTER = re.compile(r"[^，。；、]{0,12}?(?:中|上|里|内|方面|之间|入手|出发|着手|发力)")
_INNER_VERB = re.compile(r"(?:开展|举办|组织|召开|举行|实施|成为)(?=.{2,})")
_OPEN_ROW = re.compile(r"、\s*(?:连续|累计|其中|共|分别)?\s*$")
# Words that begin what is done but do not say it.
_BARE = frozenset({"在", "为", "均", "已", "赴", "被", "先后", "分别", "共同", "相继"})
# Behind a counted thing, before what it does: 55项实事项目如期 | 完成; 127个国家的 | 584个港口.
_LOOSE = re.compile(r"(?<=[一-鿿]{2})(?:如期|首次|已|已经|全部|均|双双|率先|正式|顺利|陆续|相继|按期|的)$")
_LONGEST_PREDICATE = 26
LONGEST_THING = 30
# 由71所优化整合为47所: the number before says from where.
_FROM = re.compile(r"(?:由|从)[^，。；、由从]{1,14}$")


@dataclass(frozen=True, slots=True)
class Side:
    """The words on one side of a number: what is counted and where, the verb shown with it, the change or the deed.

    `opening` is what the clause speaks of where a row stands between it and the number.
    """

    thing: str = ""
    action: str = ""
    change: str = ""
    deed: str = ""
    span: tuple[int, int] = (0, 0)
    opening: str = ""


def run_on(text: str, deed: str, right: tuple[int, int]) -> str:
    """Return a deed with the object that stands behind its number: 41家学会承接 | 142项转移职能."""
    behind = text[right[0] : right[1]].strip(EDGE)
    return deed + behind if len(deed) < 3 and len(behind) < 13 and deeds().match(deed) else deed


def is_base(text: str, number: Quantity, following: Quantity) -> bool:
    """Return whether a number is what another one started from: 由71所 | 优化整合为47所."""
    gap = text[number.end : following.start]
    return bool(_FROM.search(text[max(0, number.end - 16) : number.end]) and tails().search(gap) and "、" not in gap)


# 投资10亿元以上项目 | 50个: what the first number says, the counted things must fulfil.
_FULFILLED = re.compile(
    r"(?:以上|以下|左右)?的?(?:[一-鿿]{0,6}(?:项目|企业|工程|园区|单位|主体|平台|医院|学校|乡镇|村))$"
)


def is_condition(text: str, number: Quantity, following: Quantity) -> bool:
    """Return whether a number only says which things the next one counts: 总投资超10亿元项目 | 50个."""
    if number.kind not in ("amount", "rate") or following.kind != "count":
        return False
    return _FULFILLED.fullmatch(text[number.unit_end : following.number_start - len(following.verb)]) is not None


def share_of(text: str, number: Quantity, right: tuple[int, int]) -> tuple[int, int]:
    """Return the stretch behind a number without the 的 of a share: 90%的 | 县医院达到三级水平."""
    is_share = number.kind == "rate" and text.startswith("的", right[0]) and right[0] + 1 < right[1]
    is_share = is_share and text[right[0] + 1] != "有" and not text.endswith(("左右", "上下"), number.start, number.end)
    return (right[0] + 1, right[1]) if is_share else right


def gaps(
    text: str, clause: tuple[int, int], numbers: Sequence[Quantity]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return for every number the stretch before it and the stretch behind it; what lies between two is divided."""
    lefts, rights = [(clause[0], numbers[0].start)], []
    for number, following in pairwise(numbers):
        if following.start < number.end:  # the two ends of a range
            lefts.append(lefts[-1])
            rights.append((number.end, number.end))
            continue
        right_end, left_start = _divide(text, number.end, following.start)
        rights.append((number.end, right_end))
        lefts.append((left_start, following.start))
    rights.append((numbers[-1].end, clause[1]))
    for i in range(len(numbers) - 1):
        if numbers[i + 1].start < numbers[i].end:
            rights[i] = rights[i + 1]
    return lefts, rights


def _divide(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the first number's words end and the second one's begin in the gap between two numbers."""
    gap = text[start:end]
    first, last = end, end
    if _FROM.search(text[max(0, start - 16) : start]) and tails().search(gap):
        first = start
    elif gap.startswith("的") and "、" not in gap:  # 95%的村集体收入 | 超过10万元: of one thing
        last = start + 1
    elif ahead := _JOINT_AHEAD.match(gap):
        first, last = start, start + ahead.end()
    elif behind := JOINT_BEHIND.search(gap):
        first = start + behind.start()
    elif joint := last_joint(gap):
        first, last = start + joint - 1, start + joint
    else:
        first, last = _divide_plain(text, start, end)
    return first, last


def _divide_plain(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the division of a gap without a joint: at what the first thing does, or before what is measured of it."""
    deed = deed_in(text, start + 1, end)
    if deed and deed.end() < end:
        return end, deed.start()
    if measured := measures().search(text[start:end]):
        return start + measured.start(), start
    return end, end


def left_of(text: str, start: int, end: int) -> Side:
    """Return the thing before a number with the verbs around it taken off."""
    said = text[start:end].rstrip()
    if _OPEN_ROW.search(said):
        opener = row_opener().match(said.lstrip(EDGE))
        return Side() if opener is None else Side(opening=opener[1])
    if said.endswith("等"):
        start, action = strip_ahead(text, start, end)
        return Side("", action, "", text[start:end].strip(EDGE))
    end, change = strip_behind(text, start, end)
    start, action = strip_ahead(text, start, end)
    if (other := text.rfind("等", start, end)) > text.find("、", start, end) > -1:
        behind = text[other + 1 : end].strip(EDGE)
        if len(behind) > 2 and behind not in words("generic"):
            start, _ = strip_ahead(text, other + 1, end)
    if verbs := list(_INNER_VERB.finditer(text, start, end)):
        start = verbs[-1].end()
    start, end = trim(text, start, end)
    return Side(text[start:end], action, change, "", (start, end))


def right_of(text: str, start: int, end: int, names: Sequence[tuple[int, int]] = ()) -> Side:
    """Return the thing behind a number, and what it does."""
    if text[start:end].lstrip().startswith("、"):
        return Side()
    start, end = trim(text, start, end)
    if start >= end or text[start] in "的）)":
        return Side()
    kept = kept_words().match(text, start, end)
    deed = deed_in(text, kept.end() if kept else start, end, names)
    stop = deed.start() if deed else end
    rest = text[stop:end].strip(EDGE).removeprefix("先后") if deed else ""
    rest = "" if rest in _BARE else rest
    first, last = trim(text, start, stop)
    while loose := _LOOSE.search(text[first:last]):
        last = first + loose.start()
    if (inner := text.rfind("的", first, last)) > -1 and last - inner > 2:
        first = inner + 1
    if last - first > LONGEST_THING and (mark := text.find("、", first, last)) > -1:
        last = mark
    if last - first > LONGEST_THING:
        return Side()
    return Side(text[first:last], "", "", rest if len(rest) <= _LONGEST_PREDICATE else "", (first, last))


def is_backdrop(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Return whether a number only sets the scene: 在7场灯会中展出."""
    return bool(_BACKDROP_BEFORE.search(text[max(left[0], left[1] - 3) : left[1]])) and bool(
        _BACKDROP_AFTER.match(text, right[0], right[1])
    )
