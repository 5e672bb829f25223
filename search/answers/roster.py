"""Lists of people in notices: 组长：陈某　副市长, and the names below it without a post of their own in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from corpus.patterns import lazy
from corpus.people import is_name
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.questions.fold import fold
from search.questions.question import Question

_ROLE = lazy(r"^\s*(?:（?[一二三四五六七八九十]+[）、]\s*)?([一-鿿]{2,10}?)\s*[：:]\s*(.*)$")
_PERSON = lazy(r"^([一-鿿]{2,4}|[一-鿿]\s[一-鿿])(?:\s+(.{2,40}))?$")
_ROLES = lazy(
    r"(?:常务副|副|名誉)?(?:主任|组长|主席|会长|理事长|秘书长|总指挥|指挥长|召集人|主编|委员|成员|顾问|评委|团长|队长|院长|负责人|联络员)$"
)
_ASKED = lazy(_ROLES.pattern.removesuffix("$"))
_WHO = lazy(r"谁|哪|名单|什么人|$")
_POST = lazy(r"职务|职位|身份|单位|学校|大学|公司|部门|任什么|干什么|是谁|什么人|哪里")


_BODY = lazy(r"学校|大学|高校|公司|企业|单位|部门")
_BODIES = dict.fromkeys(("学校", "大学", "高校"), "大学|学院|学校|中学|小学") | dict.fromkeys(
    ("公司", "企业"), "公司|集团|厂"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    role: str
    name: str
    post: str
    start: int
    end: int


_ROSTERS: WeakKeyDictionary[Facts, tuple[_Entry, ...]] = WeakKeyDictionary()


def on_roster(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return who has a role in a list of people, or what the list says of one of them; None where no list tells."""
    for facts in knowledge.about(question):
        entries = _roster(facts)
        if not entries:
            continue
        if found := _of_person(facts, entries, question) or _of_role(facts, entries, question):
            return found
    return None


# What somebody is ends the row behind the name: 云川农业大学教授, 青岭县茶场理事长.
_WHAT = lazy("(?:[师员长士工人]|主任|教授|书记|主席|经理|干部|医生|学者|顾问|农民|代表)$")


def in_row(facts: Facts, name: str) -> Draft | None:
    """Return what a row of a list of people says that somebody is; None where no row is theirs."""
    row = re.compile(
        rf"^\s*(?:\d{{1,3}}[.．、]\s*)?{re.escape(name)}(?:[（(][男女][)）])?[ \t　]+([^，。；：\s]{{4,40}})$"
    )
    for line in facts.lines:
        if (hit := row.match(line.text)) and _WHAT.search(hit[1]):
            entry = _Entry("", name, hit[1], line.start, line.end)
            told = _told(facts, (entry,), f"{name}：{hit[1]}", name)
            # 导师 of somebody in the row is not told by it.
            return replace(told, items=(Item(hit[1], "", "", "", _span(facts, entry)),), is_met=False)
    return None


def _roster(facts: Facts) -> tuple[_Entry, ...]:
    if facts not in _ROSTERS:
        _ROSTERS[facts] = tuple(_entries(facts))
    return _ROSTERS[facts]


def _entries(facts: Facts) -> Iterator[_Entry]:
    role = ""
    for line in facts.lines:
        text = line.text.strip()
        hit = _ROLE.match(text)
        if hit and _ROLES.search(hit[1]):
            role, text = hit[1], hit[2].strip()
        elif hit or text.endswith(("。", "；", "，")):
            role = ""
        if not role or not text:
            continue
        people = [text] if _PERSON.match(text) and " " in text else re.split(r"[、\s]+", text)
        for person in people:
            found = _PERSON.match(person)
            if found and is_name(found[1].replace(" ", "")):
                yield _Entry(role, found[1].replace(" ", ""), (found[2] or "").strip(), line.start, line.end)


def _of_person(facts: Facts, entries: tuple[_Entry, ...], question: Question) -> Draft | None:
    entry = next((entry for entry in entries if entry.name in question.plain), None)
    if entry is None or not entry.post or not _POST.search(question.plain):
        return None
    body = _BODY.search(question.plain)
    if body and not re.search(_BODIES.get(body[0], "[院部委局厅会校司室]"), entry.post):
        return None
    return _told(facts, (entry,), f"{entry.name}：{entry.post}", entry.name)


def _of_role(facts: Facts, entries: tuple[_Entry, ...], question: Question) -> Draft | None:
    # Of 委员会主任 the last is the role.
    hit = next(reversed(list(_ASKED.finditer(question.plain))), None)
    if hit is None or not _WHO.search(question.plain[hit.end() :]):
        return None
    fits = tuple(entry for entry in entries if entry.role == hit[0])
    # What the role is in must be what the paper is about: its title, or a sentence above the list.
    body = fold(question.plain[: hit.start()].removesuffix("的"))
    above = fold(facts.document.title + facts.document.text[: entries[0].start])
    if not fits or (body and body not in above):
        return None
    told = "、".join(f"{entry.name}（{entry.post}）" if entry.post else entry.name for entry in fits)
    return _told(facts, fits, f"{hit[0]}：{told}", hit[0])


def _told(facts: Facts, entries: tuple[_Entry, ...], said: str, about: str) -> Draft:
    spans = tuple(_span(facts, entry) for entry in entries)
    items = tuple(Item(entry.name, "", "Person", entry.post, span) for entry, span in zip(entries, spans, strict=True))
    return Draft(f"{said}。（{source_name(facts, entries[0].start)}）", about, spans, items, "mentions", is_met=True)


def _span(facts: Facts, entry: _Entry) -> Span:
    return Span(facts.meta.id, entry.start, entry.end)
