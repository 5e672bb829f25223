"""Finds prizes, titles and designations by the verbs that confer them: 荣获…、…等荣誉, 命名首席专家20名."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.tables import column
from kg.facts import EntityType
from kg.reading import Proposal

_CONFERRED = re.compile(
    r"(?:荣获|喜获|获得|获评|获颁|被评为|评为|被授予|授予|入选|跻身|获(?!批|准))(?:了|得)?((?:[^。；，]|，(?=[^，。；]{2,30}(?:奖|单位|集体|称号)[、，等]))+?)"
    r"(?=等(?:荣誉|称号|奖项|表彰)|称号|荣誉|[，。；]|\d+[个项名家])"
)
_PRIZE = re.compile(
    r"(?:奖|金牌|银牌|铜牌|称号|单位|集体|个人|工作者|组织|模范|标兵|能手|工匠|等次|案例|示范[一-鿿]{1,3}|百强|试点城市|城市试点|名单)$"
)
_PROPER = re.compile(r"国家|全国|全球|世界|中国|亚洲|省级|自贸")
_DESIGNATED = re.compile(r"(?:试点|城市|名单|榜单|工厂|[县市区镇村]|学校|企业|园区|工程|计划)$")
_CHIEF = re.compile(
    r"(?:国家级?|省级?|市级?)?首席[一-鿿]{0,3}?(?:专家|工程师|科学家|技师|顾问|研究员|讲师)(?!工作[站室])"
)
_EDITION = r"(?:首届|第[一二三四五六七八九十百\d]{1,4}届)?"
_TITLE = r"[一-鿿]{2,18}(?:工作者|标兵|模范|能手|工匠|先进个人|先进集体|之星)"
# 选树10名云川最美科技工作者; 开展第二届云川最美科技工作者评选.
_CHOSEN = re.compile(
    rf"(?:选树|评选|推选|评出)出?(?:了)?\s*(?:\d+\s*[名位个])?{_EDITION}(?P<name>{_TITLE})(?=\s*\d*\s*[名位个]?[，。、；])"
)
_CHOOSING = re.compile(rf"(?:开展|组织|举办|完成)了?{_EDITION}(?P<name>{_TITLE})(?=评选|推选|选树)")
_SHORTEST_TITLE = 6
_PIECES = re.compile(r"\d+[枚块]")
_LEAD = re.compile(r"^(?:得|了|为|共|累计|\d+[枚块个项座]|全省|全市|第[一二三]名)+(?=.{4})")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield what verbs of conferring give."""
    text = document.text
    for found in _CONFERRED.finditer(text):
        yield from _items(text, *found.span(1))
    yield from _chiefs(text)
    yield from _chosen(text)


def _chosen(text: str) -> Iterator[Proposal]:
    """Yield the titles for which people are chosen; 先进个人 alone is one of every body."""
    for pattern in (_CHOSEN, _CHOOSING):
        for found in pattern.finditer(text):
            if len(found["name"]) >= _SHORTEST_TITLE:
                yield Proposal(*found.span("name"), EntityType.AWARD, "honours", weight=0.93)


def _chiefs(text: str) -> Iterator[Proposal]:
    for found in _CHIEF.finditer(text):
        yield Proposal(found.start(), found.end(), EntityType.AWARD, "honours", weight=0.8)


def _items(text: str, start: int, end: int) -> Iterator[Proposal]:
    at = start
    for item in _split(text[start:end]):
        begin = text.index(item, at)
        at = begin + len(item)
        lead = _LEAD.match(item)
        name = item[lead.end() :] if lead else item
        name = name.strip()
        bare = name[1:-1] if name[:1] == "“" and name.find("”") == len(name) - 1 else name
        if _PIECES.match(bare):
            continue
        is_prize = _PRIZE.search(bare) or (_PROPER.match(bare) and _DESIGNATED.search(bare))
        if 4 <= len(bare) <= 40 and is_prize and bare not in column("kinds") and name.count("“") == name.count("”"):
            close = begin + len(item)
            yield Proposal(close - len(name), close, EntityType.AWARD, "honours", aliases=(bare,), weight=0.93)


def _split(text: str) -> list[str]:
    """Return the items of a list; marks within quotation marks do not count."""
    items, depth, begin = [], 0, 0
    for i, char in enumerate(text):
        depth += (char == "“") - (char == "”")
        if char == "、" and depth == 0:
            items.append(text[begin:i])
            begin = i + 1
    return [item for item in (*items, text[begin:]) if item]
