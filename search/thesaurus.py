"""Words of everyday speech beside those of official language, from the tables of `search/lexicon`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.analysis import fold

# Found beside this module: `importlib.resources` takes longer to import than a table to read.
_FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Wordings by wording: those that mean the same for a searcher, and those that lie near."""

    same: dict[str, tuple[str, ...]]
    near: dict[str, tuple[str, ...]]
    longest: int

    def __contains__(self, wording: str) -> bool:
        return wording in self.same


def rows(table: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table of the lexicon; blank lines and those that begin with # are none."""
    text = (_FOLDER / table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("\t"))


@cache
def words(table: str) -> frozenset[str]:
    """Return the words of a table, first column, folded."""
    return frozenset(fold(word) for row in rows(table) for word in row[0].split("、"))


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus, read once."""
    same: dict[str, dict[str, None]] = {}
    near: dict[str, dict[str, None]] = {}
    for row in rows("thesaurus.tsv"):
        equal = [fold(word) for word in row[0].split("、") if word]
        related = [fold(word) for word in row[1].split("、") if word] if len(row) > 1 else []
        for word in equal:
            same.setdefault(word, {}).update(dict.fromkeys(other for other in equal if other != word))
            near.setdefault(word, {}).update(dict.fromkeys(related))
    longest = max(map(len, same), default=0)
    return Thesaurus(_frozen(same), _frozen(near), longest)


def _frozen(table: dict[str, dict[str, None]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(others) for word, others in table.items()}
