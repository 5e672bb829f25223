"""Files that together say one thing of all documents: a base, and smaller ones behind it with what changed since.

What stands of a document in a later segment takes the place of what earlier ones say of it. No segment is ever changed
once written. A change adds one; it takes in those before it that are not much larger, so that their number stays small and
what a change writes depends on its own size, not on the library's, but for a join now and then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_JOINED_UP_TO = 4
# SQLite opens ten databases at once; with the factor above so many segments hold a quarter of a million documents.
_MOST = 9


@dataclass(frozen=True, slots=True)
class Segment:
    """A file in a library's folder, and of how many documents it says something, be it that they are gone."""

    name: str
    documents: int


def left_alone(segments: Sequence[Segment], documents: int) -> int:
    """Return how many segments, from the first on, a change to so many documents leaves as they are."""
    kept, size = len(segments), documents
    while kept and (kept >= _MOST or segments[kept - 1].documents <= _JOINED_UP_TO * size):
        kept -= 1
        size += segments[kept].documents
    return kept


def free_name(folder: Path, start: str, change: int, ending: str) -> str:
    """Return a name for a segment that no file has: readers may still come for one of the same change."""
    names = (f"{start}-{change}{f'-{number}' if number else ''}{ending}" for number in count())
    return next(name for name in names if not (folder / name).exists())


def sweep(folder: Path, pattern: str, kept: Iterable[Segment]) -> None:
    """Delete the segments that are in none of the states that readers may still open."""
    names = {segment.name for segment in kept}
    for path in folder.glob(pattern):
        if path.name not in names:
            with suppress(OSError):
                path.unlink()
