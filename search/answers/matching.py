"""How well words of a question are met by texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from search.questions.fold import fold, grams
from search.questions.question import Word

# Below this share of common character pairs two wordings have nothing to do with each other.
_LEAST_SHARE = 0.5
# Below this a text that shares characters with a name is about something else.
_LEAST_NAMED = 0.85
# 科普进社区 is met by 社区科普: what joins two words of two characters or more need not stand there.
_JOINS = re.compile("[进入到向]")


@lru_cache(maxsize=20_000)
def meets(form: str, folded: str) -> float:
    """Return how well a folded text meets a wording, in [0, 1]: 1 where it stands there, else the share of its pairs."""
    key = fold(form)
    if not key:
        return 0.0
    if key in folded:
        return 1.0
    if len(key) < 3:
        return 0.0
    if (parts := _JOINS.split(key))[1:] and all(len(part) > 1 and part in folded for part in parts):
        return 0.8
    if pieces := _pieces(key, folded):
        return max(1 - 0.12 * (pieces - 1), 0.5)
    pairs = grams(key)
    share = sum(pair in folded for pair in pairs) / len(pairs)
    return 0.9 * share if share >= _LEAST_SHARE else 0.0


def _pieces(key: str, folded: str) -> int:
    """Return into how few pieces of two characters or more a wording falls that all stand in a text; 0 if it does not."""
    best = [0] + [99] * len(key)
    for end in range(2, len(key) + 1):
        for start in range(max(0, end - 6), end - 1):
            if best[start] < 99 and key[start:end] in folded:
                best[end] = min(best[end], best[start] + 1)
    return best[-1] if best[-1] < 99 else 0


def word_score(word: Word, folded: str) -> float:
    """Return how well a text meets a word by any of its names or forms."""
    best = max((meets(name, folded) for name in word.names or (word.text,)), default=0.0)
    if word.is_name and best < _LEAST_NAMED:
        best *= 0.5
    for form in word.forms:
        if best >= 0.9:
            break
        best = max(best, 0.9 * meets(form, folded))
    return best


def coverage(words: Sequence[Word], fields: Iterable[tuple[str, float]]) -> float:
    """Return the weighted share of the words that some field meets; fields are (folded text, weight)."""
    fields = tuple(fields)
    total = sum(size(word) for word in words)
    if not total:
        return 0.0
    met = sum(size(word) * max((w * word_score(word, text) for text, w in fields), default=0.0) for word in words)
    return met / total


def size(word: Word) -> float:
    """Return the weight of a word: longer words say more, but not in proportion."""
    return word.weight * float(min(len(fold(word.text)), 6) ** 0.5)
