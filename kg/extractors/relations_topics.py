"""relatesTo: what a passage speaks of belongs to the theme of its heading, or of the clause that leads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from corpus.documents import Section, Sentence
from kg.extractors.clauses import clauses
from kg.extractors.statements import Scene, plain, statement
from kg.extractors.tables import any_of, column
from kg.facts import Entity, EntityType, Mention, Predicate, Relation

NAME = "relations_topics"
_THEMES = (EntityType.CONCEPT, EntityType.SLOGAN, EntityType.PROGRAM)
_ITEMS = (EntityType.PROGRAM, EntityType.PLATFORM, EntityType.EVENT)
# A numbered set of undertakings (四大行动) is an item like the undertakings themselves.
_SET = re.compile(r"(?:行动|工程|计划|项目)$")
_NAMED = (EntityType.CONCEPT, EntityType.SLOGAN)
_PLAN = re.compile(r"“?十[一二三四五六七八九]五")
_JOINTS = ("和", "与", "及", "、")
_ABOUT = re.compile(r"(?:围绕|以)\s*[“《]?$")


def find(scene: Scene) -> Iterator[Relation]:
    """Yield the items of each passage with its theme."""
    themes: dict[int, tuple[Entity | str, ...]] = {}
    for sentence in scene.sentences():
        section = scene.section_of(sentence)
        items = tuple(m for m in scene.outer(sentence.start, sentence.end) if _is_item(scene, m))
        if section is None or not items or sentence.kind not in ("sentence", "heading"):
            continue
        if section.index not in themes:
            themes[section.index] = _themes(scene, section)
        yield from _of_heading(scene, section, themes[section.index], items)
        yield from _of_lead(scene, sentence, items)
        yield from _of_purpose(scene, sentence, items)
        yield from _of_motto(scene, sentence, items)
    yield from _of_names(scene)


def _is_item(scene: Scene, mention: Mention) -> bool:
    entity = scene.reading.entity_of(mention)
    return entity.type in _ITEMS or (entity.type == EntityType.SLOGAN and bool(_SET.search(entity.name)))


def _themes(scene: Scene, section: Section) -> tuple[Entity | str, ...]:
    """Return the theme that a heading names: a concept, else a formulation, else an undertaking.

    The last clause of a heading says most (敢闯敢试，改革开放步伐加快). Where an undertaking's name holds a concept
    (科学素质提升工作), the concept is the theme; of a coordination (文化和旅游深度融合) the whole phrase.
    """
    parts = clauses(scene.text, section.start, section.heading_end)
    named = tuple(
        (m, part)
        for part in reversed(parts)
        for m in scene.outer(*part)
        if not _PLAN.match(scene.reading.entity_of(m).name)
    )
    for kind in _THEMES:
        found = [(m, part) for m, part in named if scene.reading.type_of(m) == kind]
        if not found:
            continue
        mention, part = found[0]
        entity = scene.reading.entity_of(mention)
        if kind == EntityType.CONCEPT and _is_coordinated(scene.text, mention, part):
            return (_phrase(scene.text[max(part[0], section.start + len(section.label)) : part[1]]),)
        if kind == EntityType.PROGRAM:
            inside = [theme for theme in scene.themes if theme[0] in entity.name]
            return (inside[0][1],) if inside else (entity,)
        return (entity,)
    return ()


def _is_coordinated(text: str, mention: Mention, part: tuple[int, int]) -> bool:
    """Return whether a name is one of several that a heading joins."""
    ahead, behind = text[part[0] : mention.start].rstrip("“《 "), text[mention.end : part[1]].lstrip("”》 ")
    return ahead.endswith(_JOINTS) or behind.startswith(_JOINTS)


def _phrase(words: str) -> str:
    """Return what a heading is about, without the verbs at its start: 加快推进A和B is about A和B."""
    while (found := _VERBS().match(words)) and found.end() < len(words) - 3:
        words = words[found.end() :]
    return words.strip("，。：； ")


def _of_names(scene: Scene) -> Iterator[Relation]:
    """Yield an item with the concept inside its name: 天文教育项目, 科普惠农兴村计划."""
    themes = scene.themes
    first: dict[str, Mention] = {}
    for mention in scene.reading.mentions:
        first.setdefault(mention.entity, mention)
    for entity in scene.reading.entities:
        if entity.type not in _ITEMS or entity.id not in first:
            continue
        names = [plain(name) for name in (entity.name, *entity.aliases)]
        held = next(
            (theme for name, theme in themes if any(name in own and len(own) > len(name) for own in names)), None
        )
        if held is not None:
            mention = first[entity.id]
            yield statement(entity, Predicate.RELATES_TO, held, (mention.start, mention.end), extractor=NAME)


def _of_heading(
    scene: Scene, section: Section, themes: tuple[Entity | str, ...], items: tuple[Mention, ...]
) -> Iterator[Relation]:
    for item in items:
        if item.start < section.heading_end:
            continue
        entity, span = scene.reading.entity_of(item), (item.start, item.end)
        for theme in themes:
            yield statement(entity, Predicate.RELATES_TO, theme, span, extractor=NAME)


def _named_in(scene: Scene, start: int, end: int) -> list[tuple[Entity, int]]:
    """Return the concepts and formulations named in a stretch and where, those too that are mentioned only elsewhere."""
    found = [(scene.reading.entity_of(m), m.start) for m in scene.outer(start, end, *_NAMED)]
    for at in range(start, end - 2):
        for name, entity in scene.themes_by_start.get(scene.text[at : at + 2], ()):
            if scene.text.startswith(name, at) and at + len(name) <= end and not any(e is entity for e, _ in found):
                found.append((entity, at))
                break
    return found


def _of_lead(scene: Scene, sentence: Sentence, items: tuple[Mention, ...]) -> Iterator[Relation]:
    """Yield items with the concept that the sentence's leading clause is about: `推进A建设，实施B`."""
    clauses = scene.clauses_of(sentence)
    if len(clauses) < 2:
        return
    for target, at in _named_in(scene, *clauses[0]):
        if target.type != EntityType.CONCEPT or not _LEADS().search(scene.text[clauses[0][0] : at]):
            continue
        for item in items:
            if item.start >= clauses[0][1] and "；" not in scene.text[clauses[0][1] : item.start]:
                span = (at, item.end)
                yield statement(scene.reading.entity_of(item), Predicate.RELATES_TO, target, span, extractor=NAME)


