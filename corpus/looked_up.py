"""jieba's cut of a short text by a dictionary that is looked up where it lies, not loaded.

To load the dictionary takes a seventh of the time of a question in a process of its own; to look up the words that a
question may be cut into takes two milliseconds. The words are those that jieba and rjieba give.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from math import log
from pathlib import Path
from typing import Any

# The sum of the frequencies in the dictionary of jieba 0.42.1.
_LOG_TOTAL = log(60_101_967)
# The words that do not stand where the order of the others would have them; others with letters are in no order.
ASTRAY = ("1号店", "吉林人民出版社", "吉林大学", "吉林工业大学", "高富帅")
_ASTRAY_LINES = frozenset(word.encode() for word in ASTRAY)
_UNFIT = re.compile("[a-zA-Z+#&._%-]|" + "|".join(ASTRAY))
_BLOCKS = re.compile("([\u4e00-\u9fd50-9]+)")
_HAN = re.compile("([\u4e00-\u9fd5]+)")
_SPACES = re.compile(r"(\r\n|\s)")
_NEVER = -3.14e100
# What a character of a word may follow: begin, middle, end, single.
_BEFORE = {"B": "ES", "M": "MB", "S": "SE", "E": "BM"}

Chances = Mapping[str, Mapping[str, float]]


class LookedUp:
    """Cuts short texts into words as jieba does."""

    def __init__(self, folder: Path) -> None:
        with (folder / "dict.txt").open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._folder = folder

    @staticmethod
    def can_cut(text: str) -> bool:
        """Return whether a text has nothing but what can be looked up: no Latin letters, nor marks that join them."""
        return not _UNFIT.search(text)

    def words(self, text: str) -> list[str]:
        """Return the words of a text that can be cut; joined they are the text."""
        found: list[str] = []
        for block in _BLOCKS.split(text):
            if _BLOCKS.match(block):
                found += self._in_block(block)
            else:
                for piece in _SPACES.split(block):
                    found += [piece] if _SPACES.match(piece) else piece
        return found

    def _in_block(self, text: str) -> Iterator[str]:
        """Yield the words of the likeliest path; characters that stand alone on it may be a word that nobody listed."""
        ends, at, alone = self._path(text), 0, ""
        while at < len(text):
            word = text[at : ends[at]]
            at = ends[at]
            if len(word) == 1:
                alone += word
                continue
            yield from self._unlisted(alone)
            alone = ""
            yield word
        yield from self._unlisted(alone)

    def _path(self, text: str) -> list[int]:
        """Return for each offset where the word that starts there ends on the likeliest path to the end of a text."""
        chances, ends = [0.0] * (len(text) + 1), [0] * len(text)
        for start in reversed(range(len(text))):
            ways = self._starting(text, start) or [(start + 1, 1)]
            chances[start], ends[start] = max((log(times) - _LOG_TOTAL + chances[end], end) for end, times in ways)
        return ends

    def _starting(self, text: str, start: int) -> list[tuple[int, int]]:
        """Return the end and the frequency of each listed word that starts at an offset of a text."""
        found = []
        for end in range(start + 1, len(text) + 1):
            word, times = self._from(text[start:end])
            if times:
                found.append((end, times))
            if not word:
                break
        return found

    def _from(self, word: str) -> tuple[bool, int]:
        """Return whether any listed word begins with a word, and how often it occurs itself; 0 where it is not listed."""
        sought = word.encode()
        low, high = 0, len(self._lines)
        while low < high:  # always at the start of a line
            middle = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            line, end = self._listed(middle)
            if line[0] < sought:
                low = end
            else:
                high = middle
        line, _ = self._listed(low)
        return line[0].startswith(sought), int(line[1]) if line[0] == sought else 0

    def _listed(self, at: int) -> tuple[list[bytes], int]:
        """Return the cells of the first line from an offset on whose word is in order, and where the next line starts."""
        while True:
            end = self._lines.find(b"\n", at) + 1 or len(self._lines)
            cells = self._lines[at:end].split(b" ")
            if at == end or (min(cells[0]) >= 0x80 and cells[0] not in _ASTRAY_LINES):
                return cells, end
            at = end

    def _unlisted(self, text: str) -> Iterator[str]:
        """Yield the words of characters that stand alone by what characters of words nobody listed are like."""
        if len(text) < 2 or self._from(text)[1]:
            yield from text
            return
        for block in _HAN.split(text):
            if _HAN.match(block):
                yield from _joined(block, _states(block, *self._chances))
            else:
                yield from filter(None, (block,))

    @cached_property
    def _chances(self) -> tuple[Mapping[str, float], Chances, Chances]:
        """How likely a text starts in a state, goes from one to another, and shows a character in one; logarithms."""
        start, change, character = (self._table(name) for name in ("prob_start", "prob_trans", "prob_emit"))
        return start, change, character

    def _table(self, name: str) -> Any:
        # Not as a module of jieba, which would import all of it.
        spec = spec_from_file_location(name, self._folder / "finalseg" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.P


def looked_up() -> LookedUp | None:
    """Return what looks words up in jieba's dictionary; None where that is not installed as files."""
    spec = find_spec("jieba")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    return LookedUp(folder) if folder and (folder / "dict.txt").is_file() else None


def _states(text: str, start: Mapping[str, float], change: Chances, character: Chances) -> str:
    """Return the likeliest states of the characters of a text (Viterbi)."""
    paths = {state: (start[state] + character[state].get(text[0], _NEVER), state) for state in _BEFORE}
    for char in text[1:]:
        paths = {
            state: max(
                (
                    paths[old][0] + change[old].get(state, _NEVER) + character[state].get(char, _NEVER),
                    paths[old][1] + state,
                )
                for old in before
            )
            for state, before in _BEFORE.items()
        }
    return max(paths[state] for state in "ES")[1]


def _joined(text: str, states: str) -> Iterator[str]:
    start = 0
    for i, state in enumerate(states):
        if state in "ES":
            yield text[start : i + 1]
            start = i + 1
    if start < len(text):
        yield text[start:]
