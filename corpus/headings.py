"""Finds the headings of a part: numbered, inside paragraphs (一是 …), unnumbered on their own line, bold lead-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from corpus.characters import ends_sentence
from corpus.dates import is_date_line
from corpus.labels import CLASSES, Label, label_of, number
from corpus.paragraphs import Paragraph

_POINT = next(style for style in CLASSES if style.name == "point")
_INSIDE = re.compile(rf"(?:^|(?<=[。！？；：…”）]))({_POINT.pattern.pattern})([^。；！？：\n]{{2,45}})。")
_SENTENCE_END = re.compile(r"[。！？；]")
_COLON_TITLE = re.compile(r"[^。，；：]{2,20}[:：](?=.)")
_YEARS_OF_WORK = re.compile(r"^(?:[^，。]{2,10}，)?我们(?=.)")
_CLOSING = re.compile(r"(?:同志们|各位代表|各位委员|谢谢|特此|以上|今年是|今年，|此致|敬礼|让我们|专此|妥否|当否)")
_LONGEST_TITLE = 50
_LONGEST_LINE = 42
_LONGEST_LEAD = 34
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,6}条")
_ARTICLE_RANK = 45
_ANNEXES = re.compile(r"附件?\s*[:：]")
_DASH = "—―－"
_LEAST_LEADS = 2
_SHORT_LEAD = 0.35
LINE_RANK = 35.0
YEARS_RANK = 46.0
SENTENCE_RANK = 85.0
LEAD_RANK = 90.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading before levels are given. `rank` orders ways of numbering; `inline` if its text goes on in the line."""

    start: int
    end: int
    label: str
    title: str
    rank: float
    style: str
    number: int = 0
    inline: bool = False


def find_headings(lines: Sequence[Paragraph]) -> list[Heading]:
    """Return the headings of a part's body in order of the text."""
    found: list[Heading] = []
    items = _items(lines)
    for i, line in enumerate(lines):
        if line.kind == "table_row" or line.index in items:
            continue
        follower = lines[i + 1] if i + 1 < len(lines) else None
        above = len(found)
        label = label_of(line.text)
        if label and label.style.inside:
            label = None
        if label:
            found += _numbered(line, label, follower)
        elif line.kind in ("heading", "title"):
            found.append(
                Heading(line.start, line.end, "", line.text.rstrip("。"), LINE_RANK, "styled", line.level or 0)
            )
        elif _is_heading_line(lines, i):
            found.append(Heading(line.start, line.end, "", line.text, LINE_RANK, "line"))
        else:
            found += _sentences_alone(line, follower)
        end = max((heading.end for heading in found[above:]), default=line.start)
        found += (point for point in _points(line) if point.start >= end)  # what a heading says has no headings inside
    found = _without_strays(found)
    found += _leads(lines, found)
    return sorted(found, key=lambda heading: heading.start)


def _items(lines: Sequence[Paragraph]) -> set[int]:
    """Return the lines that are items of a list: under articles, after 附件：, and after an item that ends with ；."""
    articles = sum(1 for line in lines if line.text.startswith("第") and _ARTICLE.match(line.text))
    found: set[int] = set()
    in_annexes = False
    last = ""
    for line in lines:
        label = label_of(line.text)
        in_annexes = _ANNEXES.match(line.text) is not None or (in_annexes and label is not None)
        is_item = articles > 1 or in_annexes or last.endswith(("；", ";"))
        if is_item and label and label.style.rank > _ARTICLE_RANK and not label.style.inside:
            found.add(line.index)
        last = line.text
    return found


def _numbered(line: Paragraph, label: Label, follower: Paragraph | None) -> Iterator[Heading]:
    """A label makes a heading if a short title follows it; articles of a regulation need no title."""
    style, text = label.style, line.text
    base = Heading(line.start, line.end, label.text, "", style.rank, style.name, label.number)
    end = _SENTENCE_END.search(text, label.end)
    if style.name == "article":
        yield replace(base, end=line.start + label.end, inline=True)
    elif end is None:
        title = text[label.end :].rstrip("：:")
        if 0 < len(title) <= _LONGEST_TITLE:
            yield replace(base, title=title)
        elif colon := _COLON_TITLE.match(text, label.end):
            yield replace(base, end=line.start + colon.end(), title=colon[0][:-1], inline=True)
    elif end[0] == "。" and end.start() - label.end <= _LONGEST_TITLE and (follower or end.end() < len(text)):
        inline = end.end() < len(text)
        yield replace(base, end=line.start + end.end(), title=text[label.end : end.start()], inline=inline)
    elif colon := _COLON_TITLE.match(text, label.end):
        yield replace(base, end=line.start + colon.end(), title=colon[0][:-1], inline=True)


