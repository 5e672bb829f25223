"""Finds what stands in quotation marks or book-title marks: names, formulations, documents, but not metaphors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document
from kg.extractors.atoms import Atom, inside_names, words
from kg.extractors.headed import edge_cues, firm_cues, head_of, heads, trim
from kg.extractors.tables import column, rows
from kg.facts import EntityType
from kg.reading import Proposal

_NUMERIC = re.compile(
    r"^(?:[一二三四五六七八九十两双百千万]{1,2}[^\d，。；]{1,6}[一二三四五六七八九十两双百千万]{0,1}[^\d，。；]{0,6}|[\dN一二三四五六七八九十+×MX]{3,12})$"
)
_LONGEST_FORMULATION = 30
_REACH = 5


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
    for i, piece in enumerate(pieces):
        if piece.kind == "titled":
            yield from _titled(piece)
        elif piece.kind == "quoted":
            yield from _quoted(document, pieces, i, counts[piece.text])


def _titled(piece: Atom) -> Iterator[Proposal]:
    inner = piece.text[1:-1]
    if len(inner) < 3:
        return
    head = head_of(re.sub(r"[（(][^（）()]*[）)]$", "", inner))
    kind = heads().get(head, EntityType.POLICY)
    if kind not in (EntityType.POLICY, EntityType.PLATFORM):
        kind = EntityType.POLICY
    if not head and not inner.endswith(("书", "法", "案", "书》", "报告", "通知", "公报", "讲话", "决议")):
        kind = EntityType.PLATFORM
    yield Proposal(piece.start, piece.end, kind, "titled", name=piece.text, weight=0.9)


def _quoted(document: Document, pieces: Sequence[Atom], i: int, count: int) -> Iterator[Proposal]:
    piece = pieces[i]
    inner = piece.text[1:-1].strip()
    if len(inner) < 2 or inner in _metaphors() or (inner.isdigit() and len(inner) < 4):
        return
    end, kind_after = _reach(pieces, i)
    before = document.text[max(piece.start - 8, 0) : piece.start]
    if _terms().get(inner) is EntityType.SLOGAN and kind_after is not None:
        yield Proposal(piece.start + 1, piece.end - 1, EntityType.SLOGAN, "formula", name=inner, weight=0.7)
    if kind_after is EntityType.PROGRAM and pieces[end].text in ("工作", "活动") and _is_formula(inner):
        end, kind_after = i, None
    kind: EntityType | None
    if kind_after is not None or head_of(inner) == inner:
        start = i if kind_after is EntityType.SLOGAN else _extend_left(pieces, i, most=3 if end > i else 6)
        kind = _kind(before, kind_after or heads()[inner])
        if end > i or start < i:
            yield Proposal(
                pieces[start].start,
                pieces[end].end,
                kind,
                "quoted",
                aliases=(inner,) if start == i and not _is_formula(inner) else (),
                weight=0.85,
            )
        return
    inside = _inner_kind(inner, before, count)
    if inside is not EntityType.AWARD and (_announced_work(document.text, piece.end) or before.endswith(_STARTING)):
        inside = EntityType.PROGRAM
    if inside is not None:
        yield Proposal(piece.start, piece.end, inside, "quoted", name=inner, weight=0.7)


# Verbs that run a thing: what is quoted right behind them is an undertaking.
_STARTING = ("实施", "启动", "组织实施", "启动实施", "深入实施", "开展", "深入开展")
_WORK = re.compile(
    r"(?:[、和]?“[^”]{2,30}”|、[^，。；“”、]{2,12})*等(?:[一-鿿]{0,8}的)?(?:工作|活动|项目|行动|主题实践)"
)


def _announced_work(text: str, end: int) -> bool:
    """Say whether a row of quoted names is called work or activities behind it: “甲”“乙”等工作."""
    return _WORK.match(text, end) is not None


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
        if atom.kind != "word" or (atom.text in firm_cues() and not head_of(atom.text)):
            break
        following = "".join(piece.text for piece in pieces[i + 1 : j + 1] if piece.kind == "word")
        head = head_of(following)
        if head:
            best, best_kind = j, heads()[head]
        elif following in _right_behind():
            best, best_kind = j, _right_behind()[following]
        elif atom.text in edge_cues() and atom.tag == "v" and atom.text not in inside_names():
            break
    if best_kind is not None and best + 1 < len(pieces) and pieces[best + 1].text in ("支点", "载体"):
        return best + 1, EntityType.SLOGAN
    return best, best_kind


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


def _kind(before: str, kind: EntityType) -> EntityType:
    if kind in (EntityType.PLATFORM, EntityType.PROGRAM) and before.endswith(_honouring()):
        return EntityType.AWARD
    return kind


def _is_formula(inner: str) -> bool:
    return _NUMERIC.match(inner) is not None or _terms().get(inner) is EntityType.SLOGAN


def _inner_kind(inner: str, before: str, count: int) -> EntityType | None:
    if inner in _terms():
        return _terms()[inner]
    if before.endswith(_honouring()) or "最美" in inner:
        return EntityType.AWARD
    if re.search(r"[一二三四五六七八九十\d]号$", inner):
        return EntityType.PLATFORM
    if re.fullmatch(r"\d+·\d+", inner):
        return None
    if inner.count("、") > 1 and all(len(part) <= 6 for part in inner.split("、")):
        return EntityType.SLOGAN
    head = head_of(inner)
    if head and inner[:2] in ("网上", "线上", "云上", "掌上", "智慧", "数字"):
        return EntityType.PLATFORM
    if head and len(inner) > len(head) + 1:
        return EntityType.PROGRAM if re.search(r"[百千万]名?.{2,}[百千万]", inner) else heads()[head]
    if _NUMERIC.match(inner) or (re.search(r"[、，,·+ ]", inner) and len(inner) <= _LONGEST_FORMULATION):
        return EntityType.SLOGAN
    if len(inner) > 14:
        return None
    if count > 1 or len(inner) >= 4:
        return EntityType.SLOGAN
    return EntityType.SLOGAN if len(inner) == 3 and words(inner)[0][1] not in ("v", "d", "vn", "p") else None
