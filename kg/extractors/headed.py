"""Finds names by their head: 乡镇卫生院提升工程, 省级科普教育基地. The left border comes from the verbs that govern names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from corpus.documents import Document
from kg.extractors import cores, routes
from kg.extractors.atoms import Atom, inside_names, is_span_of_years
from kg.extractors.borders import after_joint, behind_actor, runs, trim
from kg.extractors.cues import edge_cues, firm_cues, inner_cues, is_firm, posts, tails, taking_cues
from kg.extractors.heads import generic_heads, head_of, heads, is_kind, tells
from kg.extractors.organisations import ends_in_body
from kg.extractors.tables import column
from kg.facts import EntityType
from kg.reading import Proposal

_LONGEST_NAME = 26


@cache
def _metaphors() -> frozenset[str]:
    return frozenset(column("metaphors"))


@cache
def terms() -> frozenset[str]:
    """Return the established terms of the genre."""
    return frozenset(column("terms"))


@cache
def _not_heads() -> frozenset[str]:
    return frozenset(column("not_heads"))


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the headed names of a document."""
    yield from routes.whole(document.text, pieces, _headed(document, pieces))


def _headed(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
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
        is_kind_of = one.kind == "word" and len(one.text) == 2 and one.text not in edge_cues() and one.text[0] != "全"
        is_kind_of = is_kind_of and not cores.turns_to_level(one.text)  # 由市科协
        if other.text in _KINDS and is_kind_of:
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
    if kind is EntityType.POLICY and (after.text in _OF_POLICIES or head + after.text == "制度创新"):
        return False
    if (run[last].text == "中心" and after.text in _CENTRAL) or run[last].text + after.text == "专项工作":
        return False
    if kind is not EntityType.ORGANIZATION and (later := _grows(run, last)):
        return kind is EntityType.EVENT and heads()[later] not in (EntityType.EVENT, EntityType.POLICY)
    if after.tag[:2] in ("nr", "ns") or not after.tag.startswith(("n", "j", "b")):
        return True
    if head not in generic_heads() and (kind in (EntityType.ORGANIZATION, EntityType.EVENT) or len(head) >= 3):
        return True
    return after.text in edge_cues() or after.text in tails() or after.text in posts()


# 政务服务制度体系, 生育支持政策工具: of many policies, none of which is named.
_OF_POLICIES = frozenset(["体系", "工具", "环境", "供给", "取向"])

# 中心 before these is an adjective: 中心城区, 中心任务.
_CENTRAL = frozenset(["工作", "城区", "城市", "任务", "大局", "环节", "城镇", "村"])


def _grows(run: Sequence[Atom], last: int) -> str:
    """Return the later head that a name goes on to without a verb that governs another name, or empty: 专项 行动."""
    for at, (before, atom) in enumerate(pairwise(run[last : last + 7]), last + 1):
        is_governing = atom.text in firm_cues() or (
            atom.text in edge_cues()
            and atom.tag == "v"
            and atom.text not in inside_names()
            and not _is_own_verb(run[at : at + 2])
        )
        if atom.kind != "word" or is_governing:
            return ""
        if head := head_of(atom.text) or (head_of(before.text + atom.text) if before is run[last] else ""):
            return head
    return ""


def _is_own_verb(pair: Sequence[Atom]) -> bool:
    """Say whether a verb stands right before the head of a program, whose it is then: 商会能力提升计划."""
    return len(pair) > 1 and heads().get(pair[1].text) is EntityType.PROGRAM


def _readings(text: str, run: Sequence[Atom], head: str, is_whole: bool) -> Iterator[Proposal]:
    """Yield the names that a run up to a head can be read as, the shortest sure one first."""
    if is_whole and not is_firm(run[0].text) and not behind_actor(run) and (whole := _proposal(text, run, head)):
        yield whole
    if (
        _AMOUNT.search(text[max(run[0].start - 6, 0) : run[0].start])
        and any(a.text == "推进" for a in run[1:3])
        and (whole := _proposal(text, run, head))
    ):
        yield whole
    for i in range(len(run) - 2, -1, -1):
        if run[i].kind == "word" and (is_firm(run[i].text) or run[i].text in inner_cues()) and not _is_inside(run, i):
            rest = run[i + 2 :] if run[i + 1].text in ("好", "了") else run[i + 1 :]
            for name in (rest,) if run[i].text[-2:] in taking_cues() else (trim(rest, verbs=True), trim(rest)):
                name = after_joint(name)
                if name and (proposal := _proposal(text, name, head)):
                    yield proposal
            if run[i].tag != "vn" and (
                not head.endswith(text[run[i].end : run[-1].end]) or run[i].text not in inner_cues()
            ):
                return
    for name in (after_joint(trim(run, verbs=True)), after_joint(trim(run))):
        if name and (proposal := _proposal(text, name, head)):
            yield proposal


def _is_inside(run: Sequence[Atom], at: int) -> bool:
    """Say whether a word that governs names stands inside one: 茶园乡村建设提质行动, 人工智能赋能茶业实施方案."""
    if at == 0:
        return False
    if is_span_of_years(run[at + 1].text):  # 场馆建设三年行动计划
        return True
    return run[at - 1].text + run[at].text in terms() or (run[at].text == "赋能" and run[at - 1].tag in ("n", "nz"))


# 全市科协, 有关学会: bodies of a kind, not one.
_SOME_BODIES = re.compile("(?:希望)?(?:有关|相关|所有|全[省市县区]|各[省市县区级]?)")


def _holds_post(name: Sequence[Atom]) -> bool:
    """Say whether somebody's post, or bodies of a kind, stand within what would be a body: 怀谷主席代表常委会."""
    return any(atom.text in posts() or atom.text in ("有关", "相关") or atom.text[-1:] == "任" for atom in name[:-1])


# What has an edition takes place: 第12届世界运动会 needs no more telling name.
_EDITION = re.compile(r"(?:首届|第[一二三四五六七八九十百\d]{1,4}[届次])$")


def _proposal(text: str, name: Sequence[Atom], head: str) -> Proposal | None:
    if heads()[head] is EntityType.ORGANIZATION:
        name = cores.own_part(name)
    if heads()[head] in (EntityType.ORGANIZATION, EntityType.EVENT):
        name = cores.behind_dealing(name)
    if heads()[head] in (EntityType.ORGANIZATION, EntityType.PLATFORM):
        rest = cores.behind_everywhere(name)
        if len(rest) < min(len(name), 3):  # 全市综治中心 are many
            return None
        name = rest
    if heads()[head] is EntityType.AWARD:
        name = cores.behind_gaining(name)
    name = cores.behind_count(text, name, heads()[head])
    start, end = name[0].start, name[-1].end
    if end - start > _LONGEST_NAME:
        return None
    if end - start <= len(head):
        head = head_of(text[start + 1 : end]) if heads()[head] is EntityType.PLATFORM else ""
        if not head:
            return None
    modifiers = [atom.text for atom in name if atom.end <= end - len(head)] or [text[start : end - len(head)]]
    if len(name) == 1 and modifiers[0] in edge_cues():
        return None
    if is_span_of_years(name[0].text):
        return None  # 三年行动计划 alone is any
    kind = heads()[head]
    is_body = kind is EntityType.ORGANIZATION
    if cores.turns_to_level(name[0].text) or (is_body and text[start] in "由报经请向把被对为") or text[start] == "级":
        start += 1
    if head in ("社区", "景区", "园区") and text[end - len(head) - 1] == "进":
        return None  # 非遗进景区 is what is done there
    if kind is EntityType.ORGANIZATION and (_SOME_BODIES.match(text, start) or _holds_post(name)):
        return None
    if kind is EntityType.ORGANIZATION and name[0].tag not in ("ns", "nt") and ends_in_body(text, start, end):
        return None
    if head == "规划" and _PLANNING.match(text, end):
        return None
    if (head == "大学" and text[end : end + 1] == "城") or (head == "行动" and text[end : end + 1] in "车力"):
        return None
    if name[0].text in _OF_SOME and text[start - 2 : start] == "重点":
        start -= 2
    if head == "培训" and all(atom.tag in ("ns", "nt") for atom in name if atom.end <= end - len(head)):
        return None  # 赴井冈山、某大学培训 says where
    if head == "活动" and not any(atom.tag in ("nr", "ns") or atom.kind == "quoted" for atom in name):
        return None
    if (
        name[0].kind == "quoted"
        or text[start:end] in _metaphors()
        or (kind is EntityType.SLOGAN and "“" in text[start:end])
    ):
        return None
    if is_kind(text, name) or (head in _EVERYWHERE and all(a.tag == "ns" for a in name if a.end <= end - len(head))):
        return None
    is_counted = kind is EntityType.EVENT and _EDITION.search(text, max(start - 8, 0), start) is not None
    if not (is_counted or tells(modifiers, head)) or (
        kind is EntityType.ORGANIZATION and any(is_firm(a.text) for a in name[1:])
    ):
        return None
    if kind in (EntityType.PLATFORM, EntityType.ORGANIZATION) and _HONOURING.match(text, start):
        kind = EntityType.AWARD
    if end < len(text) and text[end] in "ⅠⅡⅢⅣⅤⅥ":
        end += 1
    return Proposal(start, end, kind, "headed", weight=0.5 + 0.01 * len(name))


# 规划、修建、养护机制: the verb.
_PLANNING = re.compile("、?(?:建设|布局|管[理护控养]|设计|编制|选址|论证|修建|运[营维]|养护)")

# Behind an amount the whole run is the name: 8个整县推进……试点.
_AMOUNT = re.compile(r"\d[个项条家]$")

# 重点领域……整治: what is worked on is some of the fields, which belongs to the name.
_OF_SOME = frozenset(["领域", "行业", "环节", "区域", "人群", "群体"])

# 云川试点 says where, not what.
_EVERYWHERE = frozenset(["试点", "改革", "项目", "工程", "行动", "整治", "培训", "规划", "政策", "制度"])

# 先进集体 is an honour, 先进制造业集群 is not.
_HONOURING = re.compile("优秀|先进(?!制造|技术|装备|材料|计算|封装|工艺|结构)|模范|最美|十佳")
