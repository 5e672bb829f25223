"""Headings become sections: levels, parents, ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.documents import Section
from corpus.headings import LINE_RANK, Heading, find_headings
from corpus.paragraphs import Paragraph

_FAREWELL = re.compile(r"(?:同志们|各位代表|各位委员|女士们|朋友们)[，！!、：,]")
_CLOSE = "close"


@dataclass(frozen=True, slots=True)
class _Open:
    position: int
    heading: Heading
    depth: int


def outline(lines: Sequence[Paragraph], *, part: int, offset: int, end: int) -> list[Section]:
    """Return the sections of one part's body. `offset` is the index of the first, `end` where the body ends."""
    headings = _placed(find_headings(lines))
    marks = sorted(
        [*headings, *_closings(lines, headings)], key=lambda heading: (heading.start, heading.style != _CLOSE)
    )
    stack: list[_Open] = []
    sections: list[Section] = []
    depths: dict[str, Counter[int]] = {}
    styles: list[str] = []
    for heading in marks:
        while stack and stack[-1].heading.rank >= heading.rank:
            _end(sections, stack.pop(), heading.start)
        if heading.style == _CLOSE:
            continue
        parent = stack[-1].position if stack else None
        depth = len(stack) + 1
        stack.append(_Open(len(sections), heading, depth))
        depths.setdefault(heading.style, Counter())[depth] += 1
        styles.append(heading.style)
        sections.append(
            _section(heading, part, offset + len(sections), depth, None if parent is None else offset + parent)
        )
    while stack:
        _end(sections, stack.pop(), end)
    usual = {style: max(counts, key=lambda depth: (counts[depth], depth)) for style, counts in depths.items()}
    return [
        replace(section, level=max(section.level, usual[style])) if section.parent is None else section
        for section, style in zip(sections, styles, strict=True)
    ]


def _section(heading: Heading, part: int, index: int, level: int, parent: int | None) -> Section:
    return Section(
        index=index,
        part=part,
        level=level,
        label=heading.label,
        title=heading.title.strip(),
        start=heading.start,
        heading_end=heading.end,
        end=heading.end,
        parent=parent,
    )


def _end(sections: list[Section], opened: _Open, position: int) -> None:
    section = sections[opened.position]
    sections[opened.position] = replace(section, end=max(section.heading_end, position))


def _closings(lines: Sequence[Paragraph], headings: Sequence[Heading]) -> list[Heading]:
    """Where sections end without a new heading: at a farewell, and with the paragraph of a lead or of a point within it.

    The listeners are addressed in the middle of a report, too: what follows then goes on with the outermost section.
    """
    taken = {heading.start for heading in headings}
    starts = {line.start for line in lines}
    numbered = [heading for heading in headings if heading.style not in ("lead", "point")]
    outermost = min((heading.rank for heading in numbered), default=LINE_RANK)
    last = max((heading.start for heading in numbered), default=-1)
    found = [
        Heading(line.start, line.start, "", "", _closed_from(line, outermost, last), _CLOSE)
        for line in lines
        if line.start not in taken and _FAREWELL.match(line.text)
    ]
    ends = sorted(line.end for line in lines)
    for heading in headings:
        if heading.style == "lead" or (heading.style == "point" and heading.inline and heading.start not in starts):
            end = next(position for position in ends if position > heading.start)
            found.append(Heading(end, end, "", "", heading.rank, _CLOSE))
    return found


def _closed_from(address: Paragraph, outermost: float, last: int) -> float:
    """Return the rank from which on sections end where listeners are addressed: all at the start and the end of a speech."""
    is_within = address.start < last and not address.text.endswith(("：", ":"))
    return outermost + 0.5 if is_within else LINE_RANK + 1


def _placed(headings: Sequence[Heading]) -> list[Heading]:
    """Give unnumbered lines and styled headings their rank by what stands under them.

    An unnumbered line under which numbering begins anew stands above that numbering, any other below the last one.
    """
    votes = [_vote(headings, i) for i, heading in enumerate(headings) if heading.style == "line"]
    above = [rank for is_above, rank in votes if is_above]
    is_above = 2 * len(above) >= len(votes)
    rank = (
        (min(above) - 1 if above else LINE_RANK)
        if is_above
        else max((rank for _, rank in votes), default=LINE_RANK) + 1
    )
    return [_styled(replace(h, rank=rank) if h.style == "line" else h) for h in headings]


def _vote(headings: Sequence[Heading], i: int) -> tuple[bool, float]:
    """Return (stands above, rank of the neighbour) for one unnumbered line."""
    for follower in headings[i + 1 :]:
        if follower.number == 1 and follower.style != "styled":
            return True, follower.rank
        if follower.number:
            break
    before = next((h for h in reversed(headings[:i]) if h.style not in ("line", "styled")), None)
    return (False, before.rank) if before else (True, LINE_RANK + 1)


def _styled(heading: Heading) -> Heading:
    """A heading by the file's own style ranks by its level, between the numbered ways of numbering."""
    return replace(heading, rank=5.0 + heading.number * 9, number=0) if heading.style == "styled" else heading
