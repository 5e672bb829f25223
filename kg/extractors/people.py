"""Finds people: a name beside a post or title, names in a row with known ones, foreign names with a dot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpus.documents import Document
from kg.extractors import foreign
from kg.extractors.atoms import Atom
from kg.extractors.cues import edge_cues
from kg.extractors.places import is_place
from kg.extractors.tables import any_of, column
from kg.facts import EntityType
from kg.reading import Proposal

_HAN = "[一-鿿]"
# 有关负责同志, 于有些同志: what stands before 同志 without being a given name.
_BEFORE_COMRADE = frozenset(
    ["负责", "有些", "一些", "领导", "人民", "及时", "亲自", "主要", "列席", "全体", "有关", "工作"]
)
# Words that begin like a surname: 应当由副市长, 授予荣誉市民称号; 经主任会议 is cut wrong.
_NOT_PEOPLE = frozenset(["和列", "全体", "应当", "应由", "荣誉", "文明", "经主", "安全", "常务", "党委"])
_NOT_GIVEN = frozenset("的了和与等在是为同志会上大中小全各区县市省部委党政府一二三四五六七八九十科学技术工作")


@cache
def _surname() -> str:
    return any_of(column("surnames"))


@cache
def _posts() -> str:
    return any_of(column("posts"))


@cache
def _comrade() -> re.Pattern[str]:
    return re.compile(rf"((?:{_surname()}){_HAN}{{1,2}}?)同志")


@cache
def _between() -> re.Pattern[str]:
    """A name between a body and a post: 市委陆书记 is none, 市委陆怀谷书记 is."""
    return re.compile(rf"(?:[省市县区]委|政府|党组)((?:{_surname()}){_HAN}{{1,2}})(?:{_posts()})")


@cache
def _honoured() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[，。；、：]|\n)((?:{_surname()}){_HAN}{{1,2}}?)(?=被授予|被追授|荣获|荣膺|获颁|被评为|当选为)"
    )


@cache
def _appointed() -> re.Pattern[str]:
    """A name before 任 and a post, alone or in a row: 甲任组长, 乙、丙任副组长."""
    post = "组长|团长|队长|主任|主席|会长|理事长|书记|委员|理事|秘书长|校长|院长|顾问"
    row = f"(?:、{_HAN}{{2,3}}){{0,4}}"
    return re.compile(
        rf"(?:^|[，。；、：\s]|局长|主席|主任|书记|[省市县区]长)((?:{_surname()}){_HAN}{{1,2}}?)(?={row}(?:同志)?任{_HAN}{{0,10}}(?:{post}))"
    )


@cache
def _contact() -> re.Pattern[str]:
    return re.compile(
        rf"联系人[：:][^\n，。；]{{0,24}}?(?<![一-鿿])((?:{_surname()}){_HAN}{{1,2}})(?=[\n，。；（(\s　]|$)"
    )


@cache
def _roster() -> re.Pattern[str]:
    return re.compile(rf"^((?:{_surname()}){_HAN}{{1,2}})(?:（[男女]）)?[ \t　]+(?=\S{{4,}}$)", re.MULTILINE)


@cache
def _acts() -> re.Pattern[str]:
    ahead = "^|[，。；、：由”]|研究员|工程师|教授|院长|所长|站长|医师|主任|部长|馆长|会长|秘书长|团长"
    behind = "等(?:\\d+|[一-鿿]{0,3}(?:入选|获奖|当选|参会|参加))|获评|牵头的|担任|兼任|负责|团队|现场示范"
    return re.compile(rf"(?:{ahead})((?:{_surname()}){_HAN}{{2}})(?={behind})")


@cache
def _after_title() -> re.Pattern[str]:
    titles = "英雄”?|模范”?|楷模”?|工匠”?|院士|教授|设计师|工程师|省长|市长|县长|书记|主席"
    return re.compile(rf"(?:{titles})((?:{_surname()}){_HAN}{{1,2}})(?=为|作|同志|等|率|主持|出席|受邀)")


@cache
def _row() -> re.Pattern[str]:
    # The last of a row, behind 和, only before what people do: 甲、乙和丙分别获得.
    last = "分别|[均双共]?(?:荣?获|入选|当选|获评|被授予|被评为)"
    return re.compile(
        rf"(?:、((?:{_surname()}){_HAN}{{1,2}}?)(?=[、，。和获等任]|入选|荣获|当选|同志|{last})"
        rf"|[和与及]((?:{_surname()}){_HAN}{{1,2}}?)(?={last}))"
    )


@cache
def _rewarded() -> re.Pattern[str]:
    """A row of names in front of a clause, before what they get: 甲、乙和丙分别获得, 甲、乙等3人荣获."""
    name = f"(?:{_surname()}){_HAN}{{1,2}}"
    number = "(?:等?\\s*(?:\\d{1,3}|[两二三四五六七八九十])[名位人](?:同志)?|等同志|同志|等)?"
    gets = "(?:[均双共]|分别|双双|先后|共同)?(?:荣获|获得|获评|获(?!批|准|取|益|悉)|被授予|被评为|入选|当选)"
    return re.compile(
        rf"(?:^|[，。；：\n])({name}(?:、{name}){{0,9}}?(?:[、和与]{name}))(?={number}{gets})", re.MULTILINE
    )


def _in_rows(text: str) -> Iterator[str]:
    """Yield the people of rows that get something; one that can be no name spoils its row."""
    for found in _rewarded().finditer(text):
        names = re.split("[、和与]", found[1])
        if all(len(name) in (2, 3) and _surname_of(name) and not is_place(name) and _is_one(name) for name in names):
            yield from names


def _surname_of(name: str) -> bool:
    return re.match(_surname(), name) is not None


def _is_one(name: str) -> bool:
    """Say whether a part of a row can be a name; 一 ends given names."""
    return _is_name(name) or (len(name) == 3 and name[2] == "一" and _is_name(name[:2]))


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the people of a document; a short form (怀谷主席) carries the full name when the text has one."""
    names = _full_names(document, pieces)
    for name in names:
        yield from _occurrences(document.text, name, names)
    yield from foreign.find(document.text, {piece.start for piece in pieces})
    yield from _only_surname(document.text, names)


