"""Reads the other names that a text gives itself: 云川市农民协会（以下简称“市农协”）, 云川医学院更名为云川医科大学."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corpus.documents import Document
from kg.extractors.heads import head_of
from kg.facts import EntityType
from kg.reading import Proposal

_INTRODUCED = re.compile(
    r"[（(](?:[^（）()]{0,20}[，,])?(?:以下|下文|下)?(?:统)?(?:简称|称)(?:为)?[“]?(?P<short>[^（）()”《》，。]{2,16})[”]?[）)]"
)
_LONGEST = 40


def aliased(document: Document, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield proposals, those that a short name is introduced for with it as an alias, and the places of the short names.

    Hit: 青原省农业科学院（以下简称省农科院）. Miss: a bracket behind something that no finder takes for a name.
    """
    proposals = _renamed(document.text, proposals)
    introduced = list(_INTRODUCED.finditer(document.text))
    if not introduced:
        yield from proposals
        return
    by_end: dict[int, list[Proposal]] = {}
    for proposal in proposals:
        by_end.setdefault(proposal.end, []).append(proposal)
        yield proposal
    for found in introduced:
        named = _named(document.text, found, by_end)
        if named is not None:
            yield from _with_short(document.text, named, found)


def _renamed(text: str, proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    """Return proposals in which the old name of a body is an alias of the one that it now has."""
    found = list(_RENAMED.finditer(text))
    if not found:
        return proposals
    proposals = tuple(proposals)
    now: dict[str, str] = {}
    for verb in found:
        old = max((p for p in proposals if p.end == verb.start() and p.type in _BODIES), key=_length, default=None)
        new = max((p for p in proposals if p.start == verb.end() and p.type in _BODIES), key=_length, default=None)
        if old is not None and new is not None:
            now[_name(text, old)] = _name(text, new)
    return tuple(
        replace(p, name=now[_name(text, p)], aliases=(*p.aliases, _name(text, p)))
        if p.type in _BODIES and _name(text, p) in now
        else p
        for p in proposals
    )


_RENAMED = re.compile("(?:正式)?(?:更名|改名)为")
_BODIES = (EntityType.ORGANIZATION, EntityType.PLATFORM)


def _length(proposal: Proposal) -> tuple[int, float]:
    return proposal.end - proposal.start, proposal.weight


def _name(text: str, proposal: Proposal) -> str:
    return proposal.name or text[proposal.start : proposal.end]


def _named(text: str, found: re.Match[str], by_end: dict[int, list[Proposal]]) -> Proposal | None:
    """Return the longest name in front of the bracket that the short name abbreviates."""
    end = found.start() - (text[found.start() - 1] in "”》")
    candidates = [p for p in (*by_end.get(end, ()), *by_end.get(found.start(), ())) if p.end - p.start <= _LONGEST]
    fitting = [p for p in candidates if _abbreviates(found["short"], p.name or text[p.start : p.end])]
    return max(fitting, key=lambda p: (p.end - p.start, p.weight), default=None)


def _abbreviates(short: str, name: str) -> bool:
    """Return whether the characters of a short name stand in a name in their order; 市 and 省 may be added in front."""
    rest = iter(name)
    wanted = short if short[0] in name else short[1:]
    return len(short) < len(name) and all(char in rest for char in wanted)


def _with_short(text: str, named: Proposal, found: re.Match[str]) -> Iterator[Proposal]:
    short = found["short"].strip("“ ")
    name = named.name or text[named.start : named.end]
    # 方案 alone means this paper here and another one elsewhere: a mention, no name.
    aliases = () if head_of(short) == short else (short,)
    yield replace(named, name=name, aliases=(*named.aliases, *aliases), weight=max(named.weight, 0.9))
    if not aliases:
        return
    for place in re.finditer(re.escape(short), text[found.start() :]):
        start = found.start() + place.start()
        yield replace(named, start=start, end=start + len(short), name=name, aliases=(short,), weight=0.88)
