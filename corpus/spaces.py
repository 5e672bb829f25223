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
_LONGEST_QUOTE = 200


def space_edits(text: str) -> Iterator[Edit]:
    """Return the edits that take layout spaces out; other runs of spaces become one space."""
    line_start = line_end = -1
    line = _Line("")
    for match in _SPACE.finditer(text):
        start, end = match.span()
        if end > line_end:
            line_start = text.rfind("\n", 0, start) + 1
            line_end = text.find("\n", end)
            line_end = len(text) if line_end < 0 else line_end
            line = _Line(text[line_start:line_end])
        kind = _layout_kind(line, start - line_start, end - line_start)
        if kind:
            yield Edit(start, end, "", kind)
        elif match[0] != " ":
            yield Edit(start, end, " ")


class _Line:
    """A line, and what of it is looked at once for all of its spaces: a line may have thousands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_body = _is_body(text)
        title = _BROKEN_TITLE.search(text)
        self.title = title.start() if title else len(text)
        signers = _SIGNERS.search(text)
        self.signers = signers.start() if signers else len(text)


def _layout_kind(line: _Line, start: int, end: int) -> str:
    """Return the name of the repair, or nothing where the space says something."""
    text = line.text
    before, after = text[start - 1], text[end]
    if _is_latin(before) or _is_latin(after):
        return "" if _is_latin(before) == _is_latin(after) or before in ".．" else "number_space"
    if start > line.signers or _LABEL.fullmatch(text, 0, start):
        return ""
    if line.is_body:
        return "" if _separates(before, after) or _inside_quotes(text, start, end) else "space"
    if _SPREAD.search(text, max(0, start - 3), end + 3) and _is_spread(text, start, end):
        return "spread"
    return "broken_title" if start > line.title else ""


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
    nearby = max(0, start - _LONGEST_QUOTE)
    return line.rfind("“", nearby, start) > line.rfind("”", nearby, start)
