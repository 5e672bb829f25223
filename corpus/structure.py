"""Clean text becomes a document: parts, sections, sentences, and what the document says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from corpus.cleaning import CleanText
from corpus.dates import is_date_line, iso_date
from corpus.documents import Document, Part, Section, Sentence, SentenceKind, SourceFile, SourceText
from corpus.fronts import Front
from corpus.glossaries import entry_spans
from corpus.letters import government, host, meeting, recipients, signature, titled
from corpus.official_marks import official_marks
from corpus.outline import outline
from corpus.paragraphs import Paragraph, paragraphs
from corpus.parts import SALUTATION, PartLines, cut_parts
from corpus.sentences import sentence_spans

Span = tuple[int, int, SentenceKind]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a document says of itself."""

    title: str
    doc_number: str
    issuer: str
    recipients: tuple[str, ...]
    date: str


def structure(clean: CleanText, source: SourceText, file: SourceFile) -> Document:
    """Return the document of a clean text.

    Args:
        clean: The text with its way back.
        source: The blocks that the reader gave, for styles and metadata.
        file: The file, for name, hash and media type.
    """
    lines = paragraphs(clean, source)
    cut = cut_parts(lines) if lines else ()
    facts = _facts(cut, lines, dict(source.metadata), file.name)
    sections: list[Section] = []
    sentences: list[Sentence] = []
    parts = tuple(_part(i, part, lines, facts) for i, part in enumerate(cut))
    parts = _with_meeting(parts, cut, lines)
    found = official_marks(lines, _signature(lines, cut[0])[0] if cut else len(lines))
    for i, part in enumerate(cut):
        own = _outline(lines, part, i, len(sections))
        sections += own
        sentences += _sentences(_spans(clean.text, lines, part, own, found.lines), i, len(sentences), own)
    return Document(
        id=file.sha256[:16],
        title=facts.title,
        text=clean.text,
        source_name=file.name,
        media_type=file.media_type,
        doc_number=facts.doc_number,
        issuer=facts.issuer,
        recipients=facts.recipients,
        date=facts.date,
        parts=parts,
        sections=tuple(sections),
        sentences=tuple(sentences),
        repairs=clean.repairs,
        doubts=(*source.doubts, *clean.doubts),
        offsets=clean.offsets,
        marks=found.marks,
    )


def _facts(cut: Sequence[PartLines], lines: Sequence[Paragraph], metadata: dict[str, str], name: str) -> _Facts:
    """Signature first, then the front, then the letterhead, then the file's metadata."""
    if not cut:
        return _Facts(metadata.get("title") or PurePath(name).stem, "", "", (), "")
    front, body = cut[0].front, lines[cut[0].body : cut[0].last]
    signer, signed_on, *_ = signature(body)
    first_lines = "".join(line.text for line in body[:3])
    titles = (front.title, metadata.get("title"), *(part.front.title for part in cut[1:]), PurePath(name).stem)
    title = next(title for title in titles if title)
    return _Facts(
        title=title,
        doc_number=front.doc_number or metadata.get("doc_number", ""),
        issuer=signer
        or _named_issuer(front)
        or government(title, front, first_lines)
        or host(front.event)
        or titled(title)
        or metadata.get("issuer", ""),
        recipients=recipients(body),
        date=signed_on or front.date or iso_date(metadata.get("date", "")) or _first_date(cut),
    )


def _named_issuer(front: Front) -> str:
    return front.letterhead or front.adopter or front.signed


def _first_date(cut: Sequence[PartLines]) -> str:
    return next((part.front.date for part in cut if part.front.date), "")


def _part(index: int, part: PartLines, lines: Sequence[Paragraph], facts: _Facts) -> Part:
    front = part.front
    return Part(
        index=index,
        kind=part.kind,
        title=front.title or (facts.title if index == 0 else ""),
        start=lines[part.first].start,
        end=lines[part.last - 1].end,
        subtitle=front.subtitle,
        speaker=front.speaker,
        post=front.post,
        date=front.date or (facts.date if index == 0 else ""),
        event=front.event,
    )


