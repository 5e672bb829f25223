"""People's decisions about entities: append-only values that are replayed over the automatic merging.

A decision names entities by the IRIs that they had when it was made. Nothing is ever changed or taken out of the list; an
undo is a decision as well, and may itself be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import InputError, NotFoundError
from kg.facts import EntityType
from kg.iris import text_of
from kg.names import name_key
from kg.resolution import CanonicalEntity, Resolution


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        number: Its number in the record; undo names decisions by it.
        kind: A name of `KINDS`.
        payload: What it says: see `KINDS`.
    """

    number: int
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    why: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision: its Chinese name, the fields that its payload must have, and those that it may have."""

    title: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()


# "entities" are IRIs, the first of which stays; "documents" are ids; "names" are surface forms; "wording" is one of a draft.
KINDS: dict[str, Kind] = {
    "merge": Kind("合并", ("entities",)),
    "confirm": Kind("确认为同一实体", ("entities",)),
    "not_same": Kind("不是同一实体", ("entities",)),
    "split": Kind("拆分", ("entity",), ("documents", "names", "name")),
    "rename": Kind("改名", ("entity", "name")),
    "retype": Kind("改类型", ("entity", "type")),
    "reject": Kind("否决", ("entity",), ("documents",)),
    "alias": Kind("加别名", ("entity", "alias")),
    "pin": Kind("选定解释", ("entity", "document")),
    "right": Kind("认定无误", ("wording",), ("type",)),
    "undo": Kind("撤销", ("number",)),
}


_FIELDS = {
    "entities": "实体",
    "entity": "实体",
    "documents": "文献",
    "document": "文献",
    "names": "叫法",
    "name": "名称",
    "alias": "别名",
    "type": "类型",
    "wording": "说法",
    "number": "编号",
}


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that hold, in order: without undos and what they undo."""
    undone = _undone(decisions)
    held = (d for d in decisions if d.kind != "undo" and d.number not in undone)
    return tuple(sorted(held, key=lambda d: d.number))


def _undone(decisions: Sequence[Decision]) -> set[int]:
    undone: set[int] = set()
    for decision in sorted(decisions, key=lambda d: -d.number):
        if decision.kind == "undo" and decision.number not in undone:
            undone.add(int(decision.payload["number"]))
    return undone


def described(decision: Decision) -> str:
    """Return a decision in words, for lists: 合并（实体：土专家（概念领域）、土专家（提法））."""
    kind = KINDS[decision.kind]
    given = [(field, decision.payload[field]) for field in (*kind.needs, *kind.may) if field in decision.payload]
    parts = [
        f"{_FIELDS[field]}：{'、'.join(map(_shown, value)) if isinstance(value, list | tuple) else _shown(value)}"
        for field, value in given
    ]
    return f"{kind.title}（{'；'.join(parts)}）"


def _shown(value: object) -> str:
    """Return a value as people say it: of an IRI the name and the kind of thing, of a type its title."""
    from kg.tables import TYPE_TITLES

    text = str(value)
    kind = text.rsplit("/", 2)[-2] if text.count("/") > 1 else ""
    return f"{text_of(text)}（{TYPE_TITLES[kind]}）" if kind in TYPE_TITLES else TYPE_TITLES.get(text, text)


def told_apart(decisions: Sequence[Decision]) -> frozenset[frozenset[str]]:
    """Return the pairs of names ("type|name key") that people said are not the same."""
    return frozenset(
        frozenset(name_of(iri) for iri in decision.payload["entities"])
        for decision in decisions
        if decision.kind == "not_same"
    )


def name_of(iri: str) -> str:
    """Return the "type|name key" that an entity's IRI speaks of."""
    kind = iri.rsplit("/", 2)[-2]
    return f"{kind}|{name_key(text_of(iri).split('@', 1)[0])}"


