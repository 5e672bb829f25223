"""Write the .docx documents of the built-in sample from their Markdown sources in `docs/sample/`.

The result is the same bytes every time: fixed properties, fixed time stamps in the archive.

    .venv/bin/python -m scripts.sample_docx
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

PROJECT = Path(__file__).resolve().parent.parent
SOURCES = PROJECT / "docs" / "sample"
SAMPLE = PROJECT / "corpus" / "sample"

# Word cannot hold a time before 1980; one day for every part of every file keeps the bytes equal.
ARCHIVE_TIME = (2024, 3, 1, 0, 0, 0)
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def docx_bytes(markdown: str, title: str) -> bytes:
    """Return a .docx of the small Markdown that the sources use: headings, bold, one table, `@center`, `@subtitle`."""
    from docx import Document

    document = Document()
    lines = markdown.splitlines()
    while lines:
        if lines[0].startswith("|"):
            _add_table(document, _take_table(lines))
        else:
            _add_line(document, lines.pop(0))
    _set_properties(document, title)
    stream = io.BytesIO()
    document.save(stream)
    return _with_fixed_times(stream.getvalue())


def _add_line(document: DocxDocument, line: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if not line.strip():
        return
    if heading := re.match(r"(#+) (.*)", line):
        level = len(heading[1]) - 1
        document.add_paragraph(heading[2], style=f"Heading {level}" if level else "Title")
    elif line.startswith("@subtitle "):
        document.add_paragraph(line.removeprefix("@subtitle "), style="Subtitle")
    elif line.startswith("@center "):
        document.add_paragraph(line.removeprefix("@center ")).alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph = document.add_paragraph()
        for i, piece in enumerate(_BOLD.split(line)):
            paragraph.add_run(piece).bold = bool(i % 2) or None


def _take_table(lines: list[str]) -> list[list[str]]:
    """Return the cells of the table that the lines start with, and take its lines away."""
    rows = []
    while lines and lines[0].startswith("|"):
        cells = [cell.strip() for cell in lines.pop(0).strip("|").split("|")]
        if not all(re.fullmatch("-+", cell) for cell in cells):
            rows.append(cells)
    return rows


def _add_table(document: DocxDocument, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            table.cell(i, j).text = cell


def _set_properties(document: DocxDocument, title: str) -> None:
    properties = document.core_properties
    properties.title = title
    properties.author = "云川市科学技术协会"
    properties.last_modified_by = properties.author
    properties.revision = 1
    properties.created = properties.modified = datetime(*ARCHIVE_TIME, tzinfo=UTC)
    properties.comments = ""


def _with_fixed_times(data: bytes) -> bytes:
    """Return the archive with one time stamp and one order of its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, ARCHIVE_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()


def main() -> None:
    """Write every source's .docx into the sample."""
    for source in sorted(SOURCES.glob("20*.md")):
        text = source.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        (SAMPLE / f"{source.stem}.docx").write_bytes(docx_bytes(text, title))


if __name__ == "__main__":
    main()
