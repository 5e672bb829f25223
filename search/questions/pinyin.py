"""Syllables: each Han character becomes one private character for its sound, so that homophones are found as substrings."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zlib import crc32

_TABLE = Path(__file__).parent / "pinyin.tsv"
_FIRST = 0xE000
# Sounds that many speakers do not tell apart when they type.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_LONGEST = 6
_MOST_READINGS = 8


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the codes of syllables and of characters, and the codes of syllables that sound alike."""
    text = _TABLE.read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    codes = {syllable: chr(_FIRST + i) for i, (syllable, _) in enumerate(rows)}
    chars = {char: codes[syllable] for syllable, all_chars in rows for char in all_chars}
    merged = {code: codes.get(_merge(syllable), code) for syllable, code in codes.items()}
    return codes, chars, merged


@cache
def _maps() -> tuple[dict[int, str], dict[int, str]]:
    """Return what `str.translate` replaces characters, and syllables that are confused, by."""
    _, chars, merged = _tables()
    return str.maketrans(chars), str.maketrans(merged)


def _merge(syllable: str) -> str:
    for full, short in _ALIKE[:3]:
        if syllable.startswith(full):
            syllable = short + syllable[len(full) :]
    for full, short in _ALIKE[3:]:
        if syllable.endswith(full):
            syllable = syllable[: -len(full)] + short
    return syllable


def encode(text: str) -> str:
    """Return the text with every Han character replaced by the code of its sound; length and offsets stay."""
    return text.translate(_maps()[0])


@cache
def _same() -> dict[str, str]:
    """Return the characters of each sound, by its code."""
    found: dict[str, str] = {}
    for char, code in _tables()[1].items():
        found[code] = found.get(code, "") + char
    return found


def homophones(char: str) -> str:
    """Return the other characters that sound like one."""
    return _same().get(_tables()[1].get(char, ""), "").replace(char, "")


def blur(encoded: str) -> str:
    """Return an encoded text in which sounds that are often confused (zh and z, ing and in) are one."""
    return encoded.translate(_maps()[1])


@cache
def version() -> str:
    """Return a mark of the tables: what was written by other ones has other codes."""
    return f"{crc32(_TABLE.read_bytes() + repr(_ALIKE).encode()):08x}"


def sounds(text: str) -> str:
    """Return the text as it sounds, confused sounds being one; length and offsets stay. A million characters take 0.1 s."""
    return blur(encode(text))


def readings(letters: str) -> tuple[str, ...]:
    """Return the ways to read a run of Latin letters as two or more syllables, encoded; fewest syllables first."""
    codes = _tables()[0]
    done: list[str] = []

    def read(at: int, so_far: str) -> None:
        if len(done) >= _MOST_READINGS:
            return
        if at == len(letters):
            done.append(so_far)
            return
        for end in range(min(len(letters), at + _LONGEST), at, -1):
            if (code := codes.get(letters[at:end])) is not None:
                read(end, so_far + code)

    read(0, "")
    return tuple(sorted(done, key=len))
