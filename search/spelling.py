"""How names are typed on a Latin keyboard: syllables joined, and first letters (kepuhuinong, kphn).

The tables are pypinyin's; reading them here costs a tenth of its general way for tens of thousands of names.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from search.analysis import fold

_LONGEST_PHRASE = 4
_DIAERESIS = "\u0308"
_RETROFLEX, _NASAL = re.compile("^([zcs])h"), re.compile("(?<=[ei])ng$")


@dataclass(frozen=True, slots=True)
class Sound:
    """A name as typed on a Latin keyboard: syllables joined, and first letters."""

    syllables: str
    initials: str


def spelling(form: str) -> Sound:
    """Return how a name is typed on a Latin keyboard; what is not Han stays as it is."""
    pieces = [piece for piece in _readings(fold(form)) if piece]
    return Sound("".join(pieces), "".join(piece[:1] for piece in pieces))


# Those that were asked for last: a suggester keeps what it needs of all names itself.
spelled = lru_cache(maxsize=10_000)(spelling)


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


@lru_cache(maxsize=20_000)
def readings(char: str) -> frozenset[str]:
    """Return how a character may be read, without tones and without what many keyboards leave apart (zh and z, ing and in)."""
    from pypinyin.constants import PINYIN_DICT

    return frozenset(_loose(_plain(one)) for one in str(PINYIN_DICT.get(ord(char), "")).split(",") if one)


def _loose(syllable: str) -> str:
    return _NASAL.sub("n", _RETROFLEX.sub(r"\1", syllable))


def _plain(syllable: str) -> str:
    """Return a syllable without tones, ü as v."""
    parts = unicodedata.normalize("NFD", syllable).replace(f"u{_DIAERESIS}", "v")
    return "".join(char for char in parts if char.isalnum())
