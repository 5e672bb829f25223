"""Cuts a document into parts with an author and a date of their own: notice, speech, report, annexes, glossary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import is_date_line
from corpus.documents import PartKind
from corpus.fronts import Front, is_front_line, read_front
from corpus.genres import genre
from corpus.labels import label_of
from corpus.letters import signature
from corpus.paragraphs import Paragraph
from corpus.tables import words

SALUTATION = re.compile(r"(?:尊敬的)?(?:各位|同志们|女士们|先生们|朋友们|老师们|同学们|代表们|委员们).{0,40}[:：]")
_ANNEX = re.compile(r"附\s*[件录]\s*[一二三四五六七八九十\d]*\s*[:：]?")
_OUTLINE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]{1,4}[编章节条部]|[（(][一二三四五六七八九十]{1,3}[）)]|目\s*录$"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,5}条")
_REMARK = re.compile(r"[（(].*[）)]|(?:抄送|主题词|印发|联系人|联系电话)[:：].*|.{4,30}\d{4}年\d{1,2}月\d{1,2}日印发")
# What a glossary's heading says besides: of which paper, in which order.
_OF_PAPER = re.compile(
    r"^(?:《[^》]{2,40}》|[^，。；《》]{0,20}(?:报告|纲要|规划|计划|要点))(?:中|的|中的|里的|涉及的?)?"
)
_AND_MORE = re.compile(r"(?:[及和与]其?(?:有关|相关)?说明|汇编|对照表)?(?:[（(][^）)]*[）)])?$")
_NOTE = re.compile(r"[［\[〔](\d{1,3})[］\]〕]\s*\S")
_LONGEST_HEADING = 50
_MAX_FRONT = 8
_MAX_LINES = 14


@dataclass(frozen=True, slots=True)
class PartLines:
    """A part as lines: `[first, last)` with the body from `body` on, and what its front says."""

    first: int
    body: int
    last: int
    kind: PartKind
    front: Front


def cut_parts(lines: Sequence[Paragraph]) -> tuple[PartLines, ...]:
    """Return the parts of a document in order; together they hold every line."""
    starts = {0: _after_front(lines, 0, len(lines))}
    for i, line in enumerate(lines):
        if SALUTATION.fullmatch(line.text):
            first = _front_of_speech(lines, i, floor=max(starts))
            if first is not None:
                starts[first] = i
        elif i <= max(starts):
            continue
        elif is_glossary_heading(line.text):
            starts[i - 1 if _ANNEX.fullmatch(lines[i - 1].text) else i] = i + 1
        elif _starts_annex(lines, i):
            starts[i] = _after_front(lines, i + 1, len(lines))
    starts |= _after_signatures(lines, starts)
    if (notes := _closing_notes(lines)) is not None and notes > max(starts.values()):
        starts[notes] = notes
    ordered = sorted(starts)
    ends = (*ordered[1:], len(lines))
    return tuple(_part(lines, first, starts[first], last) for first, last in zip(ordered, ends, strict=True))


def is_glossary_heading(text: str) -> bool:
    """Tell whether a line heads a list of terms: 名词解释, （名词注释）, 附件2：名词解释."""
    if len(text) > _LONGEST_HEADING:
        return False
    bare = _ANNEX.sub("", text, count=1) if text.startswith("附") else text
    bare = bare.replace(" ", "").strip("—:：")
    names = words("glossary_headings")
    return bare.strip("（）()【】") in names or _AND_MORE.sub("", _OF_PAPER.sub("", bare)).strip("（）()【】") in names


def _closing_notes(lines: Sequence[Paragraph]) -> int | None:
    """Return the line from which on a document is nothing but notes ［1］, ［2］, … without a heading; None without them."""
    numbered = [(i, int(found[1])) for i, line in enumerate(lines) if (found := _NOTE.match(line.text))]
    first = next((at for at in range(len(numbered) - 1, -1, -1) if numbered[at][1] == 1), None)
    if first is None or [number for _, number in numbered[first:]] != list(range(1, len(numbered) - first + 1)):
        return None
    return numbered[first][0] if len(numbered) - first > 1 else None


def _after_front(lines: Sequence[Paragraph], first: int, last: int) -> int:
    """Return the line after the front that starts at `first`; a numbered heading is never in a front."""
    end = first
    while end < last and end - first < _MAX_LINES and not _OUTLINE.match(lines[end].text):
        end += 1
    return first + read_front(lines[first:end]).length


def _front_of_speech(lines: Sequence[Paragraph], salutation: int, *, floor: int) -> int | None:
    """Walk back from a salutation to the title of its speech; None where it stands inside a part."""
    first = salutation
    while first > floor and salutation - first < _MAX_FRONT and is_front_line(lines[first - 1]):
        first -= 1
    dates = [i for i in range(first, salutation) if is_date_line(lines[i].text) and lines[i].text[0] not in "（("]
    for i in dates:
        if any(_is_title(line) for line in lines[i + 1 : salutation]):
            first = i + 1
    return first if any(_is_title(line) for line in lines[first:salutation]) else None


def _is_title(line: Paragraph) -> bool:
    return line.text.startswith("——") or genre(line.text) in ("speech", "report", "plan", "letter")


def _starts_annex(lines: Sequence[Paragraph], i: int) -> bool:
    """`附件1` alone on its line, and a title under it."""
    if not _ANNEX.fullmatch(lines[i].text) or i + 1 >= len(lines):
        return False
    title = lines[i + 1]
    return is_front_line(title) and not _OUTLINE.match(title.text) and label_of(title.text) is None


def _after_signatures(lines: Sequence[Paragraph], starts: dict[int, int]) -> dict[int, int]:
    """Return the starts of what is sent: the title under the signature of each part that has one."""
    found: dict[int, int] = {}
    ordered = sorted(starts)
    for first, last in zip(ordered, (*ordered[1:], len(lines)), strict=True):
        i = starts[first] + signature(lines[starts[first] : last])[3] if starts[first] < last else last
        while i < last and _REMARK.fullmatch(lines[i].text):
            i += 1
        if i < last - 1 and is_front_line(lines[i]) and not _OUTLINE.match(lines[i].text) and len(lines[i].text) > 3:
            found[i] = _after_front(lines, i, last)
    return found


def _part(lines: Sequence[Paragraph], first: int, body: int, last: int) -> PartLines:
    body = min(body, last)
    head = list(lines[first:body])
    if not head and first == body < last and _closing_notes(lines) == first:
        return PartLines(first, body, last, "glossary", Front())
    if head and is_glossary_heading(head[-1].text):
        front = Front(title=head[-1].text, title_start=head[-1].start, title_end=head[-1].end)
        return PartLines(first, body, last, "glossary", front)
    if head and _ANNEX.fullmatch(head[0].text):
        head = head[1:]
    front = read_front(head)
    return PartLines(first, body, last, _kind(front, lines[body:last]), front)


def _kind(front: Front, body: Sequence[Paragraph]) -> PartKind:
    named = genre(front.title) or genre(front.subtitle)
    if body and SALUTATION.fullmatch(body[0].text) and named not in ("report", "letter", "plan"):
        return "speech" if named or front.title else "report"
    if named:
        return named
    return "regulation" if sum(1 for line in body[:40] if _ARTICLE.match(line.text)) > 1 else "text"
