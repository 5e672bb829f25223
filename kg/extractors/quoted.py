"""Finds what stands in quotation marks or book-title marks: names, formulations, documents, but not metaphors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document
from kg.extractors import titles
from kg.extractors.atoms import Atom, inside_names, words
from kg.extractors.borders import trim
from kg.extractors.cues import edge_cues, firm_cues
from kg.extractors.heads import head_of, heads
from kg.extractors.tables import any_of, column, rows
from kg.facts import EntityType
from kg.reading import Proposal

_NUMERIC = re.compile(
    r"^(?:[一二三四五六七八九十两双百千万]{1,2}[^\d，。；]{1,6}[一二三四五六七八九十两双百千万]{0,1}[^\d，。；]{0,6}|[\dN一二三四五六七八九十+×MX]{3,12})$"
)
_NUMERAL, _OTHER = "[一二三四五六七八九十两]", "[^一二三四五六七八九十两]"
# “三个高地”, “三基地一枢纽”: counted, so it is a formula although it ends like a name.
_COUNTED = re.compile(
    f"^(?:{_NUMERAL}[个大].{{2,4}}|{_NUMERAL}{_OTHER}{{1,4}}{_NUMERAL}{_OTHER}{{1,4}}(?:{_NUMERAL}.{{1,4}})?)$"
)
_TIME = re.compile(r"[一二三四五六七八九十\d]{1,4}[年月日天]")
# 荣获甲奖和首届“乙”: the verb of honouring stands before the neighbour.
_AMONG_HONOURS = re.compile(r"(?:荣获|获评|评为|授予)[^，。；]{2,24}[、和](?:首届|第[^，。；]{1,3}届)?$")
_LONGEST_FORMULATION = 30
_REACH = 8


@cache
def _metaphors() -> frozenset[str]:
    return frozenset(column("metaphors"))


@cache
def _terms() -> dict[str, EntityType]:
    return {term: EntityType(kind) for term, kind, *_ in rows("terms")}


@cache
def _honouring() -> tuple[str, ...]:
    return column("honouring")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the quoted and titled names of a document."""
    counts = Counter(piece.text for piece in pieces if piece.kind == "quoted")
    titled: list[Proposal] = []
    for i, piece in enumerate(pieces):
        if piece.kind == "titled":
            proposals = list(titles.read(piece, titled))
            titled.extend(proposals)
            yield from proposals
        elif piece.kind == "quoted":
            yield from _quoted(document, pieces, i, counts[piece.text])


def _quoted(document: Document, pieces: Sequence[Atom], i: int, count: int) -> Iterator[Proposal]:
    piece = pieces[i]
    inner = piece.text[1:-1].strip()
    if (
        len(inner) < 2
        or inner[-1] in "。！？；，"
        or inner in _metaphors()
        or _TIME.fullmatch(inner)
        or _is_number(document.text, piece)
    ):
        return
    end, kind_after = _reach(pieces, i)
    if end == i and count == 1 and inner not in _terms() and _is_picture(document.text, piece):
        return
    before = document.text[max(piece.start - 34, 0) : piece.start]
    if _terms().get(inner) is EntityType.SLOGAN and kind_after is not None:
        yield Proposal(piece.start + 1, piece.end - 1, EntityType.SLOGAN, "formula", name=inner, weight=0.7)
    if (
        kind_after is EntityType.PROGRAM
        and pieces[end].text == "工作"
        and _THOUGHT.match(document.text, pieces[end].end)
    ):
        end, kind_after = i, None
    if kind_after is EntityType.PROGRAM and pieces[end].text in ("工作", "活动") and _is_formula(inner):
        # “甲、乙”活动 is about the formula; “甲、乙”主题教育活动 is the 主题教育.
        end, kind_after = (end - 1, kind_after) if _reaches(pieces, i, end - 1) else (i, None)
    kind: EntityType | None
    if kind_after is None and (named := _row_class(document.text, piece.end)):
        named = EntityType.EVENT if inner[-1] == "节" else named
        yield Proposal(piece.start, piece.end, named, "quoted", name=inner, weight=0.72)
        return
    if kind_after is not None or head_of(inner) == inner:
        start = i if kind_after is EntityType.SLOGAN else _extend_left(pieces, i, most=3 if end > i else 6)
        kind = _kind(before, kind_after or heads()[inner])
        if end > i or start < i:
            yield Proposal(
                pieces[start].start,
                pieces[end].end,
                kind,
                "quoted",
                aliases=(inner,)
                if start == i and not _is_formula(inner) and not _is_kind(document.text, inner)
                else (),
                weight=0.85,
            )
        return
    inside = _inner_kind(inner, before, count)
    if inside is not EntityType.AWARD and (
        _announced_work(document.text, piece.end)
        or (before.endswith(_STARTING) and not _THOUGHT.match(document.text, piece.end))
    ):
        inside = EntityType.PROGRAM
    if inside is not None:
        yield Proposal(piece.start, piece.end, inside, "quoted", name=inner, weight=0.7)