def _points(line: Paragraph) -> Iterator[Heading]:
    """一是…。二是…。 within a paragraph: a short first sentence, then its text."""
    if "是" not in line.text and "要" not in line.text:
        return
    for match in _INSIDE.finditer(line.text):
        if match.end() < len(line.text) and _POINT.pattern.match(line.text, match.end()):
            continue
        yield Heading(
            line.start + match.start(),
            line.start + match.end(),
            match[1],
            match[3],
            _POINT.rank,
            "point",
            number(match[2]),
            inline=match.end() < len(line.text),
        )


def _without_strays(found: Sequence[Heading]) -> list[Heading]:
    """Points count up from one; a 三是 without 二是 before it may still head an excerpt's paragraph on its own line."""
    kept: list[Heading] = []
    last = 0
    for heading in found:
        if heading.style == "point":
            if heading.inline and heading.number not in (1, last + 1):
                continue
            last = heading.number
        kept.append(heading)
    return kept


def _is_heading_line(lines: Sequence[Paragraph], i: int) -> bool:
    """A short line without an end mark that stands before text, alone: two in a row are a list or a signature."""
    line = lines[i]
    if not _may_be_line(line) or i + 1 >= len(lines) or is_date_line(lines[i + 1].text):
        return False
    follower = lines[i + 1]
    if i and _may_be_line(lines[i - 1]) and not label_of(lines[i - 1].text):
        return False
    label = label_of(follower.text)
    return label.number == 1 if label else not _may_be_line(follower)


def _may_be_line(line: Paragraph) -> bool:
    text = line.text
    if (
        len(text) > _LONGEST_LINE
        or ends_sentence(text)
        or is_date_line(text)
        or line.kind in ("table_row", "list_item")
    ):
        return False
    return not any(mark in text for mark in "。；：\t") and not text.startswith(("附", "（", "("))


def _sentences_alone(line: Paragraph, follower: Paragraph | None) -> Iterator[Heading]:
    """One or two short sentences alone on a line before a long paragraph: 创新能力显著增强。"""
    text = line.text
    if follower is None or len(text) > 2 * _LONGEST_LEAD or not text.endswith("。") or len(follower.text) < 60:
        return
    if _CLOSING.match(text) or "：" in text or label_of(text) or text.count("。") > 2:
        return
    position = 0
    for sentence in text[:-1].split("。"):
        prefix = _YEARS_OF_WORK.match(sentence)
        if len(sentence) > (45 if prefix else _LONGEST_LEAD) or (not prefix and sentence.count("，") > 1):
            return
        start, end = line.start + position, line.start + position + len(sentence) + 1
        title = sentence[prefix.end() :] if prefix else sentence
        rank = YEARS_RANK if prefix else SENTENCE_RANK
        yield Heading(start, end, "", title, rank, "years" if prefix else "sentence", inline=False)
        position += len(sentence) + 1


def _leads(lines: Sequence[Paragraph], found: Sequence[Heading]) -> Iterator[Heading]:
    """Short first sentences of neighbouring paragraphs that are built alike; one alone is only a short sentence."""
    taken = {heading.start for heading in found}
    run: list[tuple[Heading, int]] = []
    for line in lines:
        lead = _lead(line) if line.start not in taken else None
        if lead:
            run.append((lead, len(line.text)))
            continue
        yield from _alike(run)
        run = []
    yield from _alike(run)


def _alike(run: Sequence[tuple[Heading, int]]) -> Iterator[Heading]:
    """Yield the leads of a run whose paragraphs are about as long as the others and start with a dash as they do."""
    if len(run) < _LEAST_LEADS:
        return
    usual = median(length for _, length in run)
    dashed = 2 * sum(1 for lead, _ in run if lead.label) >= len(run)
    kept = [lead for lead, length in run if length > _SHORT_LEAD * usual and bool(lead.label) == dashed]
    if len(kept) >= _LEAST_LEADS:
        yield from (replace(lead, label="") for lead in kept)


def _lead(line: Paragraph) -> Heading | None:
    """Return the short first sentence of a paragraph, with the dash before it as its label for the time being."""
    text = line.text
    end = text.find("。")
    if not 5 <= end <= _LONGEST_LEAD or len(text) < end + 40 or line.kind == "list_item":
        return None
    title = text[:end].lstrip(_DASH)
    if any(mark in title for mark in "，：") or any(c.isdigit() for c in title) or _CLOSING.match(title):
        return None
    label = text[: end - len(title)]
    return Heading(line.start, line.start + end + 1, label, title, LEAD_RANK, "lead", inline=True)
