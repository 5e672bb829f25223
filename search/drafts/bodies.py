"""Whose matters a draft is about: figures and names of one body say nothing about another's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.documents import Document
from kg.names import home_of, local_level

_NATION = "全国"
_OPENING = re.compile(r"(?:^|[，。；：])([一-鿿]{2,3}[省市])(?!级|场|民|直)", re.MULTILINE)
_LEVEL = re.compile(r"(?:回族|壮族|维吾尔)?(?:自治[区州县旗]|地区|新区|[省市县区州盟旗])$")


def comparable(draft: Document, places: Iterable[str], documents: Sequence[Document]) -> frozenset[int]:
    """Return the indices of the documents that speak of the draft's own body.

    A document without an issuer is taken for one of the library's body where the library has only one. A draft that
    names no place is about that body too; where the library has several, nothing is known of it.

    Args:
        draft: The draft.
        places: The places that it names.
        documents: The documents of the library.
    """
    levels = [place for place in places if _LEVEL.search(place)]
    levels += [match[1] for match in _OPENING.finditer(draft.text) if not local_level(match[1])]
    if levels and not any(place in document.text for place in levels for document in documents):
        return frozenset()
    homes = _homes(documents)
    own = _home_of_draft(draft, sorted(set(homes)))
    return frozenset(i for i, home in enumerate(homes) if own and home == own)


def without_level(home: str) -> str:
    """Return a place without its level word: 云川 of 云川市."""
    return _LEVEL.sub("", home)


def _homes(documents: Sequence[Document]) -> list[str]:
    homes = [_home(document) for document in documents]
    named = sorted(set(homes) - {""})
    only = named[0] if len(named) == 1 else _NATION if not named else ""
    return [home or only for home in homes]


def _home(document: Document) -> str:
    if not document.issuer:
        return ""
    return home_of(document.issuer) or _NATION


def _home_of_draft(draft: Document, homes: list[str]) -> str:
    """Return the place that a draft is about: its issuer's, else the library's place that it names most, else the only one."""
    own = _home(draft)
    if own:
        return own
    places = [home for home in homes if home != _NATION]
    named = {home: draft.text.count(without_level(home) or home) for home in places}
    most = max(places, key=lambda home: named[home], default="")
    if most and named[most]:
        return most
    return homes[0] if len(homes) == 1 else ""
