"""The number in the name of a formulation: “四进两送” for “三进两送”, or “四清” with three members stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extractors.members import fits_promise, members, promised_count
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.formulations import SEPARATOR, Formulation, formulations
from search.drafts.knowledge import Knowledge

_NUMERALS = "一二两三四五六七八九十双"
_NUMERAL = re.compile(f"[{_NUMERALS}]")
# A short name in quotation marks, the word for what it is, and 即 or a colon or a bracket in front of its members.
_STATED = re.compile(
    r"“(?P<term>[^“”，。；：、\n]{2,10})”(?P<kind>[一-鿿]{0,6}?)(?:[，,]?(?:即是?|就是|是指|分别是|分别为)[：:]?|[：:]|[（(](?:即|指)?[：:]?)"
    r"(?P<list>[^。；：“”（）()\n]{4,120}?)(?=[。；\n）)]|$)"
)
_AND_SO_ON = re.compile("等|[^，、]{16,}")
# A shorter name may be the start of another one, unless it stands in marks.
_LONG = 4
_COUNTS = "一二三四五六七八九十"


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names whose number fits neither the library's name nor the members that the draft states."""
    yield from _misnamed(draft, known)
    text = draft.document.text
    for match in _STATED.finditer(text):
        term, listed = match["term"], match["list"]
        found = members(f"“{term}”", listed)
        if known.says(listed) or known.says(term) or not _is_plain_list(term, listed, found):
            continue
        if not fits_promise(term, len(found)):
            message = f"“{term}”应有{promised_count(term)}项，列出的是{len(found)}项"
            start, end = match.span("term")
            yield Doubt(start, end, "contradiction", "warning", message, _renumbered(term, len(found)))


def _is_plain_list(term: str, listed: str, found: tuple[str, ...]) -> bool:
    """Return whether a text is a list of members that each repeat a word of the term, and nothing else, as 清 in “三清”."""
    items = [item for item in re.split("[、，]", listed) if item]
    words = set(_NUMERAL.sub("", term)) | ({"一"} if "个一" in term else set())
    is_list = len(found) > 1 and len(found) == len(items) and not _AND_SO_ON.search(listed)
    return is_list and all(any(item.count(word) == 1 for word in words) for item in items)


def _renumbered(term: str, count: int) -> str:
    """Return a name with one numeral with the number that fits; empty where it has several."""
    numerals = _NUMERAL.findall(term)
    return _NUMERAL.sub(_COUNTS[count - 1], term) if len(numerals) == 1 and count <= len(_COUNTS) else ""


def _misnamed(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names that differ from a known one in their numerals only, with all its members beside them."""
    text = draft.document.text
    for option in formulations(known):
        right = option.name
        is_there = all(member in text for member in option.members)
        if not is_there or not _NUMERAL.search(right) or len(option.members) < 2:
            continue
        for listed in re.finditer(_members_of(option), text):
            for start, end in _names_near(text, listed.start(), listed.end(), right):
                said = text[start:end]
                if said != right and not known.says(said):
                    message = f"这些是“{right}”的各项"
                    yield Doubt(start, end, "slogan_typo", "error", message, right, option.place)


def _members_of(option: Formulation) -> str:
    listed = f"[{SEPARATOR.pattern[1:-1]}和]".join(re.escape(member) for member in option.members)
    return f"(?<![、和]){listed}(?![、和]|，[^，。]{{1,6}}[，。])"


def _names_near(text: str, start: int, end: int, name: str) -> Iterator[tuple[int, int]]:
    """Yield the wordings like a name but for its numerals in the sentence of a list, up to its start or right behind it."""
    like = "".join(f"[{_NUMERALS}]" if char in _NUMERALS else re.escape(char) for char in name)
    pattern = re.compile(f"(?<=“){like}(?=”)" if len(name) < _LONG else like)
    floor = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    for match in pattern.finditer(text, floor, min(len(text), end + len(name) + 2)):
        if match.end() <= start or match.start() >= end:
            yield match.span()
