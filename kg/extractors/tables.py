"""Reads the lexicon tables beside the finders: tab-separated rows, `#` starts a remark."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Found beside this module: `importlib.resources` takes longer to import than a table to read.
_FOLDER = Path(__file__).parents[1] / "lexicon"


@cache
def rows(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `kg/lexicon/{table}.tsv`, every row as wide as the widest (empty cells at its end)."""
    text = (_FOLDER / f"{table}.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    width = max((len(row) for row in cells), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in cells)


@cache
def column(table: str, *kinds: str) -> tuple[str, ...]:
    """Return the first column of a table; with kinds, of the rows whose second column is one of them."""
    return tuple(row[0] for row in rows(table) if not kinds or row[1] in kinds)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
