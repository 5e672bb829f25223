"""Finds the established terms of policy language by one pass of an automaton over the table `terms.tsv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import daachorse

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.cues import edge_cues, tails
from kg.extractors.tables import column, rows
from kg.facts import EntityType
from kg.reading import Proposal

_LONGEST_CONCEPT = 10


@cache
def _table() -> tuple[tuple[str, EntityType], ...]:
    return tuple((term, EntityType(kind)) for term, kind, *_ in rows("terms"))


@cache
def _automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    return daachorse.CharwiseDoubleArrayAhoCorasick(
        [term for term, _ in _table()], daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )


# 区政府 in 特别行政区政府 and 市人民政府 in 直辖市人民政府 are other bodies.
# 省国资委 is not the one of the state, and 国家发展改革委 has a longer name.
_OWN_LEVEL = ("省", "市", "区", "县", "州", "政府", "国家", "中国")
ANOTHER_LEVEL = ("行政", "直辖", "自治", "特")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the established terms of a document where they do not cut a word in two."""
    starts = {piece.start for piece in pieces}
    ends = {piece.end: piece for piece in pieces}
    by_start = {piece.start: piece for piece in pieces}
    inside = _inside(pieces)
    for start, end, number in _automaton().find(document.text):
        term, kind = _table()[number]
        if len(term) == 2 and (start not in starts or end not in ends) and start not in inside:
            continue
        if start not in starts and end not in ends and start not in inside:
            continue
        is_cut = end not in ends and start not in inside
        if is_cut and kind is EntityType.POLICY:  # 甲促进法 in 甲促进法规政策
            continue
        if kind is EntityType.ORGANIZATION:
            levels = (*ANOTHER_LEVEL, *_OWN_LEVEL) if term[-1] in "委办局会行社" else ANOTHER_LEVEL
            is_other = document.text.endswith(levels, 0, start)
            if is_cut or is_other or document.text[end : end + 1] == "员":
                continue
        if kind is EntityType.CONCEPT:
            if _is_part(ends.get(start)):
                continue
            longer = _extended(by_start, end)
            if longer - start <= _LONGEST_CONCEPT and document.text[start:longer].endswith(column("concept_heads")):
                end, term = longer, document.text[start:longer]
        yield Proposal(start, end, kind, "terms", name=term, weight=0.6)


def _extended(by_start: dict[int, Atom], end: int) -> int:
    """Return where the concept really ends when nouns go on from a term: 数字经济 in 数字经济核心产业."""
    at = end
    while (piece := by_start.get(at)) is not None and _goes_on(piece):
        at = piece.end
    return at


def _goes_on(piece: Atom) -> bool:
    if piece.kind != "word" or piece.tag[:1] not in "nj" or piece.tag in ("ns", "nr"):
        return False
    return piece.text not in edge_cues() and piece.text not in tails()


def _is_part(before: Atom | None) -> bool:
    """Say whether a term has a modifier before it that makes it another concept: 航空 in 航空材料."""
    if before is None or before.kind != "word" or before.tag in ("ns", "v", "vn", "p"):
        return False
    return before.text not in edge_cues() and len(before.text) > 1 and before.tag[:1] in "nbj"


def _inside(pieces: Sequence[Atom]) -> frozenset[int]:
    """Return the offsets within quoted groups, which are not cut into words."""
    return frozenset(
        at for piece in pieces if piece.kind in ("quoted", "titled") for at in range(piece.start, piece.end)
    )
