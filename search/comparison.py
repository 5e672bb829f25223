"""Two versions or years of a document, compared by sections: wording, figures, slogans new and gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from corpus.documents import Document
from kg.facts import EntityType, Extraction
from search.alignment import essence, paired, pieces
from search.drafts.wording import bare
from search.figure_changes import FigureChange, figure_changes
from search.results import Piece

if TYPE_CHECKING:
    from search.library import Library

ChangeKind = Literal["changed", "new", "gone", "moved"]
SectionKind = Literal["same", "changed", "new", "gone"]

_SENTENCE_ALIKE = 0.5
# A sentence that went to another section must be nearly the same to be taken for the same one.
_MOVED_ALIKE = 0.75
_SECTION_ALIKE = 0.34
_HEADING_ALIKE = 0.8
_OPENING = 4000
# A look back is compared with a look back, a plan with a plan, whatever they are called.
_TENSES = (
    (re.compile("回顾|总结|完成情况|主要成绩|过去|去年|以来"), "回顾"),
    (re.compile("安排|任务|打算|部署|展望|下一步|今年"), "安排"),
)
_LEFT_OUT = ("date", "signature", "address", "heading")


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison."""

    document: str
    title: str
    year: int | None


@dataclass(frozen=True, slots=True)
class WordingChange:
    """A sentence that changed, came, went, or moved to another section.

    Attributes:
        before: Its wording before, empty where it is new.
        after: Its wording after, empty where it is gone.
        pieces: What is the same, gone and new within it, in order.
        before_start: Offset of `before` in that document's text, -1 where it is new.
        after_start: Offset of `after` in that document's text, -1 where it is gone.
    """

    kind: ChangeKind
    before: str
    after: str
    pieces: tuple[Piece, ...]
    before_start: int
    after_start: int


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of one or both sides. `same` counts the sentences that stand in both as they are."""

    kind: SectionKind
    before: tuple[str, ...]
    after: tuple[str, ...]
    changes: tuple[WordingChange, ...]
    same: int


@dataclass(frozen=True, slots=True)
class SloganChange:
    """A slogan that only one side has; `start` is where it stands there."""

    kind: Literal["new", "gone"]
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two documents, in the order of the later one."""

    before: Version
    after: Version
    sections: tuple[SectionChange, ...]
    figures: tuple[FigureChange, ...]
    slogans: tuple[SloganChange, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs."""
        return not self.slogans and not self.figures and all(section.kind == "same" for section in self.sections)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def compare(library: Library, before: str, after: str) -> Comparison:
    """Return what differs between two documents of a library, each named by id, file or piece of its title.

    Raises:
        NotFoundError: There is no such document.
        InputError: More than one fits.
    """
    one, other = library.find(before).id, library.find(after).id
    return compare_documents(
        (library.document(one), library.extraction(one)), (library.document(other), library.extraction(other))
    )


def compare_documents(before: tuple[Document, Extraction], after: tuple[Document, Extraction]) -> Comparison:
    """Return what differs between two documents, each with what was extracted from it."""
    one, other = before[0], after[0]
    return Comparison(
        Version(one.id, one.title, one.year),
        Version(other.id, other.title, other.year),
        tuple(_sections(one, other)),
        figure_changes(before, after),
        (*_slogans(after, one, "new"), *_slogans(before, other, "gone")),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The sentences right under one heading, without those of the headings below it."""

    path: tuple[str, ...]
    lines: tuple[_Line, ...]
    part: str

    @property
    def heading(self) -> str:
        """Return the heading without years and counting."""
        return essence(self.path[-1]) if self.path else ""

    @property
    def kind(self) -> tuple[str, str]:
        """Return what kind of part the group stands in, and whether it looks back or ahead."""
        path = "".join(self.path)
        return self.part, next((name for pattern, name in _TENSES if pattern.search(path)), "")

    @property
    def telling(self) -> str:
        """Return the text by which the group is recognised; the heading counts for as much as the sentences."""
        text = "".join(line.text for line in self.lines)[:_OPENING]
        return self.heading * max(1, len(text) // (len(self.heading) or 1) // 4) + text


def _groups(document: Document) -> tuple[_Group, ...]:
    found: dict[tuple[int, int | None], list[_Line]] = {}
    for section in document.sections:
        found[section.part, section.index] = []
    for sentence in document.sentences:
        if sentence.kind not in _LEFT_OUT:
            text = document.quote(sentence.start, sentence.end)
            found.setdefault((sentence.part, sentence.section), []).append(_Line(text, sentence.start))
    ordered = sorted(found.items(), key=lambda item: _place(document, item[0], item[1]))
    kinds = [part.kind for part in document.parts]
    return tuple(_Group(_path(document, *key), tuple(lines), kinds[key[0]]) for key, lines in ordered)


def _place(document: Document, key: tuple[int, int | None], lines: list[_Line]) -> int:
    return lines[0].start if key[1] is None else document.sections[key[1]].start


def _path(document: Document, part: int, section: int | None) -> tuple[str, ...]:
    own = document.parts[part] if part < len(document.parts) else None
    head = (own.title or own.kind,) if own and len(document.parts) > 1 else ()
    return (*head, *document.section_path(section))


def _sections(one: Document, other: Document) -> Iterator[SectionChange]:
    """Yield the sections of the later document in order, each gone one behind the section that it stood behind."""
    left, right = _groups(one), _groups(other)
    pairs = _paired_groups(left, right)
    lines = _Lines(left, right, pairs)
    partner = {j: i for i, j in pairs.items()}
    gone = [i for i in range(len(left)) if i not in pairs]
    for j, group in enumerate(right):
        i = partner.get(j)
        while i is not None and gone and gone[0] < i:
            first = gone.pop(0)
            yield _gone(left[first], lines, first)
        yield lines.section(i, j) if i is not None else _new(group, lines, j)
    yield from (_gone(left[i], lines, i) for i in gone)


def _paired_groups(left: Sequence[_Group], right: Sequence[_Group]) -> dict[int, int]:
    """Return which section goes with which: of one kind and heading first, then of one kind and alike, then alike."""
    found: dict[int, int] = {}
    rounds: tuple[Callable[[_Group], tuple[tuple[str, ...], str]], ...] = (
        lambda group: (group.kind, group.heading),
        lambda group: (group.kind, group.telling),
        lambda group: ((group.part,), group.telling),
    )
    for number, look in enumerate(rounds):
        ours = {i: look(group) for i, group in enumerate(left) if i not in found}
        taken = set(found.values())
        theirs = {j: look(group) for j, group in enumerate(right) if j not in taken}
        for kind in sorted({kind for kind, _ in ours.values()}):
            a = [i for i, (own, _) in ours.items() if own == kind]
            b = [j for j, (own, _) in theirs.items() if own == kind]
            least = _HEADING_ALIKE if number == 0 else _SECTION_ALIKE
            met = paired([ours[i][1] for i in a], [theirs[j][1] for j in b], least)
            found |= {a[x]: b[y] for x, y in met.items()}
    return found


def _gone(group: _Group, lines: _Lines, i: int) -> SectionChange:
    return SectionChange("gone", group.path, (), tuple(lines.gone(i)), 0)


def _new(group: _Group, lines: _Lines, j: int) -> SectionChange:
    changes = tuple(change for change in lines.arrived(j) if change is not None)
    return SectionChange("new", (), group.path, changes, 0)


class _Lines:
    """Which sentence goes with which: within paired sections first, then wherever the rest has gone."""

    def __init__(self, left: Sequence[_Group], right: Sequence[_Group], sections: dict[int, int]) -> None:
        self.left, self.right = left, right
        self.within: dict[tuple[int, int], tuple[int, int]] = {}
        for i, j in sections.items():
            own = paired([x.text for x in left[i].lines], [x.text for x in right[j].lines], _SENTENCE_ALIKE)
            self.within |= {(j, b): (i, a) for a, b in own.items()}
        met = set(self.within.values())
        ours = [(i, a) for i, g in enumerate(left) for a in range(len(g.lines)) if (i, a) not in met]
        theirs = [(j, b) for j, g in enumerate(right) for b in range(len(g.lines)) if (j, b) not in self.within]
        far = paired([self._before(x).text for x in ours], [self._after(y).text for y in theirs], _MOVED_ALIKE)
        self.moved = {theirs[b]: ours[a] for a, b in far.items()}
        self.placed = met | set(self.moved.values())

    def _before(self, key: tuple[int, int]) -> _Line:
        return self.left[key[0]].lines[key[1]]

    def _after(self, key: tuple[int, int]) -> _Line:
        return self.right[key[0]].lines[key[1]]

    def section(self, i: int, j: int) -> SectionChange:
        """Return how a section of the one side became one of the other."""
        arrived = tuple(self.arrived(j))
        changes = (*(change for change in arrived if change is not None), *self.gone(i))
        before, after = self.left[i].path, self.right[j].path
        kind: SectionKind = "changed" if changes or bare("".join(before)) != bare("".join(after)) else "same"
        return SectionChange(kind, before, after, changes, arrived.count(None))

    def arrived(self, j: int) -> Iterator[WordingChange | None]:
        """Yield what became of each sentence of a later section, None where it stands as it did."""
        for b, line in enumerate(self.right[j].lines):
            if (j, b) in self.within:
                before = self._before(self.within[j, b])
                is_same = before.text == line.text or bare(before.text) == bare(line.text)
                yield None if is_same else _change("changed", before, line)
            elif (j, b) in self.moved:
                yield _change("moved", self._before(self.moved[j, b]), line)
            else:
                yield _change("new", None, line)

    def gone(self, i: int) -> Iterator[WordingChange]:
        """Yield the sentences of an earlier section that stand nowhere any more."""
        for a, line in enumerate(self.left[i].lines):
            if (i, a) not in self.placed:
                yield _change("gone", line, None)


def _change(kind: ChangeKind, before: _Line | None, after: _Line | None) -> WordingChange:
    was, now = before.text if before else "", after.text if after else ""
    return WordingChange(kind, was, now, pieces(was, now), before.start if before else -1, after.start if after else -1)


def _slogans(
    side: tuple[Document, Extraction], other: Document, kind: Literal["new", "gone"]
) -> Iterator[SloganChange]:
    """Yield the slogans of a document that the other one does not have in any place."""
    extraction = side[1]
    first: dict[str, int] = {}
    for mention in extraction.mentions:
        first[mention.entity] = min(mention.start, first.get(mention.entity, mention.start))
    text = bare(other.text)
    slogans = [entity for entity in extraction.entities if entity.type is EntityType.SLOGAN and entity.id in first]
    for slogan in sorted(slogans, key=lambda entity: first[entity.id]):
        if not any(bare(name) in text for name in (slogan.name, *slogan.aliases)):
            yield SloganChange(kind, slogan.name, first[slogan.id])
