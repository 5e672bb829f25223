"""Finds people: a name beside a post or title, names in a row with known ones, foreign names with a dot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from corpus.documents import Document
from corpus.tokens import tokenizer
from kg.extractors import foreign
from kg.extractors.atoms import Atom
from kg.extractors.cues import edge_cues
from kg.extractors.name_patterns import (
    acts,
    after_title,
    appointed,
    between,
    chosen,
    comrade,
    contact,
    honoured,
    posted,
    rewarded,
    roster,
    row,
    surname,
)
from kg.extractors.places import is_place
from kg.extractors.tables import column
from kg.facts import EntityType
from kg.reading import Proposal

# 有关负责同志, 于有些同志: what stands before 同志 without being a given name.
_BEFORE_COMRADE = frozenset(
    ["负责", "有些", "一些", "领导", "人民", "及时", "亲自", "主要", "列席", "全体", "有关", "工作"]
)
# Words that begin like a surname: 应当由副市长, 授予荣誉市民称号; 经主任会议 is cut wrong.
_NOT_PEOPLE = frozenset(
    ["和列", "全体", "应当", "应由", "荣誉", "文明", "经主", "安全", "常务", "党委", "许可", "申请"]
)
# Behind a post these are no surnames: 主任经研究决定, 主席应邀请.
_NO_SURNAMES = frozenset("pdcuv")
_TAGS_OF_NAMES = ("nr", "nrt", "nrfg", "x", "nz")
_NEVER_GIVEN_LAST = frozenset("作为是在等的了和与会部委政党府省市县区")
_NOT_GIVEN = frozenset("的了和与等在是为同志会上大中小全各区县市省部委党政府一二三四五六七八九十科学技术工作")


def _in_rows(text: str) -> Iterator[str]:
    """Yield the people of rows that get something; one that can be no name spoils its row."""
    for found in rewarded().finditer(text):
        names = re.split("[、和与]", found[1])
        if all(len(name) in (2, 3) and _surname_of(name) and not is_place(name) and _is_one(name) for name in names):
            yield from names


def _surname_of(name: str) -> bool:
    return re.match(surname(), name) is not None


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
    for pattern in (comrade(), between(), after_title(), honoured(), appointed(), contact()):
        for found in pattern.finditer(document.text):
            if pattern is comrade() and found[1][1:] in _BEFORE_COMRADE:
                continue
            is_sure = (
                len(found[1]) == 3
                and found[1][:2] not in _NOT_PEOPLE
                and pattern in (between(), comrade(), appointed())
            )
            if _is_name(found[1]) or (is_sure and not _is_word(words, found.start(1)) and found[1][-1] not in "的了等"):
                names.setdefault(found[1], set())
    found_so = (_listed(document.text), _acting(document.text, pieces), _in_office(document.text, pieces))
    for name in (*chain(*found_so), *_in_rows(document.text)):
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
    found = [line[1] for line in roster().finditer(text)]
    if len(found) >= _ROSTER:
        yield from (name for name in found if _is_name(name) or len(name) == 3)


def _acting(text: str, pieces: Sequence[Atom]) -> Iterator[str]:
    """Yield names of three characters that do what people do and are no words: 顾行一牵头, 苏定禾等入选."""
    words = {piece.start: piece for piece in pieces}
    for found in chain(acts().finditer(text), chosen().finditer(text)):
        is_name = _is_name(found[1]) or (found[1][2] == "一" and _is_name(found[1][:2]))
        if is_name and not is_place(found[1]) and not _is_word(words, found.start(1)):
            yield found[1]


def _in_office(text: str, pieces: Sequence[Atom]) -> Iterator[str]:
    """Yield names of three characters behind a post: a surname and what may be given, be it a word of its own (万景行)."""
    words = {piece.start: piece for piece in pieces}
    for found in posted().finditer(text):
        start, name = found.start(1), found[1]
        first, given = words.get(start), words.get(start + 1)
        if first is None or is_place(name):
            continue
        if not _is_one(name) and not (first.text == name and _is_tagged_whole(first)):
            continue
        if len(first.text) > 1 and first.tag not in _TAGS_OF_NAMES and _is_in_dictionary(first.text):
            continue
        if len(first.text) == 1 and first.tag[:1] in _NO_SURNAMES:
            continue
        if given is None or len(given.text) == 1 or (given.end == start + 3 and given.tag[:1] not in "vpdcu"):
            yield name


@lru_cache(maxsize=10_000)
def _is_in_dictionary(word: str) -> bool:
    return len(tokenizer().dictionary_words(word)) == 1


def _is_tagged_whole(piece: Atom) -> bool:
    """Say whether the tagger knows a name of characters that words of office have: 柏承志, 邓大川; no verb ends one, nor a body (宣传部)."""
    is_whole = piece.tag == "nr" and len(piece.text) == 3
    return is_whole and piece.text[:2] not in _NOT_PEOPLE and piece.text[-1] not in _NEVER_GIVEN_LAST


def _is_word(words: dict[int, Atom], start: int) -> bool:
    """Say whether what would be a name is an everyday word, or a character before one: 项目组, 有关负责同志.

    The tagger guesses words that no dictionary has (顾行 in 顾行一): they are none.
    """
    return any(
        len(word.text) > 1 and word.tag not in ("nr", "nrt", "x", "nz", "ns") and _is_in_dictionary(word.text)
        for at in (start, start + 1)
        if (word := words.get(at)) is not None
    )


_ROSTER = 3


def _following(text: str, name: str) -> Iterator[str]:
    """Yield the names in a row behind a known one."""
    for start in re.finditer(re.escape(name), text):
        at = start.end()
        while (found := row().match(text, at)) is not None:
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
        and (_is_name(piece.text) or _is_tagged_whole(piece))
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
    for found in re.finditer(rf"([省市县区]委)((?:{surname()})(?:书记|部长|秘书长|常委))", text):
        if found[2] in taken:
            continue
        yield Proposal(found.start(2), found.end(2), EntityType.PERSON, "people", aliases=(found[0],), weight=0.6)
