"""How much and how many a question asks for: units of the figure that may answer, a number that it names itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.numerals import COUNTS
from corpus.patterns import lazy
from search.questions import tables

_NUMBER = lazy(
    r"(?<![第\d零一二三四五六七八九十百千])([两二三四五六七八九十]|[2-9]|1\d)(?=个|项|大|种|类|条|点|化|进|型|库|新|高|词|字|者|方|进|年?$)"
)
# 多少万辆 asks for vehicles as 多少辆 does, and for no money.
MANY = lazy("多少[万亿]+(?=[^元\\s的是])")
# 投资增长多少 asks for a rate, 投资增加到多少亿 for a sum.
_GROWN = lazy(
    r"(?:年均|同比|目标|预期|预计|计划|实际|比.{1,5}年|[要将])*(?:增长|增速|增幅|下降|降幅)(?!到|至|了?多少[万亿元])"
)
# 公路有多长 asks for no time.
_LENGTH = lazy("里程|公路|铁路|道路|大桥|隧道|管[道网]|岸线|河道|长度|全长")
# Measure words, which end words of their own (专家, 个人).
MEASURES = "家个名位人"
# 人口 and 人才 are words of their own: 多少人口 does not ask for 人.
_AFTER_PEOPLE = ("口", "才", "大代表")
YEAR = lazy(r"(?<!\d)((?:19|20)\d\d)(?!\d|年?版)")


def units(masked: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the units that a figure may have, by the longest word that asks for it; 家数 in 专家数 asks for none."""
    masked = MANY.sub("多少", masked)
    for word in sorted(tables.units(), key=lambda word: (-len(word), word)):
        at = masked.find(word) if len(word) > 1 else _asked_alone(masked, word)
        if at < 0:
            continue
        if word[-1] == "人" and masked[at + len(word) :].startswith(_AFTER_PEOPLE):
            continue
        if len(word) > 1 and word[-1] in "支家项名期" and re.match("[持庭长目师额限]", masked[at + len(word) :]):
            continue
        is_joined = word[0] in MEASURES and at > 0 and is_known(masked[at - 1 : at + 1])
        if not is_joined:
            if word == "多长" and _LENGTH.search(masked):
                return (*tables.units()["几公里"], *tables.units()["几米"])
            is_rate = "元" in tables.units()[word] and _GROWN.match(masked, at + len(word))
            return tables.units()["增速"] if is_rate else tables.units()[word]
    return ()


def _asked_alone(masked: str, word: str) -> int:
    """Return where one character (篇, 支) asks for a figure, since it stands apart or after 几; -1 where it does not."""
    if word not in masked:
        return -1
    hit = re.search(rf"(?:^|\s|几|多少){word}(?=$|\s)", masked)
    return hit.start() if hit else -1


def number(masked: str) -> int | None:
    """Return the last number that a question names with what it counts (三项), 三 as 3."""
    hits = [hit[1] for hit in _NUMBER.finditer(YEAR.sub("", masked))]
    if not hits:
        return None
    return COUNTS[hits[0]] if hits[0] in COUNTS else int(hits[0])