def _of_purpose(scene: Scene, sentence: Sentence, items: tuple[Mention, ...]) -> Iterator[Relation]:
    """Yield items with what the clause behind them is to further: `实施A计划，着力提升B水平`."""
    clauses = scene.clauses_of(sentence)
    for before, clause in pairwise(clauses):
        inside = [m for m in items if before[0] <= m.start < before[1]]
        if not inside or not _PURPOSE().match(scene.text, clause[0], clause[1]):
            continue
        for target, at in _named_in(scene, *clause):
            if _is_listed(scene.text, at, target):
                continue
            for item in inside:
                span = (item.start, max(clause[1], at))
                yield statement(scene.reading.entity_of(item), Predicate.RELATES_TO, target, span, extractor=NAME)


def _is_listed(text: str, at: int, target: Entity) -> bool:
    """Return whether a concept is one of a row, which is what is furthered only as a whole."""
    end = at + max((len(name) for name in (target.name, *target.aliases) if text.startswith(name, at)), default=0)
    return text[at - 1 : at] == "、" or text[end : end + 1] in ("、", "等")


def _of_motto(scene: Scene, sentence: Sentence, items: tuple[Mention, ...]) -> Iterator[Relation]:
    """Yield an event with the motto it is held under: `围绕“A”主题，举办B`."""
    for motto in scene.outer(sentence.start, sentence.end, EntityType.SLOGAN):
        behind = scene.text[motto.end : motto.end + 6].lstrip("”》 ")
        if not _ABOUT.search(scene.text[sentence.start : motto.start]) or not behind.startswith(("主题", "为主题")):
            continue
        following = [m for m in items if m.start > motto.end]
        if following:
            target = scene.reading.entity_of(motto)
            span = (motto.start, following[0].end)
            yield statement(scene.reading.entity_of(following[0]), Predicate.RELATES_TO, target, span, extractor=NAME)


@cache
def _LEADS() -> re.Pattern[str]:  # noqa: N802
    return re.compile(
        rf"^(?:要|应|须|一是|二是|三是|四是|五是|[一二三四五]要)?(?:[一-鿿]{{0,4}}?)(?:{any_of(column('leading'))})[一-鿿]{{0,6}}$"
    )


@cache
def _PURPOSE() -> re.Pattern[str]:  # noqa: N802
    verbs = any_of(column("furthering"))
    return re.compile(rf"(?:着力|切实|有力|有效|不断|进一步|持续|全面|教育引导[^，。]{{0,10}}?)?(?:{verbs})")


@cache
def _VERBS() -> re.Pattern[str]:  # noqa: N802
    return re.compile(any_of((*column("cues", "edge", "firm"), *column("leading"))))
