"""The values that flow from files to documents: frozen and self-checking.

Every offset counts code points of `Document.text`, half-open. `OffsetMap` is the only way back to the file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, NamedTuple

BlockKind = Literal["paragraph", "heading", "title", "list_item", "table_row", "line", "footnote", "caption"]
PartKind = Literal["notice", "speech", "report", "glossary", "plan", "regulation", "letter", "announcement", "text"]
Region = tuple[float, float, float, float]
"""(left, top, right, bottom) as shares of the page's width and height, from its upper left corner."""
Doubtful = tuple[int, int, float]
"""(start, end, confidence) of a place in a block's text that was recognised with little confidence."""
SentenceKind = Literal["sentence", "heading", "title", "address", "signature", "date", "glossary", "table_row"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: its bytes never change after this point."""

    name: str
    data: bytes
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a file's layout: a paragraph, a table row, a line of a page.

    Attributes:
        page: Page number from 1, or None where the format has no pages.
        level: Heading level from 1, or None.
        confidence: Recognition confidence in [0, 1]; 1.0 unless it came from a scan.
        region: Where it stands on its page; None where the format has no pages or does not say.
        doubtful: The places whose confidence is under the threshold.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    level: int | None = None
    confidence: float = 1.0
    region: Region | None = None
    doubtful: tuple[Doubtful, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """What a reader gives: the blocks in reading order. `text` joins them with line breaks."""

    blocks: tuple[Block, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the string that source offsets count."""
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Repair:
    """A place where the text differs from the file, or where the file is doubtful but was left alone.

    Attributes:
        start: Offset in `Document.text`.
        end: End offset; equal to start where something was only taken out.
        kind: Name of the cleaning rule.
        before: What the file had.
        after: What the text has; equal to `before` for a doubt.
    """

    start: int
    end: int
    kind: str
    before: str
    after: str

    @property
    def is_doubt(self) -> bool:
        """Return whether the place was left as it stands in the file."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads an offset of the clean text back to the source text.

    Attributes:
        clean: Ascending starts of segments in the clean text; the first is 0.
        source: Start of the same segment in `SourceText.text`. Within a segment both run in step.
        blocks: Ascending source offsets at which blocks start.
        pages: Page of each block, 0 where the format has none.
        regions: Place of each block on its page, None where unknown; empty where no block has one.
    """

    clean: tuple[int, ...]
    source: tuple[int, ...]
    blocks: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    regions: tuple[Region | None, ...] = ()

    def __post_init__(self) -> None:
        if len(self.clean) != len(self.source) or len(self.blocks) != len(self.pages):
            raise ValueError("an OffsetMap needs as many source starts as clean starts, and a page for each block")
        if self.regions and len(self.regions) != len(self.blocks):
            raise ValueError("an OffsetMap needs a region or None for each block")

    def to_source(self, offset: int) -> int:
        """Return the source offset of a clean offset."""
        if not self.clean:
            return offset
        i = max(bisect_right(self.clean, offset) - 1, 0)
        return self.source[i] + offset - self.clean[i]

    def locate(self, offset: int) -> tuple[int, int]:
        """Return (page, paragraph) of a clean offset; the page is 0 without pages, paragraphs count from 1."""
        if not self.blocks:
            return 0, 0
        i = self._block(offset)
        return self.pages[i], i + 1

    def regions_of(self, start: int, end: int) -> tuple[tuple[int, Region], ...]:
        """Return (page, region) of the blocks that a span of the clean text stands in; empty without regions."""
        if not self.regions:
            return ()
        held = range(self._block(start), self._block(max(start, end - 1)) + 1)
        return tuple((self.pages[i], region) for i in held if (region := self.regions[i]) is not None)

    def _block(self, offset: int) -> int:
        return max(bisect_right(self.blocks, self.to_source(offset)) - 1, 0)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> OffsetMap:
        """Return the map of a JSON form, in which tuples are lists."""
        regions = tuple(region and _region(region) for region in data.get("regions", ()))
        return cls(**{key: tuple(data[key]) for key in ("clean", "source", "blocks", "pages")}, regions=regions)


def _region(numbers: Sequence[float]) -> Region:
    left, top, right, bottom = numbers
    return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document with an author and a date of its own: notice, speech, report, glossary."""

    index: int
    kind: PartKind
    title: str
    start: int
    end: int
    subtitle: str = ""
    speaker: str = ""
    post: str = ""
    date: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `level` 1 is the topmost; `parent` is an index into the sections.

    `start` is where the heading starts, `end` where the section's last sentence ends. `heading_end` closes the heading.
    """

    index: int
    part: int
    level: int
    label: str
    title: str
    start: int
    heading_end: int
    end: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading, glossary entry or address line. `section` is the innermost one."""

    index: int
    start: int
    end: int
    part: int
    section: int | None
    kind: SentenceKind = "sentence"


@dataclass(frozen=True, slots=True)
class OfficialMarks:
    """What stands around the text of an official paper (GB/T 9704-2012); what a paper does not have is empty.

    Attributes:
        copy_number: 份号, six digits.
        security: 密级和保密期限, as 秘密★1年.
        urgency: 紧急程度.
        signers: 签发人 of a paper to a superior body.
        annexes: Titles in the 附件说明.
        copied_to: 抄送机关.
        printed_by: 印发机关.
        printed_on: 印发日期, ISO.
    """

    copy_number: str = ""
    security: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> OfficialMarks:
        """Return the marks of a JSON form, in which tuples are lists."""
        values: dict[str, Any] = {key: value if isinstance(value, str) else tuple(value) for key, value in data.items()}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as everything downstream sees it; `text` never changes after ingest.

    Attributes:
        id: First 16 hexadecimal digits of the file's SHA-256.
        date: ISO date, "YYYY-MM", "YYYY" or empty.
        label: Who may see it: 公开, 内部 or the name of a group.
    """

    id: str
    title: str
    text: str
    source_name: str
    media_type: str
    doc_number: str = ""
    issuer: str = ""
    recipients: tuple[str, ...] = ()
    date: str = ""
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[str, ...] = ()
    offsets: OffsetMap = field(default_factory=lambda: OffsetMap((0,), (0,)))
    label: str = "公开"
    marks: OfficialMarks = field(default_factory=OfficialMarks)

    def __post_init__(self) -> None:
        size = len(self.text)
        spans: tuple[Part | Section | Sentence | Repair, ...] = (
            *self.parts,
            *self.sections,
            *self.sentences,
            *self.repairs,
        )
        for span in spans:
            if not 0 <= span.start <= span.end <= size:
                raise ValueError(f"{type(span).__name__} [{span.start}, {span.end}) lies outside the text of {size}")

    @property
    def year(self) -> int | None:
        """Return the year of the date, or None."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None

    def quote(self, start: int, end: int) -> str:
        """Return the exact text of a span."""
        return self.text[start:end]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds an offset, or None between sentences."""
        i = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None

    def part_at(self, offset: int) -> Part | None:
        """Return the part that holds an offset, or None."""
        return next((part for part in self.parts if part.start <= offset < part.end), None)

    def section_path(self, section: int | None) -> tuple[str, ...]:
        """Return the headings from the topmost down to a section, each as label + title."""
        path: list[str] = []
        while section is not None:
            current = self.sections[section]
            path.append(current.label + current.title)
            section = current.parent
        return tuple(reversed(path))

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Document:
        """Return the document of `to_dict`."""
        values = dict(data)
        values["recipients"] = tuple(values["recipients"])
        values["doubts"] = tuple(values["doubts"])
        for name, kind in (("parts", Part), ("sections", Section), ("sentences", Sentence), ("repairs", Repair)):
            values[name] = tuple(kind(**item) for item in values[name])
        values["offsets"] = OffsetMap.from_dict(values["offsets"])
        values["marks"] = OfficialMarks.from_dict(values.get("marks", {}))
        return cls(**values)


class DocumentMeta(NamedTuple):
    """What lists show of a document, and where its parts are kept. `change` is the number of its last change.

    Every program that opens a library makes one for each of its documents: a tuple takes a fifth of the time.
    """

    id: str
    title: str
    source_name: str
    media_type: str
    date: str
    issuer: str
    label: str
    characters: int
    change: int
    source_key: str = ""
    source_blob: str = ""
    document_blob: str = ""
    extraction_blob: str = ""
    extraction_version: str = ""

    @property
    def year(self) -> int | None:
        """Return the year of the date, or None."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None

    @property
    def blobs(self) -> tuple[str, str, str]:
        """Return the names of the files that it is kept in: original, document, extraction."""
        return self.source_blob, self.document_blob, self.extraction_blob

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return self._asdict()
