"""Reads Markdown: headings and table rows as such, everything else by its lines.

A line parser of our own: CommonMark does not take `市科协**“四个面向”**要求` as bold, and the stars are taken out by
cleaning anyway, with the way back kept.
"""

from __future__ import annotations

import re

from corpus.documents import Block, SourceFile, SourceText
from corpus.readers.encodings import decode
from corpus.readers.limits import DEFAULT, Limits

# Each of these reads a line once, however it is strewn with their own signs.
_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*)$")
_RULE = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$|^(?=.*---)[\s:|-]+$")
_BULLET = re.compile(r"^\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^)\[\n]*\)")
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_PAIR = re.compile(r"^([\w\u4e00-\u9fff]+)\s*[:：]\s*(\S.*)$", re.MULTILINE)


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return headings with their level, table rows, list items and paragraphs."""
    text, encoding = decode(source.data, name=source.name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata = [("encoding", encoding)]
    if front := _FRONT_MATTER.match(text):
        metadata += [(name, value.rstrip()) for name, value in _PAIR.findall(front[1])]
        text = text[front.end() :]
    return SourceText(tuple(_block(line) for line in text.split("\n")), tuple(metadata))


def _block(line: str) -> Block:
    if heading := _HEADING.match(line):
        level = len(heading[1])
        return Block(
            "title" if level == 1 else "heading", _plain(heading[2].rstrip().rstrip("#").rstrip()), level=level
        )
    if _RULE.match(line):
        return Block("line", "")
    if line.lstrip().startswith("|"):
        cells = [_plain(cell.strip()) for cell in line.strip().strip("|").split("|")]
        return Block("table_row", "\t".join(cells))
    if _BULLET.match(line):
        return Block("list_item", _plain(_BULLET.sub("", line)))
    return Block("line", _plain(_QUOTE.sub("", line)))


def _plain(text: str) -> str:
    return _LINK.sub(r"\1", text)
