"""Reads PDF: text with its place by pypdfium2, ruled tables by pdfplumber, pages without text by recognition."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.documents import SourceFile, SourceText
from corpus.errors import MissingExtraError, ReadError
from corpus.readers.limits import DEFAULT, Deadline, Limits
from corpus.readers.page_layout import PageLine, Size, merged_lines, page_text

_PASSWORD_ERROR = 4
_MIN_RULES = 8
_PATH, _IMAGE = 2, 3
_BACK = 1.0
# What pdfium calls a soft hyphen is printed on the page: 2014-2020.
_HYPHENS = {0x00AD: "-", 0x2: "-", 0xFFFE: "-"}
_LetterBox = tuple[float, float, float, float]
_INFO = {"Title": "title", "Author": "author", "Subject": "subject"}


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return paragraphs and table rows page by page, without headers, footers and page numbers.

    Raises:
        ReadError: the file is damaged, protected by a password, too long, or scanned and not to be recognised.
        MissingExtraError: pypdfium2 is not installed.
    """
    document = opened(source, limits)
    deadline = Deadline(limits.seconds, source.name)
    doubts: list[str] = []
    pages: list[list[PageLine]] = []
    sizes: list[Size] = []
    scans: list[int] = []
    try:
        for number in range(len(document)):
            deadline.check()
            page = document[number]
            lines = _lines(page)
            if not lines and _has_objects(page, _IMAGE, 1):
                scans.append(number)
            elif _has_objects(page, _PATH, _MIN_RULES):
                lines = _with_tables(source.data, number, lines)
            pages.append(lines)
            sizes.append(page.get_size())
            page.close()
        if scans:
            _recognise(document, scans, pages, doubts, deadline)
        info = document.get_metadata_dict()
    finally:
        document.close()
    metadata = tuple((key, info[name].strip()) for name, key in _INFO.items() if info.get(name, "").strip())
    return page_text(pages, sizes, metadata=metadata, doubts=doubts)


def opened(source: SourceFile, limits: Limits) -> Any:
    """Return the open document; the caller closes it. Errors as in `read`, a file with too many pages is one."""
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise MissingExtraError(
            "读取 PDF 需要 pypdfium2", where=source.name, hint="pip install 'cetu[readers]'"
        ) from error
    try:
        document = pdfium.PdfDocument(source.data)
    except pdfium.PdfiumError as error:
        if pdfium.raw.FPDF_GetLastError() == _PASSWORD_ERROR or "password" in str(error).lower():
            raise ReadError("PDF 有密码保护", where=source.name, hint="请去掉密码后加入") from error
        raise ReadError("PDF 已损坏，打不开", where=source.name, hint="请重新下载或重新导出") from error
    if (pages := len(document)) > limits.pages:
        document.close()
        raise ReadError(f"有 {pages} 页，超过上限 {limits.pages}", where=source.name, hint="请拆分后加入")
    return document


def _has_objects(page: Any, kind: int, least: int) -> bool:
    return sum(1 for _, _ in zip(range(least), page.get_objects(filter=(kind,)), strict=False)) >= least


def _lines(page: Any) -> list[PageLine]:
    """Return the lines of a page; pdfium breaks them, their runs and first and last letters tell where they stand."""
    import pypdfium2.raw as pdfium

    height = page.get_height()
    text_page = page.get_textpage()
    text = text_page.get_text_range().translate(_HYPHENS)
    pieces: list[PageLine] = []
    position = 0
    for line in text.split("\r\n"):
        if line.strip():
            first = position + len(line) - len(line.lstrip())
            words = line.strip()
            boxes = [_box(pdfium, text_page, i) for i in (first, first + len(words) - 1)]
            top, bottom = height - max(b[3] for b in boxes), height - min(b[1] for b in boxes)
            left, right = boxes[0][0], boxes[1][2]
            if not _runs_ascend(pdfium, text_page, first, len(words)):
                letters = [(_box(pdfium, text_page, first + i), letter) for i, letter in enumerate(words)]
                words = _sorted(letters)
                left, right = min(box[0] for box, _ in letters), max(box[2] for box, _ in letters)
            pieces.append(PageLine(words, left, top, right, max(bottom, top + 1.0)))
        position += len(line) + 2
    text_page.close()
    return merged_lines(pieces)


