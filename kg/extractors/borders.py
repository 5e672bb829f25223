"""Finds where names start: stretches of words between borders, and their left edge without the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kg.extractors.atoms import Atom, inside_names
from kg.extractors.cues import JOINING, edge_cues, firm_cues, is_joined, taking_cues
from kg.extractors.heads import generic_heads, head_of, heads
from kg.extractors.tables import rows
from kg.facts import EntityType


def runs(pieces: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield the stretches between borders; 和, 与 and 及 go through where they join modifiers of one head."""
    run: list[Atom] = []
    for i, atom in enumerate(pieces):
        if atom.kind not in ("border", "titled") or _joins(pieces, i, run) or _opens(atom, run):
            run.append(atom)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _opens(atom: Atom, run: Sequence[Atom]) -> bool:
    """Say whether an adverb right behind a verb that takes a name opens it: 实施终身阅读计划."""
    return atom.tag in ("d", "ad") and len(atom.text) > 1 and bool(run) and run[-1].text in ("实施", "开展", "启动")


def _joins(pieces: Sequence[Atom], i: int, run: Sequence[Atom]) -> bool:
    if pieces[i].text not in JOINING or not run or i + 1 >= len(pieces):
        return False
    if pieces[i].text == "及" and _shares_project(run, pieces[i + 1 : i + 5]):
        return True
    if head_of(run[-1].text) or run[-1].kind != "word" or pieces[i + 1].kind != "word":
        return False
    if _is_complete(run) or (run[-1].tag == "ns" and pieces[i + 1].tag == "ns"):
        return False
    if _leads_to_event(run, pieces[i + 1 : i + 7]):
        return True
    if any(
        (atom.tag in ("ns", "nt") and atom.text != "城市") or atom.text in ("国家", "中国", "全国") for atom in run
    ) or any(_is_short_body(run, at) for at in range(len(run))):
        return True
    after = pieces[i + 2 : i + 4]
    is_near = any(atom.kind == "word" and head_of(atom.text) for atom in after[:1]) or (
        len(after) == 2 and after[0].kind == "word" and head_of(after[1].text) in ("计划", "工程", "行动")
    )
    return _is_short(run) and (is_near or _shares_long_head(pieces[i + 1 : i + 5]))


def _shares_project(run: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Say whether 及 joins two facilities that one project builds: 茶叶包装基地及检测中心项目."""
    two = run[-2].text + run[-1].text if len(run) > 1 else run[-1].text
    head = head_of(two)
    if not head or heads()[head] is not EntityType.PLATFORM:
        return False
    return any(atom.text in ("项目", "工程") for atom in after) and all(
        atom.kind == "word" and atom.text not in firm_cues() for atom in after[:3]
    )


def _is_complete(run: Sequence[Atom]) -> bool:
    """Say whether what stands before 和 is a name of its own, so that another one follows: 先行区和试验区."""
    two = run[-2].text + run[-1].text if len(run) > 1 else ""
    return head_of(two) not in generic_heads() | {""} or (run[-1].text.endswith("区") and len(run) > 1)


def _leads_to_event(run: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Say whether 与 joins the themes of one meeting: 茶学与茶业发展论坛."""
    if (
        any(atom.text in firm_cues() for atom in trim(run))
        or sum(len(atom.text) for atom in trim(run)) > _LONGEST_THEME
    ):
        return False
    for i, atom in enumerate(after):
        if atom.kind != "word" or atom.text in firm_cues():
            return False
        head = head_of(atom.text)
        if head:
            return i > 0 and heads()[head] is EntityType.EVENT and head not in generic_heads()
    return False


_LONGEST_THEME = 8


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
    first = behind_actor(run)
    while (
        first < len(run) - 1
        and run[first].kind == "word"
        and (_is_edge(run, first) or (verbs and _is_bare_verb(run, first)))
    ):
        first += 1
    return run[first:]


def behind_actor(run: Sequence[Atom]) -> int:
    """Return where what somebody does begins: 云川建设国家物流枢纽, 企业共建茶叶实验室; 0 where nobody does anything."""
    for at in range(min(len(run) - 3, 3)):
        is_one = all(atom.tag == "ns" for atom in run[: at + 1]) or (at == 0 and run[at].text.endswith(_BODIES))
        if (is_one and run[at + 1].text in _BUILDING) or (
            run[at].text in _ACTORS and run[at + 1].text in _BUILDING | _SHARING
        ):
            return at + 2
    return 0


_BUILDING = frozenset(
    [
        "建设",
        "打造",
        "创建",
        "申建",
        "争创",
        "推进",
        "发展",
        "承办",
        "举办",
        "加快",
        "实施",
        "开展",
        "试点",
        "探索",
        "推行",
    ]
)
_BODIES = ("大学", "学院", "医院", "公司", "集团", "研究院")
_ACTORS = frozenset(["企业", "高校", "院所", "单位", "部门", "机构", "资本", "医院", "学校", "项目", "院校"])
_SHARING = frozenset(
    ["共建", "共享", "共用", "建立", "组建", "参与", "承担", "联合", "牵头", "搭建", "落地", "落户", "推介"]
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
    if is_joined(word) or _is_double(word):
        return True
    if word == "新" and at + 1 < len(run) and run[at + 1].tag in ("v", "vn"):
        return True
    if len(word) == 1 and word in _place_letters():
        return not _is_pair_of_places(run, at)
    return word in edge_cues() or (len(word) == 1 and run[at].tag in ("v", "d", "p"))


# Of these the first half is a noun as often as a verb: 改革开放, 发展示范.
_ALSO_NOUNS = frozenset(["改革", "发展", "应用", "创新", "服务", "合作", "保护", "教育", "管理", "监督"])


def _is_double(word: str) -> bool:
    """Say whether a word is two cues in one, which may stand inside a name but does not open it: 更新改造, 突出重点."""
    return len(word) == 4 and word[:2] in edge_cues() - _ALSO_NOUNS and word[2:] in edge_cues()


def _is_pair_of_places(run: Sequence[Atom], at: int) -> bool:
    """Say whether a letter of a province stands beside another: 闽赣电力联网工程 joins two."""
    return any(
        0 <= i < len(run) - 1 and len(run[i].text) == 1 and run[i].text in _place_letters() for i in (at - 1, at + 1)
    )


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
