"""How names are typed on a Latin keyboard: syllables joined, and first letters (kepuhuinong, kphn).

The tables are pypinyin's; reading them here costs a tenth of its general way for tens of thousands of names.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from search.analysis import fold

_LONGEST_PHRASE = 4
_DIAERESIS = "\u0308"


@dataclass(frozen=True, slots=True)
class Sound:
    """A name as typed on a Latin keyboard: syllables joined, and first letters."""

    syllables: str
    initials: str


@lru_cache(maxsize=100_000)
def spelled(form: str) -> Sound:
    """Return how a name is typed on a Latin keyboard; what is not Han stays as it is."""
    pieces = [piece for piece in _readings(fold(form)) if piece]
    return Sound("".join(pieces), "".join(piece[:1] for piece in pieces))


def _readings(text: str) -> list[str]:
    """Return the syllable of each character, words that read otherwise than their characters first."""
    from pypinyin.constants import PHRASES_DICT

    found: list[str] = []
    position = 0
    while position < len(text):
        for length in range(min(_LONGEST_PHRASE, len(text) - position), 1, -1):
            phrase = text[position : position + length]
            if phrase in PHRASES_DICT:
                found += _of_phrase(phrase)
                position += length
                break
        else:
            found.append(_of_character(text[position]))
            position += 1
    return found


@lru_cache(maxsize=100_000)
def _of_phrase(phrase: str) -> list[str]:
    from pypinyin.constants import PHRASES_DICT

    return [_plain(readings[0]) for readings in PHRASES_DICT[phrase]]


@cache
def _of_character(char: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(char))
    if readings:
        return _plain(str(readings).split(",")[0])
    return char if char.isalnum() else ""


def _plain(syllable: str) -> str:
    """Return a syllable without tones, ü as v."""
    parts = unicodedata.normalize("NFD", syllable).replace(f"u{_DIAERESIS}", "v")
    return "".join(char for char in parts if char.isalnum())
