"""The marks around the text of an official paper by GB/T 9704-2012: those above it (7.2), its annexes, those at its end (7.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import CJK
from corpus.dates import DATE_TEXT, iso_date
from corpus.documents import OfficialMarks
from corpus.paragraphs import Paragraph

_COPY_NUMBER = re.compile(r"(?:份号\s*[:：]?\s*)?(\d{6})")
_SECURITY = re.compile(r"(?:密级\s*[:：]?\s*)?((?:绝密|机密|秘密)(?:\s*[★☆*]\s*(?:\d{1,2}(?:年|个月)|长期)?)?)")
_URGENCY = re.compile(r"(?:紧急程度\s*[:：]?\s*)?(特急|加急|平急|特提|急件)")
_SIGNERS = re.compile(r"签\s*发\s*人\s*[:：]\s*(.{2,60})")
_NAME = re.compile(rf"[{CJK}·]{{2,12}}")
_ANNEXES = re.compile(r"附\s*件\s*[:：]\s*(.*)")
_NUMBERED = re.compile(r"\d{1,2}\s*[.．、]\s*")
_COPIED = re.compile(r"(?:抄\s*送|主\s*送|抄\s*报)\s*[:：]\s*(.*)")
_PRINTED = re.compile(rf"(?P<body>[{CJK}（）()、 ]{{2,40}}?)\s*(?P<date>{DATE_TEXT})\s*印发")
_FIRST_LINES = 14
_MAX_COPIED_LINES = 8


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """The marks of a paper, and the numbers of the lines that are nothing else."""

    marks: OfficialMarks
    lines: frozenset[int]


def is_mark(text: str) -> bool:
    """Tell whether a line above the title is a mark of the paper: 000012, 秘密★1年, 特急, 签发人：许明远."""
    return any(mark.fullmatch(text) for mark in (_COPY_NUMBER, _SECURITY, _URGENCY, _SIGNERS))


def without_signers(text: str) -> str:
    """Return a line without the signers that stand beside the number: `云科协〔2031〕16号　签发人：许明远`."""
    return _SIGNERS.sub("", text).rstrip()


def official_marks(lines: Sequence[Paragraph], signature: int) -> FoundMarks:
    """Return the marks of a paper whose signature starts at a line; without a signature that is the number of lines."""
    top = [line.text for line in lines[:_FIRST_LINES]]
    annexes, annex_lines = _annexes(lines[:signature])
    copied, copied_lines = _copied(lines)
    printed = next((line for line in reversed(lines) if _PRINTED.fullmatch(line.text)), None)
    match = _PRINTED.fullmatch(printed.text) if printed else None
    marks = OfficialMarks(
        copy_number=_first(_COPY_NUMBER, top),
        security=_first(_SECURITY, top).replace(" ", ""),
        urgency=_first(_URGENCY, top),
        signers=_signers(top),
        annexes=annexes,
        copied_to=copied,
        printed_by=match["body"].strip() if match else "",
        printed_on=iso_date(match["date"]) if match else "",
    )
    return FoundMarks(marks, annex_lines | copied_lines | ({printed.index} if printed else frozenset()))


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((match[1] for text in texts if (match := pattern.fullmatch(text))), "")


def _signers(texts: Sequence[str]) -> tuple[str, ...]:
    """Return who signed; names stand apart, and one of two characters has a space inside: `许明远 沈 静`."""
    written = next((match[1] for text in texts if (match := _SIGNERS.search(text))), "")
    names: list[str] = []
    half = ""
    for piece in re.split(r"[\s、，,]+", written.strip()):
        if half or len(piece) > 1:
            names.append(half + piece)
            half = ""
        else:
            half = piece
    return tuple(name for name in names if _NAME.fullmatch(name))


def _annexes(lines: Sequence[Paragraph]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the titles after 附件： up to the signature; a line without a number goes on with the one before."""
    first = next((i for i in reversed(range(len(lines))) if _ANNEXES.fullmatch(lines[i].text)), None)
    if first is None or any("。" in line.text for line in lines[first:]):
        return (), frozenset()
    titles: list[str] = []
    for line in lines[first:]:
        match = _ANNEXES.fullmatch(line.text)
        text = match[1] if match else line.text
        numbered = _NUMBERED.match(text)
        if numbered or not titles:
            titles.append(text[numbered.end() :] if numbered else text)
        else:
            titles[-1] += text
    return tuple(title for title in titles if title), frozenset(line.index for line in lines[first:])


def _copied(lines: Sequence[Paragraph]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the bodies after 抄送：, which may run over lines up to a full stop."""
    for i, line in enumerate(lines):
        match = _COPIED.fullmatch(line.text)
        if not match or i < len(lines) // 3:
            continue
        text, used = match[1], {line.index}
        for after in lines[i + 1 : i + _MAX_COPIED_LINES]:
            if text.endswith("。") or _PRINTED.fullmatch(after.text):
                break
            text += after.text
            used.add(after.index)
        return tuple(name for name in re.split(r"[，、；。,\s]+", text) if name), frozenset(used)
    return (), frozenset()
