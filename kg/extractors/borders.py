"""Finds where names start: stretches of words between borders, and their left edge without the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kg.extractors.atoms import Atom, inside_names
from kg.extractors.cues import JOINING, edge_cues, is_joined, taking_cues
from kg.extractors.heads import generic_heads, head_of, heads
from kg.extractors.tables import rows
from kg.facts import EntityType


def runs(pieces: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield the stretches between borders; 和, 与 and 及 go through where they join modifiers of one head."""
    run: list[Atom] = []
    for i, atom in enumerate(pieces):
        if atom.kind not in ("border", "titled") or _joins(pieces, i, run):
            run.append(atom)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _joins(pieces: Sequence[Atom], i: int, run: Sequence[Atom]) -> bool:
    if pieces[i].text not in JOINING or not run or i + 1 >= len(pieces):
        return False
    if head_of(run[-1].text) or run[-1].kind != "word" or pieces[i + 1].kind != "word":
        return False
    if any(
        (atom.tag in ("ns", "nt") and atom.text != "城市") or atom.text in ("国家", "中国", "全国") for atom in run
    ) or any(_is_short_body(run, at) for at in range(len(run))):
        return True
    after = pieces[i + 2 : i + 4]
    is_near = any(atom.kind == "word" and head_of(atom.text) for atom in after[:1]) or (
        len(after) == 2 and after[0].kind == "word" and head_of(after[1].text) in ("计划", "工程", "行动")
    )
    return _is_short(run) and (is_near or _shares_long_head(pieces[i + 1 : i + 5]))


def _is_short_body(run: Sequence[Atom], at: int) -> bool:
    """Say whether an atom is a body under its short name: 工商联, 科协 behind 省."""
    is_levelled = at > 0 and run[at - 1].text in ("省", "市", "县", "区", "全国", "中国")
    return run[at].tag == "j" and (len(run[at].text) > 2 or is_levelled)


_JOINED_TYPES = frozenset({EntityType.POLICY, EntityType.PROGRAM, EntityType.ORGANIZATION})


def _shares_long_head(after: Sequence[Atom]) -> bool:
    """Say whether 和 is followed by one modifier and a head of three characters or more: 甲保护和乙安全责任制."""
    for last in range(1, len(after)):
        if after[last].kind != "word" or is_joined(after[last].text):
            return False
        head = head_of(after[last - 1].text + after[last].text)
        if len(head) >= 3 and head not in generic_heads():
            return head_of(after[0].text) == "" and heads()[head] in _JOINED_TYPES
    return False


def _is_short(run: Sequence[Atom]) -> bool:
    left = trim(run)
    return bool(left) and sum(len(atom.text) for atom in left) <= 4


def trim(run: Sequence[Atom], *, verbs: bool = False) -> Sequence[Atom]:
    """Return a run without the words that govern the name at its left edge; with `verbs` also without unlisted verbs."""
    first = 0
    if len(run) > 3 and run[0].tag == "ns" and run[1].text in _BUILDING:
        first = 2
    while (
        first < len(run) - 1
        and run[first].kind == "word"
        and (_is_edge(run, first) or (verbs and _is_bare_verb(run, first)))
    ):
        first += 1
    return run[first:]


# 云川建设国家物流枢纽: a place that does something is not part of the name.
_BUILDING = frozenset(
    ["建设", "打造", "创建", "申建", "争创", "推进", "发展", "承办", "举办", "加快", "实施", "开展", "试点"]
)


def _is_bare_verb(run: Sequence[Atom], at: int) -> bool:
    return (
        run[at].tag == "v"
        and run[at].text not in inside_names()
        and not (at and run[at - 1].text[-2:] in taking_cues())
    )


_RESULTS = frozenset("好强优实细足大活全")

_AFTER_TAKING = frozenset(["建设", "实施", "运行", "打造", "推进", "组织", "落实", "完善", "认定", "开展"])


def _is_edge(run: Sequence[Atom], at: int) -> bool:
    word = run[at].text
    if word == "领导" and run[at + 1].text in ("干部", "班子", "小组"):
        return False
    before = run[at - 1].text if at else ""
    if word in _RESULTS and len(before) == 1 and run[at - 1].tag == "v":
        return True
    if word in ("好", "了"):
        return True
    if before[-2:] in taking_cues() and word not in _AFTER_TAKING:
        return False
    if is_joined(word):
        return True
    if word == "新" and at + 1 < len(run) and run[at + 1].tag in ("v", "vn"):
        return True
    if len(word) == 1 and word in _place_letters():
        return True
    return word in edge_cues() or (len(word) == 1 and run[at].tag in ("v", "d", "p"))


def after_joint(name: Sequence[Atom]) -> Sequence[Atom]:
    """Return a name without the 和 or the verb of running that it would start with."""
    while name and (name[0].text in JOINING or name[0].kind == "bracketed"):
        name = trim(name[1:])
    if name and name[0].text in _AFTER_TAKING:
        name = trim(name)
    return name


@cache
def _place_letters() -> frozenset[str]:
    return frozenset(letter for *_, letter in rows("divisions") if letter)
