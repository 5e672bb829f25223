"""Cuts a text into the atoms that names are built of: words with their class, quoted groups, bracketed groups, borders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.numerals import COUNTS
from kg.extractors.tables import any_of, column, rows

AtomKind = Literal["word", "quoted", "titled", "bracketed", "border"]

_CLOSING = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "［": "］"}
_GROUPS: dict[str, AtomKind] = {
    "“": "quoted",
    "‘": "quoted",
    "《": "titled",
    "（": "bracketed",
    "(": "bracketed",
    "［": "bracketed",
}
# 县（区）, 乡镇（街道）: bodies of either kind; the bracket is part of the word.
_EITHER = "（(?:市、区|区|市|县|街道|社区)）(?=[一-鿿])"
_LEVELS = re.compile(f"[县市州镇村]{_EITHER}")
_LONGEST = {"quoted": 34, "titled": 60, "bracketed": 12}
# Tags of the jieba tag set that never stand inside a name: punctuation, particles, prepositions, pronouns, adverbs,
# measure words, times, places in relation to something (上 中 内), interjections.
_BORDER_TAGS = frozenset(["x", "p", "c", "d", "r", "q", "t", "f", "y", "e", "o"])
_BORDER_PREFIXES = ("u", "rr", "rz", "tg", "ad", "vd", "dg", "mq")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece `[start, end)` of a text; `tag` is the word class of a word, else empty."""

    start: int
    end: int
    kind: AtomKind
    text: str
    tag: str = ""


@cache
def inside_names() -> frozenset[str]:
    """Return the words that stand inside names although their tag says otherwise."""
    return frozenset(column("inside_words"))


@cache
def _cities() -> frozenset[str]:
    """Return the cities and provinces that the tagger takes for verbs, adverbs or common nouns: 大连, 怀化, 遵义."""
    shorts = (short for _, _, short, level, *_ in rows("divisions") if level in ("province", "prefecture"))
    return frozenset(short for short in shorts if len(short) > 1) - {"来宾"}


def words(text: str) -> list[tuple[str, str]]:
    """Return the words of a text with their jieba tags; joined they give the text back."""
    # Imported here: it reads its dictionary when it is, a sixth of a second, and who asks for places cuts nothing.
    import rjieba

    return list(rjieba.tag(text))


def atoms(text: str, offset: int = 0) -> list[Atom]:
    """Return the atoms of a text; offsets are moved by `offset`."""
    pieces: list[Atom] = []
    begin = 0
    for start, end, kind in _groups(text):
        pieces.extend(_plain(text, begin, start, offset))
        pieces.append(Atom(start + offset, end + offset, kind, text[start:end]))
        begin = end
    pieces.extend(_plain(text, begin, len(text), offset))
    return pieces


def _plain(text: str, begin: int, end: int, offset: int) -> Iterator[Atom]:
    """Yield the atoms of a stretch without groups; counted amounts and 一是 are cut out before the tagger sees them."""
    for found in _cut().finditer(text, begin, end):
        yield from _words(text, begin, found.start(), offset)
        kind: AtomKind = "word" if found["whole"] or found[0][0] in "党可中新" else "border"
        tag = _whole_words().get(found[0], "n") if found["whole"] else "nz" if kind == "word" else "m"
        yield Atom(found.start() + offset, found.end() + offset, kind, found[0], tag)
        begin = found.end()
    yield from _words(text, begin, end, offset)


def _groups(text: str) -> Iterator[tuple[int, int, AtomKind]]:
    at = 0
    while at < len(text):
        closing = _CLOSING.get(text[at])
        if closing is None or _LEVELS.match(text, max(at - 1, 0)):
            at += 1
            continue
        kind = _GROUPS[text[at]]
        end = text.find(closing, at + 1, at + _LONGEST[kind] + 2)
        if end < 0 or end == at + 1:
            at += 1
            continue
        yield at, end + 1, kind
        at = end + 1


