"""Finds names by their head: 乡镇卫生院提升工程, 省级科普教育基地. The left border comes from the verbs that govern names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from corpus.documents import Document
from kg.extractors.atoms import Atom, inside_names
from kg.extractors.tables import column, rows
from kg.facts import EntityType
from kg.reading import Proposal

_LONGEST_NAME = 26
_JOINING = frozenset(["和", "与", "及", "暨"])


@cache
def heads() -> dict[str, EntityType]:
    """Return the heads of names with the type that they give."""
    return {head: EntityType(kind) for head, kind, *_ in rows("heads")}


@cache
def _longest_head() -> int:
    return max(map(len, heads()))


@cache
def edge_cues() -> frozenset[str]:
    """Return the words that a name does not start with."""
    return frozenset(column("cues"))


@cache
def firm_cues() -> frozenset[str]:
    """Return the words that a name never runs across."""
    return frozenset(column("cues", "firm", "taking"))


@cache
def _inner() -> frozenset[str]:
    return frozenset(column("cues", "inner"))


@cache
def _taking() -> frozenset[str]:
    return frozenset(column("cues", "taking"))


@cache
def _generic() -> frozenset[str]:
    return frozenset(head for head, _, kind, *_ in rows("heads") if kind == "generic")


@cache
def _vacuous() -> frozenset[str]:
    return frozenset(column("plain_modifiers", "vacuous"))


@cache
def _metaphors() -> frozenset[str]:
    return frozenset(column("metaphors"))


@cache
def _not_heads() -> frozenset[str]:
    return frozenset(column("not_heads"))


@cache
def _plain() -> frozenset[str]:
    return frozenset(column("plain_modifiers"))


def head_of(text: str) -> str:
    """Return the longest head that a text ends with, or empty."""
    for length in range(min(_longest_head(), len(text)), 0, -1):
        if text[-length:] in heads():
            return text[-length:]
    return ""


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the headed names of a document."""
    last: Proposal | None = None
    yield from _kinds(document.text, pieces)
    for run in runs(pieces):
        in_row = last is not None and last.end + 1 == run[0].start and document.text[last.end] == "、"
        for proposal in _names_of(document.text, run, last.type if in_row and last is not None else None):
            yield from _shared_head(document.text, proposal)
            last = proposal


