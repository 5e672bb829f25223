"""Takes layout out of a source text and keeps the way back: every change is an edit, every edit is mapped.

What is layout is repaired (broken lines, page numbers, stars, spaces, width of letters); what is wording stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.characters import CJK, KANGXI, letters_and_digits
from corpus.documents import Block, OffsetMap, Repair, SourceText
from corpus.doubts import doubtful_places, sentences
from corpus.edits import Change, Edit, Segments, apply
from corpus.lines import line_edits
from corpus.spaces import space_edits

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
# Only from the start of a run: tried from each of its places, a long run inside a line would cost its square.
_EDGE_PRIVATE = re.compile("(?m)(?<![\ue000-\uf8ff])[\ue000-\uf8ff]+$")
_EDGE_SPACE = re.compile(r"(?m)^[^\S\n]+|(?<![^\S\n])[^\S\n]+$")
_STARS = re.compile(r"\*{2,}")
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05]+")
# Not at the start of a line, where it may close a label: １．２０３１年工作.
_WIDE_POINT = re.compile("(?<![\\d\uff10-\uff19\\n])(?<!^)[\\d\uff10-\uff19]+(\uff0e)(?=[\\d\uff10-\uff19])")
_RADICAL = re.compile("[\u2f00-\u2fd5]")
_NARROW_MARK = re.compile(rf"(?<=[{CJK}”》）])[,;:?!](?=[{CJK}“《（\n]|$)")
_NARROW_BRACKETS = re.compile(rf"\((?=[^()\n{CJK}]*[{CJK}])[^()\n]*\)")
_WIDE_MARKS = str.maketrans(",;:?!()", "，；：？！（）")
_ENGLISH_AND = re.compile(rf"(?<=[{CJK}”》）])[^\S\n]*\band\b[^\S\n]*(?=[{CJK}“《（])")


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text as everything downstream sees it, the way back, and what was changed."""

    text: str
    offsets: OffsetMap
    repairs: tuple[Repair, ...]
    doubts: tuple[str, ...] = ()


def clean(source: SourceText) -> CleanText:
    """Return the text with one paragraph a line: no blank lines, no line broken inside a sentence."""
    text = source.text
    way = Segments((0,), (0,))
    changes: list[Change] = []
    blocks = _block_of_line(source)
    for find in (_character_edits, lambda t: line_edits(t, blocks), _inline_edits):
        text, step, found = apply(text, find(text))
        changes = [_moved(change, step) for change in changes] + found
        way = step.after(way)
    offsets, repairs = _offsets(way, source), _repairs(changes)
    places = sorted(doubtful_places(text, source.blocks, way, repairs), key=_in_order)
    doubts = sentences(places, repairs, [offsets.locate(place.start)[0] for place in places])
    return CleanText(text, offsets, tuple(sorted((*repairs, *places), key=_in_order)), tuple(doubts))


def _block_of_line(source: SourceText) -> list[Block]:
    return [block for block in source.blocks for _ in range(block.text.count("\n") + 1)]


def _character_edits(text: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "")
    for match in _EDGE_PRIVATE.finditer(text):
        yield Edit(match.start(), match.end(), "", "private_character")
    for match in _EDGE_SPACE.finditer(text):
        yield Edit(match.start(), match.end(), "")
    for match in _STARS.finditer(text):
        yield Edit(match.start(), match.end(), "", "markdown")
    for match in _WIDE.finditer(text):
        yield Edit(match.start(), match.end(), letters_and_digits(match[0]), "width")
    for match in _WIDE_POINT.finditer(text):
        yield Edit(match.start(1), match.end(1), ".", "width")
    for match in _RADICAL.finditer(text):
        yield Edit(match.start(), match.end(), KANGXI[match[0]], "radical")


def _inline_edits(text: str) -> Iterator[Edit]:
    for match in _ENGLISH_AND.finditer(text):
        yield Edit(match.start(), match.end(), "和", "english_and")
    for match in _NARROW_MARK.finditer(text):
        yield Edit(match.start(), match.end(), match[0].translate(_WIDE_MARKS), "width")
    for match in _NARROW_BRACKETS.finditer(text):
        yield Edit(match.start(), match.start() + 1, "（", "width")
        yield Edit(match.end() - 1, match.end(), "）", "width")
    yield from space_edits(text)


def _moved(change: Change, step: Segments) -> Change:
    start = step.to_new(change.start)
    return Change(start, max(start, step.to_new(change.end)), change.kind, change.before, change.after)


def _repairs(changes: list[Change]) -> tuple[Repair, ...]:
    return tuple(sorted((Repair(c.start, c.end, c.kind, c.before, c.after) for c in changes), key=_in_order))


def _in_order(repair: Repair) -> tuple[int, int, str]:
    return repair.start, repair.end, repair.kind


def _offsets(way: Segments, source: SourceText) -> OffsetMap:
    starts, position = [], 0
    for block in source.blocks:
        starts.append(position)
        position += len(block.text) + 1
    pages = tuple(block.page or 0 for block in source.blocks)
    regions = tuple(block.region for block in source.blocks)
    return OffsetMap(way.new, way.old, tuple(starts), pages, regions if any(regions) else ())
