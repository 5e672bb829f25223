"""Which spaces inside a line are layout: around numbers, between hanzi of a sentence, inside a broken title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.characters import CJK
from corpus.edits import Edit

_SPACE = re.compile(r"(?<=\S)[^\S\n\t]+(?=\S)")
_LABEL = re.compile(
    r"第[〇零一二三四五六七八九十百千两\d]+[编章节条款项]|[（(]?[一二三四五六七八九十\d]+[）)、.．]|附件[一二三四五六七八九十\d]*"
)
_SIGNERS = re.compile(r"签\s*发\s*人\s*[:：]")
"""Behind it names of two characters have a space inside, and spaces part the names."""
_BROKEN_TITLE = re.compile(
    r"(?:关于|在|印发|转发).*(?:通知|决定|意见|公告|通告|通报|批复|函|请示|报告|方案|办法|规划|计划|讲话|致辞|发言)$"
)
_SPREAD = re.compile(rf"[{CJK}]\s+[{CJK}]")
_BODY_LENGTH = 30


def space_edits(text: str) -> Iterator[Edit]:
    """Return the edits that take layout spaces out; other runs of spaces become one space."""
    line_start = line_end = -1
    line = ""
    for match in _SPACE.finditer(text):
        start, end = match.span()
        if end > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            line = text[line_start:line_end]
        kind = _layout_kind(line, start - line_start, end - line_start)
        if kind:
            yield Edit(start, end, "", kind)
        elif match[0] != " ":
            yield Edit(start, end, " ")


def _layout_kind(line: str, start: int, end: int) -> str:
    """Return the name of the repair, or nothing where the space says something."""
    before, after = line[start - 1], line[end]
    if _is_latin(before) or _is_latin(after):
        return "" if _is_latin(before) == _is_latin(after) or before in ".．" else "number_space"
    if _LABEL.fullmatch(line, 0, start) or _SIGNERS.search(line, 0, start):
        return ""
    if _is_body(line):
        return "" if _separates(before, after) or _inside_quotes(line, start, end) else "space"
    if _SPREAD.search(line, max(0, start - 3), end + 3) and _is_spread(line, start, end):
        return "spread"
    title = _BROKEN_TITLE.search(line)
    return "broken_title" if title and start > title.start() else ""


def _is_spread(line: str, start: int, end: int) -> bool:
    """Hanzi set apart to fill a line, each alone: `政 府 工 作 报 告`, `总  则`, `李  明`."""
    alone_before = start < 2 or line[start - 2].isspace() or line[start - 2] in "（(、，年"
    alone_after = end + 1 >= len(line) or line[end + 1].isspace() or line[end + 1] in "）)、，："
    return alone_after and (alone_before or line[end + 1 : end + 2].isspace())


def _separates(before: str, after: str) -> bool:
    """Names of bodies that act together stand apart by a space: `市委办公室 市政府办公室`."""
    return before in "厅局委部会府央院处室" and after not in "，。、；：）》”"


def _is_latin(character: str) -> bool:
    return (character.isascii() and character.isalnum()) or character in "%℃"


def _is_body(line: str) -> bool:
    """Running text has sentence marks; titles, name lists and table rows have none."""
    return "\t" not in line and ("。" in line or "；" in line or ("，" in line and len(line) > _BODY_LENGTH))


def _inside_quotes(line: str, start: int, end: int) -> bool:
    """A theme in quotation marks is set in two halves with a space between; so it stays."""
    if line[start - 1] == "“" or line[end] == "”":
        return False
    return line.rfind("“", 0, start) > line.rfind("”", 0, start)
