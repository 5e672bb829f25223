"""How wordings are compared: bare text, pairs of characters, and the one piece in which two names differ."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import add

_LEADING_PLACE = re.compile(r"(?:中共)?[一-鿿]{2,3}[省市县区州盟旗](?!级)")
MARKS = " \t\u3000*“”‘’\"'「」『』《》〈〉"
"""What no comparison looks at: spaces, stars, quotation and title marks."""
_WITHOUT_MARKS = str.maketrans("", "", MARKS)


def bare(text: str) -> str:
    """Return a text without spaces, stars, quotation and title marks, in one width and case."""
    return unicodedata.normalize("NFKC", text).translate(_WITHOUT_MARKS).lower()


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text's bare form."""
    plain = bare(text)
    return frozenset(map(add, plain, plain[1:]))


def likeness(one: str, other: str) -> float:
    """Return how many pairs of characters two texts share, from 0 to 1 (Dice)."""
    first, second = pairs(one), pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """The one piece in which two wordings differ: `left` and `right` stand between the same head and tail."""

    head: str
    left: str
    right: str
    tail: str


def difference(left: str, right: str) -> Difference:
    """Return what is left of two wordings when the longest common head and tail are taken off."""
    low = min(len(left), len(right))
    head = next((i for i in range(low) if left[i] != right[i]), low)
    tail = next((i for i in range(low - head) if left[-1 - i] != right[-1 - i]), low - head)
    return Difference(
        left[:head], left[head : len(left) - tail], right[head : len(right) - tail], left[len(left) - tail :]
    )


def holes(name: str) -> tuple[str, ...]:
    """Return a name with each of its characters left out in turn: names that share one differ in that character."""
    return tuple(f"{name[:i]}_{name[i + 1 :]}" for i in range(len(name)))


def tells_apart(one: str, other: str) -> bool:
    """Return whether a differing piece makes two things of it: 省/市, 首/第二, 城镇/农村 as in `contrasts.tsv`."""
    for group in _contrasts():
        if any(word in one for word in group) or any(word in other for word in group):
            in_one = {word for word in group if word in one}
            if in_one != {word for word in group if word in other}:
                return True
    return is_numeral(one + other)


def is_numeral(text: str) -> bool:
    """Return whether a wording holds a figure, in digits or in characters."""
    return any(char.isdigit() or char in "一二三四五六七八九十百千零〇两" for char in text)


def are_opposed(one: str, other: str) -> bool:
    """Return whether nobody takes two words for one another: 非 and 阿, 东 and 西, by the rows that always tell apart."""
    return any(one in group and other in group for group, is_firm in _contrast_rows() if is_firm)


def names_another_place(one: str, other: str) -> bool:
    """Return whether two names tell of different places: 河南省… and 河北省…, 云川市… and 屏河市…, with and without 海南."""
    return starts_with_another_place(one, other) or _places_in(one) != _places_in(other)


def starts_with_another_place(one: str, other: str) -> bool:
    """Return whether two wordings start with two places: 东川区茶叶总产量 and 西川区茶叶总产量."""
    first, second = _LEADING_PLACE.match(one), _LEADING_PLACE.match(other)
    return bool(first and second and first[0] != second[0])


def _places_in(text: str) -> frozenset[str]:
    """Return the provinces and prefectures that a wording names in full or in short."""
    return frozenset(form for form in _place_forms() if form in text)


@cache
def _place_forms() -> tuple[str, ...]:
    from kg.extractors.places import divisions

    places = [place for place in divisions() if place.level in ("province", "prefecture")]
    return tuple(sorted({form for place in places for form in (place.name, place.short) if len(form) > 1}))


@cache
def _contrasts() -> tuple[tuple[str, ...], ...]:
    return tuple(group for group, _ in _contrast_rows())


@cache
def _contrast_rows() -> tuple[tuple[tuple[str, ...], bool], ...]:
    text = (files("search") / "drafts" / "contrasts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line and line[0] != "#")
    return tuple((tuple(row[0].split()), row[2:] == ["yes"]) for row in rows)
