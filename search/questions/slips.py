"""Names typed with one wrong character of the same sound, where the library has every pair of the slip elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from corpus.patterns import lazy
from search.questions.fold import fold
from search.questions.pinyin import homophones
from search.questions.question import Correction

# 四个行动 may mean what is called 四大行动.
_COUNTED = lazy("(?P<count>[两二三四五六七八九十])个(?P<what>[一-鿿]{2,6})")
_RUNS = lazy(r"[一-鿿]{3,}")
# Shorter names sound like too much; longer ones share enough to be found as they are.
_SHORTEST, _LONGEST = 3, 8
# So much of a run is looked at: every stretch of it has a hundred ways to be mistyped.
_LOOKED_AT = 16


def names_meant(
    plain: str, free: str, is_known: Callable[[str], bool], known: Callable[[Iterable[str]], frozenset[str]]
) -> tuple[str, tuple[Correction, ...]]:
    """Return the question with mistyped names put right, and what was changed.

    Args:
        plain: The question in plain form.
        free: The same with everything masked that is a name or a word of asking.
        is_known: Whether the library has a wording.
        known: Which of some folded stretches are whole names.
    """
    done = []
    for run in _RUNS.finditer(free):
        meant = dict(_variants(run[0][:_LOOKED_AT], is_known))
        found = known(meant)
        if not found:
            continue
        before, after = meant[max(found, key=lambda key: (len(key), key))]
        plain = plain.replace(before, after, 1)
        done.append(Correction(before, after))
    return plain, tuple(done)


def _variants(run: str, is_known: Callable[[str], bool]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (folded, (typed, meant)) for every stretch that the library does not have, with one character exchanged."""
    for start in range(len(run) - _SHORTEST + 1):
        for end in range(start + _SHORTEST, min(len(run), start + _LONGEST) + 1):
            stretch = run[start:end]
            if is_known(stretch):
                continue
            for i, char in enumerate(stretch):
                for other in homophones(char):
                    meant = stretch[:i] + other + stretch[i + 1 :]
                    yield fold(meant), (stretch, meant)


def counted_names(plain: str, known: Callable[[Iterable[str]], frozenset[str]]) -> tuple[str, tuple[Correction, ...]]:
    """Return the question with 四个行动 as 四大行动 where that is a name and the other is none, and what was changed."""
    done = []
    for hit in _COUNTED.finditer(plain):
        what = hit["what"]
        meant = {fold(f"{hit['count']}大{what[:n]}"): what[:n] for n in range(2, len(what) + 1)}
        own = known(fold(f"{hit['count']}个{end}") for end in meant.values())
        found = max(known(meant), key=len, default=None)
        if found is not None and not own:
            before, after = f"{hit['count']}个{meant[found]}", f"{hit['count']}大{meant[found]}"
            plain = plain.replace(before, after, 1)
            done.append(Correction(before, after))
    return plain, tuple(done)