def _with_meeting(parts: tuple[Part, ...], cut: Sequence[PartLines], lines: Sequence[Paragraph]) -> tuple[Part, ...]:
    """A notice that sends the papers of a meeting gives its full name; the papers name it in short."""
    if not cut or cut[0].kind not in ("notice", "letter", "announcement"):
        return parts
    name = meeting(lines[cut[0].body : cut[0].last])
    if not name:
        return parts
    return tuple(
        replace(part, event=name) if part.index == 0 or part.kind in ("speech", "report") else part for part in parts
    )


def _spans(
    text: str, lines: Sequence[Paragraph], part: PartLines, sections: Sequence[Section], aside: frozenset[int]
) -> Iterator[Span]:
    """Yield the spans of a part's sentences: its front, then its entries or its body with the signature."""
    yield from _front_spans(lines, part)
    if part.kind == "glossary":
        yield from ((start, end, "glossary") for start, end in entry_spans(lines[part.body : part.last]))
    else:
        yield from _body_spans(text, lines, part, sections, aside)


def _sentences(spans: Iterable[Span], part: int, first: int, sections: Sequence[Section]) -> Iterator[Sentence]:
    """Yield sentences with their innermost section."""
    walk = _SectionWalk(sections)
    for number, (start, end, kind) in enumerate(spans, start=first):
        yield Sentence(number, start, end, part, walk.innermost(start), kind)


class _SectionWalk:
    """Leads through sections in step with the text: each is asked for in ascending order."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = sections
        self._open: list[Section] = []
        self._next = 0

    def innermost(self, offset: int) -> int | None:
        """Return the index of the innermost section that holds an offset, or None."""
        while self._next < len(self._sections) and self._sections[self._next].start <= offset:
            self._open.append(self._sections[self._next])
            self._next += 1
        while self._open and self._open[-1].end <= offset:
            self._open.pop()
        return self._open[-1].index if self._open else None


def _front_spans(lines: Sequence[Paragraph], part: PartLines) -> Iterator[Span]:
    front = part.front
    for line in lines[part.first : part.body]:
        if front.title and line.start == front.title_start:
            yield front.title_start, front.title_end, "title"
        elif not front.title or not front.title_start < line.start < front.title_end:
            yield line.start, line.end, _front_kind(line)


def _front_kind(line: Paragraph) -> SentenceKind:
    if line.text.startswith("——"):
        return "title"
    return "date" if is_date_line(line.text) else "signature"


def _outline(lines: Sequence[Paragraph], part: PartLines, index: int, first: int) -> list[Section]:
    body = lines[part.body : _signature(lines, part)[0]]
    return outline(body, part=index, offset=first, end=body[-1].end) if body and part.kind != "glossary" else []


def _signature(lines: Sequence[Paragraph], part: PartLines) -> tuple[int, int]:
    """Return the line at which the signature of a part starts and the line after it."""
    *_, first, after = signature(lines[part.body : part.last])
    return part.body + first, part.body + after


def _body_spans(
    text: str, lines: Sequence[Paragraph], part: PartLines, sections: Sequence[Section], aside: frozenset[int]
) -> Iterator[Span]:
    closing, after = _signature(lines, part)
    position = 0
    for line in lines[part.body : part.last]:
        first = position
        while position < len(sections) and sections[position].start < line.end:
            position += 1
        if closing <= line.index < after:
            yield line.start, line.end, "date" if is_date_line(line.text) else "signature"
        elif line.kind == "table_row":
            yield line.start, line.end, "table_row"
        elif line.index in aside or (line.index <= part.body + 1 and _is_address(line)):
            yield line.start, line.end, "address"
        else:
            yield from _line_spans(text, line, sections[first:position])


def _line_spans(text: str, line: Paragraph, headings: Sequence[Section]) -> Iterator[Span]:
    """Cut a paragraph at its headings, then into sentences; an article's label stays with its first sentence."""
    begin = line.start
    for heading in headings:
        if not heading.title:
            continue
        yield from ((start, end, "sentence") for start, end in sentence_spans(text, begin, heading.start))
        yield heading.start, heading.heading_end, "heading"
        begin = heading.heading_end
    yield from ((start, end, "sentence") for start, end in sentence_spans(text, begin, line.end))


def _is_address(line: Paragraph) -> bool:
    return SALUTATION.fullmatch(line.text) is not None or (
        line.text.endswith(("：", ":"))
        and "如下" not in line.text
        and "。" not in line.text
        and "、" in line.text + "、"
        and len(line.text) < 300
    )
