"""Tells what the end of a text makes of it: heads of names with their type, and modifiers that make a head a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.extractors.atoms import Atom
from kg.extractors.cues import JOINING, edge_cues, firm_cues
from kg.extractors.tables import column, rows
from kg.facts import EntityType


@cache
def heads() -> dict[str, EntityType]:
    """Return the heads of names with the type that they give."""
    return {head: EntityType(kind) for head, kind, *_ in rows("heads")}


@cache
def _longest_head() -> int:
    return max(map(len, heads()))


@cache
def generic_heads() -> frozenset[str]:
    """Return the heads that need a more telling modifier: 平台, 改革."""
    return frozenset(head for head, _, kind, *_ in rows("heads") if kind == "generic")


@cache
def vacuous() -> frozenset[str]:
    """Return the modifiers that say nothing: 重大, 各类."""
    return frozenset(column("plain_modifiers", "vacuous"))


@cache
def _kinds_of_things() -> frozenset[str]:
    return frozenset(column("kinds"))


@cache
def _plain() -> frozenset[str]:
    return frozenset(column("plain_modifiers"))


def head_of(text: str) -> str:
    """Return the longest head that a text ends with, or empty."""
    for length in range(min(_longest_head(), len(text)), 0, -1):
        if text[-length:] in heads():
            return text[-length:]
    return ""


def is_kind(text: str, name: Sequence[Atom]) -> bool:
    """Say whether a name is only a kind of thing, alone or behind words that say nothing: 高速公路, 省级高速公路."""
    end = name[-1].end
    for atom in name:
        if text[atom.start : end] in _kinds_of_things():
            return True
        if atom.text not in vacuous() and atom.text not in edge_cues():
            break
    return text[end - 3 : end] == "通高铁"


_COMMONEST = frozenset(["平台", "项目", "培训", "机制", "制度", "工程", "政策", "改革", "试点", "整治", "攻坚"])
# 高水平大学, 二级公司: with nothing but plain words before them they are kinds of bodies.
_BODIES = frozenset(["大学", "学院", "公司", "银行"])


def tells(modifiers: Sequence[str], head: str) -> bool:
    """Say whether modifiers make a head the name of something: enough that is not vacuous, more for generic heads."""
    if head.endswith("奖"):
        return sum(map(len, modifiers)) > 1 and any(word not in vacuous() and "获" not in word for word in modifiers)
    telling = [word for word in modifiers if word not in vacuous() and word not in JOINING and word not in firm_cues()]
    if sum(map(len, telling)) < 2:
        return False
    if head in _BODIES and all(word in _plain() for word in telling):
        return False
    if head in _COMMONEST and len(telling) == 1 and len(telling[0]) < 3:
        return False
    if head not in generic_heads() or any(word not in _plain() for word in telling):
        return True
    return len(telling) >= 2 and sum(map(len, telling)) >= 4
