"""What a text is looked up by: the same for index and query.

Terms are pairs of neighbouring characters, Latin runs, and numbers with what they count. A word or a name of any length
is found by its pairs, at every offset, whatever a dictionary thinks of it (科普惠农 inside 科普惠农兴村计划); words
matter only for weighing a query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import add

from corpus.numerals import POWERS, numeral_value
from search.characters import simplified

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
# Marks that come and go with the typist; what they enclose joins what stands around them.
IGNORED_MARKS = "\"'“”‘’「」『』《》〈〉*·•・﹒*‧"
WeightedTerms = tuple[Mapping[str, float], float]
"""Weights by term, and the weighted length."""
NO_TERMS: WeightedTerms = ({}, 0.0)

# Traditional characters that the simplified standard lists as well, and that texts converted by halves are full of.
_IN_BOTH = {"後": "后", "於": "于", "麽": "么"}

END = "$"
"""Closes the last character of a run, so that every character begins some term."""

_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_NUMERALS = frozenset(_NUMERAL)

# A run is Han with single Latin letters inside (e站); a longer Latin run is one term; a number goes to its unit.
_TOKEN = re.compile(
    rf"(?P<latin>(?:\d+[a-zà-ÿ]|[a-zà-ÿ][a-z0-9à-ÿ+#\-_])[a-z0-9à-ÿ+#\-_]*(?<![-_]))"
    rf"|(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)\s?(?P<power>[万亿]{{1,2}})?\s?(?P<unit>[{HAN}%‰])?"
    rf"|(?P<run>(?:[{HAN}]|(?<![a-z0-9])[a-z](?![a-z0-9]))+)"
)
_LATIN_OR_DIGIT = re.compile(r"[a-z\d]")
_RUN = re.compile(f"[{HAN}]+")
_MARKS = re.compile(r"[\W_]+")
_IS_HAN = re.compile(f"[{HAN}]")
_COUNTED = re.compile(rf"(?=([{_NUMERAL}]+)([{HAN}]))")


class _Folding(dict[int, int | None]):
    """What becomes of a character: half width, lower case, simplified, or nothing for an ignored mark."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        result: int | None = code
        if char in IGNORED_MARKS or folded in IGNORED_MARKS or unicodedata.category(char) == "Cf":
            result = None
        elif len(folded) == 1:
            lower = folded.lower()
            result = ord(lower) if len(lower) == 1 else ord(folded)
            plain = _IN_BOTH.get(lower) or simplified(lower)
            result = ord(plain) if len(plain) == 1 else result
        self[code] = result
        return result


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return a text in half width and lower case, without quotation and title marks."""
    return text.translate(_FOLDING)


def unmarked(text: str) -> str:
    """Return a folded text without marks and spaces: what two writers have in common."""
    return _MARKS.sub("", fold(text))


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """Return the folded text and, for each of its characters and its end, the offset in the text."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, range(len(text) + 1)
    offsets = [i for i, char in enumerate(text) if _FOLDING[ord(char)] is not None]
    return folded, [*offsets, len(text)]


def term_spans(folded: str) -> list[tuple[str, int, int]]:
    """Return the terms of a folded text with their spans, in order."""
    return [span for match in _TOKEN.finditer(folded) for span in _terms_of(match, folded)]


def _terms_of(match: re.Match[str], folded: str) -> list[tuple[str, int, int]]:
    start, end = match.span()
    if match["number"]:
        return _number_terms(match, folded)
    if match["latin"]:
        return [(match["latin"], start, end)]
    run = match["run"]
    found = [(a + b, start + i, start + i + 2) for i, (a, b) in enumerate(pairwise(run))]
    return [*found, (run[-1] + END, end - 1, end), *_counted_terms(run, start)]


@lru_cache(maxsize=4096)  # the same years and amounts come again and again
def _written(number: str, powers: str) -> str:
    """Return an amount in digits alone: 1.2万 is 12000."""
    value = Decimal(number.replace(",", ""))
    for power in powers:
        value *= POWERS[power]
    return f"{value.normalize():f}"


def _number_terms(match: re.Match[str], folded: str) -> list[tuple[str, int, int]]:
    start, unit = match.start(), match["unit"] or ""
    number = _written(match["number"], match["power"] or "")
    found = [(number, start, match.end("number"))]
    if not unit:
        return found
    found.append((number + unit, start, match.end()))
    # The unit opens the run behind it as well: 家市级 after 41 is still found by 家市.
    following = folded[match.end() : match.end() + 1]
    if _IS_HAN.match(following):
        found.append((unit + following, match.end() - 1, match.end() + 1))
    return found


def _counted_terms(run: str, start: int) -> list[tuple[str, int, int]]:
    """Return what Chinese numerals count, as digits would: 三家 is 3家, 第十九大 holds 19大."""
    if _NUMERALS.isdisjoint(run):
        return []
    found: list[tuple[str, int, int]] = []
    last = -1
    for match in _COUNTED.finditer(run):
        numeral, unit = match.groups()
        if match.start(1) < last or unit in _NUMERAL:
            continue
        last = match.end(1)
        found.append((f"{numeral_value(numeral)}{unit}", start + match.start(1), start + match.end(2)))
    return found


def terms(text: str) -> list[str]:
    """Return the terms of a text as it stands, in order, repeated as often as they occur."""
    folded = fold(text)
    if _LATIN_OR_DIGIT.search(folded) is None:
        # Most of what is indexed: runs alone, without their places, take half the time.
        return [term for run in _RUN.findall(folded) for term in _run_terms(run)]
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        run = match["run"]
        found += [term for term, _, _ in _terms_of(match, folded)] if run is None else _run_terms(run)
    return found


def _run_terms(run: str) -> list[str]:
    """Return the terms of a run without their spans, as `_terms_of` does with them."""
    found = list(map(add, run, run[1:] + END))
    if not _NUMERALS.isdisjoint(run):
        found += [term for term, _, _ in _counted_terms(run, 0)]
    return found


def phrase_terms(text: str) -> tuple[str, ...]:
    """Return the terms that a passage with this wording holds, each once; empty where nothing can be looked up.

    The end of a run is left out: the wording may go on in the passage.
    """
    folded = fold(text).strip()
    found = term_spans(folded)
    longer = [span for span in found if not span[0].endswith(END)]
    if len(longer) == 0:
        return tuple(dict.fromkeys(term[0] for term, _, _ in found))
    # What a number counts stands for every way of writing it: a passage with 3家 holds no pair 三家.
    counted = [span for span in longer if span[0][:1].isdigit() and _IS_HAN.match(span[0][-1])]
    return tuple(dict.fromkeys(term for term, *span in longer if not _is_within(term, span, counted)))


def _is_within(term: str, span: Sequence[int], counted: Sequence[tuple[str, int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end and term != other for other, start, end in counted)


def weighted_terms(fields: Iterable[tuple[str, float]], base: WeightedTerms = NO_TERMS) -> WeightedTerms:
    """Return the weight of each term over several fields, and the weighted length.

    Saturation comes after the fields are added up, as in BM25F; `fields` are texts with their weights, `base` is what
    other fields have added up to before.
    """
    weights, length = dict(base[0]), base[1]
    for text, weight in fields:
        found = terms(text)
        length += weight * len(found)
        for term in found:
            weights[term] = weights.get(term, 0.0) + weight
    return weights, length