def _full_names(document: Document, pieces: Sequence[Atom]) -> dict[str, tuple[str, ...]]:
    """Return every full name with the forms that carry a post or title."""
    names: dict[str, set[str]] = {}
    for part in document.parts:
        if 2 <= len(part.speaker) <= 4:
            names.setdefault(part.speaker, set())
    words = {piece.start: piece for piece in pieces}
    for pattern in (_comrade(), _between(), _after_title(), _honoured(), _appointed(), _contact()):
        for found in pattern.finditer(document.text):
            if pattern is _comrade() and found[1][1:] in _BEFORE_COMRADE:
                continue
            is_sure = (
                len(found[1]) == 3
                and found[1][:2] not in _NOT_PEOPLE
                and pattern in (_between(), _comrade(), _appointed())
            )
            if _is_name(found[1]) or (is_sure and not _is_word(words, found.start(1)) and found[1][-1] not in "的了等"):
                names.setdefault(found[1], set())
    for name in (*_listed(document.text), *_acting(document.text, pieces), *_in_rows(document.text)):
        names.setdefault(name, set())
    for name in _tagged(pieces, names):
        names.setdefault(name, set())
    for name in tuple(names):
        for name_in_row in _following(document.text, name):
            names.setdefault(name_in_row, set())
    if re.search(r"习近平(?:总书记|同志|主席)", document.text):
        names.setdefault("习近平", set())
    for short in [name for name in names if any(other != name and _is_cut_from(name, other) for other in names)]:
        del names[short]
    for name, forms in names.items():
        forms.update(f"{name}{post}" for post in column("posts") if f"{name}{post}" in document.text)
        given = name[1:] if len(name) == 3 else ""
        forms.update(
            f"{given}{post}"
            for post in column("posts")
            if given and f"{given}{post}" in document.text and re.search(f"(?<!{name[0]}){given}{post}", document.text)
        )
    return {name: tuple(sorted(forms)) for name, forms in names.items()}


def _takes_office(text: str, found: re.Match[str]) -> bool:
    """Say whether the last of a row is named to a post: 、蒲大川任副团长."""
    return len(found[1] or "") == 3 and text[found.end()] == "任"


def _is_cut_from(name: str, other: str) -> bool:
    """Say whether a name is only the start or the given part of another: 怀谷 beside 陆怀谷."""
    return other.startswith(name) or other[1:] == name


def _listed(text: str) -> Iterator[str]:
    """Yield the names of a roster: lines of a name and a place of work, three at least."""
    found = [line[1] for line in _roster().finditer(text)]
    if len(found) >= _ROSTER:
        yield from (name for name in found if _is_name(name) or len(name) == 3)


