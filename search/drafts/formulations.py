"""The fixed formulations that a library knows, each with its members in order: of glossaries, statements, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.facts import Predicate
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare

SEPARATOR = re.compile(r"[、，,；;]")
QUOTED_LIST = re.compile(r"“([^“”\n]{3,80}[、，][^“”\n]{2,80})”")
_NUMERALS = "两三四五六七八九十"
_COUNT = re.compile(rf"[“\"]?(?:[^“”\"]{{0,4}}[“\"])?([{_NUMERALS}])")


@dataclass(frozen=True, slots=True)
class Formulation:
    """A formulation with its members in order. `name` is empty for a list that stands in quotation marks only."""

    name: str
    members: tuple[str, ...]
    wording: str
    place: Place | None
    year: int | None = None


def enumeration(option: Formulation) -> str:
    """Return the members as the library joins them, without what its wording says around or between them."""
    wording, position = option.wording, 0
    places: list[int] = []
    for member in option.members:
        start = wording.find(member, position)
        if start < 0 or (places and not SEPARATOR.fullmatch(wording[position:start])):
            return "、".join(option.members)
        places.append(start)
        position = start + len(member)
    return wording[places[0] : position]


def formulations(known: Knowledge) -> tuple[Formulation, ...]:
    """Return every formulation with at least two members: of glossaries, of statements, in quotation marks."""
    found: dict[tuple[str, tuple[str, ...]], Formulation] = {}
    for formulation in (*_glossary(known), *_stated(known), *_in_quotes(known), *_common()):
        key = (bare(formulation.name), tuple(bare(member) for member in formulation.members))
        found.setdefault(key, formulation)
    return tuple(found.values())


def _glossary(known: Knowledge) -> Iterator[Formulation]:
    for index, source in enumerate(known.sources):
        for entry in source.extraction.glossary:
            members = entry.components if _is_list(entry.definition, entry.components) else ()
            members = members or _listed(entry.term, entry.definition)
            if members:
                place = Place(index, entry.start, entry.end)
                year = source.document.year
                for name in (entry.term, *entry.aliases):
                    yield Formulation(name.strip("“”"), members, entry.definition.rstrip("。；"), place, year)


def _listed(term: str, definition: str) -> tuple[str, ...]:
    """Return the members that a definition lists for a term with a number: 五… with five items joined by 、."""
    count = _COUNT.match(term)
    for group in re.split("[，；。：]", definition):
        items = tuple(group.split("、"))
        if count and len(items) == _NUMERALS.index(count[1]) + 2:
            return items
    return ()


def _is_list(definition: str, members: tuple[str, ...]) -> bool:
    """Return whether a definition is little else than its members."""
    return len(members) > 1 and sum(map(len, members)) >= 0.6 * len(definition)


def _stated(known: Knowledge) -> Iterator[Formulation]:
    for index, source in enumerate(known.sources):
        entities = {entity.id: entity for entity in source.extraction.entities}
        lists: dict[tuple[str, int, int], list[tuple[int, str]]] = {}
        for relation in source.extraction.relations:
            if relation.predicate is Predicate.HAS_COMPONENT and relation.order:
                member = relation.object if relation.is_literal else entities[relation.object].name
                lists.setdefault((relation.subject, relation.start, relation.end), []).append((relation.order, member))
        for (subject, start, end), members in lists.items():
            ordered = tuple(member for _, member in sorted(members))
            if len(ordered) > 1 and all(bare(m) in bare(source.document.text[start:end]) for m in ordered):
                wording = "、".join(ordered)
                yield Formulation(entities[subject].name.strip("“”"), ordered, wording, Place(index, start, end))


def _in_quotes(known: Knowledge) -> Iterator[Formulation]:
    for index, source in enumerate(known.sources):
        for match in QUOTED_LIST.finditer(source.document.text):
            members = tuple(item for item in SEPARATOR.split(match[1]) if item)
            yield Formulation("", members, match[1], Place(index, match.start(), match.end()))


@cache
def _common() -> tuple[Formulation, ...]:
    """Return the formulations that everybody uses alike, from `formulations.tsv`."""
    text = (files("search") / "drafts" / "formulations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line and not line.startswith("#")]
    return tuple(Formulation(name, tuple(wording.split("、")), wording, None) for name, wording in rows)
