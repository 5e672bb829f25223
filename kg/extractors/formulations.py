"""Finds formulations that stand without quotation marks: parallel rows, repeated characters, fixed frames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.documents import Document
from kg.extractors import places
from kg.extractors.atoms import Atom
from kg.extractors.cues import edge_cues
from kg.facts import EntityType
from kg.reading import Proposal

_H = "[一-鿿]"
# 投早、投小、投长期: at least three items that open alike; the characters are those that open exhortations.
_OPENERS = "不更投一宜稳问知以老看敢"
_ITEM = "[^的\\W\\d_]"
_ALIKE = re.compile(rf"([{_OPENERS}]){_ITEM}{{1,6}}(?:、\1{_ITEM}{{1,6}}){{2,5}}")
_RIGHTS = re.compile(rf"{_H}{{2,6}}权(?:、{_H}{{2,5}}权){{2,4}}")
_FOURS = re.compile(rf"(?<!{_H})?({_H}{{4}}(?:、{_H}{{4}}){{2,4}})(?=的(?:{_H}{{0,4}})(?:氛围|环境|局面|生态|风尚))")
_TOGETHER = re.compile(rf"({_H}{{4}}(?:、{_H}{{4}}){{1,4}}一起抓)")
_REPEATED = re.compile(rf"([良好真实新美强优]){_H}(?:\1{_H}){{2,5}}")
_QUOTES = re.compile(r"(?:“[^”]{1,8}”){3,12}(?:发展|改革|模式|机制|体系)")
_FRAMES = (
    re.compile(
        rf"习近平总书记{_H}{{0,16}}(?:重要讲话|重要指示批示|重要指示|重要批示)(?:和重要指示批示|和重要指示)?精神"
    ),
    re.compile(
        rf"具有(?:全球|国际|世界|全国|重要|较强|强大){_H}{{0,6}}(?:影响力|竞争力)的{_H}{{2,12}}?(?:中心|高地|基地|城市|枢纽|集群)"
    ),
)
_OF = re.compile(rf"的{_H}{{2}}(?:政策|体系|机制|服务|环境|氛围)")
# 海洋强省, 文化旅游强市: an aim that names a place by what it is to be strong in.
_STRONG = re.compile("强[国省市区县州]")
_CITIES = re.compile(rf"(?:建设|打造|争创|建成|、)({_H}{{2,6}}之[岛都城乡谷])(?!{_H}[^，。、；])")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the unquoted formulations of a document."""
    text = document.text
    starts = frozenset(piece.start for piece in pieces)
    ends = frozenset(piece.end for piece in pieces)
    for pattern in (_ALIKE, _RIGHTS, _REPEATED):
        for found in pattern.finditer(text):
            start, end = _on_words(found, starts, ends)
            if end - start >= 7:
                noun = _OF.match(text, end)
                whole = (text[start : noun.end()],) if noun else ()
                yield Proposal(start, end, EntityType.SLOGAN, "formulations", aliases=whole, weight=0.6)
    yield from _strong(text, pieces)
    yield from _of_home(document, starts)
    for found in _CITIES.finditer(text):
        yield _slogan(*found.span(1))
    for pattern in (_FOURS, _TOGETHER):
        for found in pattern.finditer(text):
            yield _slogan(*found.span(1))
    for pattern in (_QUOTES, *_FRAMES):
        for found in pattern.finditer(text):
            yield _slogan(*found.span())


def _strong(text: str, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield aims of the shape noun + 强省; the nouns are whole words."""
    by_end = {piece.end: piece for piece in pieces}
    for found in _STRONG.finditer(text):
        start = found.start()
        while (piece := by_end.get(start)) is not None and piece.kind == "word" and _is_field(piece):
            start = piece.start
        if found.end() in by_end and 2 <= found.start() - start <= 6:
            yield _slogan(start, found.end())


def _is_field(piece: Atom) -> bool:
    return (
        (piece.tag in ("n", "nz", "vn", "j", "an") or piece.text == "海洋")
        and piece.text not in edge_cues()
        and len(piece.text) > 1
    )


def _of_home(document: Document, starts: frozenset[int]) -> Iterator[Proposal]:
    """Yield the home place under the aim set for it: 平安云川, 健康云川."""
    here = places.home(document)
    if here is None or len(here.short) < 2:
        return
    for found in re.finditer(f"(?:{'|'.join(_AIMS)}){re.escape(here.short)}", document.text):
        if found.start() in starts:
            yield _slogan(*found.span())


_AIMS = [
    "平安",
    "法治",
    "健康",
    "美丽",
    "数字",
    "诚信",
    "幸福",
    "活力",
    "清廉",
    "信用",
    "智慧",
    "文明",
    "书香",
    "质量",
    "开放",
    "创新",
    "清洁",
    "绿色",
]


def _on_words(found: re.Match[str], starts: frozenset[int], ends: frozenset[int]) -> tuple[int, int]:
    """Return the span of a row, its last item cut back to a word's end."""
    start, end = found.span()
    if start not in starts:
        return start, start
    last = found[0].rfind("、")
    longest = max(len(item) for item in found[0].split("、")[:-1]) if last > 0 else len(found[0])
    limit = min(end, start + last + 2 + longest) if last > 0 else end
    fitting = [at for at in range(limit, start, -1) if at in ends]
    return start, fitting[0] if fitting else start


def _slogan(start: int, end: int) -> Proposal:
    return Proposal(start, end, EntityType.SLOGAN, "formulations", weight=0.6)
