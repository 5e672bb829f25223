"""Decides which proposals are mentions of what: one entity for a name, its short forms, editions and typing variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extractors.variants import has_edition, is_mistyped, is_short_for, is_shortened, stems
from kg.facts import Entity, EntityType, GlossaryEntry, Mention
from kg.names import name_key
from kg.reading import Proposal

# Types whose mentions may lie within a longer name of another thing.
_NESTING = frozenset({EntityType.PLACE, EntityType.ORGANIZATION, EntityType.EVENT, EntityType.PERSON})
_NEVER_SHORT = frozenset({EntityType.PLACE, EntityType.PERSON, EntityType.CONCEPT, EntityType.SLOGAN})
_OPEN_WINDOW = 12
# Finders whose spans stay although a longer one holds them.
_SURE = frozenset({"conferrals", "rosters"})
# Words behind a defined term that leave it the same thing.
_FOLLOWING = ("工作", "项目", "教育", "活动", "建设", "行动", "计划")


@dataclass(slots=True)
class _Group:
    """The names and places of one thing while it is being put together."""

    names: Counter[str] = field(default_factory=Counter)
    types: dict[EntityType, tuple[float, float]] = field(default_factory=dict)
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, proposal: Proposal) -> None:
        """Count a proposal in."""
        self.names[proposal.name] += 1
        for alias in proposal.aliases:
            self.names[alias] += 0
        best, total = self.types.get(proposal.type, (0.0, 0.0))
        self.types[proposal.type] = (max(best, proposal.weight), total + proposal.weight)
        self.spans.append((proposal.start, proposal.end, proposal.extractor))

    def swallow(self, other: _Group) -> None:
        """Take over the names and places of another group; its type counts only where this one has none."""
        for name, count in other.names.items():
            self.names[name] += count
        if not self.types:
            self.types = dict(other.types)
        self.spans.extend(other.spans)

    @property
    def type(self) -> EntityType:
        """Return the type with the surest proposal, then with the most."""
        return max(sorted(self.types), key=lambda kind: self.types[kind])

    @property
    def canonical(self) -> str:
        """Return the name used most, without an edition where one is used so."""
        names = sorted(self.names, key=lambda name: (-self.names[name], -len(name), name))
        return next((name for name in names if not has_edition(name) and self.names[name]), names[0])


def link(
    proposals: Iterable[Proposal], glossary: Sequence[GlossaryEntry], home: tuple[str, ...] = ()
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return the entities with their mentions, in order of first appearance; `home` are names of the home place."""
    groups = _gather(_settle(proposals))
    for entry in glossary:
        names = [entry.term] if _is_list_term(entry) else [entry.term, *entry.aliases]
        known = {name for group in groups for name in group.names}
        names.extend(name + word for name in tuple(names) for word in _FOLLOWING if name + word in known)
        groups = _unite(groups, names)
    groups = _merge(groups, home)
    return _result(_without_mistyped_quotes(groups))


def _is_list_term(entry: GlossaryEntry) -> bool:
    return len(entry.aliases) > 1 and all(alias in entry.term for alias in entry.aliases)


