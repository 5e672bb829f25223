"""What of a stretch that ends in a head is the name itself: without a joined body, a whole province, a count of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extractors.atoms import Atom
from kg.extractors.cues import JOINING
from kg.extractors.tables import column
from kg.facts import EntityType

_BODY_END = re.compile("(?:委|中央|政府|国务院|大会|人大|政协|法院|检察院|工会|协会|代会)$")


def own_part(name: Sequence[Atom]) -> Sequence[Atom]:
    """Return a body's name without another body that 和 joins to it: 国务院和云川市委 are two."""
    for i in range(len(name) - 2, 0, -1):
        if name[i].text in JOINING and _BODY_END.search(name[i - 1].text):
            return name[i + 1 :]
    return name


def behind_dealing(name: Sequence[Atom]) -> Sequence[Atom]:
    """Return a body's name without who turns to it, and with what: 调整方案报经茶业协会, 申请人向茶叶学会."""
    dealing = column("dealing")
    for i in range(len(name) - 2, -1, -1):
        word = name[i].text
        if word in dealing or _TURNING.fullmatch(word):
            return name[i + 1 :]
        if turns_to_level(word):
            level = replace(name[i], start=name[i].start + 1, text=word[1:])
            return [level, *name[i + 1 :]]
    return name


def turns_to_level(word: str) -> bool:
    """Say whether a word is a preposition and the level of a body: 由市, 向省."""
    return _TURNING_TO_LEVEL.fullmatch(word) is not None


# 日内向, 申请人向, 规划经: the preposition with the end of the word before it, taken for one noun.
_TURNING = re.compile("[内人者员位方]向|案经|[^自理缘事来根]由")
# The tagger takes a preposition and the level of a body for one noun: 由市, 向省.
_TURNING_TO_LEVEL = re.compile("[由报经请向把被对为交送][省市县区州镇乡]")


def behind_gaining(name: Sequence[Atom]) -> Sequence[Atom]:
    """Return the name of an honour without who gained it: 云川大学成功获省科技奖, 单位为云川市先进集体."""
    for i in range(len(name) - 2, -1, -1):
        if name[i].text == "为" or ("获" in name[i].text and "获奖" not in name[i].text):
            return name[i + 1 :]
    return name


def behind_everywhere(name: Sequence[Atom]) -> Sequence[Atom]:
    """Return a name without 全省 and what stands before it: 统一管理全省支线机场 names no place of its own."""
    for i in range(len(name) - 2, -1, -1):
        if name[i].text in _EVERYWHERE_HERE:
            return name[i + 1 :]
    return name


def behind_count(text: str, name: Sequence[Atom], kind: EntityType) -> Sequence[Atom]:
    """Return a name without 十大 in front; of a row of places only what it counts: 云川、临江两大茶叶基地."""
    start = name[0].start
    counted = _COUNT_INSIDE.match(text, start, name[-1].end)
    if counted is None or (counted.start("count") > start and kind is not EntityType.PLATFORM):
        return name
    rest = [atom for atom in name if atom.end > counted.end()]
    rest[0] = replace(rest[0], start=max(rest[0].start, counted.end()), text=text[counted.end() : rest[0].end])
    return rest


_COUNT_INSIDE = re.compile(
    r".*?(?<![第十二\d])(?P<count>(?:[两三四五六七八九十]|\d{1,2})大)(?!球|会|道|数据|精神)(?=[一-鿿]{3})"
)

_EVERYWHERE_HERE = frozenset(["全省", "全市", "全县", "全区", "全州", "我省", "我市", "我县"])