def _kinds(text: str, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield kinds of bodies that a text keeps speaking of: 企业科协, 市级学会 in the papers of an association."""
    found: dict[str, list[Proposal]] = {}
    for one, other in pairwise(pieces):
        if other.text in _KINDS and one.kind == "word" and len(one.text) == 2 and one.text not in edge_cues():
            name = text[one.start : other.end]
            found.setdefault(name, []).append(
                Proposal(one.start, other.end, EntityType.ORGANIZATION, "headed", weight=0.4)
            )
    for proposals in found.values():
        if len(proposals) >= _OFTEN:
            yield from proposals


_KINDS = frozenset(["学会", "科协", "协会", "行业协会", "商会", "合作社", "研究会", "基金会"])
_OFTEN = 3


def _shared_head(text: str, proposal: Proposal) -> Iterator[Proposal]:
    """Yield a name; with the names before it where they share its head: 园艺、畜牧产业联盟2家 are two."""
    number = _COUNT_BEHIND.match(text, proposal.end)
    name = text[proposal.start : proposal.end]
    head = head_of(name)
    row = _ROW_BEFORE.search(text, max(proposal.start - 40, 0), proposal.start) if number else None
    items = row[1].split("、")[:-1] if row else []
    if number is None or len(items) + 1 != int(number[1]) or any(head_of(item) for item in items):
        yield proposal
        return
    begin = proposal.start - len("、".join(items)) - 1
    whole = text[begin : proposal.end]
    for item in items:
        yield replace(proposal, start=begin, end=begin + len(item), name=item + head, aliases=(whole,))
        begin += len(item) + 1
    yield replace(proposal, name=name)


_COUNT_BEHIND = re.compile(r"(?:各)?([2-9])[家个项支所]")
_ROW_BEFORE = re.compile(r"(?:成立|建设|创建|实施|启动|新建|培育|建成|组建)((?:[一-鿿]{2,6}、)+)$")


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
    if pieces[i].text not in _JOINING or not run or i + 1 >= len(pieces):
        return False
    if head_of(run[-1].text) or run[-1].kind != "word" or pieces[i + 1].kind != "word":
        return False
    if any(
        (atom.tag in ("ns", "nt") and atom.text != "城市") or atom.text in ("国家", "中国", "全国") for atom in run
    ) or any(atom.tag == "j" and len(atom.text) > 2 for atom in run):
        return True
    after = pieces[i + 2 : i + 4]
    is_near = any(atom.kind == "word" and head_of(atom.text) for atom in after[:1]) or (
        len(after) == 2 and after[0].kind == "word" and head_of(after[1].text) in ("计划", "工程", "行动")
    )
    return _is_short(run) and is_near


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
    return run[at].tag == "v" and run[at].text not in inside_names() and not (at and run[at - 1].text[-2:] in _taking())


_RESULTS = frozenset("好强优实细足大活全")
_AFTER_TAKING = frozenset(["建设", "实施", "运行", "打造", "推进", "组织", "落实", "完善", "认定", "开展"])


def _is_edge(run: Sequence[Atom], at: int) -> bool:
    word = run[at].text
    before = run[at - 1].text if at else ""
    if word in _RESULTS and len(before) == 1 and run[at - 1].tag == "v":
        return True
    if before[-2:] in _taking() and word not in _AFTER_TAKING:
        return False
    if _is_joined(word):
        return True
    if word == "好":
        return True
    if word == "新" and at + 1 < len(run) and run[at + 1].tag in ("v", "vn"):
        return True
    if len(word) == 1 and word in _place_letters():
        return True
    return word in edge_cues() or (len(word) == 1 and run[at].tag in ("v", "d", "p"))


def _names_of(text: str, run: Sequence[Atom], row: EntityType | None = None) -> Iterator[Proposal]:
    """Yield the names of a run; `row` is the type of the name before it in a row A、B."""
    first = 0
    for last, atom in enumerate(run):
        if atom.kind != "word" or not _ends_name(run, last):
            continue
        head = head_of(text[run[first].start : atom.end])
        if not head:
            continue
        is_whole = first == 0 and row is heads()[head]
        found = next(_readings(text, run[first : last + 1], head, is_whole), None)
        if found is not None:
            yield found
            if found.type is not EntityType.ORGANIZATION or not (_goes_on(run, last) or _grows(run, last)):
                first = last + 1


def _goes_on(run: Sequence[Atom], last: int) -> bool:
    """Say whether a body's name goes straight on into the name of something of its own: 云川大学东湖校区."""
    after = run[last + 1] if last + 1 < len(run) else None
    return after is not None and after.kind == "word" and after.text not in edge_cues() and after.tag[:1] in "nsjb"


def _ends_name(run: Sequence[Atom], last: int) -> bool:
    two = run[last - 1].text + run[last].text if last else ""
    head = head_of(run[last].text) or head_of(two)
    if (
        not head
        or run[last].text in _not_heads()
        or run[last].text[-2:] in _not_heads()
        or run[last].text == "深化改革"
    ):
        return False
    if last + 1 == len(run):
        return True
    after = run[last + 1]
    if after.kind != "word":
        return after.kind in {"bracketed", "quoted"}
    kind = heads()[head]
    if run[last].text == "中心" and after.text == "工作":
        return False
    if kind is not EntityType.ORGANIZATION and (later := _grows(run, last)):
        return kind is EntityType.EVENT and heads()[later] not in (EntityType.EVENT, EntityType.POLICY)
    if after.tag[:2] in ("nr", "ns") or not after.tag.startswith(("n", "j", "b")):
        return True
    if head not in _generic() and (kind in (EntityType.ORGANIZATION, EntityType.EVENT) or len(head) >= 3):
        return True
    return after.text in edge_cues() or after.text in tails() or after.text in posts()


def _grows(run: Sequence[Atom], last: int) -> str:
    """Return the later head that a name goes on to without a verb that governs another name, or empty: 专项 行动."""
    for atom in run[last + 1 : last + 7]:
        is_governing = atom.text in firm_cues() or (
            atom.text in edge_cues() and atom.tag == "v" and atom.text not in inside_names()
        )
        if atom.kind != "word" or is_governing:
            return ""
        if head := head_of(atom.text):
            return head
    return ""


def _readings(text: str, run: Sequence[Atom], head: str, is_whole: bool) -> Iterator[Proposal]:
    """Yield the names that a run up to a head can be read as, the shortest sure one first."""
    if is_whole and not is_firm(run[0].text) and (whole := _proposal(text, run, head)):
        yield whole
    if (
        _AMOUNT.search(text[max(run[0].start - 6, 0) : run[0].start])
        and any(a.text == "推进" for a in run[1:3])
        and (whole := _proposal(text, run, head))
    ):
        yield whole
    for i in range(len(run) - 2, -1, -1):
        if run[i].kind == "word" and (is_firm(run[i].text) or run[i].text in _inner()):
            rest = run[i + 1 :]
            for name in (rest,) if run[i].text[-2:] in _taking() else (trim(rest, verbs=True), trim(rest)):
                name = _after_joint(name)
                if name and (proposal := _proposal(text, name, head)):
                    yield proposal
            if run[i].tag != "vn" and (
                not head.endswith(text[run[i].end : run[-1].end]) or run[i].text not in _inner()
            ):
                return
    for name in (_after_joint(trim(run, verbs=True)), _after_joint(trim(run))):
        if name and (proposal := _proposal(text, name, head)):
            yield proposal


def _after_joint(name: Sequence[Atom]) -> Sequence[Atom]:
    while name and (name[0].text in _JOINING or name[0].kind == "bracketed"):
        name = trim(name[1:])
    if name and name[0].text in _AFTER_TAKING:
        name = trim(name)
    return name


def is_firm(word: str) -> bool:
    """Say whether a name never runs across a word, also as 深入 + 开展."""
    return word in firm_cues() or _is_joined(word)


def _is_joined(word: str) -> bool:
    return len(word) == 4 and word[:2] in _adverbs() and word[2:] in edge_cues()


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(column("adverbs"))


def _proposal(text: str, name: Sequence[Atom], head: str) -> Proposal | None:
    start, end = name[0].start, name[-1].end
    if end - start > _LONGEST_NAME:
        return None
    if end - start <= len(head):
        head = head_of(text[start + 1 : end]) if heads()[head] is EntityType.PLATFORM else ""
        if not head:
            return None
    modifiers = [atom.text for atom in name if atom.end <= end - len(head)] or [text[start : end - len(head)]]
    kind = heads()[head]
    if kind is EntityType.ORGANIZATION and text[start] in "由报经请向把被对":
        start += 1
    if head == "活动" and not any(atom.tag in ("nr", "ns") or atom.kind == "quoted" for atom in name):
        return None
    if (
        name[0].kind == "quoted"
        or text[start:end] in _metaphors()
        or (kind is EntityType.SLOGAN and "“" in text[start:end])
    ):
        return None
    if not _tells(modifiers, head) or (kind is EntityType.ORGANIZATION and any(is_firm(a.text) for a in name[1:])):
        return None
    if kind in (EntityType.PLATFORM, EntityType.ORGANIZATION) and text[start : start + 2] in _HONOURING:
        kind = EntityType.AWARD
    if end < len(text) and text[end] in "ⅠⅡⅢⅣⅤⅥ":
        end += 1
    return Proposal(start, end, kind, "headed", weight=0.5 + 0.01 * len(name))


# Behind an amount the whole run is the name: 8个整县推进……试点.
_AMOUNT = re.compile(r"\d[个项条家]$")
_COMMONEST = frozenset(["平台", "项目", "培训", "机制", "制度", "工程", "政策"])
_HONOURING = frozenset(["优秀", "先进", "模范", "最美", "十佳"])


@cache
def _place_letters() -> frozenset[str]:
    return frozenset(letter for *_, letter in rows("divisions") if letter)


def _tells(modifiers: Sequence[str], head: str) -> bool:
    """Say whether modifiers make a head the name of something: enough that is not vacuous, more for generic heads."""
    if head.endswith("奖"):
        return sum(map(len, modifiers)) > 1 and any(word not in _vacuous() and "获" not in word for word in modifiers)
    telling = [
        word for word in modifiers if word not in _vacuous() and word not in _JOINING and word not in firm_cues()
    ]
    if sum(map(len, telling)) < 2:
        return False
    if head in _COMMONEST and len(telling) == 1 and len(telling[0]) < 3:
        return False
    if head not in _generic() or any(word not in _plain() for word in telling):
        return True
    return len(telling) >= 2 and sum(map(len, telling)) >= 4


@cache
def posts() -> frozenset[str]:
    """Return the posts and titles of people."""
    return frozenset(column("posts"))


@cache
def tails() -> frozenset[str]:
    """Return the nouns that stand behind a name without being part of it."""
    return frozenset(column("tails"))
