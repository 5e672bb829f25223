"""Clauses and coordinations of a sentence, with quotation marks, book titles and brackets kept whole."""

from __future__ import annotations

import re

_OPENING = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』", "[": "]", "［": "］"}
_CLOSING = frozenset(_OPENING.values())
_BREAKS = frozenset("，。；！？：\n;!?")
_JOINTS = re.compile(r"、|以及|和|及|与")


def clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the clauses of `[start, end)` in order, without the mark that ends each; none is empty."""
    found: list[tuple[int, int]] = []
    depth, first = 0, start
    for i in range(start, end):
        char = text[i]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(depth - 1, 0)
        elif char in _BREAKS and depth == 0:
            if i > first:
                found.append((first, i))
            first = i + 1
    if end > first:
        found.append((first, end))
    return tuple(found)


def masked(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches inside quotation marks and book titles: what stands there is a name, not a count."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for i in range(start, end):
        char = text[i]
        if char in "“《‘":
            opened.append((_OPENING[char], i))
        elif opened and char == opened[-1][0]:
            _, first = opened.pop()
            if not opened:
                found.append((first, i + 1))
    return tuple(found)


def items(text: str, *, joints: bool = True) -> tuple[str, ...]:
    """Return the members of a coordination, cut at 、 and (with joints) 和, 及, 与 outside marks and brackets."""
    members: list[str] = []
    depth, first, i = 0, 0, 0
    while i < len(text):
        if text[i] in _OPENING:
            depth += 1
        elif text[i] in _CLOSING:
            depth = max(depth - 1, 0)
        elif depth == 0 and (cut := _JOINTS.match(text, i)) and (joints or cut[0] == "、"):
            members.append(text[first:i])
            first = i = cut.end()
            continue
        i += 1
    members.append(text[first:])
    return tuple(member.strip() for member in members if member.strip())


def last_joint(text: str) -> int:
    """Return where the part behind the last 、 outside marks begins, or 0."""
    depth = 0
    for i in range(len(text) - 1, -1, -1):
        if text[i] in _CLOSING:
            depth += 1
        elif text[i] in _OPENING:
            depth = max(depth - 1, 0)
        elif text[i] == "、" and depth == 0:
            return i + 1
    return 0
