"""Reads saved web pages: the article without navigation, with what the page's metadata says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree, html

from corpus.characters import CJK
from corpus.documents import Block, SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.encodings import decode
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.main_text import is_hidden, main_element
from corpus.tables import pairs

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "nav", "footer", "form", "button", "select")
)
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    ("a", "abbr", "b", "big", "code", "em", "font", "i", "img", "ins", "label", "mark", "o:p", "q", "s")
)
_INLINE |= frozenset(
    ("small", "span", "strong", "sub", "sup", "u", "var", "st1:chsdate", "time", "strike", "del", "wbr")
)
_PAIR = re.compile(rf"([{CJK}\s]{{2,8}})[:：]\s*(.+)")
_LAYOUT_TEXT = 600
_TITLE_BLOCKS = 8
_MAX_DEPTH = 400


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the article's title, headings, paragraphs and table rows.

    Raises:
        ReadError: the page cannot be parsed or has no text of its own.
    """
    text, encoding = _decoded(source)
    try:
        tree = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("网页读不出来", where=source.name, hint="请在浏览器中重新另存为网页") from error
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, "script", "style", with_tail=False)
    metadata = dict(_metadata(tree))
    blocks = list(_Walk().blocks(main_element(tree)))
    title = metadata.get("title", "")
    if title and not _begins_with(blocks[:_TITLE_BLOCKS], title):
        blocks.insert(0, Block("title", title))
    return SourceText(tuple(blocks), (("encoding", encoding), *metadata.items()))


def _decoded(source: SourceFile) -> tuple[str, str]:
    """Decode by content; the page's own charset only where that leaves a choice."""
    named = _CHARSET.search(source.data[:4096])
    if named and named[1].lower().startswith(b"gb"):
        try:
            return source.data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    text, encoding = decode(source.data, name=source.name)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text), encoding


def _metadata(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield title, issuer, date and number from <meta> tags, then from the page's own table, first one wins."""
    names = pairs("web_metadata")
    seen: set[str] = set()
    for name, value in (*_meta_tags(tree), *_table_pairs(tree)):
        key = names.get(name.replace(" ", "").replace("\u3000", ""))
        if key and value and key not in seen and len(value) < 200:
            seen.add(key)
            yield key, value
    if "title" not in seen and (head := tree.findtext(".//title")):
        yield "title", re.split(r"\s*[-_|]\s*(?=[^-_|]*(?:网|政府|门户)[^-_|]*$)", head.strip())[0]


def _meta_tags(tree: Any) -> Iterator[tuple[str, str]]:
    for tag in tree.iter("meta"):
        yield tag.get("name") or tag.get("property") or "", (tag.get("content") or "").strip()


def _table_pairs(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield `文号：…` in list items and cells, and the pairs of neighbouring cells."""
    for element in tree.iter("li", "td", "th", "dd", "p", "span"):
        text = "".join(element.itertext()).strip()
        if len(text) < 120 and (pair := _PAIR.fullmatch(text)):
            yield pair[1].strip(), pair[2].strip()
        elif element.tag in ("td", "th") and len(text) < 12 and (value := element.getnext()) is not None:
            yield text.rstrip(":："), "".join(value.itertext()).strip()


def _begins_with(blocks: Sequence[Block], title: str) -> bool:
    """Tell whether the title stands among the first blocks, on one line or on several."""
    texts = [re.sub(r"\W", "", block.text) for block in blocks]
    wanted = re.sub(r"\W", "", title)
    return any("".join(texts[i:j]) == wanted for i in range(len(texts)) for j in range(i + 1, len(texts) + 1))


class _Walk:
    """Walks through an article and gathers the text between its block elements."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def blocks(self, element: Any) -> Iterator[Block]:
        """Yield the blocks of an element in reading order."""
        yield from self._element(element, None, 0)
        yield from self._flush(None)

    def _element(self, element: Any, level: int | None, depth: int) -> Iterator[Block]:
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or depth > _MAX_DEPTH or is_hidden(element):
            return
        if element.tag == "table" and not _is_layout(element):
            yield from self._flush(level)
            yield from _rows(element)
            return
        is_block = element.tag not in _INLINE
        if is_block:
            yield from self._flush(level)
        inner = _LEVELS.get(element.tag, level)
        self._parts.append(element.text or "")
        for child in element:
            yield from self._element(child, inner, depth + 1)
            self._parts.append(child.tail or "")
        if is_block:
            yield from self._flush(inner)

    def _flush(self, level: int | None) -> Iterator[Block]:
        text = re.sub(r"[\s\xa0]+", " ", "".join(self._parts)).strip()
        self._parts.clear()
        if text:
            yield Block("heading" if level else "paragraph", text, level=level)


def _is_layout(table: Any) -> bool:
    """A table that only places text: another table inside, or a cell as long as an article."""
    if table.find(".//table") is not None:
        return True
    cells = list(table.iter("td", "th"))
    return len(cells) < 3 or any(len("".join(cell.itertext())) > _LAYOUT_TEXT for cell in cells)


def _rows(table: Any) -> Iterator[Block]:
    for row in table.iter("tr"):
        cells = [re.sub(r"\s+", " ", "".join(cell.itertext())).strip() for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            yield Block("table_row", "\t".join(cells))
