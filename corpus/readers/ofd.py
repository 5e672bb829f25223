"""Reads .ofd, the state's own format for pages (GB/T 33190-2016): text at coordinates, scanned pages by recognition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.documents import SourceFile, SourceText
from corpus.errors import MissingExtraError, ReadError
from corpus.readers.limits import DEFAULT, Deadline, Limits
from corpus.readers.ofd_package import Package, all_named, first_named, numbers, steps
from corpus.readers.ofd_pages import OfdPage, Picture, pages
from corpus.readers.page_layout import PageLine, merged_lines, page_text

_INFO = {"Title": "title", "Author": "author", "CreationDate": "created"}


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the paragraphs of all pages, templates under the pages included.

    Raises:
        ReadError: the file is damaged, encrypted, or not made as the standard says.
        MissingExtraError: all its pages are scans, and the recognition extra is not installed.
    """
    package = Package(source.data, where=source.name, limits=limits)
    deadline = Deadline(limits.seconds, source.name)
    doubts: list[str] = []
    read_pages, sizes = [], []
    missing: MissingExtraError | None = None
    for page in pages(package):
        deadline.check()
        try:
            lines = _lines(page, doubts)
        except MissingExtraError as error:
            missing, lines = error, []
            doubts.append(f"第 {page.number} 页是扫描图，未识别")
        read_pages.append(lines)
        sizes.append(page.size)
    if missing and not any(read_pages):
        raise missing
    metadata = tuple(_info(package.part("ofd.xml", "").root))
    return page_text(read_pages, sizes, metadata=metadata, doubts=doubts)


def _lines(page: OfdPage, doubts: list[str]) -> list[PageLine]:
    if not page.layers:
        doubts.append(f"第 {page.number} 页缺失或损坏")
    lines = merged_lines([piece for layer in page.layers for piece in _pieces(layer)])
    return lines if lines or page.picture is None else _recognised(page.picture, page.number, doubts)


def _recognised(picture: Picture, number: int, doubts: list[str]) -> list[PageLine]:
    """Return the lines of a scanned page; a picture that cannot be opened is a doubt, not the end of the file."""
    from corpus.readers.scan import page_pictures, recognise

    where = f"第 {number} 页"
    try:
        image = page_pictures(picture.data, where=where)[0]
    except ReadError as error:
        doubts.append(f"{where}是图片，读不了：{error.what}")
        return []
    scale = (picture.width / image.shape[1], picture.height / image.shape[0])
    return [line.placed((picture.left, picture.top), scale) for line in recognise(image)]


def _info(root: Any) -> Iterator[tuple[str, str]]:
    for name, key in _INFO.items():
        element = first_named(root, name)
        if element is not None and (element.text or "").strip():
            yield key, element.text.strip()


def _pieces(root: Any) -> Iterator[PageLine]:
    """Yield the pieces of text of a page with their place in millimetres."""
    for thing in all_named(root, "TextObject"):
        box = numbers(thing.get("Boundary"))
        size = (numbers(thing.get("Size")) or [4.0])[0]
        matrix = numbers(thing.get("CTM"))
        if len(box) < 4:
            continue
        scale_x, scale_y = (abs(matrix[0]) or 1.0, abs(matrix[3]) or 1.0) if len(matrix) == 6 else (1.0, 1.0)
        for code in all_named(thing, "TextCode"):
            text = re.sub(r"\s+", " ", "".join(code.itertext()))
            if not text.strip():
                continue
            x = box[0] + scale_x * (numbers(code.get("X")) or [0.0])[0]
            baseline = box[1] + scale_y * (numbers(code.get("Y")) or [box[3]])[0]
            width = scale_x * (sum(steps(code.get("DeltaX"), len(text))) + size)
            yield PageLine(text, x, baseline - 0.85 * size * scale_y, x + width, baseline + 0.15 * size * scale_y)