def _is_number(text: str, piece: Atom) -> bool:
    """Say whether a quoted number is only that; “135”工作布局 is a formula."""
    inner = piece.text[1:-1]
    return inner.isdigit() and len(inner) < 4 and (len(inner) < 3 or not _LAYOUT.match(text, piece.end))


_LAYOUT = re.compile("(?:[一-鿿]{0,4})(?:布局|体系|模式|机制|思路|格局|战略|目标|计划|行动|工程)")
# 从“甲”到“乙” names two states, not two things; what is to be prevented is no name either.
_STATES_BEFORE = re.compile(
    r"(?:从|由|转为|变为|变成|转向|从[^，。；]{0,6}“[^”]{1,12}”(?:的?转变)?[到向至转为变]{1,3})$"
)
_STATES_BEHIND = re.compile(r"(?:的?(?:转变|跨越|跃升))?(?:到|向|转为|转向|变为|变成|迈向)[^，。；]{0,6}“")
_ILLS = ("防止", "严防", "杜绝", "避免", "不搞", "少说", "少些", "破解", "谨防", "力戒", "坚决不搞")
_SPOKEN = re.compile(
    r"^[你我他她您谁][^、，]*$|怎么|什么|不好|得[好了住上]$|^[^一二三四五六七八九十两\d“、，]*的[^“、，]*$"
)


def _is_picture(text: str, piece: Atom) -> bool:
    """Say whether a quoted group that comes once is a picture, a state or something said rather than a name."""
    inner = piece.text[1:-1]
    if inner.endswith(column("metaphor_tails")) or _STATES_BEHIND.match(text, piece.end):
        return True
    before = text[max(piece.start - 22, 0) : piece.start]
    if before.endswith(_ILLS) or _STATES_BEFORE.search(before):
        return True
    if len(found := words(inner)) == 1 and found[0][1] == "i":
        return True
    return _SPOKEN.search(inner) is not None and not head_of(inner)


# Verbs that run a thing: what is quoted right behind them is an undertaking.
_STARTING = ("实施", "启动", "组织实施", "启动实施", "深入实施", "开展", "深入开展")
# “甲”战略, “甲”模式: a thought that is followed, not an undertaking that is run.
_THOUGHT = re.compile("(?:发展)?(?:战略|理念|方针|格局|布局|思路|模式|机制|要求|原则|目标)")
_WORK = re.compile(
    r"(?:[、和]?“[^”]{2,30}”|、[^，。；“”、]{2,12}){0,60}等(?:[一-鿿]{0,8}的)?(?:工作|活动|项目|行动|主题实践)(?!方针|要求|机制|原则|思路|格局)"
)


def _announced_work(text: str, end: int) -> bool:
    """Say whether a row of quoted names is called work or activities behind it: “甲”“乙”等工作."""
    return _WORK.match(text, end) is not None


_ROW = r"(?:[、和]?“[^”]{2,30}”|、[^，。；“”、]{2,12}){0,60}等(?:[一-鿿\d]{0,4}?)"


@cache
def _named_row() -> re.Pattern[str]:
    return re.compile(f"{_ROW}({any_of(word for word, *_ in rows('quoted_rows'))})(?![一-鿿]{{0,2}}(?:化|性))")


def _row_class(text: str, end: int) -> EntityType | None:
    """Return what a row of quoted names is called behind it: “甲”“乙”等平台."""
    found = _named_row().match(text, end)
    if found is None or "，" in found[0]:
        return None
    return next(EntityType(kind) for word, kind, *_ in rows("quoted_rows") if word == found[1])


@cache
def _right_behind() -> dict[str, EntityType]:
    return {word: EntityType(kind) for word, kind, *_ in rows("quoted_heads")}


def _reach(pieces: Sequence[Atom], i: int) -> tuple[int, EntityType | None]:
    """Return the last atom of the name that a quoted group opens, with its type: “银杏” 计划."""
    best: int = i
    best_kind: EntityType | None = None
    for j in range(i + 1, min(i + 1 + _REACH, len(pieces))):
        atom = pieces[j]
        if atom.kind == "bracketed":
            continue
        if (
            atom.kind != "word"
            or atom.text[0] == "等"
            or (atom.text in firm_cues() and not (head_of(atom.text) or _runs_on(pieces, j)))
        ):
            break
        following = "".join(piece.text for piece in pieces[i + 1 : j + 1] if piece.kind == "word")
        head = head_of(following)
        if head and atom.text not in column("not_heads"):
            best, best_kind = j, heads()[head]
        elif following in _right_behind():
            best, best_kind = j, _right_behind()[following]
        elif atom.text in edge_cues() and atom.tag == "v" and not (atom.text in inside_names() or _runs_on(pieces, j)):
            break
    if best_kind is not None and best + 1 < len(pieces) and pieces[best + 1].text in ("支点", "载体"):
        return best + 1, EntityType.SLOGAN
    return best, best_kind


