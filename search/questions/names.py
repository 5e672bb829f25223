"""The names that questions may use, found in a question at every offset."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from search.questions.columns import Columns
from search.questions.fold import fold, fold_with_offsets, grams
from search.questions.question import Link, Name

# No official name is longer; a question has at most so many characters worth looking at.
_LONGEST = 40
# Every Han pair is a name of something somewhere; one character never is.
_SHORTEST = 2


_SCHEMA = """
CREATE TABLE IF NOT EXISTS names (
    document TEXT, key TEXT, source INTEGER, day TEXT, text TEXT, iri TEXT, type TEXT, preferred INTEGER
);
CREATE INDEX IF NOT EXISTS by_key ON names (key, document);
CREATE INDEX IF NOT EXISTS by_iri ON names (iri);
CREATE INDEX IF NOT EXISTS by_document ON names (document);
"""
_FOUND = "SELECT DISTINCT text, iri, type, preferred FROM names WHERE"
# Newest first where a name goes from hand to hand (梁部长); else main names first.
_ORDER = "ORDER BY source, preferred DESC, day DESC, iri, text"
_ORDER_OF = "ORDER BY preferred DESC, key, source, text"
# So many lookups are kept: the names of one long session.
_KEPT = 20_000
# SQLite takes so many values in one statement, whatever its version.
_MOST_VALUES = 900


class Source(IntEnum):
    """Where a name comes from, in the order in which they count."""

    POST = 0
    LABEL = 1
    TERM = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A name in one document. `day` is the document's date where the newest holder of a name counts."""

    document: str
    source: Source
    name: Name
    day: str = ""


