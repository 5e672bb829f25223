"""Finds formal meetings by their wording: 市文联六届四次全委（扩大）会议, 省第九届人民代表大会第二次会议, 市委七届五次、六次全会."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.facts import EntityType
from kg.reading import Proposal

_N = r"[一二三四五六七八九十百\d]{1,3}"
_BODY = r"(?:[一-鿿]{2,16}?)"
_CONGRESS = re.compile(
    rf"([一-鿿]{{2,9}}(?:省|市|县|区|自治州|旗)|全国|省|市|县|区)?第?{_N}届\s*人民代表大会(?:常务委员会)?第{_N}次会议"
)
_PLENUM = re.compile(
    rf"(?P<body>[一-鿿]{{0,8}}(?:省委|市委|县委|区委|党委|科协|协会|学会|联合会|工商联|政协|妇联|残联|文联|侨联|中央))?"
    rf"(?P<term>第?{_N}届(?:中央)?(?:委员会|理事会|常委会)?)(?P<first>第?{_N}次)(?P<more>(?:[、和]第?{_N}次)*)"
    rf"(?P<kind>(?:全委|全体|常委|理事|代表|委员)?(?:（扩大）|\(扩大\))?(?:全体)?(?:会议|全会|大会))"
)
_CENTRAL = re.compile(
    rf"党的(?:十[一二三四五六七八九]|二十)(?:届{_N}中全会|大)(?!精神)|(?<!的)十九大(?!精神)|(?<!的)二十大(?!精神)"
)
# 智博会, 西洽会: fairs by their usual short names, behind a mark or a verb of holding.
_FAIR = re.compile(r"(?<=[、，。；：“和办届加好])(?!好)(?:中国)?[一-鿿]{1,2}(?:博|洽|贸|交|展|侨)会(?![议场展员长])")
_LEADING = re.compile(
    r"^(?:.*(?:召开|举行|在|出席|参加|审议|总结|作|贯彻|落实|按照|根据|依据|围绕|通过|和|的|是|为|向|于|以|及|、|深入学习|学习))(?=.{2,})"
)


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the formal meetings of a document; 二次、三次全会 are two, two wordings of one session are one."""
    text = document.text
    for found in _CONGRESS.finditer(text):
        start = found.start() + _cut(found[0])
        yield Proposal(
            start, found.end(), EntityType.EVENT, "meetings", aliases=("大会",) if "大会，" in text else (), weight=0.92
        )
    sessions: dict[tuple[str, ...], list[Proposal]] = {}
    for found in _PLENUM.finditer(text):
        start = found.start() + _cut(found["body"] or "")
        for proposal in _plenums(found, start, text):
            sessions.setdefault(_session(proposal.name), []).append(proposal)
    for wordings in sessions.values():
        longest = max((proposal.name for proposal in wordings), key=len)
        names = tuple(dict.fromkeys(proposal.name for proposal in wordings))
        for proposal in wordings:
            yield replace(proposal, name=longest, aliases=(*proposal.aliases, *names))
    for found in _FAIR.finditer(text):
        if not re.match("[举承协主]办|[再将又并都也在的]", found[0]):
            yield Proposal(found.start(), found.end(), EntityType.EVENT, "meetings", weight=0.55)
    for found in _CENTRAL.finditer(text):
        yield Proposal(found.start(), found.end(), EntityType.EVENT, "meetings", weight=0.7)


def _session(name: str) -> tuple[str, ...]:
    """Return the body's kind with the numbers of term and session: what two wordings of one meeting share."""
    name = name.replace("科学技术协会", "科协")
    body = re.search("科协|协会|学会|省委|市委|县委|区委|工商联|政协|妇联|残联|文联|侨联|中央", name)
    return (body[0] if body else "", *re.findall(rf"({_N})(?=届|次)", name))


def _cut(text: str) -> int:
    found = _LEADING.match(text)
    return found.end() if found else 0


def _plenums(found: re.Match[str], start: int, text: str) -> Iterator[Proposal]:
    ordinals = [found["first"], *re.findall(rf"第?{_N}次", found["more"])]
    stem = text[start : found.start("first")]
    if len(ordinals) == 1:
        short = (found["term"] + found["first"] + found["kind"],) if found["body"] else ()
        yield Proposal(
            start, found.end(), EntityType.EVENT, "meetings", name=text[start : found.end()], aliases=short, weight=0.92
        )
        return
    for number, ordinal in enumerate(ordinals):
        begin = start if number == 0 else found.start("more") + 1
        end = found.end() if number == len(ordinals) - 1 else found.end("first")
        name = stem + ordinal + found["kind"]
        yield Proposal(begin, end, EntityType.EVENT, "meetings", name=name, weight=0.92)
