"""The lines of a clean text with what the file's layout said about them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cleaning import CleanText
from corpus.documents import BlockKind, SourceText


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text. `kind` and `level` are those of the block in which it starts."""

    index: int
    start: int
    end: int
    text: str
    kind: BlockKind = "line"
    level: int | None = None


def paragraphs(clean: CleanText, source: SourceText) -> tuple[Paragraph, ...]:
    """Return the lines of a clean text in order; none is empty."""
    found: list[Paragraph] = []
    position = block = 0
    starts = clean.offsets.blocks
    for line in clean.text.split("\n"):
        if line:
            origin = clean.offsets.to_source(position)
            while block + 1 < len(starts) and starts[block + 1] <= origin:
                block += 1
            layout = source.blocks[block]
            found.append(Paragraph(len(found), position, position + len(line), line, layout.kind, layout.level))
        position += len(line) + 1
    return tuple(found)
