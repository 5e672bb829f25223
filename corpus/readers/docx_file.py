"""Reads .docx: mammoth keeps text boxes and tracked changes, python-docx the properties, headers and footers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import html

from corpus.documents import Block, BlockKind, SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.archives import entry_bytes, open_archive
from corpus.readers.docx_numbers import with_numbers
from corpus.readers.limits import DEFAULT, Limits

_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='标题'] => h1.title:fresh"
_LEVELS = {f"h{level}": level for level in range(1, 7)}


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return paragraphs, headings by style, list items and table rows of the body.

    Raises:
        ReadError: the file is damaged or protected by a password.
    """
    _check(source, limits)
    import mammoth

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(with_numbers(source.data)),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(_no_image),
        )
    except Exception as error:
        raise ReadError("Word 文件已损坏，打不开", where=source.name, hint="请用文字处理软件打开后另存一份") from error
    tree = html.fragment_fromstring(result.value or " ", create_parent="div")
    return SourceText(tuple(_blocks(tree)), tuple(_properties(source.data)))


def _check(source: SourceFile, limits: Limits) -> None:
    """Refuse archives that unpack to too much, and XML that declares entities, which Word never writes."""
    archive = open_archive(source.data, where=source.name, limits=limits)
    if "word/document.xml" not in archive.namelist():
        raise ReadError("不是 Word 文件", where=source.name, hint="请用文字处理软件另存为 .docx")
    if b"<!DOCTYPE" in entry_bytes(archive, "word/document.xml", where=source.name, limits=limits):
        raise ReadError("文件里有不应出现的 XML 声明，可能是恶意文件", where=source.name, hint="请向来源核对")


def _no_image(_: Any) -> dict[str, str]:
    return {"src": ""}


def _blocks(tree: Any) -> Iterator[Block]:
    for element in tree:
        tag = element.tag
        if tag == "table":
            yield from _rows(element)
        elif tag in ("ul", "ol"):
            notes = [item for item in element.iter("li") if "note-" in (item.get("id") or "")]
            yield from (_note(item, number) for number, item in enumerate(notes, start=1))
            if not notes:
                yield from (Block("list_item", line) for item in element.iter("li") for line in _lines(item))
        else:
            yield from (_paragraph(element, tag, line) for line in _lines(element))


def _note(item: Any, number: int) -> Block:
    """Return a footnote or endnote under the mark that it has in the text, `[1]`, without the way back to it."""
    for link in list(item.iter("a")):
        if "note-ref-" in (link.get("href") or ""):
            link.drop_tree()
    return Block("footnote", f"[{number}]" + " ".join(" ".join(_lines(item)).split()))


def _paragraph(element: Any, tag: str, line: str) -> Block:
    level = _LEVELS.get(tag)
    kind: BlockKind = "title" if "title" in (element.get("class") or "") else "heading" if level else "paragraph"
    return Block(kind, line, level=level)


def _rows(table: Any) -> Iterator[Block]:
    for row in table.iter("tr"):
        cells = [" ".join(cell.itertext()).strip() for cell in row if cell.tag in ("td", "th")]
        yield Block("table_row", "\t".join(cell.replace("\n", " ") for cell in cells))


def _lines(element: Any) -> list[str]:
    """Return the text of a paragraph; a forced line break makes a new line."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(element.itertext()).split("\n")


def _properties(data: bytes) -> Iterator[tuple[str, str]]:
    import docx

    document = docx.Document(io.BytesIO(data))
    properties = document.core_properties
    for name, value in (("title", properties.title), ("author", properties.author), ("subject", properties.subject)):
        if value:
            yield name, str(value)
    for section in document.sections:
        for name, area in (("header", section.header), ("footer", section.footer)):
            text = " ".join(paragraph.text.strip() for paragraph in area.paragraphs if paragraph.text.strip())
            if text:
                yield name, text
