"""The names that questions may use, found in a question at every offset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from search.questions.fold import fold, fold_with_offsets, grams
from search.questions.question import Link, Name

# No official name is longer; a question has at most so many characters worth looking at.
_LONGEST = 40
# Every Han pair is a name of something somewhere; one character never is.
_SHORTEST = 2


class Names:
    """All names of a library. Building takes a dictionary entry a name; linking looks up every stretch of the question."""

    def __init__(self, names: Iterable[Name]) -> None:
        by_key: dict[str, dict[Name, None]] = defaultdict(dict)
        for name in names:
            for key in _keys(name.text):
                by_key[key][name] = None
        self._by_key = {key: tuple(found) for key, found in by_key.items()}

    def of(self, iri: str) -> tuple[Name, ...]:
        """Return all names of an entity, preferred first."""
        return self._by_iri.get(iri, ())

    @cached_property
    def _by_iri(self) -> dict[str, tuple[Name, ...]]:
        found: dict[str, dict[Name, None]] = defaultdict(dict)
        for name in sorted(self.all, key=lambda name: not name.preferred):
            found[name.iri][name] = None
        return {iri: tuple(names) for iri, names in found.items() if iri}

    def exact(self, text: str) -> tuple[Name, ...]:
        """Return what a text names, or nothing."""
        return self._by_key.get(fold(text), ())

    @property
    def all(self) -> tuple[Name, ...]:
        """Return every name once, in order of the keys."""
        return tuple(dict.fromkeys(name for names in self._by_key.values() for name in names))

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def keys(self) -> Iterable[str]:
        """Return all names in folded form."""
        return self._by_key.keys()

    def links(self, plain: str, *, ignored: frozenset[str] = frozenset()) -> tuple[Link, ...]:
        """Return the names in a plain question: longest first at every place, no overlaps.

        Args:
            ignored: Folded words that are names somewhere but mean a kind of thing in a question (活动, 项目).
        """
        folded, offsets = fold_with_offsets(plain)
        parted = frozenset(i for i in range(1, len(folded)) if _is_parted(plain, offsets[i - 1], offsets[i]))
        found: list[Link] = []
        at = 0
        while at < len(folded):
            end = self._longest(folded, at, ignored, parted)
            if end is None:
                at += 1
                continue
            start, stop = offsets[at], offsets[end - 1] + 1
            found.append(Link(start, stop, plain[start:stop], self._by_key[folded[at:end]]))
            at = end
        return tuple(found)

    def _longest(self, folded: str, at: int, ignored: frozenset[str], parted: frozenset[int]) -> int | None:
        for end in range(min(len(folded), at + _LONGEST), at + _SHORTEST - 1, -1):
            key = folded[at:end]
            if any(at < i < end for i in parted):
                continue
            # Words that a space parts in a telegraphic question are two.
            # A piece of a Latin word or of a number is no name (es in process, 1 in 2018).
            if key in self._by_key and key not in ignored and not _cuts_word(folded, at, end):
                return end
        return None

    @cached_property
    def _by_gram(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for key in self._by_key:
            for gram in sorted(grams(key)):
                found[gram].append(key)
        return {gram: tuple(keys) for gram, keys in found.items()}

    def like(self, text: str) -> tuple[Name, ...]:
        """Return the names of which a text is a piece or a contraction (陶瓷大会 of 国际功能陶瓷大会), shortest first."""
        key = fold(text)
        if len(key) < _SHORTEST:
            return ()
        pools = [self._by_gram.get(gram, ()) for gram in sorted(grams(key))]
        fits = sorted({k for pool in pools for k in pool if contracts(key, k)}, key=lambda k: (key not in k, len(k), k))
        return tuple(dict.fromkeys(name for k in fits for name in self._by_key[k]))

    def near(self, text: str) -> tuple[Name, ...]:
        """Return the names that are one typing slip away from a text, in order of the names."""
        key = fold(text)
        pools = {k for gram in grams(key) for k in self._by_gram.get(gram, ()) if abs(len(k) - len(key)) <= 1}
        return tuple(name for k in sorted(pools) if one_slip(key, k) for name in self._by_key[k])


def contracts(short: str, long: str) -> bool:
    """Return whether a folded text is a piece of a name, or keeps its characters in order and its ending."""
    if short in long:
        return True
    if short.endswith("会") and long.endswith("会议"):
        long = long[:-1]
    if len(short) < 3 or short[-1] != long[-1]:
        return False
    runs = _runs(short, long)
    if not runs:
        return False
    # A name is shortened by words: single characters stand only at its ends (省 … 竞赛, 全委 … 会), one more in a long one.
    inner = sum(len(run) == 1 for run in runs[1:-1])
    return len(runs) <= max(2, len(short) // 2) and inner <= (len(short) > 4)


def _runs(short: str, long: str) -> list[str]:
    """Return the longest runs of a text that follow one another in a longer one, or nothing."""
    found: list[str] = []
    at = 0
    while at < len(short):
        size = next((n for n in range(len(short) - at, 0, -1) if short[at : at + n] in long), 0)
        if not size:
            return []
        found.append(short[at : at + size])
        long = long[long.index(found[-1]) + size :]
        at += size
    return found


def one_slip(a: str, b: str) -> bool:
    """Return whether two texts differ by one character put in, left out, changed, or two exchanged; 4 characters up."""
    if min(len(a), len(b)) < 3 or max(len(a), len(b)) < 4 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:])
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]


def _cuts_word(text: str, start: int, end: int) -> bool:
    def joined(i: int) -> bool:
        a, b = text[i - 1], text[i]
        return a.isascii() and b.isascii() and ((a.isalpha() and b.isalpha()) or (a.isdigit() and b.isdigit()))

    return (start > 0 and joined(start)) or (end < len(text) and joined(end))


def _is_parted(plain: str, before: int, after: int) -> bool:
    """Return whether a space stands between two Chinese characters."""
    return " " in plain[before:after] and not plain[before].isascii() and not plain[after].isascii()


def _keys(text: str) -> tuple[str, ...]:
    """Return the folded forms of a name: as it is, and without what stands in brackets."""
    bare = text
    for left, right in ("（）", "()"):
        while left in bare and right in bare[bare.index(left) :]:
            start = bare.index(left)
            bare = bare[:start] + bare[bare.index(right, start) + 1 :]
    return tuple(key for key in dict.fromkeys((fold(text), fold(bare))) if len(key) >= _SHORTEST)