def _words(text: str, begin: int, end: int, offset: int) -> Iterator[Atom]:
    at = begin
    found = list(_parted(words(text[begin:end]))) if end > begin else []
    for i, (word, tag) in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else ("", "x")
        is_measure = len(word) == 1 and word in _MEASURES and i > 0 and found[i - 1][0][-1:].isdigit()
        kind: AtomKind = "border" if is_measure or _is_border(word, tag, following) else "word"
        yield Atom(at + offset, at + offset + len(word), kind, word, tag)
        at += len(word)


def _parted(found: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield tagged words; 获 that the tagger takes for the start of an unknown name is a word: 获|云川."""
    for word, tag in found:
        if len(word) > 2 and word[0] == "获" and tag in _UNKNOWN and word[:2] not in _WITH_GETTING:
            yield "获", "v"
            word = word[1:]
        yield word, "ns" if word in _cities() else tag


# Tags that the tagger gives to what its dictionary does not hold, and words and places that begin with 获.
_UNKNOWN = frozenset(["ns", "nr", "nrt", "nz", "nt", "x"])
_WITH_GETTING = frozenset(["获得", "获奖", "获批", "获评", "获取", "获准", "获授", "获颁", "获选", "获嘉", "获鹿"])


# 场馆建设三年行动计划: how long it goes on belongs to the name.
_DONE_OVER_YEARS = ("行动", "倍增", "攻坚", "改造", "提质", "提升")


def is_span_of_years(word: str) -> bool:
    """Say whether a word says how many years something takes: 三年, 五年."""
    return word[:1] in COUNTS and word[-1] == "年"


def _is_border(word: str, tag: str, following: tuple[str, str]) -> bool:
    if word in inside_names():
        return False
    if word in "+·" or (tag in ("x", "eng") and word.isalnum() and not word.isdigit()):
        return False
    if is_span_of_years(word) and following[0].startswith(_DONE_OVER_YEARS):
        return False
    if word[0].isdigit() or tag in ("m", "mq"):
        return following[1] in ("q", "t") or following[0][:1] in _MEASURES or word[-1] in _MEASURES or word in _VAGUE
    return tag in _BORDER_TAGS or tag.startswith(_BORDER_PREFIXES)


# The tagger joins measure words to what follows (家海智, 项高): amounts are cut off first.
_AMOUNTS = (
    r"(?<![A-Za-z0-9+.])\d[\d,.]*(?:%|‰|[百千万亿]{1,2})?[余多]?(?:[个家名项次场人件篇块月日批期位支条座所只辆户份种类倍亩吨米元字头株枚架笔艘台套幅部集首口眼瓦处]级?(?![上工才力性口大级])|年度?|%|[百千万亿]+[元人户亩吨次件])"
    r"|新时代|第[一二三四五六七八九十\d]{1,3}(?:批|轮|期)|(?:[十百千万]{0,2}亿|[千百]万)元?级(?=[一-鿿])|党的(?:十[一二三四五六七八九]|二十)(?:届[一二三四五六七]中全会|大)(?:精神)?|可持续(?:发展)?"
    r"|(?<![其集当心])中(?:非|拉|欧|阿|俄|美|日|韩|英|法|德|老|泰|越|缅|蒙|哈|巴|荷|澳|沙|柬|匈|(?:新(?=双边|合作|绿色|数字|国际|生态|互联)))(?=[一-鿿])"
    r"|做[优强大实精细好火旺活](?:做[优强大实精细好火旺活])?|(?:用|建|办|管|抓)好(?:用好|管好)?"
    r"|(?<![一-鿿])[一二三四五六七八九十](?:是|要)(?![素求])"
)


@cache
def _whole_words() -> dict[str, str]:
    return {word: tag for word, tag, *_ in rows("whole_words")}


@cache
def _cut() -> re.Pattern[str]:
    return re.compile(rf"(?P<whole>{any_of(_whole_words())}|(?:市县|乡镇|[县市州镇村]){_EITHER})|{_AMOUNTS}")


_MEASURES = frozenset("个家名项次场人件篇块年月日届批期批万亿元支条座所只辆户份种类级%倍多余余位")
_VAGUE = frozenset(
    [
        "一批",
        "一些",
        "一系列",
        "许多",
        "若干",
        "多",
        "部分",
        "大批",
        "首批",
        "一大批",
        "一个",
        "一支",
        "一条",
        "一座",
        "一项",
        "诸多",
    ]
)
