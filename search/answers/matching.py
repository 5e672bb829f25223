"""How well words of a question are met by texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from corpus.patterns import lazy
from search.questions.fold import fold, grams
from search.questions.question import Word

# Below this share of common character pairs two wordings have nothing to do with each other.
_LEAST_SHARE = 0.5
# Below this a text that shares characters with a name is about something else.
_LEAST_NAMED = 0.85
# 科普进社区 is met by 社区科普: what joins two words of two characters or more need not stand there.
_JOINS = lazy("[进入到向]")


# So much of the texts of a few large documents against the words of a question is kept.
_KEPT = 65_536
# Below this share of pairs a wording cannot fall into pieces of two characters that all stand in a text.
_LEAST_PIECED = 0.4


@lru_cache(maxsize=_KEPT)
def meets(form: str, folded: str) -> float:
    """Return how well a folded text meets a wording, in [0, 1]: 1 where it stands there, else the share of its pairs."""
    key = fold(form)
    if not key:
        return 0.0
    if key in folded:
        return 1.0
    if len(key) < 3:
        return 0.0
    pairs, parts = _parted(key)
    if parts and all(part in folded for part in parts):
        return 0.8
    share = len([pair for pair in pairs if pair in folded]) / len(pairs)
    if share >= _LEAST_PIECED and (pieces := _pieces(key, folded)):
        return max(1 - 0.12 * (pieces - 1), 0.5)
    return 0.9 * share if share >= _LEAST_SHARE else 0.0


@lru_cache(maxsize=_KEPT)
def _parted(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pairs of characters of a wording, and the words that it joins, where it joins words."""
    parts = _JOINS.split(key)
    is_joined = len(parts) > 1 and all(len(part) > 1 for part in parts)
    return tuple(sorted(grams(key))), tuple(parts) if is_joined else ()


def _pieces(key: str, folded: str) -> int:
    """Return into how few pieces of two characters or more a wording falls that all stand in a text; 0 if it does not."""
    best = [0] + [99] * len(key)
    for end in range(2, len(key) + 1):
        for start in range(max(0, end - 6), end - 1):
            if best[start] < 99 and key[start:end] in folded:
                best[end] = min(best[end], best[start] + 1)
    return best[-1] if best[-1] < 99 else 0


def pairs_of(words: Iterable[Word]) -> frozenset[str]:
    """Return the pairs of characters of all forms of words: a text without any of them meets none of the words."""
    forms = (form for word in words for form in (*word.names, *word.forms, word.text))
    return frozenset(pair for form in forms for pair in grams(fold(form)))


def word_score(word: Word, folded: str) -> float:
    """Return how well a text meets a word by any of its names or forms."""
    best = 0.0
    for name in word.names or (word.text,) if folded else ():
        best = max(best, meets(name, folded))
        if best == 1.0:
            return best
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
    return sum(size(word) * best_of(word, fields) for word in words) / total


def best_of(word: Word, fields: Iterable[tuple[str, float]]) -> float:
    """Return how well the field that meets a word best meets it, by its weight."""
    best = 0.0
    for text, weight in fields:
        if weight > best:
            best = max(best, weight * word_score(word, text))
    return best


def size(word: Word) -> float:
    """Return the weight of a word: longer words say more, but not in proportion."""
    return word.weight * float(min(len(fold(word.text)), 6) ** 0.5)
