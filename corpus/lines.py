"""Lines become paragraphs: blank lines and page numbers go, lines broken inside a sentence are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.characters import CJK, ends_sentence
from corpus.documents import Block
from corpus.edits import Edit

_PAGE_NUMBER = re.compile(r"[-—–－·•\s]*(?:第\s*)?\d{1,4}\s*(?:页\s*)?(?:[,，/]?\s*共\s*\d+\s*页)?[-—–－·•\s]*")
_RULE_LINE = re.compile(r"(?:[-—–_=~*·.]\s*){3,}")
_TRAILING_PAGE = re.compile(r"(?<=[。！？；”）])\s?\d{1,3}$")
_NUMERAL = "[〇零一二三四五六七八九十百两]"
_STARTS_ANEW = re.compile(
    rf"[（(]?{_NUMERAL}{{1,4}}[、）)．]|{_NUMERAL}{{1,3}}[是要]|第{_NUMERAL}{{1,5}}[编章节条款]|第\d+[章节条]|"
    r"[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|附[件录表]|专栏\d|注释|名词解释|——|[［\[]\d+[］\]]|"
    r"[●■◆★▲]|(?:尊敬的)?各位.{2,24}[：:]$"
)
_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_FIELD = re.compile(rf"[{CJK}]{{2,8}}[：:]")
_NEVER_STARTS = re.compile("[，。、；：！？）》”’】〕％%‰]|[了着的地得和与及]")
_NEVER_ENDS = re.compile(r"[，、（《“‘〈的和与及在对为以将把向从由被使让并或]$")
_STANDS_ALONE = re.compile(
    rf"(?:（?\(?(?:19|20|二[〇○0])[\d{CJK}〇○]{{1,3}}年.{{1,8}}[日月]?\)?）?|.*(?:文件|号|同志|主任|主席|书记|省长|市长))$"
)
_SUBTITLE = re.compile(r"^——")
_SUBTITLE_CLOSED = re.compile(r"(?:上|报告|讲话|发言|致辞|纪实|总结|意见|方案|计划|规划)[）)]?$")
_SOLID = frozenset(("heading", "title", "table_row", "caption", "footnote"))
_BODY_LENGTH = 24
_LONG_HEADING = 45


def line_edits(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Return the edits that leave one paragraph a line. `blocks` names the block of each line."""
    paragraph = ""
    last_end = -1
    last_block: Block | None = None
    for start, whole, block in _lines(text, blocks):
        end = start + len(whole)
        line = _without_page_number(whole, block)
        if len(line) < len(whole):
            yield Edit(start + len(line), end, "", "page_number" if any(map(str.isdigit, whole)) else "rule_line")
        if not line:
            continue
        if last_block is not None and _continues(paragraph, line, last_block, block):
            yield Edit(last_end, start, _glue(paragraph, line), "line_join")
            paragraph += line
        else:
            yield from _break(last_end, start, last_block is None)
            paragraph = line
        last_end, last_block = end, block
    if last_end < len(text):
        yield Edit(max(last_end, 0), len(text), "")


def _without_page_number(line: str, block: Block) -> str:
    """Return a line without the page number in it; nothing where it is only that.

    Only lines of text and pages have page numbers, paragraphs of Word and of web pages do not.
    """
    if _RULE_LINE.fullmatch(line):
        return ""
    if block.kind != "line":
        return line
    if len(line) <= 16 and _PAGE_NUMBER.fullmatch(line):
        bare = line.strip("-—–－·• ")
        return "" if len(bare) <= 3 or not bare.isdigit() or len(bare) < len(line) else line
    return _TRAILING_PAGE.sub("", line) if len(line) > _BODY_LENGTH else line


def _lines(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, str, Block]]:
    position = 0
    for line, block in zip(text.split("\n"), blocks, strict=True):
        if line:
            yield position, line, block
        position += len(line) + 1


def _break(last_end: int, start: int, is_first: bool) -> Iterator[Edit]:
    if is_first and start:
        yield Edit(0, start, "")
    elif not is_first and start - last_end > 1:
        yield Edit(last_end, start, "\n")


def _glue(paragraph: str, line: str) -> str:
    """English words keep a space between them."""
    both = paragraph[-1:] + line[:1]
    return " " if both.isascii() and (both.isalpha() or both[:1] in ",.;") and len(both) == 2 else ""


def _continues(paragraph: str, line: str, last: Block, block: Block) -> bool:
    """Tell whether a line goes on with the sentence of the paragraph before it."""
    if last.kind in _SOLID or block.kind in _SOLID or block.kind == "list_item":
        return False
    if _is_open(paragraph, line):
        return True
    if ends_sentence(paragraph) or _STARTS_ANEW.match(line) or (_FIELD.match(paragraph) and _FIELD.match(line)):
        return False
    if _NEVER_STARTS.match(line):
        return True
    if _SUBTITLE.match(paragraph):
        return not _SUBTITLE_CLOSED.search(paragraph) and " " not in line
    return _is_unfinished(paragraph)


def _is_unfinished(paragraph: str) -> bool:
    """Running text that stops in mid-sentence, not a title, a date or a name on its own line."""
    longest_heading = _LONG_HEADING if _STARTS_ANEW.match(paragraph) else _BODY_LENGTH
    if len(paragraph) > longest_heading and _NEVER_ENDS.search(paragraph):
        return True
    if _STANDS_ALONE.match(paragraph):
        return False
    outside = _REMARK.sub("", paragraph)
    return "。" in outside or "！" in outside or ("，" in outside and len(outside) > longest_heading)


def _is_open(paragraph: str, line: str) -> bool:
    """Tell whether a book title or bracket was opened and the next line closes it."""
    for opener, closer in ("《》", "（）"):
        opened = paragraph.rfind(opener)
        if opened > paragraph.rfind(closer) and len(paragraph) - opened < 60:
            closing = line.find(closer)
            return 0 <= closing < 60 and (line.find(opener) < 0 or closing < line.find(opener))
    return False