def prepared(
    kind: str, payload: Mapping[str, Any], resolution: Resolution, decisions: Sequence[Decision] = ()
) -> dict[str, Any]:
    """Return a payload ready to be recorded: names replaced by IRIs, everything checked against the library as it is.

    Args:
        kind: A name of `KINDS`.
        payload: As the caller gave it; entities by IRI, or by a name that only one entity has.
        resolution: The entities now.
        decisions: All decisions so far, for undo.

    Raises:
        InputError: The kind or a field is unknown or unfit, or there is nothing to decide.
        NotFoundError: An entity, document or decision does not exist.
    """
    if kind not in KINDS:
        raise InputError(f"没有“{kind}”这种决定", where="kind", hint=f"可选：{' '.join(KINDS)}")
    fields = KINDS[kind].needs + KINDS[kind].may
    if unknown := sorted(set(payload) - set(fields)):
        raise InputError(f"“{KINDS[kind].title}”没有“{unknown[0]}”这一项", where=kind, hint=f"可用：{' '.join(fields)}")
    for name in KINDS[kind].needs:
        if not payload.get(name):
            raise InputError(
                f"“{KINDS[kind].title}”缺少“{name}”", where=kind, hint=f"需要：{' '.join(KINDS[kind].needs)}"
            )
    values = {name: value for name, value in payload.items() if value}
    if kind == "undo":
        return _prepared_undo(values, decisions)
    _place_entities(values, resolution)
    _check_values(kind, values, resolution)
    return values


def find(resolution: Resolution, name: str) -> CanonicalEntity:
    """Return the entity with an IRI, or the only one with a name or alias.

    Raises:
        NotFoundError: There is none.
        InputError: There is more than one.
    """
    key = name_key(name)
    found = [entity for entity in resolution.entities if name == entity.iri]
    found = found or [entity for entity in resolution.entities if name_key(entity.name) == key]
    found = found or [entity for entity in resolution.entities if key in map(name_key, entity.aliases)]
    if not found:
        raise NotFoundError("没有这个实体", where=name, hint="用 cetu entity 名称 查看")
    if len(found) > 1:
        shown = "、".join(entity.iri for entity in found[:5])
        raise InputError(f"有 {len(found)} 个实体叫这个名称", where=name, hint=f"用标识指明：{shown}")
    return found[0]


def _place_entities(values: dict[str, Any], resolution: Resolution) -> None:
    if "entity" in values:
        values["entity"] = find(resolution, values["entity"]).iri
    if "entities" in values:
        if isinstance(values["entities"], str) or len(values["entities"]) < 2:
            raise InputError("需要两个或更多实体", where="entities", hint="写出各实体的名称或标识")
        values["entities"] = [find(resolution, name).iri for name in values["entities"]]
        if len(set(values["entities"])) == 1:
            raise InputError("它们已经是同一个实体", where=values["entities"][0], hint="要分开请用 split")


def _check_values(kind: str, values: Mapping[str, Any], resolution: Resolution) -> None:
    if kind == "retype" and values["type"] not in set(EntityType):
        raise InputError(f"没有“{values['type']}”这种类型", where="type", hint=f"可选：{' '.join(EntityType)}")
    if kind == "rename":
        _check_free(values, resolution)
    if kind == "split" and not (values.get("documents") or values.get("names")):
        raise InputError("没有说明拆出哪些", where="split", hint="用 documents 指明文献，或用 names 指明写法")
    known = set(resolution.assignments)
    for document in (*values.get("documents", ()), *([values["document"]] if "document" in values else ())):
        if document not in known:
            raise NotFoundError("没有这份文献", where=document, hint="用 cetu info 查看库中文献")


def _check_free(values: Mapping[str, Any], resolution: Resolution) -> None:
    wanted = f"{values['entity'].rsplit('/', 2)[-2]}|{name_key(values['name'])}"
    for entity in resolution.entities:
        if entity.iri != values["entity"] and f"{entity.type}|{name_key(entity.name)}" == wanted:
            raise InputError("已有同类同名的实体", where=entity.iri, hint="若是同一实体，请用 merge")


def _prepared_undo(values: Mapping[str, Any], decisions: Sequence[Decision]) -> dict[str, Any]:
    number = int(values["number"])
    if number not in {decision.number for decision in decisions}:
        raise NotFoundError(f"没有第 {number} 号决定", where="undo", hint="用 cetu decide list 查看")
    if number in _undone(decisions):
        raise InputError(f"第 {number} 号决定已经撤销", where="undo", hint="要恢复请撤销那次撤销")
    return {"number": number}
