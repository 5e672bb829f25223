"""Tells when two names of one document are one thing: without edition or level, within a longer name, mistyped."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extractors.heads import head_of
from kg.facts import EntityType
from kg.names import name_key

# Words in front of a name that say which one of a kind it is (edition, year, level), not what it is called.
_EDITION = re.compile(r"^(?:首届|第[一二三四五六七八九十百\d]+[届次](?!全)|(?:19|20)\d\d年度?)")
_LEVEL = re.compile(
    r"^(?:国家级|省级|市级|县级|区级|各级|全国首个|全球首个|全国首家|首个|首家|新一轮|市县(?:（区）)?|县（区）|县区|各县区)"
)
_LIGHT = re.compile(r"(?:(?<=计划|工程|行动)项目|系列活动|主题活动|活动|工作|建设|(?<=[^大个项类]{2})战略)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_CONTEXT = r"(?:中共|中国|全国|国家级?|省级?|市级?|县级?|区级?|全省|全市|第?[一二三四五六七八九十\d]+[届次]|首届|年度|十[二三四五六七]五|[百千万][个名]|\d{4}年?度?|国际)"
_SHORTEST_SUFFIX = 5
_SHORTEST_TYPED = 6
_SHORTEST_SHORTENED = 8


@lru_cache(maxsize=65536)
def stems(name: str) -> tuple[str, ...]:
    """Return the forms of a name without edition, level, or a light word at the end; without the name itself."""
    plain = _EDITION.sub("", name)
    level = _LEVEL.sub("", plain)
    light = _LIGHT.sub("", level)
    forms = [plain, level if len(level) >= 4 else "", light if len(light) >= 4 else ""]
    return tuple(form for form in dict.fromkeys(forms) if form != name and len(form) > 1)


def has_edition(name: str) -> bool:
    """Say whether a name starts with an edition or a year."""
    return _EDITION.match(name) is not None


def is_short_for(short: str, name: str, kind: EntityType, home: tuple[str, ...]) -> bool:
    """Say whether a name ends in a shorter one and what stands before it only says where or which.

    >>> is_short_for("国际医药大会", "中国（云川）国际医药大会", EntityType.EVENT, ("云川市", "云川"))
    True
    """
    if not name_key(name).endswith(name_key(short)[-2:]):
        return False
    long, tail = name_key(_BRACKETS.sub("", name)), name_key(_BRACKETS.sub("", short))
    least = 4 if kind is EntityType.ORGANIZATION else _SHORTEST_SUFFIX
    if len(tail) < least or not long.endswith(tail) or name_key(name) == name_key(short):
        return False
    places = "|".join(re.escape(name_key(place)) for place in home if place)
    context = f"(?:{_CONTEXT}|{places})*" if places else f"{_CONTEXT}*"
    return re.fullmatch(context, long[: len(long) - len(tail)]) is not None


def is_mistyped(one: str, other: str) -> bool:
    """Say whether two long names differ by one character put in or left out, inside, and not by a number or level.

    >>> is_mistyped("农技及推广服务站", "农技推广服务站")
    True
    """
    long, short = sorted((name_key(one), name_key(other)), key=len, reverse=True)
    if len(long) != len(short) + 1 or len(short) < _SHORTEST_TYPED:
        return False
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    if long[at + 1 :] != short[at:] or at in (0, len(short)):
        return False
    return long[at] not in "一二三四五六七八九十0123456789省市县区国校院州镇乡村东西南北中新大小副总"


def _keeps_head(long: str, short: str) -> bool:
    """Say whether a short name is two characters and the whole head of a longer one: 海外工作站, 海外基地工作站."""
    head = head_of(short)
    if len(head) < 3 or len(short) != len(head) + 2 or len(long) != len(short) + 2:
        return False
    return long.startswith(short[:2]) and long.endswith(head)


def is_shortened(one: str, other: str) -> bool:
    """Say whether the shorter of two names is the longer one with words left out in its middle.

    >>> is_shortened("全民科学素质纲要", "全民科学素质行动计划纲要")
    True
    """
    long, short = sorted((name_key(one), name_key(other)), key=len, reverse=True)
    if _keeps_head(long, short):
        return True
    if len(short) < _SHORTEST_SHORTENED or not 2 <= len(long) - len(short) <= 4:
        return False
    front = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    return any(i >= 4 and len(short) - i >= 2 and long.endswith(short[i:]) for i in range(4, front + 1))
