"""Reads what a definition says of things that it names itself: the sets inside a set, and what an undertaking is made of.

`“农技手册及乡村两库”：农技三册即甲册、乙册、丙册；乡村两库即丁库、戊库` gives each set its own members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extractors.members import items, promised_count

_SET = re.compile(r"“?(?P<name>[^，。；、：“”]{2,12})”?(?:即|包括|分为|是指)[:：]?(?P<list>[^，。；]+)$")
_MADE_OF = re.compile(
    r"[该此](?P<head>[一-鿿]{2,4})由(?P<list>[^。；，]+?)(?:[两二三四五六七八九十\d]+[个大项类][^、。；，“”]{0,5})?(?:构成|组成)"
)


@dataclass(frozen=True, slots=True)
class Subset:
    """A set named inside a text, with its members in order."""

    name: str
    members: tuple[str, ...]


def find(text: str) -> tuple[Subset, ...]:
    """Return the sets that a definition names one after the other, each with its members; at least two, or none.

    A set counts only where the number in its name is the number of its members.
    """
    found = tuple(_sets(text))
    return found if len(found) > 1 else ()


def _sets(text: str) -> Iterator[Subset]:
    for clause in re.split(r"[。；\n]", text):
        if (stated := _SET.match(clause)) is not None:
            listed = items(stated["list"])
            if promised_count(stated["name"]) == len(listed):
                yield Subset(stated["name"], listed)


def made_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the name of an undertaking and its parts where a text says `“X计划”，该计划由“A”和“B”构成`; None elsewhere."""
    stated = _MADE_OF.search(text)
    if stated is None:
        return None
    parts = tuple(re.findall(r"“([^”]+)”", stated["list"])) or items(stated["list"])
    named = re.findall(rf"[“《]([^”》]*{stated['head']})[”》]", text[: stated.start()])
    return (named[-1], parts) if named and len(parts) > 1 else None