def _reaches(pieces: Sequence[Atom], i: int, end: int) -> bool:
    """Say whether the words between a quoted group and an atom, both included, end like a name."""
    return end > i + 1 and bool(head_of("".join(piece.text for piece in pieces[i + 1 : end + 1])))


def _runs_on(pieces: Sequence[Atom], j: int) -> bool:
    """Say whether a verb behind a quoted group leads straight on to a head: “甲”品牌提升行动, “乙”联合实验室."""
    after = pieces[j + 1] if j + 1 < len(pieces) else None
    if after is None or after.kind != "word" or pieces[j].text not in _LEADING_ON:
        return False
    return heads().get(head_of(after.text)) in (EntityType.PROGRAM, EntityType.PLATFORM)


_LEADING_ON = frozenset(
    [
        "联合",
        "提升",
        "培育",
        "推广",
        "攻坚",
        "攻关",
        "整治",
        "改造",
        "建设",
        "示范",
        "振兴",
        "保护",
        "促进",
        "倍增",
        "提质",
    ]
)


def _extend_left(pieces: Sequence[Atom], i: int, *, most: int) -> int:
    """Return the first atom of the words before a quoted group that belong to its name, at most so many."""
    first = i
    while first > 0 and pieces[first - 1].kind == "word":
        first -= 1
    left = trim(pieces[first : i + 1])
    if len(left) - 1 > most or any(is_verb(atom) for atom in left[:-1]):
        return i
    return i - (len(left) - 1)


def is_verb(atom: Atom) -> bool:
    """Say whether a word before a quoted group ends the name there."""
    return atom.text not in inside_names() and (atom.text in edge_cues() or atom.tag == "v")


def _is_kind(text: str, inner: str) -> bool:
    """Say whether quoted words are a kind of people or things, told or counted by itself: “土专家”104名, 百名“土专家”."""
    name = re.escape(inner)
    return re.search(f"[名位批群]“{name}”(?![一-鿿])|“{name}”(?:约?\\d+[余多]?[名位人户]|是)", text) is not None


def _kind(before: str, kind: EntityType) -> EntityType:
    if kind in (EntityType.PLATFORM, EntityType.PROGRAM) and before.endswith(_honouring()):
        return EntityType.AWARD
    return kind


def _is_formula(inner: str) -> bool:
    return _NUMERIC.match(inner) is not None or _terms().get(inner) is EntityType.SLOGAN


def _inner_kind(inner: str, before: str, count: int) -> EntityType | None:
    if inner in _terms():
        return _terms()[inner]
    if before.endswith(_honouring()) or "最美" in inner or _AMONG_HONOURS.search(before):
        return EntityType.AWARD
    is_program = heads().get(head_of(inner)) is EntityType.PROGRAM
    is_mode = re.search("[+＋×]", inner) is not None and (not is_program or inner.endswith(("活动", "工作", "项目")))
    if is_mode or (_COUNTED.match(inner) and not is_program):
        return EntityType.SLOGAN
    if re.search(r"[一二三四五六七八九十\d]号$", inner) or re.fullmatch(r"[^字]{2,4}号", inner):
        return EntityType.PLATFORM
    if re.fullmatch(r"\d+·\d+", inner):
        return None
    if inner.count("、") > 1 and all(len(part) <= 6 for part in inner.split("、")):
        return EntityType.SLOGAN
    head = head_of(inner)
    if head and inner[:2] in ("网上", "线上", "云上", "掌上", "智慧", "数字"):
        return EntityType.PLATFORM
    if head and len(inner) > len(head) + 1 and "，" not in inner:
        return EntityType.PROGRAM if re.search(r"[百千万]名?.{2,}[百千万]", inner) else heads()[head]
    if _NUMERIC.match(inner) or (re.search(r"[、，,·+ ]", inner) and len(inner) <= _LONGEST_FORMULATION):
        return EntityType.SLOGAN
    if len(inner) > 14:
        return None
    if count > 1 or len(inner) >= 4:
        return EntityType.SLOGAN
    return EntityType.SLOGAN if len(inner) == 3 and words(inner)[0][1] not in ("v", "d", "vn", "p") else None