def _acting(text: str, pieces: Sequence[Atom]) -> Iterator[str]:
    """Yield names of three characters that do what people do and are no words: 顾行一牵头, 苏定禾等入选."""
    words = {piece.start: piece for piece in pieces}
    for found in _acts().finditer(text):
        is_name = _is_name(found[1]) or (found[1][2] == "一" and _is_name(found[1][:2]))
        if is_name and not _is_word(words, found.start(1)):
            yield found[1]


def _is_word(words: dict[int, Atom], start: int) -> bool:
    """Say whether what would be a name is an everyday word, or a character before one: 项目组, 有关负责同志."""
    return any(
        len(word.text) > 1 and word.tag not in ("nr", "nrt", "x", "nz", "ns")
        for at in (start, start + 1)
        if (word := words.get(at)) is not None
    )


_ROSTER = 3


def _following(text: str, name: str) -> Iterator[str]:
    """Yield the names in a row behind a known one."""
    for start in re.finditer(re.escape(name), text):
        at = start.end()
        while (found := _row().match(text, at)) is not None:
            following = found[1] or found[2]
            if not (_is_name(following) or _takes_office(text, found)):
                break
            yield following
            at = found.end()


def _is_name(text: str) -> bool:
    if len(set(text)) == 1 or text[1:] in _BEFORE_COMRADE or text[:2] in _NOT_PEOPLE:
        return False
    return len(text) in (2, 3) and not any(char in _NOT_GIVEN for char in text[1:])


def _tagged(pieces: Sequence[Atom], known: dict[str, set[str]]) -> Iterator[str]:
    """Yield names that the tagger sees and that a neighbour confirms: a post, a title in quotation marks, another name."""
    surnames = frozenset(column("surnames"))
    posts = frozenset(column("posts"))
    candidates = {
        i: piece.text
        for i, piece in enumerate(pieces)
        if piece.tag == "nr"
        and piece.text not in edge_cues()
        and len(piece.text) in (2, 3)
        and piece.text[0] in surnames
        and _is_name(piece.text)
        and not is_place(piece.text)
    }
    sure = {i for i, name in candidates.items() if name in known or _is_confirmed(pieces, i, posts)}
    grown = True
    while grown:
        grown = False
        for i in candidates:
            if i not in sure and any(j in sure and pieces[(i + j) // 2].text in ("、", "和") for j in (i - 2, i + 2)):
                sure.add(i)
                grown = True
    for i in sorted(sure):
        yield candidates[i]


_PERSON_VERBS = frozenset(
    ["推荐", "指导", "邀请", "学习", "表彰", "祝贺", "成功推荐", "动员", "聘请", "聘任", "选举", "任命", "慰问"]
)


def _is_confirmed(pieces: Sequence[Atom], i: int, posts: frozenset[str]) -> bool:
    before = pieces[i - 1] if i else None
    after = pieces[i + 1] if i + 1 < len(pieces) else None
    if before is not None and (
        before.text in posts or before.text in _PERSON_VERBS or before.text in ("中国工程院", "中国科学院")
    ):
        return True
    if (
        before is not None
        and before.kind == "quoted"
        and len(pieces[i].text) == 3
        and before.text.endswith(("雄”", "模”", "匠”"))
    ):
        return True
    return after is not None and (after.text in posts or after.text == "同志")


def _occurrences(text: str, name: str, names: dict[str, tuple[str, ...]]) -> Iterator[Proposal]:
    for form in sorted((name, *names[name]), key=len, reverse=True):
        for found in re.finditer(re.escape(form), text):
            if name == "习近平" and not re.match("总书记|同志|主席", text[found.start() + 3 :]):
                continue
            yield Proposal(
                found.start(), found.end(), EntityType.PERSON, "people", name=name, aliases=(form,), weight=0.95
            )


def _only_surname(text: str, names: dict[str, tuple[str, ...]]) -> Iterator[Proposal]:
    taken = {form for forms in names.values() for form in forms} | set(names)
    for found in re.finditer(rf"([省市县区]委)((?:{_surname()})(?:书记|部长|秘书长|常委))", text):
        if found[2] in taken:
            continue
        yield Proposal(found.start(2), found.end(2), EntityType.PERSON, "people", aliases=(found[0],), weight=0.6)
