"""Word files: a draft with each finding as a comment at its place, two versions with what changed, an appendix of terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import docx
from docx.shared import RGBColor

from search.comparison import Comparison
from search.drafts.kinds import KINDS
from search.reports.page import CHANGES, FIGURE_HEADS, SEVERITIES, figure_cells, heading, ordered_figures
from search.reports.sarif import message_of
from search.results import CheckResult, Finding

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.run import Run

_AUTHOR = "策图"
_GONE = RGBColor(0xC9, 0x2A, 0x2A)
_NEW = RGBColor(0x1B, 0x5E, 0x20)
# XML allows no control characters; a draft from a file may hold some.
_NO_TEXT = {code: " " for code in range(32) if code != 9} | {0xFFFE: " ", 0xFFFF: " "}


def annotated(result: CheckResult, text: str) -> bytes:
    """Return a draft as .docx, a paragraph for each line, with a comment at the words of each finding."""
    word = docx.Document()
    runs: dict[int, list[Run]] = {}
    position = 0
    for line in text.split("\n"):
        paragraph = word.add_paragraph()
        for start, end in _cuts(result.findings, position, position + len(line)):
            run = paragraph.add_run(text[start:end].translate(_NO_TEXT))
            for number, finding in enumerate(result.findings):
                if finding.start < end and start < finding.end:
                    runs.setdefault(number, []).append(run)
        position += len(line) + 1
    for number, finding in enumerate(result.findings):
        if number in runs:
            word.add_comment(runs[number], text=_comment(finding), author=_AUTHOR, initials="策")
    return _bytes(word)


def _cuts(findings: Sequence[Finding], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a line, cut where findings begin and end."""
    inside = {offset for finding in findings for offset in (finding.start, finding.end) if start < offset < end}
    borders = [start, *sorted(inside), end]
    yield from ((a, b) for a, b in pairwise(borders) if b > a)


def _comment(finding: Finding) -> str:
    head = f"{SEVERITIES[finding.severity]} · {KINDS.get(finding.type, finding.type)}"
    return f"{head}\n{message_of(finding)}".translate(_NO_TEXT | {10: "\n"})


def compared(comparison: Comparison) -> bytes:
    """Return a comparison as .docx: slogans, a table of figures, the wording with gone and new in colour."""
    word = docx.Document()
    word.add_heading("比较", 0)
    word.add_paragraph(f"前：{comparison.before.title}\n后：{comparison.after.title}")
    word.add_heading("提法", 1)
    for slogan in comparison.slogans:
        word.add_paragraph(f"{CHANGES[slogan.kind]}：“{slogan.text}”")
    word.add_heading("数字", 1)
    _table(word, FIGURE_HEADS, [figure_cells(figure) for figure in ordered_figures(comparison)])
    word.add_heading("文字", 1)
    _wording(word, comparison)
    return _bytes(word)


def _wording(word: WordDocument, comparison: Comparison) -> None:
    for section in comparison.sections:
        if section.kind == "same":
            continue
        word.add_heading(heading(section), 2)
        for change in section.changes:
            paragraph = word.add_paragraph(f"{CHANGES[change.kind]}：")
            for piece in change.pieces:
                run = paragraph.add_run(piece.text.translate(_NO_TEXT))
                if piece.kind != "same":
                    run.font.strike = piece.kind == "gone"
                    run.font.underline = piece.kind == "new"
                    run.font.color.rgb = _GONE if piece.kind == "gone" else _NEW


def listed(title: str, lines: Sequence[str]) -> bytes:
    """Return a heading with one paragraph for each line as .docx."""
    word = docx.Document()
    word.add_heading(title, 1)
    for line in lines:
        word.add_paragraph(line.translate(_NO_TEXT))
    return _bytes(word)


def _table(word: WordDocument, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = word.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    for line, cells in zip(table.rows, (head, *rows), strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text


def _bytes(word: WordDocument) -> bytes:
    held = BytesIO()
    word.save(held)
    return held.getvalue()
