"""Reads the tables of `corpus/lexicon`: rows of tab-separated cells."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Found beside this module: `importlib.resources` takes longer to import than a table to read.
_FOLDER = Path(__file__).parent / "lexicon"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table in order of the file, comments and blank lines left out."""
    text = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("# "))


@cache
def pairs(name: str) -> dict[str, str]:
    """Return a table of two columns as a mapping."""
    return {row[0]: row[1] for row in rows(name)}


@cache
def words(name: str) -> frozenset[str]:
    """Return the first column of a table."""
    return frozenset(row[0] for row in rows(name))
