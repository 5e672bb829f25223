"""Characters typed for others that sound alike, in wordings that are written in one way: 牢记 as 劳记, 科技 as 课技.

Such a slip gives itself away: what stands there is no word. So it needs no other evidence that the known wording is meant,
while a word for a word (示范 for 试点) does, and is left to the rules that look at the rest of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.tokens import tokenizer
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Term
from search.drafts.wording import bare, is_numeral
from search.spelling import readings

_SHORTEST, _LONGEST = 4, 40
# At its border a short wording may be other words altogether: 这是科协 beside 市科协.
_SHORTEST_AT_BORDER = 5
_FREE = frozenset(
    "的地得了着过是在和与及有无为以将使由其对从向到于也已等各这那某一不就都并而或被把让个之所市事可能会要"
)
# Both may end a word: 引领性, 引领型.
_SUFFIXES = frozenset("性型")
_HAN = re.compile("[一-鿿]")
_FIRM = re.compile(r"(?:公司|集团|厂|店|社|银行|医院|学校|小学|中学|大学|学院|幼儿园)$")
_OF_PLACE = re.compile("[一-鿿]{0,3}[省市县区镇乡村州盟旗](?!级)|[一-鿿]{0,3}(?:街道|社区)")
_OPENING, _CLOSING = ("“", "《"), ("”", "》")
_AROUND = 12


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield known wordings with one character that only sounds like the right one; the longest of those that overlap."""
    taken: list[tuple[int, int]] = []
    for term in sorted(known.fixed.values(), key=lambda term: (-len(term.text), term.text)):
        if not _SHORTEST <= len(term.text) <= _LONGEST:
            continue
        for start, place in _near(draft.document.text, term.text):
            end = start + len(term.text)
            if any(first < end and start < last for first, last in taken):
                continue
            if _is_slip(draft.document.text, start, term, place) and not _is_in_use(draft, known, start, end, place):
                taken.append((start, end))
                kind = "official_name" if bare(term.text) in known.names else "slogan_typo"
                yield Doubt(start, end, kind, "error", f"用字有误，应为“{term.text}”", term.text, term.place)


def _near(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield where a wording stands but for one character, and which: one of its halves is there whole."""
    middle = len(name) // 2
    for first, half in ((0, name[:middle]), (middle, name[middle:])):
        found = text.find(half)
        while found >= 0:
            start = found - first
            form = text[start : start + len(name)] if start >= 0 else ""
            if len(form) == len(name):
                wrong = [i for i, (one, other) in enumerate(zip(form, name, strict=True)) if one != other]
                if len(wrong) == 1:
                    yield start, wrong[0]
            found = text.find(half, found + 1)


def _is_slip(text: str, start: int, term: Term, place: int) -> bool:
    """Return whether the one character that differs sounds like the right one and makes no word with its neighbours."""
    said, right = text[start + place], term.text[place]
    if not (_HAN.match(said) and _HAN.match(right)) or is_numeral(said + right) or not readings(said) & readings(right):
        return False
    if not _is_held(text, start, len(term.text), place) and (len(term.text) < _SHORTEST_AT_BORDER or said in _FREE):
        return False
    if said in _SUFFIXES and right in _SUFFIXES:
        return False
    is_brand = place < len(term.text) // 2 and bool(_FIRM.search(term.text))
    is_place = any(match.start() <= place < match.end() for match in _OF_PLACE.finditer(term.text))
    return not is_brand and not is_place and not _is_in_word(text, start + place)


def _is_held(text: str, start: int, size: int, place: int) -> bool:
    """Return whether a character of a wording has the wording, or a mark, on either side."""
    is_first_marked = place > 0 or text[start - 1 : start] in _OPENING
    return is_first_marked and (place < size - 1 or text[start + size : start + size + 1] in _CLOSING)


def _is_in_use(draft: Draft, known: Knowledge, start: int, end: int, place: int) -> bool:
    """Return whether the library, or the draft at another place, has the character beside one of its neighbours: 数智, 中俄."""
    text = draft.document.text
    at = start + place
    beside = [text[i : i + 2] for i in (at - 1, at) if start <= i and i + 2 <= end]
    return any(known.says(pair) or text.count(pair) > 1 for pair in beside)


def _is_in_word(text: str, place: int) -> bool:
    """Return whether the character at a place belongs to a word of the dictionary."""
    first = max(0, place - _AROUND)
    position = first
    for word in tokenizer().dictionary_words(text[first : place + _AROUND]):
        if position <= place < position + len(word):
            return len(word) > 1
        position += len(word)
    return False
