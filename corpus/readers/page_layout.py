"""Lines of pages become paragraphs: headers, footers and page numbers go, lines of one paragraph are joined.

PDF, OFD and recognised scans give lines with their place; what a paragraph is shows in indents, line ends and gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest
from statistics import median

from corpus.characters import joined
from corpus.documents import Block, BlockKind, Doubtful, Region, SourceText
from corpus.doubts import out_of_order
from corpus.labels import label_of
from corpus.readers.columns import columns

_PAGE_NUMBER = re.compile(r"[-—–－一·•~\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[,，/]?\s*共?\s*\d+\s*页?)?[-—–－一·•~\s]*")
DOUBTFUL = 0.85
"""A line that was recognised with less confidence is a doubt."""

_NOTE = re.compile(r"\s*(?:[①-⑳]|[［\[〔]\d{1,3}[］\]〕]|注[:：]|[*※])")
_SMALL = 0.87
"""Letters of notes are so much smaller than those of the page, or less."""
_EDGE_LINES = 2
_MIN_PAGES = 3
_REPEATED = 0.4


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. Coordinates run right and down from the page's upper left corner, in the format's own unit.

    Attributes:
        column: Which group of lines on its page it belongs to; margins are a column's own.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    kind: BlockKind = "paragraph"
    column: int = 0

    def placed(self, corner: tuple[float, float], scale: tuple[float, float]) -> PageLine:
        """Return the line of a picture in the unit of the page on which the picture's upper left corner stands.

        `scale` is how many units of the page a pixel is wide and high.
        """
        (left, top), (across, down) = corner, scale
        return replace(
            self,
            x0=left + across * self.x0,
            top=top + down * self.top,
            x1=left + across * self.x1,
            bottom=top + down * self.bottom,
        )

    @property
    def height(self) -> float:
        """Return the height, about the size of its letters."""
        return self.bottom - self.top


Page = Sequence[PageLine]
Size = tuple[float, float]


def page_text(
    pages: Sequence[Page],
    sizes: Sequence[Size | None] = (),
    *,
    metadata: Sequence[tuple[str, str]] = (),
    doubts: Sequence[str] = (),
) -> SourceText:
    """Return what a reader of pages gives: their paragraphs, and as doubts also page numbers out of their order."""
    return SourceText(tuple(page_blocks(pages, sizes)), tuple(metadata), (*doubts, *_odd_page_numbers(pages)))


def _odd_page_numbers(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the page numbers taken out that do not go with those of the pages around: figures, perhaps."""
    found: list[tuple[int, int]] = []
    for number, page in enumerate(pages, start=1):
        for line in dict.fromkeys((*page[:1], *page[-1:])):
            if _is_page_number(line, page) and (digits := re.search(r"\d+", line.text)):
                found.append((number, int(digits[0])))
    if len(found) > 1:
        for number, value in out_of_order(found, lambda left, right: right[1] - left[1] == right[0] - left[0]):
            yield f"第 {number} 页删去的页码“{value}”与前后页不相接，请对照原件"


def page_blocks(pages: Sequence[Page], sizes: Sequence[Size | None] = ()) -> Iterator[Block]:
    """Yield the paragraphs and table rows of all pages in order, without running headers, footers and page numbers.

    Notes at the foot of pages come after everything else, so that a sentence goes on over its page's end.

    Args:
        pages: The lines of each page in reading order.
        sizes: Width and height of each page in the unit of its lines; without one its paragraphs have no region.
    """
    furniture = _furniture(pages)
    notes: list[Block] = []
    for number, (page, size) in enumerate(zip_longest(pages, sizes), start=1):
        lines = [line for line in page if not _is_furniture(line, page, furniture)]
        first = _first_note(lines)
        notes += [_block(note, number, size) for note in _notes(lines[first:])]
        for _, column in groupby(lines[:first], key=lambda line: line.column):
            for paragraph in _paragraphs(list(column)):
                yield _block(paragraph, number, size)
    yield from notes


def _first_note(lines: Sequence[PageLine]) -> int:
    """Return the line at which the notes at a page's foot begin: small letters to its end, a mark first."""
    size = median(line.height for line in lines) if lines else 0.0
    first = len(lines)
    while first and lines[first - 1].kind != "table_row" and lines[first - 1].height < _SMALL * size:
        first -= 1
    return first if first and first < len(lines) and _NOTE.match(lines[first].text) else len(lines)


