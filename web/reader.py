"""A document as it reads: paragraphs with headings, marked entities, lit evidence and repaired places."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from markupsafe import Markup, escape

from corpus.documents import Document, Repair, Section
from search.marks import Mark
from web.addresses import entity_path
from web.vocabulary import repair_label

T = TypeVar("T")
BlockKind = Literal[
    "letterhead", "paragraph", "heading", "title", "address", "signature", "date", "glossary", "table_row"
]
_ALONE: dict[str, BlockKind] = {
    "title": "title",
    "address": "address",
    "signature": "signature",
    "date": "date",
    "glossary": "glossary",
    "table_row": "table_row",
}


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph of a page.

    Attributes:
        level: That of a heading, 0 elsewhere.
        anchor: Set where something begins.
        page: The page of the original that begins with it, 0 elsewhere.
    """

    kind: BlockKind
    level: int
    anchor: str
    start: int
    page: int
    html: Markup


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline: a part (level 0) or a heading."""

    level: int
    anchor: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies over the text: marks, evidence to light, and the IRIs that have a definition to pop up."""

    marks: tuple[Mark, ...] = ()
    evidence: tuple[int, int] | None = None
    defined: Mapping[str, str] | None = None


def outline(document: Document) -> tuple[OutlineEntry, ...]:
    """Return the parts and headings of a document in order of the text."""
    entries = [(part.start, -1, OutlineEntry(0, f"p{part.index}", "", part.title)) for part in document.parts]
    entries += [
        (section.start, section.index, OutlineEntry(section.level, f"s{section.index}", section.label, section.title))
        for section in document.sections
    ]
    return tuple(entry for _start, _index, entry in sorted(entries, key=lambda item: item[:2]))


def blocks(document: Document, layer: Layer) -> Iterator[TextBlock]:
    """Return the paragraphs of a document with everything that lies over them."""
    parts = {part.start: f"p{part.index}" for part in document.parts}
    sections = {section.start: section for section in document.sections}
    painter = _Painter(document, layer)
    last_page = 0
    first_title = next((sentence.start for sentence in document.sentences if sentence.kind == "title"), 0)
    for start, end in _lines(document.text):
        section = sections.get(start)
        is_heading = section is not None and section.heading_end >= end
        kind = "heading" if is_heading else "letterhead" if start < first_title else _kind(document, start)
        anchor = parts.get(start, "")
        if section and is_heading and not anchor:
            anchor = f"s{section.index}"
        level = section.level if section and is_heading else 0
        page, _ = document.offsets.locate(start)
        turned, last_page = page if page > last_page else 0, max(page, last_page)
        yield TextBlock(kind, level, anchor, start, turned, painter.paint(start, end, is_heading=is_heading))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Return the offsets of the lines without the white space around them; blank lines fall out."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped)
            yield start, start + len(stripped)
        position += len(line) + 1


def _kind(document: Document, start: int) -> BlockKind:
    sentence = document.sentence_at(start)
    return _ALONE.get(sentence.kind, "paragraph") if sentence else "paragraph"


class _Painter:
    """Writes spans of the text as HTML. Links stay whole; light and repairs lie within them."""

    def __init__(self, document: Document, layer: Layer) -> None:
        self.text = document.text
        self.marks = tuple(_apart(layer.marks))
        self.starts = [mark.start for mark in self.marks]
        self.evidence = layer.evidence
        self.defined = layer.defined or {}
        self.lead_ins = [section for section in document.sections if section.heading_end > section.start]
        self.lead_starts = [section.start for section in self.lead_ins]
        self.repairs = [repair for repair in document.repairs if _is_worth_showing(repair)]
        self.repair_starts = [repair.start for repair in self.repairs]
        self._is_lit_begun = False

    def paint(self, start: int, end: int, *, is_heading: bool) -> Markup:
        leads = [] if is_heading else _within(self.lead_ins, self.lead_starts, start, end)
        out: list[Markup] = []
        position = start
        for mark in _within(self.marks, self.starts, start, end):
            if mark.start < position or mark.end > end:
                continue
            out.append(self._plain(position, mark.start, leads))
            out.append(self._link(mark, leads))
            position = mark.end
        out.append(self._plain(position, end, leads))
        return Markup("").join(out)

    def _link(self, mark: Mark, leads: list[Section]) -> Markup:
        inner = self._plain(mark.start, mark.end, leads)
        term = self.defined.get(mark.iri)
        attributes = Markup(' data-term="{}"').format(term) if term else Markup("")
        return Markup('<a class="m t-{}" href="{}"{}>{}</a>').format(
            mark.type, entity_path(mark.iri), attributes, inner
        )

    def _plain(self, start: int, end: int, leads: list[Section]) -> Markup:
        """Return a span cut wherever light, a lead-in or a repair begins or ends."""
        if start >= end:
            return Markup("")
        repairs = _within(self.repairs, self.repair_starts, start, end)
        cuts = {start, end}
        spans = [(lead.start, lead.heading_end) for lead in leads] + [(fix.start, fix.end) for fix in repairs]
        if self.evidence:
            spans.append(self.evidence)
        cuts.update(cut for span in spans for cut in span if start < cut < end)
        ordered = sorted(cuts)
        return Markup("").join(self._piece(a, b, leads, repairs) for a, b in itertools.pairwise(ordered))

    def _piece(self, start: int, end: int, leads: list[Section], repairs: list[Repair]) -> Markup:
        html = escape(self.text[start:end])
        for fix in repairs:
            if fix.start <= start and end <= max(fix.end, fix.start + 1):
                kind, note = ("doubt", repair_label(fix.kind)) if fix.is_doubt else ("fix", fix.before.strip() or "␣")
                html = Markup('<span class="{}" title="{}">{}</span>').format(kind, note, html)
                break
        lead = next((lead for lead in leads if lead.start <= start and end <= lead.heading_end), None)
        if lead:
            anchor = Markup(' id="s{}"').format(lead.index) if lead.start == start else Markup("")
            html = Markup("<strong{}>{}</strong>").format(anchor, html)
        if self.evidence and self.evidence[0] <= start and end <= self.evidence[1]:
            anchor = Markup("") if self._is_lit_begun else Markup(' id="lit"')
            self._is_lit_begun = True
            html = Markup("<mark{}>{}</mark>").format(anchor, html)
        return html


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Return the marks that do not overlap an earlier or longer one: links cannot lie in links."""
    position = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start >= position:
            yield mark
            position = mark.end


def _within(items: Sequence[T], starts: list[int], start: int, end: int) -> list[T]:
    """Return the items that start in a span, by the ascending starts of all."""
    return list(items[bisect_left(starts, start) : bisect_left(starts, end)])


def _is_worth_showing(repair: Repair) -> bool:
    """Return whether a repair is a doubt or changed something that a reader would see, more than white space."""
    return repair.is_doubt or (
        repair.end > repair.start and "".join(repair.before.split()) != "".join(repair.after.split())
    )
