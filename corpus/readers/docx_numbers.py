"""Writes the numbers that Word draws by itself into the paragraphs: 一、 typed by a person is often kept as automatic numbering.

mammoth gives such paragraphs as items of a list without their numbers, and a paper would lose its headings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from corpus.numerals import han

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
_HAN = (
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "ideographTraditional",
    "japaneseCounting",
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered; `text` is such as `（%1）`."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class _List:
    """A list's levels and how far each has counted; 0 where it has not begun."""

    levels: dict[int, _Level]
    counts: list[int] = field(default_factory=lambda: [0] * _LEVELS)

    def next_label(self, depth: int) -> str:
        """Return the label of the next paragraph of a level; empty for bullets."""
        level = self.levels.get(depth)
        if level is None or level.form in ("bullet", "none"):
            return ""
        self.counts[depth] = self.counts[depth] + 1 if self.counts[depth] else level.start
        self.counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)
        return re.sub(r"%([1-9])", lambda found: self._number(int(found[1]) - 1), level.text)

    def _number(self, depth: int) -> str:
        level = self.levels.get(depth)
        return _FORMS.get(level.form, str)(self.counts[depth] or level.start) if level else ""


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else str(number)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_HAN, han),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}


def with_numbers(data: bytes) -> bytes:
    """Return a .docx file whose automatic numbers are text; bullets stay as they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    if "word/numbering.xml" not in parts:
        return data
    lists = dict(_lists(_parsed(parts["word/numbering.xml"])))
    styles = dict(_numbered_styles(_parsed(parts["word/styles.xml"]))) if "word/styles.xml" in parts else {}
    body = _parsed(parts["word/document.xml"])
    for paragraph in body.iter(_name("p")):
        _write_number(paragraph, lists, styles)
    parts["word/document.xml"] = etree.tostring(body, encoding="utf-8", xml_declaration=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _parsed(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(**_PARSER))


def _name(tag: str) -> str:
    return f"{{{_W}}}{tag}"


def _value(element: Any, *path: str) -> str:
    """Return the value of a descendant's w:val, empty where there is none."""
    found = element.find("/".join(_name(tag) for tag in path)) if element is not None else None
    return found.get(_name("val")) or "" if found is not None else ""


def _count(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else default


def _lists(root: Any) -> Iterator[tuple[str, _List]]:
    """Yield (number id, list); ids of one definition count on together, unless one starts anew."""
    shared = {tag.get(_name("abstractNumId")): _List(dict(_levels(tag))) for tag in root.iter(_name("abstractNum"))}
    for tag in root.iter(_name("num")):
        found = shared.get(_value(tag, "abstractNumId"))
        if found is None:
            continue
        restarted = {
            _count(over.get(_name("ilvl")) or "", 0): _count(start, 1)
            for over in tag.iter(_name("lvlOverride"))
            if (start := _value(over, "startOverride"))
        }
        if restarted:
            levels = {
                depth: _Level(level.form, level.text, restarted.get(depth, level.start))
                for depth, level in found.levels.items()
            }
            found = _List(levels)
        yield tag.get(_name("numId")), found


def _levels(definition: Any) -> Iterator[tuple[int, _Level]]:
    for tag in definition.iter(_name("lvl")):
        depth = _count(tag.get(_name("ilvl")) or "", 0)
        if depth < _LEVELS:
            start = _count(_value(tag, "start"), 1)
            yield depth, _Level(_value(tag, "numFmt") or "decimal", _value(tag, "lvlText"), start)


def _numbered_styles(root: Any) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield (style, (number id, level)) of paragraph styles that number by themselves."""
    for style in root.iter(_name("style")):
        if number := _value(style, "pPr", "numPr", "numId"):
            yield style.get(_name("styleId")), (number, _count(_value(style, "pPr", "numPr", "ilvl"), 0))


def _write_number(paragraph: Any, lists: dict[str, _List], styles: dict[str, tuple[str, int]]) -> None:
    properties = paragraph.find(_name("pPr"))
    if properties is None:
        return
    number, depth = styles.get(_value(properties, "pStyle"), ("", 0))
    own = properties.find(_name("numPr"))
    number = _value(own, "numId") or number
    depth = _count(_value(own, "ilvl"), depth)
    found = lists.get(number)
    if found is None or depth >= _LEVELS or not _has_text(paragraph) or not (label := found.next_label(depth)):
        return
    if own is not None:
        properties.remove(own)
    own = etree.SubElement(properties, _name("numPr"))
    for tag in ("ilvl", "numId"):  # list 0 is none
        etree.SubElement(own, _name(tag)).set(_name("val"), "0")
    run = etree.Element(_name("r"))
    etree.SubElement(run, _name("t")).text = label
    properties.addnext(run)


def _has_text(paragraph: Any) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(_name("t")))
