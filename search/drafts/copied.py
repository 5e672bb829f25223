"""Names in sentences that the draft has taken over from the library, all but one piece of the name.

Where a sentence goes on word for word before and behind it, a name that differs by a piece is that name, whatever the piece is:
so this rule hears words (示范 for 试点), borders and short names, which `names` leaves alone. It compares with papers of the
draft's own body and, where the draft is dated, of its year: reports of other bodies and years share sentences, not names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from corpus.documents import Sentence
from kg.facts import EntityType
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place, Term
from search.drafts.wording import MARKS, are_opposed, bare, is_numeral, names_another_place, tells_apart

_LEAST_SENTENCE = 16
_ANCHOR = re.compile("[一-鿿]{6}")
_ANCHORS, _PLACES_OF_ANCHOR, _CANDIDATES = 24, 4, 3
# So many characters go on word for word beside the piece, and at least so many on each side.
_BESIDE, _ON_A_SIDE = 14, 4
_LARGEST_PIECE = 4
_CHANCE = 3
_SHORTEST, _LONGEST = 4, 30
_LOOSE = re.compile("[的了着过并将把为对在是等及与和、，。；：！？（）()/·+-]")
_NOT_NAMES = frozenset({EntityType.PERSON, EntityType.PLACE})


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names that differ by one piece from that of a sentence which goes on alike."""
    ours = [index for index in sorted(draft.comparable) if _is_of_time(draft, known.sources[index].document.year)]
    for sentence in draft.sentences if ours else ():
        said = Line.of(draft.document.text, sentence)
        if len(said.text) >= _LEAST_SENTENCE and not known.says(said.text):
            yield from next((doubts for doubts in _compared(draft, known, said, ours) if doubts), [])


def _is_of_time(draft: Draft, year: int | None) -> bool:
    """Return whether a paper tells how things are called in the year of a draft: another year's may have another name."""
    return draft.document.year in (None, year)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence without marks and spaces, and where each of its characters stands in the document."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, sentence: Sentence) -> Line:
        """Return a sentence of a text."""
        places = tuple(i for i in range(sentence.start, sentence.end) if text[i] not in MARKS)
        return cls("".join(text[i] for i in places), places)


def _compared(draft: Draft, known: Knowledge, said: Line, ours: Sequence[int]) -> Iterator[list[Doubt]]:
    """Yield what differs from each sentence of the library that the draft's may be taken from, the nearest first."""
    for source, sentence in _alike(known, said.text, ours):
        line = Line.of(known.sources[source].document.text, sentence)
        blocks = _blocks(line.text, said.text)
        yield [
            doubt
            for i, block in enumerate(blocks)
            if not block.is_equal and _goes_on(blocks, i)
            for doubt in _doubted(draft, known, (source, line, said), blocks, i)
        ]


def _alike(known: Knowledge, text: str, ours: Sequence[int]) -> list[tuple[int, Sentence]]:
    """Return the sentences of some sources that share the most pieces of six characters with a text."""
    pieces = [text[i : i + 6] for i in range(0, len(text) - 5, max(1, len(text) // _ANCHORS))]
    votes: Counter[tuple[int, int]] = Counter()
    found: dict[tuple[int, int], Sentence] = {}
    for piece in pieces:
        if not _ANCHOR.fullmatch(piece):
            continue
        for index in ours:
            source = known.sources[index]
            position = source.document.text.find(piece)
            for _ in range(_PLACES_OF_ANCHOR):
                if position < 0:
                    break
                if sentence := source.document.sentence_at(position):
                    votes[index, sentence.start] += 1
                    found[index, sentence.start] = sentence
                position = source.document.text.find(piece, position + 1)
    ranked = sorted(votes, key=lambda key: (-votes[key], key))
    return [(key[0], found[key]) for key in ranked[:_CANDIDATES]]


class Block(NamedTuple):
    """A stretch of a sentence of the library, and the stretch of the draft's that is the same or stands in its place."""

    is_equal: bool
    start: int
    end: int
    said_start: int
    said_end: int


def _blocks(line: str, said: str) -> list[Block]:
    """Return how two sentences differ. What a chance character or two stand between is one piece: 茶业人才, 制茶精英."""
    found: list[Block] = []
    for kind, start, end, said_start, said_end in SequenceMatcher(None, line, said, autojunk=False).get_opcodes():
        is_equal = kind == "equal" and (end - start >= _CHANCE or start == 0 or end == len(line))
        if found and not is_equal and not found[-1].is_equal:
            _, start, _, said_start, _ = found.pop()
        found.append(Block(is_equal, start, end, said_start, said_end))
    return found


def _goes_on(blocks: list[Block], i: int) -> bool:
    """Return whether the sentences are the same around a block: far enough in all, and on each side or up to the border."""
    before, after = (_size(blocks[i - 1]) if i else 0), (_size(blocks[i + 1]) if i + 1 < len(blocks) else 0)
    is_held = (i <= 1 or before >= _ON_A_SIDE) and (i + 2 >= len(blocks) or after >= _ON_A_SIDE)
    return is_held and before + after >= _BESIDE


def _size(block: Block) -> int:
    return block.end - block.start


def _doubted(
    draft: Draft, known: Knowledge, compared: tuple[int, Line, Line], blocks: list[Block], i: int
) -> Iterator[Doubt]:
    source, line, said = compared
    block = blocks[i]
    left, right = line.text[block.start : block.end], said.text[block.said_start : block.said_end]
    if not _is_piece(left, right):
        return
    lowest = blocks[i - 1].start if i else 0
    highest = blocks[i + 1].end if i + 1 < len(blocks) else block.end
    for first, last, term in _names_over(known, source, line, block):
        start, end = block.said_start - (block.start - first), block.said_end + (last - block.end)
        same = (last - first) - (block.end - block.start)
        if (
            lowest <= first
            and last <= highest
            and same >= max(2, len(left), len(right))
            and not (tells_apart(left, right) and (are_opposed(left, right) or same < _SHORTEST))
            and not names_another_place(bare(term.text), said.text[start:end])
            and not known.says(said.text[start:end])
            and not known.is_later(term, draft.document.year)
        ):
            begin, finish = said.places[start], said.places[end - 1] + 1
            yield Doubt(begin, finish, "official_name", "error", f"原句中为“{term.text}”", term.text, term.place)
            return


def _is_piece(left: str, right: str) -> bool:
    """Return whether two pieces may be a slip of one another: short, and of words."""
    return (
        max(len(left), len(right)) <= _LARGEST_PIECE
        and not _LOOSE.search(left + right)
        and not is_numeral(left + right)
    )


def _names_over(known: Knowledge, source: int, line: Line, block: Block) -> Iterator[tuple[int, int, Term]]:
    """Yield the names that reach over a piece of a sentence and beyond, the longest first: from where to where in it, and what."""
    here = known.sources[source]
    kinds = {entity.id: entity.type for entity in here.extraction.entities}
    spans = {
        (mention.start, mention.end)
        for mention in here.extraction.mentions
        if line.places[0] <= mention.start
        and mention.end <= line.places[-1] + 1
        and kinds[mention.entity] not in _NOT_NAMES
    }
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        first, last = bisect_left(line.places, start), bisect_left(line.places, end)
        is_over = first <= block.start and block.end <= last
        is_within = block.end > block.start or first < block.start < last
        if is_over and is_within and _SHORTEST <= last - first <= _LONGEST:
            yield first, last, Term(here.document.quote(start, end).strip("“”《》"), Place(source, start, end))
