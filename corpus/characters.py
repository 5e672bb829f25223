"""Classes of characters that the rules of cleaning and structure share."""

from __future__ import annotations

import re
import unicodedata

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0002ebef"
"""Hanzi, as the inside of a character class; 〇 counts as one."""

CLOSERS = "”’》〉）】〕］』」)]"
OPENERS = "“‘《〈（【〔［『「(["
TERMINALS = "。！？；：…!?;:"

KANGXI: dict[str, str] = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
"""Kangxi radicals, which some PDF fonts give instead of the hanzi."""

_NARROW = {
    code: code - 0xFEE0 for code in (0xFF05, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


def letters_and_digits(text: str) -> str:
    """Return full-width letters, digits and % as half-width ones; everything else, marks above all, as it is."""
    return text.translate(_NARROW)


_REMARK = re.compile(r"[（(][^（）()]{1,80}[）)]$")


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends with a mark that closes a sentence or opens a list.

    Closing quotes and a remark in brackets may follow the mark: `……的胜利！（鼓掌）`.
    """
    bare = text.rstrip(CLOSERS)
    if bare[-1:] in TERMINALS:
        return text != ""
    remark = _REMARK.search(text)
    return remark is not None and text[: remark.start()].rstrip(CLOSERS)[-1:] in tuple(TERMINALS)


def joined(left: str, right: str) -> str:
    """Return two lines as one: English words keep a space between them, hanzi stand together."""
    both = left[-1:] + right[:1]
    is_english = len(both) == 2 and both.isascii() and (both[0].isalpha() or both[0] in ",.;") and both[1].isalnum()
    return f"{left} {right}" if is_english else left + right