def _runs_ascend(pdfium: Any, text_page: Any, first: int, count: int) -> bool:
    """Tell whether the runs of a line follow one another from left to right.

    Files write what is in one font first: `四个面向` and then the quotation marks around it.
    """
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    last = -math.inf
    for i in range(pdfium.FPDFText_CountRects(text_page, first, count)):
        pdfium.FPDFText_GetRect(text_page, i, left, top, right, bottom)
        if left.value < last - _BACK:
            return False
        last = right.value
    return True


def _sorted(letters: Sequence[tuple[_LetterBox, str]]) -> str:
    """Return letters from left to right; pdfium's spaces between runs are kept only between Latin words."""
    ordered = sorted(((box[0], letter) for box, letter in letters if letter != " "), key=lambda pair: pair[0])
    spaces = sorted(box[0] for box, letter in letters if letter == " ")
    text = ""
    for left, letter in ordered:
        while spaces and spaces[0] < left:
            spaces.pop(0)
            if text[-1:].isascii() and text[-1:].isalnum() and letter.isascii() and letter.isalnum():
                text += " "
        text += letter
    return text


def _box(pdfium: Any, text_page: Any, index: int) -> _LetterBox:
    """Return (left, bottom, right, top) of a letter by the size of its font, so that 一 is as high as 国."""
    left, bottom, right, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    size = pdfium.FPDFText_GetFontSize(text_page, index)
    middle = (bottom.value + top.value) / 2
    half = max(size, top.value - bottom.value, 4.0) / 2
    return left.value, middle - half, right.value, middle + half


def _with_tables(data: bytes, number: int, lines: list[PageLine]) -> list[PageLine]:
    """Put rows in the place of the lines inside ruled tables; without pdfplumber the lines stay."""
    try:
        import pdfplumber
    except ImportError:
        return lines
    with pdfplumber.open(io.BytesIO(data), pages=[number + 1]) as document:
        tables = [table for table in document.pages[0].find_tables() if len(table.rows) > 1 and len(table.columns) > 1]
        rows = [row for table in tables for row in _rows(table)]
    boxes = [table.bbox for table in tables]
    outside = [line for line in lines if not any(_inside(line, box) for box in boxes)]
    return sorted((*outside, *rows), key=lambda line: (line.top, line.x0)) if rows else lines


def _rows(table: Any) -> Iterator[PageLine]:
    for row, cells in zip(table.rows, table.extract(), strict=True):
        text = "\t".join((cell or "").replace("\n", "") for cell in cells)
        if text.strip():
            x0, top, x1, bottom = row.bbox
            yield PageLine(text, x0, top, x1, bottom, kind="table_row")


def _inside(line: PageLine, box: tuple[float, float, float, float]) -> bool:
    middle = (line.top + line.bottom) / 2
    return box[1] <= middle <= box[3] and line.x1 > box[0] and line.x0 < box[2]


def _recognise(
    document: Any, scans: list[int], pages: list[list[PageLine]], doubts: list[str], deadline: Deadline
) -> None:
    """Recognise pages that are pictures; where the extra is missing, say so unless nothing else could be read."""
    from corpus.readers.scan import DPI, recognise

    try:
        for number in scans:
            deadline.check()
            picture = document[number].render(scale=DPI / 72).to_numpy()
            pages[number] = [line.placed((0, 0), (72 / DPI, 72 / DPI)) for line in recognise(picture)]
    except MissingExtraError:
        if not any(pages):
            raise
        doubts.append(f"有 {len(scans)} 页是扫描图，未识别（第 {scans[0] + 1} 页起）")
