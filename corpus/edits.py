"""Changes to a string that keep the way back: an edit replaces `[start, end)`, passes of edits are composed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `[start, end)` of a string by `after`. `kind` is empty for white space that nobody misses."""

    start: int
    end: int
    after: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Segments:
    """Where the pieces of a new string started in the old one; within a piece both run in step."""

    new: tuple[int, ...]
    old: tuple[int, ...]

    def to_old(self, offset: int) -> int:
        """Return the old offset of a new one."""
        i = bisect_right(self.new, offset) - 1
        return self.old[i] + offset - self.new[i]

    def to_new(self, offset: int) -> int:
        """Return the new offset of an old one; what was taken out leads to the place where it stood."""
        i = bisect_right(self.old, offset) - 1
        if i < 0:
            return 0
        moved = self.new[i] + offset - self.old[i]
        return min(moved, self.new[i + 1]) if i + 1 < len(self.new) else moved

    def after(self, earlier: Segments) -> Segments:
        """Return the map through both: this pass was applied to the result of the earlier one."""
        starts: dict[int, int] = {}
        for start, end, old in zip(self.new, (*self.new[1:], None), self.old, strict=True):
            starts[start] = earlier.to_old(old)
            low = bisect_right(earlier.new, old)
            high = len(earlier.new) if end is None else bisect_right(earlier.new, old + end - start - 1)
            for i in range(low, high):
                starts[start + earlier.new[i] - old] = earlier.old[i]
        ordered = sorted(starts.items())
        return Segments(tuple(new for new, _ in ordered), tuple(old for _, old in ordered))


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that a reader of the text should know of, in offsets of the new string."""

    start: int
    end: int
    kind: str
    before: str
    after: str


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Segments, list[Change]]:
    """Return the new string, its map and the changes that have a kind.

    Edits are taken in order of their start; one that overlaps an earlier one is left out.
    """
    pieces: list[str] = []
    new, old, changes = [0], [0], []
    position = size = 0
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if edit.start < position:
            continue
        kept = text[position : edit.start]
        pieces += (kept, edit.after)
        size += len(kept)
        if edit.kind:
            changes.append(Change(size, size + len(edit.after), edit.kind, text[edit.start : edit.end], edit.after))
        if edit.after:
            _mark(new, old, size, edit.start)
        size += len(edit.after)
        _mark(new, old, size, edit.end)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces), Segments(tuple(new), tuple(old)), changes


def _mark(new: list[int], old: list[int], new_start: int, old_start: int) -> None:
    """Start a piece, unless both strings still run in step."""
    if new[-1] == new_start:
        old[-1] = old_start
    elif old_start - old[-1] != new_start - new[-1]:
        new.append(new_start)
        old.append(old_start)
