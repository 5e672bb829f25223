"""Relations that stand inside a name: where it lies, who runs it, what it is a part of, whom it is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extractors import places as homes
from kg.extractors.statements import Scene, statement
from kg.extractors.tables import any_of, column
from kg.facts import Entity, EntityType, Mention, Predicate, Relation

NAME = "relations_names"
_MARKS = str.maketrans("", "", "“”《》\"' ")
_EDITION_AHEAD = re.compile(r"^(?:首届|第[一二三四五六七八九十百\d]+届|(?:19|20)\d\d年?度?)+")
_SITED = (EntityType.ORGANIZATION, EntityType.PLATFORM)
_RUN = (EntityType.EVENT, EntityType.AWARD, EntityType.PLATFORM, EntityType.PROGRAM)
_JOINED_PLACES = re.compile(r"[—–\-－·、]")
_VISITED = re.compile(r"(?P<served>企业|学校|校园|园区)行$")
_LED = re.compile(r"^(?:省(?![属直外])|市(?![属直场])|县(?!域)|区(?!域)|提升|服务(?!业)|促进|支持|推动|加强)+(?=.)")
# Sessions of a body are named after it; who calls them stands elsewhere.
_SESSION = re.compile(r"全会|全体|第[一二三四五六七八九十\d]+次[^，。]{0,6}会议$|[届第][一二三四五六七八九十\d]+次")
_RULING = ("政府", "省委", "市委", "党委", "人大", "政协", "人大常委会")
_UNDERTAKINGS = (EntityType.PROGRAM, EntityType.EVENT)


def find(scene: Scene) -> Iterator[Relation]:
    """Yield what the names of a document say of the things they name."""
    first = _first_mentions(scene)
    bodies = _by_surface(scene, EntityType.ORGANIZATION)
    places = _by_surface(scene, EntityType.PLACE)
    home = homes.home(scene.document)
    here = home.name if home is not None else ""
    for entity in scene.reading.entities:
        mention = first.get(entity.id)
        if mention is None:
            continue
        span = (mention.start, mention.end)
        surfaces = _surfaces(scene, entity)
        if entity.type in _SITED:
            for place in _places(entity, surfaces, places):
                if entity.name.endswith(_RULING) and here in (place.name, *place.aliases):
                    continue  # that a government sits in its own province says nothing
                yield statement(entity, Predicate.LOCATED_IN, place, span, extractor=NAME)
        yield from _by_body(entity, surfaces, bodies, span)
        yield from _of_phase(scene, entity, span)
        if entity.type in _UNDERTAKINGS:
            for served in _served(surfaces):
                yield statement(entity, Predicate.TARGETS, served, span, extractor=NAME)


def _first_mentions(scene: Scene) -> dict[str, Mention]:
    first: dict[str, Mention] = {}
    for mention in scene.reading.mentions:
        first.setdefault(mention.entity, mention)
    return first


def _surfaces(scene: Scene, entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.name, *entity.aliases)))


def _by_surface(scene: Scene, kind: EntityType) -> dict[str, Entity]:
    """Return the entities of a type by each of their names, the longest names first."""
    found = {
        name: e for e in scene.reading.entities if e.type == kind for name in (e.name, *e.aliases) if len(name) > 1
    }
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def _places(entity: Entity, surfaces: tuple[str, ...], places: dict[str, Entity]) -> tuple[Entity, ...]:
    """Return the places that a name says a thing lies in: the last one of it, all where they are joined by dashes."""
    if entity.name.startswith("《") or _ENDS("unsited").search(entity.name) or not _ENDS("sited").search(entity.name):
        return ()
    is_named_after = bool(_ENDS("named_after").search(entity.name))
    for surface in surfaces:
        inside = _inside(surface, places)
        if not inside or (is_named_after and inside[-1][0] == 0):
            continue
        joined = surface[inside[0][0] : inside[-1][1]]
        if len(inside) > 1 and _JOINED_PLACES.search(joined):
            return tuple(place for _, _, place in inside)
        return (inside[-1][2],)
    return ()


def _inside(surface: str, places: dict[str, Entity]) -> list[tuple[int, int, Entity]]:
    found: list[tuple[int, int, Entity]] = []
    for name, place in places.items():
        at = surface.find(name)
        if at > -1 and len(name) < len(surface) and not any(s < at + len(name) and at < e for s, e, _ in found):
            found.append((at, at + len(name), place))
    return sorted(found, key=lambda row: row[0])


def _by_body(
    entity: Entity, surfaces: tuple[str, ...], bodies: dict[str, Entity], span: tuple[int, int]
) -> Iterator[Relation]:
    """Yield the bodies that a name begins with: it is a part of the body, or run by it."""
    for surface in surfaces:
        name = _EDITION_AHEAD.sub("", surface)
        owners = _owners(name.translate(_MARKS), entity, bodies)
        if not owners:
            continue
        for owner in owners:
            if _ENDS("branch").search(surface) and entity.type not in (EntityType.AWARD, EntityType.EVENT):
                yield statement(owner, Predicate.HAS_COMPONENT, entity, span, extractor=NAME)
            elif entity.type in _RUN and not _SESSION.search(surface) and not _is_kind(owner):
                yield statement(entity, Predicate.RUN_BY, owner, span, extractor=NAME)
        return


def _of_phase(scene: Scene, entity: Entity, span: tuple[int, int]) -> Iterator[Relation]:
    """Yield what a later phase is a part of: 云川实验室二期."""
    phase = _PHASE.search(entity.name)
    whole = scene.reading.by_name.get(entity.name[: phase.start()]) if phase else None
    if whole is not None and whole.id != entity.id and whole.type in _SITED:
        yield statement(whole, Predicate.HAS_COMPONENT, entity, span, extractor=NAME)


_PHASE = re.compile("[二三四五六]期(?:工程|项目)?$")


def _owners(name: str, entity: Entity, bodies: dict[str, Entity]) -> tuple[Entity, ...]:
    owners: list[Entity] = []
    rest = name
    while True:
        found = next((body for body in bodies if rest.startswith(body) and len(rest) > len(body) + 1), None)
        if found is None or bodies[found].id == entity.id:
            return tuple(owners)
        owners.append(bodies[found])
        rest = rest[len(found) :]


def _is_kind(body: Entity) -> bool:
    """Return whether a body is a kind of bodies (企业科协), which a name tells nothing of but what it is about."""
    return body.name.startswith(column("own_bodies_kinds"))


def _served(surfaces: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a name is for: 农民 in 农民技能提升行动, 合作社 in 百名专家联系百个合作社."""
    for surface in surfaces:
        plain = _EDITION_AHEAD.sub("", surface.translate(_MARKS))
        found = _HELPED().search(plain) or _FOR().match(plain) or _VISITED.search(plain)
        served = _LED.sub("", found["served"]) if found else ""
        if len(served) > 1:
            return (served,)
    return ()


@cache
def _ENDS(kind: str) -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(column('name_parts', kind))})(?:（[^）]*）)?$")


@cache
def _HELPED() -> re.Pattern[str]:  # noqa: N802
    verbs = any_of(column("beneficiaries", "helped"))
    people = any_of(column("beneficiaries", "person"))
    return re.compile(rf"(?:{verbs})(?:[百千万十]+[个名]?)(?P<served>[一-鿿]{{0,4}}?(?:{people}))")


@cache
def _FOR() -> re.Pattern[str]:  # noqa: N802
    people = any_of(column("beneficiaries", "person"))
    done = any_of(column("beneficiaries", "served_by"))
    ends = any_of(column("beneficiaries", "undertaking"))
    agent = any_of(column("beneficiaries", "agent"))
    group = rf"(?:[一-鿿（）]{{0,6}}(?:{people})|(?:{people}))"
    deed = rf"[一-鿿]{{0,6}}?(?:{done})[一-鿿]{{0,4}}?(?:{ends})"
    return re.compile(
        rf"(?!.{{0,6}}(?:{agent}))(?P<served>{group}(?:[和与、]{group})?)(?:[一-鿿]{{0,4}}培训班?|座谈会|{deed})$"
    )
