"""How two versions of a text are laid side by side: what pairs with what, and the pieces in which a pair differs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.tokens import tokenizer
from search.drafts.wording import bare, pairs
from search.results import Piece

# A yearly document changes these in every heading; they tell nothing about what a section is about.
_COUNTED = re.compile(
    r"(?:19|20)\d\d年?|^[第（(]?[一二三四五六七八九十百\d]+[章节条）)、.．]|\s|^[一二三四五六七八九十](?:是|要)"
)
# A pair of characters in more texts than this ties no two of them together.
_COMMON = 40
# From so many texts on they are counted as rows of numbers; for a few that takes longer than going through them.
_MANY = 48


# A comparison asks for the same sentences several times.
_bare = lru_cache(maxsize=8192)(bare)


def essence(text: str) -> str:
    """Return a heading or sentence without the years and counting that change anyhow."""
    return _COUNTED.sub("", _bare(text))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces in which two wordings differ, by words; joined they give either wording."""
    if not (before and after):
        return (Piece("gone" if before else "new", before or after),) if before or after else ()
    words = tokenizer().words
    left, right = words(before), words(after)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(left[a:b])))
            continue
        found += [Piece("gone", "".join(left[a:b]))] if b > a else []
        found += [Piece("new", "".join(right[c:d]))] if d > c else []
    return tuple(found)


def paired(before: Sequence[str], after: Sequence[str], least: float) -> dict[int, int]:
    """Return which text of the one side goes with which of the other: equal ones first, then the most alike.

    Args:
        before: Texts of the one side.
        after: Texts of the other side.
        least: The likeness (0 to 1) that two texts must have to go together.
    """
    found = dict(_equal(before, after))
    taken = set(found.values())
    left = {i: pairs(essence(text)) for i, text in enumerate(before) if i not in found}
    right = {j: pairs(essence(text)) for j, text in enumerate(after) if j not in taken}
    for _, i, j in sorted(_alike(left, right, least), key=lambda item: (-item[0], abs(item[1] - item[2]), item[1])):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(after):
        places[_bare(text)].append(j)
    for i, text in enumerate(before):
        if rest := places.get(_bare(text)):
            yield i, rest.pop(0)


def _alike(
    left: dict[int, frozenset[str]], right: dict[int, frozenset[str]], least: float
) -> Iterator[tuple[float, int, int]]:
    """Yield (likeness, i, j) of the texts that share enough; only pairs with a telling piece in common are looked at."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j, own in right.items():
        for pair in own:
            holders[pair].append(j)
    look = _alike_few if len(right) < _MANY else _alike_many
    yield from look(left, right, holders, least)


def _alike_few(
    left: dict[int, frozenset[str]], right: dict[int, frozenset[str]], holders: dict[str, list[int]], least: float
) -> Iterator[tuple[float, int, int]]:
    for i, own in left.items():
        shared: set[int] = set()
        for pair in own:
            if len(holders.get(pair, ())) <= _COMMON:
                shared.update(holders.get(pair, ()))
        for j in shared:
            both = len(own) + len(right[j])
            # What is much shorter cannot be alike, whatever it shares.
            if 2 * min(len(own), len(right[j])) < least * both:
                continue
            likeness = 2 * len(own & right[j]) / both
            if likeness >= least:
                yield likeness, i, j


def _alike_many(
    left: dict[int, frozenset[str]], right: dict[int, frozenset[str]], holders: dict[str, list[int]], least: float
) -> Iterator[tuple[float, int, int]]:
    """Do the same by counting all texts of the other side at once."""
    import numpy as np

    numbers = np.fromiter(right, dtype=np.int64, count=len(right))
    place = {j: at for at, j in enumerate(right)}
    sizes = np.fromiter((len(own) for own in right.values()), dtype=np.int64, count=len(right))
    rows = {pair: np.fromiter((place[j] for j in those), np.int64, len(those)) for pair, those in holders.items()}
    for i, own in left.items():
        known = [rows[pair] for pair in own if pair in rows]
        telling = [row for row in known if len(row) <= _COMMON]
        if not telling:
            continue
        likeness = 2 * np.bincount(np.concatenate(known), minlength=len(sizes)) / (len(own) + sizes)
        met = np.zeros(len(sizes), dtype=bool)
        met[np.concatenate(telling)] = True
        for at in np.flatnonzero(met & (likeness >= least)).tolist():
            yield float(likeness[at]), i, int(numbers[at])
