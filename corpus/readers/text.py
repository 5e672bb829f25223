"""Reads plain text: one block a line; a form feed starts a page."""

from __future__ import annotations

from corpus.documents import Block, SourceFile, SourceText
from corpus.readers.encodings import decode
from corpus.readers.limits import DEFAULT, Limits


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the lines of a text file, blank ones included, so that paragraph numbers are line numbers."""
    text, encoding = decode(source.data, name=source.name)
    return SourceText(lines(text), (("encoding", encoding),))


def lines(text: str) -> tuple[Block, ...]:
    """Return a block for each line of a string."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" not in text:
        return tuple(Block("line", line) for line in text.split("\n"))
    return tuple(
        Block("line", line, page=number)
        for number, page in enumerate(text.split("\f"), start=1)
        for line in page.split("\n")
    )
