"""The package of an OFD file (GB/T 33190-2016): XML parts and media in a zip archive, found by whatever path they are given."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

from lxml import etree

from corpus.errors import ReadError
from corpus.readers.archives import entry_bytes, open_archive
from corpus.readers.limits import Limits

_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True, slots=True)
class Place:
    """An XML part and the folder that its relative paths start from."""

    root: Any
    folder: str


class Package:
    """The parts of one OFD file, found by paths as written, absolute or relative, in whatever case.

    Raises:
        ReadError: the archive is damaged, encrypted or unpacks to too much.
    """

    def __init__(self, data: bytes, *, where: str, limits: Limits) -> None:
        self.where = where
        self.limits = limits
        self._archive: ZipFile = open_archive(data, where=where, limits=limits)
        self._names = {_normal(name): name for name in self._archive.namelist()}
        if any("encryptions.xml" in name or name.endswith("encryptinfo.dat") for name in self._names):
            raise ReadError("OFD 文件已加密", where=where, hint="请用 OFD 阅读器解密后另存")

    def part(self, location: str, folder: str) -> Place:
        """Return the XML part at a path.

        Raises:
            ReadError: there is none, or it is no XML.
        """
        name = self.find(location, folder)
        if name is None:
            raise ReadError(f"OFD 文件缺少 {location or '正文'}", where=self.where, hint="请检查文件是否完整")
        try:
            root = etree.fromstring(self.content(name), etree.XMLParser(**_PARSER_OPTIONS))
        except etree.XMLSyntaxError as error:
            raise ReadError(f"OFD 文件的 {name} 已损坏", where=self.where, hint="请检查文件是否完整") from error
        return Place(root, posixpath.dirname(_normal(name)))

    def find(self, location: str, folder: str) -> str | None:
        """Return the entry of a path; a relative one may start from its part's folder or from the root."""
        for path in (posixpath.join(folder, _normal(location)), _normal(location)):
            if found := self._names.get(posixpath.normpath(path)):
                return found
        return None

    def content(self, name: str) -> bytes:
        """Return the bytes of an entry."""
        return entry_bytes(self._archive, name, where=self.where, limits=self.limits)


def _normal(path: str) -> str:
    return path.strip().replace("\\", "/").lstrip("/").lower()


def all_named(root: Any, name: str) -> Iterator[Any]:
    """Yield descendants by local name: files in the wild have the standard's namespace, another or none."""
    return (element for element in root.iter() if isinstance(element.tag, str) and local_name(element) == name)


def first_named(root: Any, name: str) -> Any:
    """Return the first descendant of a local name, or None."""
    return next(all_named(root, name), None)


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(element).localname)


def numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute such as a Boundary."""
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def steps(text: str | None, letters: int) -> list[float]:
    """Return the steps between letters; `g 11 1.5` stands for eleven steps of 1.5."""
    words = (text or "").split()
    found: list[float] = []
    i = 0
    while i < len(words) and len(found) < letters:
        if words[i] == "g" and i + 2 < len(words) and words[i + 1].isdigit():
            found += numbers(words[i + 2])[:1] * min(int(words[i + 1]), letters)
            i += 3
        else:
            found += numbers(words[i])[:1]
            i += 1
    return found[: max(letters - 1, 0)]