def write(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Write names to a database, each under every key by which it is looked up."""
    connection.executescript(_SCHEMA)
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (row.document, key, row.source, row.day, row.name.text, row.name.iri, row.name.type, row.name.preferred)
            for row in rows
            for key in _keys(row.name.text)
        ),
    )


class Names:
    """All names of a library, looked up in a database: opening costs nothing, whatever the size of the library."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._columns = Columns(connection)
        self._names_of: dict[str, tuple[Name, ...]] = {}
        self.exact = lru_cache(_KEPT)(self._exact)

    @classmethod
    def in_memory(cls, rows: Iterable[Row]) -> Names:
        """Return names that no file holds."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        write(connection, rows)
        return cls(connection)

    def of(self, iri: str) -> tuple[Name, ...]:
        """Return all names of an entity, preferred first."""
        if iri not in self._names_of:
            self.prepare([iri])
        return self._names_of[iri]

    def prepare(self, iris: Iterable[str]) -> None:
        """Read the names of many entities at once, which is faster than one by one when `of` is asked for them."""
        if len(self._names_of) > _KEPT:
            self._names_of = {}
        wanted = [iri for iri in dict.fromkeys(iris) if iri not in self._names_of]
        found: dict[str, list[Name]] = {iri: [] for iri in wanted}
        for start in range(0, len(wanted), _MOST_VALUES):
            some = wanted[start : start + _MOST_VALUES]
            where = f"iri IN ({','.join('?' * len(some))}) AND iri != ''"
            for text, iri, kind, preferred in self.connection.execute(f"{_FOUND} {where} {_ORDER_OF}", some):
                found[iri].append(Name(text, iri, kind, bool(preferred)))
        self._names_of |= {iri: tuple(dict.fromkeys(names)) for iri, names in found.items()}

    def _exact(self, text: str) -> tuple[Name, ...]:
        """Return what a text names, or nothing."""
        return self._names("key = ?", fold(text))

    def _names(self, where: str, value: str | int, order: str = _ORDER) -> tuple[Name, ...]:
        rows = self.connection.execute(f"{_FOUND} {where} {order}", (value,))
        one: dict[str, str] = {}  # each row brings its own copy of what many rows share
        found = (
            Name(text, one.setdefault(iri, iri), one.setdefault(kind, kind), bool(preferred))
            for text, iri, kind, preferred in rows
        )
        return tuple(dict.fromkeys(found))

    def labels(self) -> tuple[Name, ...]:
        """Return all names of entities as their documents give them, main names first."""
        return self._names("source = ?", Source.LABEL, "ORDER BY preferred DESC, iri, text")

    @property
    def wording(self) -> str:
        """Every name as it is written, once, one a line, in order of the writing."""
        return self._columns.wording

    def sounds(self) -> str:
        """Return `pinyin.sounds` of `wording`."""
        return self._columns.sounds()

    @property
    def _keys(self) -> str:
        """All keys, one a line: a piece is found in it faster than in any index of pieces that must first be made."""
        return self._columns.keys

    def known(self, stretches: Iterable[str]) -> frozenset[str]:
        """Return which folded stretches are names."""
        wanted = sorted(set(stretches))
        found: set[str] = set()
        for start in range(0, len(wanted), _MOST_VALUES):
            some = wanted[start : start + _MOST_VALUES]
            marks = ",".join("?" * len(some))
            rows = self.connection.execute(f"SELECT DISTINCT key FROM names WHERE key IN ({marks})", some)  # nosec B608
            found.update(key for (key,) in rows)
        return frozenset(found)

    def _sharing(self, key: str) -> set[str]:
        """Return the keys that share a pair of characters with one."""
        found: set[str] = set()
        for gram in grams(key):
            at = self._keys.find(gram)
            while at >= 0:
                end = self._keys.index("\n", at)
                found.add(self._keys[self._keys.rindex("\n", 0, at) + 1 : end])
                at = self._keys.find(gram, end)
        return found

    def links(self, plain: str, *, ignored: frozenset[str] = frozenset()) -> tuple[Link, ...]:
        """Return the names in a plain question: longest first at every place, no overlaps.

        Args:
            ignored: Folded words that are names somewhere but mean a kind of thing in a question (活动, 项目).
        """
        folded, offsets = fold_with_offsets(plain)
        # A telegraphic question that is one name and nothing else is that name.
        breaks = range(1, len(folded)) if folded not in self.known([folded]) else ()
        parted = frozenset(i for i in breaks if _is_parted(plain, offsets[i - 1], offsets[i]))
        known = self.known(folded[i : i + n] for i in range(len(folded)) for n in range(_SHORTEST, _LONGEST + 1))
        found: list[Link] = []
        at = 0
        while at < len(folded):
            end = _longest(folded, at, known - ignored, parted)
            if end is None:
                at += 1
                continue
            start, stop = offsets[at], offsets[end - 1] + 1
            found.append(Link(start, stop, plain[start:stop], self.exact(folded[at:end])))
            at = end
        return tuple(found)

    def like(self, text: str) -> tuple[Name, ...]:
        """Return the names of which a text is a piece or a contraction (陶瓷大会 of 国际功能陶瓷大会), shortest first."""
        key = fold(text)
        if len(key) < _SHORTEST:
            return ()
        fits = sorted((k for k in self._sharing(key) if contracts(key, k)), key=lambda k: (key not in k, len(k), k))
        return tuple(dict.fromkeys(name for k in fits for name in self.exact(k)))

    def near(self, text: str) -> tuple[Name, ...]:
        """Return the names that are one typing slip away from a text, in order of the names."""
        key = fold(text)
        fits = sorted(k for k in self._sharing(key) if one_slip(key, k))
        return tuple(name for k in fits for name in self.exact(k))


def _longest(folded: str, at: int, known: frozenset[str], parted: frozenset[int]) -> int | None:
    for end in range(min(len(folded), at + _LONGEST), at + _SHORTEST - 1, -1):
        # Words that a space parts in a telegraphic question are two.
        # A piece of a Latin word or of a number is no name (es in process, 1 in 2018).
        if folded[at:end] in known and not any(at < i < end for i in parted) and not _cuts_word(folded, at, end):
            return end
    return None


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
    return len(runs) <= max(2, len(short) // 2) and inner <= 1


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
    if max(len(a), len(b)) < 4 or a == b:
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
