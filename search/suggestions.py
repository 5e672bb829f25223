"""Completions while typing, by characters, pinyin and initials (kphn → 科普惠农), and better spellings."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from search.analysis import END, fold, phrase_terms
from search.indexes.rows import entity_number
from search.names import Name, Names, names_of
from search.ranking import Ranker, ranker_of
from search.spelling import spelled, spelling
from search.thesaurus import thesaurus

if TYPE_CHECKING:
    from search.library import Library

_LONGEST_PREFIX = 40
# So many candidates, the shortest, are weighed by how often they are named.
_WEIGHED = 60
# A shorter form is no name, and lies inside no other.
_LEAST_FORM = 2
# A wording shorter than this is corrected by its sound only: 市科协 is no slip of 省科协.
_LEAST_SLIP = 4
_LONGEST_SLIP = 16


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: the name as written, its entity's type and IRI; both empty for a title."""

    text: str
    type: str = ""
    iri: str = ""


class Suggester:
    """The names and titles of one state of a library, sorted for completion.

    Args:
        names: The names.
        titles: The titles of the documents.
        passages: Returns by the number of an entity (`indexes.rows.entity_number`) how many passages name it.
    """

    def __init__(
        self, names: Names, titles: Iterable[str], passages: Callable[[], Mapping[int, int]] = dict[int, int]
    ) -> None:
        self._passages = passages
        found: dict[str, Suggestion] = {}
        for name in names.all:
            found.setdefault(fold(name.form), _suggestion(name))
        for title in titles:
            found.setdefault(fold(title), Suggestion(title))
        self._forms = sorted(form for form in found if len(form) >= _LEAST_FORM)
        self._suggestions = found

    def completions(self, prefix: str) -> list[list[str]]:
        """Return the forms that fit a folded prefix, the better kinds of fit first."""
        if prefix.isascii() and prefix.isalnum():
            return [_between(self._forms, prefix), *(self._by(keyed, prefix) for keyed in self._typed)]
        return [_between(self._forms, prefix), [form for form in self._forms if prefix in form]]

    def suggestion(self, form: str) -> Suggestion:
        """Return the suggestion of a form."""
        return self._suggestions[form]

    @cached_property
    def weights(self) -> dict[str, int]:
        """How many passages name something in whose name a form lies: 科普 weighs what 科普教育 and 科普基地 weigh together.

        Asking the index for each form that may be meant takes as long as a dozen searches: this is counted once.
        """
        passages, lengths = self._passages(), self._lengths()
        weights = dict.fromkeys(self._forms, 0)
        for form in self._forms:
            iri = self._suggestions[form].iri
            weight = max(passages.get(entity_number(iri), 0), 1) if iri else 1
            for inner in {
                form[start : start + length]
                for start in range(len(form) - 1)
                for length in lengths.get(form[start : start + _LEAST_FORM], ())
            }:
                if inner in weights:
                    weights[inner] += weight
        return weights

    def _lengths(self) -> dict[str, frozenset[int]]:
        """The lengths of the forms that begin with each two characters."""
        found: dict[str, set[int]] = {}
        for form in self._forms:
            found.setdefault(form[:_LEAST_FORM], set()).add(len(form))
        return {start: frozenset(lengths) for start, lengths in found.items()}

    def near(self, wording: str) -> Iterator[str]:
        """Yield the forms that are one slip away from a folded wording, then those that sound like it."""
        if len(wording) >= _LEAST_SLIP:
            yield from sorted(form for form in self._alike(wording) if _is_slip(wording, form))
        sound = spelled(wording).syllables
        yield from (form for form in self._by(self._typed[0], sound) if spelled(form).syllables == sound)

    def _alike(self, wording: str) -> set[str]:
        """Return the forms that begin or end as a wording does: one slip leaves the first half right or the last."""
        half = (len(wording) - 2) // 2
        backwards = wording[: -half - 1 : -1]
        return {
            *_between(self._correct, wording[:half]),
            *(form[::-1] for form in _between(self._backwards, backwards)),
        }

    @cached_property
    def _correct(self) -> list[str]:
        return sorted({*self._forms, *thesaurus().same})

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(form[::-1] for form in self._correct)

    @cached_property
    def _typed(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The forms by their syllables, and by their first letters."""
        sounds = [(spelling(form), form) for form in self._forms]
        return (
            sorted((sound.syllables, form) for sound, form in sounds),
            sorted((sound.initials, form) for sound, form in sounds),
        )

    @staticmethod
    def _by(keyed: list[tuple[str, str]], prefix: str) -> list[str]:
        first = bisect_left(keyed, (prefix, ""))
        last = bisect_left(keyed, (prefix + "\uffff", ""))
        return [form for _, form in keyed[first:last]]


def suggest(library: Library, prefix: str, limit: int = 10) -> tuple[Suggestion, ...]:
    """Return the names and titles that complete what has been typed, the best and most frequent first.

    The first call in a process gathers the names and how often they are named; the first with Latin letters learns how they
    sound.
    """
    typed = fold(prefix).strip()[:_LONGEST_PREFIX]
    if not typed or limit < 1:
        return ()
    suggester = _suggester(library)
    weights = suggester.weights
    chosen: dict[str, None] = {}
    for forms in suggester.completions(typed.replace(" ", "") if typed.isascii() else typed):
        few = nsmallest(_WEIGHED, forms, key=lambda form: (len(form), form))
        chosen.update(dict.fromkeys(sorted(few, key=lambda form: (-weights[form], len(form), form))))
        if len(chosen) >= limit:
            break
    return tuple(suggester.suggestion(form) for form in list(chosen)[:limit])


def did_you_mean(library: Library, ranker: Ranker, text: str) -> str:
    """Return a query with its misspelt words put right, or an empty string where there is nothing to put right.

    A word is suspect only when the library has nowhere some pair of its characters.
    """
    words = fold(text).split()
    better = [_better(library, ranker, word) for word in words]
    return " ".join(better) if better != words else ""


def _better(library: Library, ranker: Ranker, word: str) -> str:
    longest = _LONGEST_PREFIX if word.isascii() else _LONGEST_SLIP
    if not 1 < len(word) <= longest or not _is_suspect(ranker, word):
        return word
    suggester = _suggester(library)
    if word.isascii():
        if not word.isalpha():
            return word
        found = [form for forms in suggester.completions(word)[1:] for form in forms]
    else:
        found = list(suggester.near(word))
    known = sorted((-len(ranker.holding(form)), form) for form in found)
    return known[0][1] if known and known[0][0] else word


def _is_suspect(ranker: Ranker, word: str) -> bool:
    terms = [term for term in phrase_terms(word) if not term.endswith(END)]
    return any(not len(ranker.holding(term)) for term in terms)


def _suggestion(name: Name) -> Suggestion:
    return Suggestion(name.form, name.type, name.iri)


def _between(forms: list[str], prefix: str) -> list[str]:
    return forms[bisect_left(forms, prefix) : bisect_left(forms, prefix + "\U0010ffff")]


def _is_slip(wording: str, form: str) -> bool:
    """Return whether one character was changed, left out or added, or two neighbours changed places."""
    if wording == form or abs(len(wording) - len(form)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(wording, form, strict=False)) if a != b), None)
    if start is None:
        return True
    left, right = wording[start:], form[start:]
    if len(wording) == len(form):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right or left == right[1:]


def _suggester(library: Library) -> Suggester:
    if "suggester" not in library.kept:
        titles = (meta.title for meta in library.documents)
        library.kept["suggester"] = Suggester(names_of(library), titles, lambda: _passages_naming(library))
    found: Suggester = library.kept["suggester"]
    return found


def _passages_naming(library: Library) -> dict[int, int]:
    """Return by the number of each entity how many passages name it among their first entities."""
    columns = ranker_of(library).columns
    numbers, counts = np.unique(columns.entities[columns.alive], return_counts=True)
    return dict(zip(numbers.tolist(), counts.tolist(), strict=True))
