"""Reads .ofd, the state's own format for pages (GB/T 33190-2016): a zip archive of XML with text at coordinates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from lxml import etree

from corpus.documents import SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.archives import entry_bytes, open_archive
from corpus.readers.limits import DEFAULT, Deadline, Limits
from corpus.readers.page_layout import PageLine, merged_lines, page_blocks

_INFO = {"Title": "title", "Author": "author", "CreationDate": "created"}
_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the paragraphs of all pages, templates under the pages included.

    Raises:
        ReadError: the file is damaged, encrypted, or not made as the standard says.
    """
    return _Package(source, limits).text()


@dataclass(slots=True)
class _Place:
    """An XML part and the folder that its relative paths start from."""

    root: Any
    folder: str


class _Package:
    """The XML parts of one OFD file, found by paths as written, absolute or relative, in whatever case."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self._where = source.name
        self._limits = limits
        self._archive: ZipFile = open_archive(source.data, where=source.name, limits=limits)
        self._names = {_normal(name): name for name in self._archive.namelist()}
        self._doubts: list[str] = []
        self._deadline = Deadline(limits.seconds, source.name)

    def text(self) -> SourceText:
        """Return the blocks of all documents in the package."""
        if any("encryptions.xml" in name or name.endswith("encryptinfo.dat") for name in self._names):
            raise ReadError("OFD 文件已加密", where=self._where, hint="请用 OFD 阅读器解密后另存")
        package = self._part("ofd.xml", "")
        pages = [page for body in _all(package.root, "DocBody") for page in self._pages(body)]
        metadata = tuple(_info(package.root))
        return SourceText(tuple(page_blocks(pages)), metadata, tuple(self._doubts))

    def _pages(self, body: Any) -> Iterator[list[PageLine]]:
        root = _first(body, "DocRoot")
        if root is None or not (root.text or "").strip():
            raise ReadError("OFD 文件没有正文", where=self._where, hint="请检查文件是否完整")
        document = self._part(root.text, "")
        templates = {tag.get("ID"): tag.get("BaseLoc", "") for tag in _all(document.root, "TemplatePage")}
        tags = [tag for group in _all(document.root, "Pages") for tag in _all(group, "Page")]
        if len(tags) > self._limits.pages:
            raise ReadError(f"有 {len(tags)} 页，超过上限 {self._limits.pages}", where=self._where, hint="请拆分后加入")
        for number, tag in enumerate(tags, start=1):
            self._deadline.check()
            yield self._page(number, tag, document.folder, templates)

    def _page(self, number: int, tag: Any, folder: str, templates: dict[str | None, str]) -> list[PageLine]:
        try:
            page = self._part(tag.get("BaseLoc", ""), folder)
        except ReadError:
            self._doubts.append(f"第 {number} 页缺失或损坏")
            return []
        pieces = list(_pieces(page.root))
        for used in _all(page.root, "Template"):
            location = templates.get(used.get("TemplateID"))
            if location and self._find(location, folder):
                pieces += _pieces(self._part(location, folder).root)
        return merged_lines(pieces)

    def _part(self, location: str, folder: str) -> _Place:
        name = self._find(location, folder)
        if name is None:
            raise ReadError(f"OFD 文件缺少 {location or '正文'}", where=self._where, hint="请检查文件是否完整")
        try:
            data = entry_bytes(self._archive, name, where=self._where, limits=self._limits)
            root = etree.fromstring(data, etree.XMLParser(**_PARSER_OPTIONS))
        except etree.XMLSyntaxError as error:
            raise ReadError(f"OFD 文件的 {name} 已损坏", where=self._where, hint="请检查文件是否完整") from error
        return _Place(root, posixpath.dirname(_normal(name)))

    def _find(self, location: str, folder: str) -> str | None:
        """Return the entry of a path; a relative one may start from its part's folder or from the root."""
        for path in (posixpath.join(folder, _normal(location)), _normal(location)):
            if found := self._names.get(posixpath.normpath(path)):
                return found
        return None


def _normal(path: str) -> str:
    return path.strip().replace("\\", "/").lstrip("/").lower()


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> Iterator[Any]:
    """Yield descendants by local name: files in the wild have the standard's namespace, another or none."""
    return (element for element in root.iter() if _name(element) == name)


def _first(root: Any, name: str) -> Any:
    return next(_all(root, name), None)


def _info(root: Any) -> Iterator[tuple[str, str]]:
    for name, key in _INFO.items():
        element = _first(root, name)
        if element is not None and (element.text or "").strip():
            yield key, element.text.strip()


def _pieces(root: Any) -> Iterator[PageLine]:
    """Yield the pieces of text of a page with their place in millimetres."""
    for thing in _all(root, "TextObject"):
        box = _numbers(thing.get("Boundary"))
        size = (_numbers(thing.get("Size")) or [4.0])[0]
        matrix = _numbers(thing.get("CTM"))
        if len(box) < 4:
            continue
        scale_x, scale_y = (abs(matrix[0]) or 1.0, abs(matrix[3]) or 1.0) if len(matrix) == 6 else (1.0, 1.0)
        for code in _all(thing, "TextCode"):
            text = re.sub(r"\s+", " ", "".join(code.itertext()))
            if not text.strip():
                continue
            x = box[0] + scale_x * (_numbers(code.get("X")) or [0.0])[0]
            baseline = box[1] + scale_y * (_numbers(code.get("Y")) or [box[3]])[0]
            width = scale_x * (sum(_deltas(code.get("DeltaX"), len(text))) + size)
            yield PageLine(text, x, baseline - 0.85 * size * scale_y, x + width, baseline + 0.15 * size * scale_y)


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def _deltas(text: str | None, letters: int) -> list[float]:
    """Return the steps between letters; `g 11 1.5` stands for eleven steps of 1.5."""
    words = (text or "").split()
    found: list[float] = []
    i = 0
    while i < len(words) and len(found) < letters:
        if words[i] == "g" and i + 2 < len(words) and words[i + 1].isdigit():
            found += _numbers(words[i + 2])[:1] * min(int(words[i + 1]), letters)
            i += 3
        else:
            found += _numbers(words[i])[:1]
            i += 1
    return found[: max(letters - 1, 0)]
