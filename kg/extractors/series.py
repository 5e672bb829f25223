"""Finds the members of rows whose class is named behind them: A、B、C等领域, A、B等企业."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.borders import trim
from kg.extractors.cues import edge_cues, is_firm
from kg.extractors.tables import any_of, column, rows
from kg.facts import EntityType
from kg.reading import Proposal

_LONGEST_ITEM = 10
# 教育、医疗等领域 names no concepts; 量子科技、脑机接口等领域 does.
_EVENTS = ("会", "赛", "节", "对话", "论坛", "展", "荟", "汇演", "会演")
_WIDE = ("领域", "行业", "产业", "农产品")
_BODIES = ("高校", "院校", "大学")
_LEAST = {
    "评选表彰": 4,
    "评比表彰": 4,
    "奖项": 3,
    "荣誉称号": 4,
    "领域": 4,
    "行业": 4,
    "活动": 3,
    "产业": 3,
    "技术": 3,
    "业态": 3,
}


@cache
def _classes() -> dict[str, EntityType]:
    return {word: EntityType(kind) for word, kind, *_ in rows("class_nouns")}


@cache
def _announced() -> re.Pattern[str]:
    return re.compile(rf"等(?:[一-鿿\d]{{0,8}}?)({any_of(_classes())})")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the items of rows that end in 等 and a class noun."""
    by_start = {piece.start: i for i, piece in enumerate(pieces)}
    for found in _announced().finditer(document.text):
        at = by_start.get(found.start())
        if at is not None and not _is_of_another(pieces, at, found.start(1)):
            kind = _classes()[found[1]]
            if kind is EntityType.PROGRAM and _NO_WORK.search(found[0]):
                continue
            items = list(_items(pieces, at, single=found[1] in _BODIES))
            is_vouched = _is_known(document.text, pieces, items) or _FOSTERED.search(_clause(document.text, found))
            if found[1] in _WIDE and not is_vouched:
                continue
            for first, last in items:
                if kind is EntityType.AWARD and pieces[first].text in ("省", "市") and first < last:
                    first += 1
                item = document.text[pieces[first].start : pieces[last].end]
                if len(item) >= _LEAST.get(found[1], 2) and (kind is not EntityType.PLACE or pieces[first].tag == "ns"):
                    own = EntityType.EVENT if kind is EntityType.PROGRAM and item.endswith(_EVENTS) else kind
                    yield Proposal(pieces[first].start, pieces[last].end, own, "series", weight=0.48)


# 制假售假、传销等违法活动 is nobody's work, 足球、龙舟等赛事活动 are sports.
_NO_WORK = re.compile("违法|犯罪|不法|侵权|违规|赛事|体育|经营|交易|贸易|经济|金融")


def _is_of_another(pieces: Sequence[Atom], at: int, end: int) -> bool:
    """Say whether 等 belongs to a nearer noun than the class found: 等战略性工程纳入国家."""
    between = (piece for piece in pieces[at + 1 : at + 6] if piece.start < end)
    return any(piece.text in edge_cues() for piece in between)


# A field that somebody lays out, breaks through in or fosters is one worth knowing, also when it is new.
_FOSTERED = re.compile("布局|抢占|攻关|突破|研发|前沿|孵化")


def _clause(text: str, found: re.Match[str]) -> str:
    """Return the clause around a class noun."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "，。；\n")
    return text[start + 1 : found.end() + 6]


def _is_known(text: str, pieces: Sequence[Atom], items: Sequence[tuple[int, int]]) -> bool:
    """Say whether established concepts vouch for a row, one for three: 量子科技 does, 校园周边 does not."""
    known = sum(text[pieces[first].start : pieces[last].end] in _concepts() for first, last in items)
    return 3 * known >= len(items)


@cache
def _concepts() -> frozenset[str]:
    return frozenset(column("terms", EntityType.CONCEPT.value))


def _items(pieces: Sequence[Atom], end: int, *, single: bool) -> Iterator[tuple[int, int]]:
    """Yield the items before a 等 as (first, last) atoms, the last one first, as long as they look like names."""
    spans: list[tuple[int, int]] = []
    last = end - 1
    at = last
    while at >= 0:
        piece = pieces[at]
        is_mark = piece.text == "、"
        is_stop = piece.kind == "titled" or (piece.kind == "border" and not is_mark and piece.tag[:1] in "xpucmdr")
        if is_stop and piece.text in ("与", "和", "及") and last < end - 1 and _is_within(pieces, at):
            is_stop = False
        if is_mark or is_stop:
            if at < last:
                spans.append((at + 1, last))
            if is_stop:
                break
            last = at - 1
        at -= 1
    if at < 0 <= last:
        spans.append((0, last))
    if len(spans) < (1 if single else 2):
        return
    for first, final in spans[:-1]:
        if _is_name(pieces[first : final + 1]):
            yield first, final
    first, final = spans[-1]
    for i in range(final, first - 1, -1):
        if is_firm(pieces[i].text):
            first = i + 1
            break
    first = final + 1 - len(trim(pieces[first : final + 1])) if first <= final else first
    if first <= final and _is_name(pieces[first : final + 1]):
        yield first, final


def _is_within(pieces: Sequence[Atom], at: int) -> bool:
    """Say whether 与 stands within an item of a row that another item precedes: 、脑科学与脑机接口、."""
    for before in reversed(pieces[max(at - 3, 0) : at]):
        if before.kind != "word":
            return before.text == "、"
    return False


def _is_name(item: Sequence[Atom]) -> bool:
    length = sum(len(atom.text) for atom in item)
    if not 2 <= length <= _LONGEST_ITEM or any(atom.kind == "quoted" for atom in item) or item[0].text == "等":
        return False
    return item[0].text not in edge_cues() and not any(is_firm(atom.text) for atom in item)
