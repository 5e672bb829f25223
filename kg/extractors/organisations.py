"""Finds organisations that are named by level and body (市委, 省科协, 灌云县政府) and joins short names to the issuer's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document
from kg.extractors import places
from kg.extractors.atoms import Atom
from kg.extractors.places import home
from kg.extractors.tables import any_of, rows
from kg.extractors.terms import ANOTHER_LEVEL
from kg.facts import EntityType
from kg.reading import Proposal

_LEVELS = "全国|中国|国家|自治区|省|市|县|区|州"


@cache
def _bodies() -> dict[str, str]:
    return {short: full for short, full, *_ in rows("bodies")}


def ends_in_body(text: str, start: int, end: int) -> bool:
    """Say whether a body that its level names ends a longer stretch: 市科协 in 牌匾由市科协."""
    found = next((found for found in _level_body().finditer(text, start, end) if found.end() == end), None)
    return found is not None and found.start() > start


@cache
def _level_body() -> re.Pattern[str]:
    return re.compile(rf"(?<![一-鿿])?({_LEVELS})({any_of([*_bodies(), *_long_names()])})(?![员会局厅]|策)")


def _is_of_all(text: str, start: int) -> bool:
    """Say whether what looks like a level belongs to the word before: 全省政府系统, 省市县政府."""
    if text[start - 1 : start] in ("省", "市", "州") and text[start] in "县区":
        return True
    return text[start - 1 : start] == "全" and text[start - 2 : start] not in ("健全", "安全", "完全", "保全")


def _long_names() -> tuple[str, ...]:
    """Return the full names of departments: 人力资源和社会保障局."""
    return tuple(full for full in _bodies().values() if len(full) > 3 and full[-1] in "局厅委会院台")


@cache
def _body() -> re.Pattern[str]:
    return re.compile(f"({any_of([*_bodies(), *_bodies().values()])})(?![员会])")


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the organisations named by level or place and body."""
    starts = {piece.start for piece in pieces}
    here = home(document)
    for found in _level_body().finditer(document.text):
        if document.text.endswith(ANOTHER_LEVEL, 0, found.start()) or _is_of_all(document.text, found.start()):
            continue
        if here is not None and here.short and document.text.endswith(here.short, 0, found.start()):
            continue
        if found.start() in starts or document.text[found.start() - 1] in "委、和及府由向与经报为请让":
            yield Proposal(found.start(), found.end(), EntityType.ORGANIZATION, "organisations", weight=0.75)
    for start, end, form in (*_spans(document), *_unlisted_spans(document)):
        body = _body().match(document.text, end)
        if body and (len(form) > 2 or body[0] not in ("委", "人大")):
            yield _at_place(document, (start, body.end()), form, body[0])
    for name in document.issuer.split("、"):
        yield from _issuer(document, name)


def _spans(document: Document) -> Iterator[tuple[int, int, str]]:
    for start, end, _, form in places.spans(document.text):
        yield start, end, form


def _unlisted_spans(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield where the home place is named although the gazetteer does not know it."""
    here = home(document)
    if here is not None and here.code == "-":
        for found in re.finditer(re.escape(here.name), document.text):
            yield *found.span(), found[0]


def _at_place(document: Document, span: tuple[int, int], form: str, body: str) -> Proposal:
    """Return a body of a place; that of the home place is the one that its papers call 省委 or 市政府."""
    here = home(document)
    if here is not None and form in (here.name, here.short):
        level = "自治区" if "自治区" in here.name else here.name[-1]
        short = "自治区党委" if (level, body) == ("自治区", "党委") else level + body
        return Proposal(*span, EntityType.ORGANIZATION, "organisations", short, (form + body,), weight=0.8)
    return Proposal(*span, EntityType.ORGANIZATION, "organisations", weight=0.8)


def _issuer(document: Document, name: str) -> Iterator[Proposal]:
    """Yield the issuer under its full name and the short names that its papers use."""
    here = home(document)
    if len(name) < 4:
        return
    forms = {name}
    if here is not None:
        body = name.removeprefix(here.name).removeprefix(here.short or here.name)
        level = "自治区" if "自治区" in here.name else here.name[-1]
        shorts = {short for short, full in _bodies().items() if body in (full, short)} | {body}
        forms |= {level + short for short in shorts}
        forms |= {place + short for short in shorts for place in (here.name, here.short) if place}
    present = sorted((form for form in forms if form in document.text), key=lambda form: (-len(form), form))
    canonical = present[0] if present else name
    aliases = tuple(form for form in present if form != canonical)
    for form in present:
        for found in re.finditer(re.escape(form), document.text):
            is_other = document.text.endswith(ANOTHER_LEVEL, 0, found.start()) or _is_of_all(
                document.text, found.start()
            )
            if form != name and is_other:
                continue
            yield Proposal(
                found.start(), found.end(), EntityType.ORGANIZATION, "organisations", canonical, aliases, weight=0.9
            )