def _notes(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    note: list[PageLine] = []
    for line in lines:
        if note and _NOTE.match(line.text):
            yield note
            note = []
        note.append(replace(line, kind="footnote"))
    if note:
        yield note


def merged_lines(pieces: Sequence[PageLine]) -> list[PageLine]:
    """Return lines made of pieces that stand side by side, in reading order; a wide gap becomes a space."""
    groups = enumerate(columns(pieces))
    return [replace(line, column=number) for number, group in groups for line in _lines_of(group)]


def _lines_of(pieces: Sequence[PageLine]) -> list[PageLine]:
    lines: list[list[PageLine]] = []
    for piece in sorted(pieces, key=lambda p: (p.top + p.bottom, p.x0)):
        if lines and _same_line(lines[-1][-1], piece) and not any(_is_over(other, piece) for other in lines[-1]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_merged(sorted(line, key=lambda p: p.x0)) for line in lines]


def _same_line(left: PageLine, right: PageLine) -> bool:
    overlap = min(left.bottom, right.bottom) - max(left.top, right.top)
    return overlap > 0.5 * min(left.height, right.height) and left.kind == right.kind != "table_row"


def _is_over(upper: PageLine, lower: PageLine) -> bool:
    """Tell pieces one above the other: names of bodies over each other beside one high 文件 are no line."""
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    apart = abs(upper.top + upper.bottom - lower.top - lower.bottom) / 2
    is_below = apart > 0.5 * min(upper.height, lower.height)
    return is_below and shared > 0.5 * min(upper.x1 - upper.x0, lower.x1 - lower.x0)


def _merged(pieces: Sequence[PageLine]) -> PageLine:
    line = pieces[0]
    for piece in pieces[1:]:
        gap = piece.x0 - line.x1
        between = " " if gap > 0.8 * line.height and not line.text.endswith(" ") else ""
        line = replace(
            line,
            text=line.text + between + piece.text,
            x1=max(line.x1, piece.x1),
            top=min(line.top, piece.top),
            bottom=max(line.bottom, piece.bottom),
            confidence=min(line.confidence, piece.confidence),
        )
    return line


def _furniture(pages: Sequence[Page]) -> frozenset[str]:
    """Return what repeats at the edges of pages, digits aside."""
    if len(pages) < _MIN_PAGES:
        return frozenset()
    seen = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return frozenset(key for key, count in seen.items() if count >= max(_MIN_PAGES, _REPEATED * len(pages)))


def _edges(page: Page) -> list[PageLine]:
    return [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]


def _key(line: PageLine) -> str:
    return re.sub(r"[\d\s]", "", line.text)


def _is_furniture(line: PageLine, page: Page, furniture: frozenset[str]) -> bool:
    if not any(line is edge for edge in _edges(page)) or line.kind == "table_row":
        return False
    if _is_page_number(line, page):
        return True
    return len(page) > 2 * _EDGE_LINES and _key(line) in furniture


def _is_page_number(line: PageLine, page: Page) -> bool:
    return line in (page[0], page[-1]) and len(line.text) < 16 and _PAGE_NUMBER.fullmatch(line.text) is not None


def _paragraphs(lines: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    if not lines:
        return
    text = [line for line in lines if line.kind != "table_row"] or list(lines)
    left = _common(sorted(line.x0 for line in text), 0.1)
    right = _common(sorted(line.x1 for line in text), 0.9)
    pitch = median([b.top - a.top for a, b in pairwise(text) if b.top > a.top] or [text[0].height])
    size = median(line.height for line in text)
    paragraph = [lines[0]]
    for line in lines[1:]:
        if _starts_paragraph(line, paragraph[-1], (left, right), (pitch, size)):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _common(values: Sequence[float], share: float) -> float:
    return values[min(int(share * len(values)), len(values) - 1)]


def _starts_paragraph(
    line: PageLine, last: PageLine, margins: tuple[float, float], spacing: tuple[float, float]
) -> bool:
    """Tell whether a line is indented, or follows a short line, a gap, a change of size, or bears a label."""
    (left, right), (pitch, size) = margins, spacing
    if line.kind == "table_row" or last.kind == "table_row":
        return True
    if line.x0 > left + 1.2 * size or last.x1 < right - 2.5 * size:
        return True
    if line.top - last.top > 1.7 * pitch or abs(line.height - last.height) > 0.35 * size:
        return True
    return label_of(line.text) is not None and last.text.endswith(("。", "；", "："))


def _block(paragraph: Sequence[PageLine], page: int, size: Size | None) -> Block:
    text = ""
    doubtful: list[Doubtful] = []
    for line in paragraph:
        words = line.text.strip()
        text = joined(text, words)
        if line.confidence < DOUBTFUL:
            doubtful.append((len(text) - len(words), len(text), line.confidence))
    kind = paragraph[0].kind
    confidence = min(line.confidence for line in paragraph)
    region = _region(paragraph, size) if size else None
    return Block(kind, text, page=page, confidence=confidence, region=region, doubtful=tuple(doubtful))


def _region(paragraph: Sequence[PageLine], size: Size) -> Region:
    width, height = size

    def share(length: float, whole: float) -> float:
        return round(min(max(length / whole, 0.0), 1.0), 4)

    return (
        share(min(line.x0 for line in paragraph), width),
        share(min(line.top for line in paragraph), height),
        share(max(line.x1 for line in paragraph), width),
        share(max(line.bottom for line in paragraph), height),
    )