def _settle(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that stay, in order of the text: of two that cross or lie one in the other, see `_yields`."""
    ordered = sorted(proposals, key=lambda p: (p.start, -p.end, -p.weight, p.extractor, p.name))
    kept: list[Proposal] = []
    for proposal in ordered:
        rivals = [other for other in kept[-_OPEN_WINDOW:] if other.end > proposal.start]
        if any(_yields(proposal, other) for other in rivals):
            continue
        beaten = [other for other in rivals if _yields(other, proposal)]
        kept = list(kept[:-_OPEN_WINDOW]) + [o for o in kept[-_OPEN_WINDOW:] if o not in beaten]
        kept.append(proposal)
    return kept


def _yields(one: Proposal, other: Proposal) -> bool:
    """Say whether one proposal gives way to another that shares characters with it."""
    if (one.start, one.end) == (other.start, other.end):
        return (one.weight, one.extractor) < (other.weight, other.extractor) or one == other
    if other.start <= one.start and one.end <= other.end:
        return not _may_nest(one, other) and not _is_sure(one, other)
    if one.start <= other.start and other.end <= one.end:
        return _is_sure(other, one)
    return one.weight < other.weight


def _is_sure(one: Proposal, other: Proposal) -> bool:
    """Say whether a proposal has both its borders from the form of a clause or list, and the other has not."""
    return one.extractor in _SURE and other.extractor not in _SURE


def _may_nest(inner: Proposal, outer: Proposal) -> bool:
    if outer.extractor in ("terms", "people"):
        return False
    if outer.extractor in _SURE and inner.type is outer.type and inner.end == outer.end:
        return False
    if inner.extractor == "formula":
        return True
    if inner.type is EntityType.EVENT:
        return outer.type is EntityType.AWARD
    return inner.type in _NESTING


def _gather(proposals: Sequence[Proposal]) -> list[_Group]:
    """Return the proposals in groups of one name, or of one alias or stem where the type is the same."""
    groups: list[_Group] = []
    by_name: dict[str, _Group] = {}
    by_alias: dict[tuple[str, EntityType], _Group] = {}
    for proposal in proposals:
        names = [proposal.name, *proposal.aliases, *stems(proposal.name)]
        keys = [(name_key(name), proposal.type) for name in names]
        group = by_name.get(keys[0][0]) or next((by_alias[key] for key in keys if key in by_alias), None)
        if group is None:
            group = _Group()
            groups.append(group)
        group.add(proposal)
        by_name.setdefault(keys[0][0], group)
        for key in keys:
            by_alias.setdefault(key, group)
    return _without_echoes(groups)


def _without_echoes(groups: list[_Group]) -> list[_Group]:
    """Join quoted words that are only what one longer name is called for short: “银杏” beside “银杏”计划."""
    of_alias: dict[str, list[_Group]] = {}
    for group in groups:
        for name, count in group.names.items():
            if not count:
                of_alias.setdefault(name_key(name), []).append(group)
    kept: list[_Group] = []
    for group in groups:
        is_weak = all(extractor == "quoted" for _, _, extractor in group.spans) and group.type is EntityType.SLOGAN
        owners = [other for other in of_alias.get(name_key(group.canonical), ()) if other is not group]
        if is_weak and len(owners) == 1:
            owners[0].swallow(group)
        else:
            kept.append(group)
    return kept


def _without_mistyped_quotes(groups: list[_Group]) -> list[_Group]:
    """Join quoted words that are the name of something else with one character wrong: “全国气象工作日” beside 工作者日."""
    named = [group for group in groups if group.type not in _NEVER_SHORT]
    kept: list[_Group] = []
    for group in groups:
        name = group.canonical
        is_weak = group.type is EntityType.SLOGAN and all(extractor == "quoted" for _, _, extractor in group.spans)
        owner = next(
            (other for other in named if is_weak and _ends_alike(name, other) and _is_variant(name, other)), None
        )
        if owner is None:
            kept.append(group)
        else:
            owner.swallow(group)
    return kept


def _ends_alike(name: str, group: _Group) -> bool:
    return name_key(name)[-1:] == name_key(group.canonical)[-1:]


def _is_variant(name: str, group: _Group) -> bool:
    return any(is_mistyped(name, form) for form in group.names)


def _unite(groups: list[_Group], names: Sequence[str]) -> list[_Group]:
    """Join the groups that carry one of several names into the one of the first name."""
    keys = [name_key(name) for name in names]
    found = [group for group in groups if any(name_key(name) in keys for name in group.names)]
    if not found:
        return groups
    first = min(found, key=lambda g: min(keys.index(name_key(n)) for n in g.names if name_key(n) in keys))
    for other in found:
        if other is not first:
            first.swallow(other)
    for name in names:
        first.names[name] += 0
    gone = [id(group) for group in found if group is not first]
    return [group for group in groups if id(group) not in gone]


def _merge(groups: list[_Group], home: tuple[str, ...]) -> list[_Group]:
    """Join short names into the one longer name that they can only mean, and mistyped names into the usual one."""
    alike: dict[tuple[EntityType, str], list[tuple[str, _Group]]] = {}
    for group in groups:
        name = group.canonical
        if group.type not in _NEVER_SHORT:
            # Every way of being one thing that is known here leaves the end of the name alone.
            alike.setdefault((group.type, name_key(name)[-1:]), []).append((name, group))
    gone: set[int] = set()
    for (kind, _), members in alike.items():
        for name, group in sorted(members, key=lambda member: len(member[0])):
            others = [other for other in members if other[1] is not group and id(other[1]) not in gone]
            target = _longer(name, others, kind, home) or _usual(name, group, others)
            if target is not None:
                target.swallow(group)
                gone.add(id(group))
    return [group for group in groups if id(group) not in gone]


def _longer(name: str, others: Sequence[tuple[str, _Group]], kind: EntityType, home: tuple[str, ...]) -> _Group | None:
    found = [(other, group) for other, group in others if is_short_for(name, other, kind, home)]
    if not found:
        return None
    longest, group = max(found, key=lambda pair: (len(pair[0]), pair[0]))
    if all(other == longest or is_short_for(other, longest, kind, home) for other, _ in found):
        return group
    return next((group for other, group in found if other.startswith(home or ("\0",))), None)


def _usual(name: str, group: _Group, others: Sequence[tuple[str, _Group]]) -> _Group | None:
    for _, other in others:
        is_usual = len(other.spans) >= len(group.spans)
        if any((is_usual or len(form) > len(name)) and is_shortened(name, form) for form in other.names):
            return other
        if is_usual and any(_are_mistyped(name, form) for form in other.names):
            return other
    return None


def _are_mistyped(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 6:
        return False
    return any(is_mistyped(a, b) for a in (one, *stems(one)) for b in (other, *stems(other)))


def _result(groups: Sequence[_Group]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return entities numbered by first mention, and the mentions in order."""
    alive = sorted((group for group in groups if group.spans), key=lambda g: (min(g.spans), g.canonical))
    entities: list[Entity] = []
    mentions: list[Mention] = []
    taken = {name_key(group.canonical) for group in alive}
    for serial, group in enumerate(alive, 1):
        local_id = f"E{serial}"
        entities.append(_entity(local_id, group, taken))
        found_by = {(start, end): extractor for start, end, extractor in sorted(group.spans, reverse=True)}
        mentions.extend(Mention(start, end, local_id, found_by[start, end]) for start, end in sorted(found_by))
    return tuple(entities), tuple(sorted(mentions, key=lambda m: (m.start, -m.end, int(m.entity[1:]))))


def _entity(local_id: str, group: _Group, taken: set[str]) -> Entity:
    """Return the entity of a group; a form that is the name of another entity is none of its aliases."""
    canonical = group.canonical
    own = name_key(canonical)
    names = sorted(group.names, key=lambda name: (-group.names[name], len(name), name))
    forms = dict.fromkeys([*names, *(stem for name in names for stem in stems(name))])
    aliases = tuple(
        form
        for form in forms
        if form != canonical and len(form) > 1 and (name_key(form) == own or name_key(form) not in taken)
    )
    return Entity(local_id, group.type, canonical, aliases)
