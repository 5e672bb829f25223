"""What a counted wording counts (三大要素, 四件大事): the list that stands before it, after it, or point by point below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.questions.question import Question

_NUMERALS = {char: i for i, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2}
_COUNTED = re.compile(
    r"(?P<number>[两三四五六七八九十])(?P<measure>个|大|项|种|类|条|件|方面|点|步|张|座|道)(?P<noun>[一-鿿]{1,6}?)"
    r"(?=$|是|有|指|包括|包含|分别|各|具体|都|主要|的|哪|什|内容)"
)
_ASKED = re.compile(r"什么|哪|啥|内容|包括|是指|指的|分别|具体|$")
_MEMBER = r"[^、，。；：！？“”]{2,30}"
_LAST = r"(?:、|和|及|与|以及)"
_QUOTES = str.maketrans("", "", "“”")
_ORDINALS = "一二三四五六七八九十"
# So many sentences may follow the one that counts, each with one of the points.
_REACH = 12
_BROUGHT_IN = re.compile(
    r"^.*(?:包括|围绕|聚焦|坚持|把握|突出|抓好|抓住|打造|建设|实施|推进|推动|落实|强化|处理好|统筹|健全|完善|建立|形成|是|即|为|以|对|把|将|在|从|的|：)"
)


def counted(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members of what a question counts, where a list of just so many stands beside the wording."""
    hit = _COUNTED.search(question.plain)
    if hit is None or not _ASKED.search(question.plain[hit.end() :]):
        return None
    if any(link.start < hit.start() < link.end or link.start < hit.end() < link.end for link in question.links):
        return None  # a part of a name counts nothing by itself
    wording, count = hit[0], _NUMERALS[hit["number"]]
    for facts in knowledge.about(question):
        for i, line in enumerate(facts.lines):
            text = line.text.translate(_QUOTES)
            if wording not in text:
                continue
            for members, last in _lists(facts, i, text, wording, count):
                return _told(facts, line, last, wording, members)
    return None


def _lists(facts: Facts, at: int, text: str, wording: str, count: int) -> Iterator[tuple[tuple[str, ...], Line]]:
    line = facts.lines[at]
    for hit in re.finditer(re.escape(wording), text):
        before = re.split(r"[，。；！？]", text[: hit.start()])[-1]
        after = re.split(r"[。；！？]", text[hit.end() :])[0]
        for members in (_before(before, count), _after(after, count)):
            if members:
                yield members, line
    if points := _points(facts, at, count):
        yield tuple(name for name, _ in points), points[-1][1]


def _before(clause: str, count: int) -> tuple[str, ...]:
    """Return 水土, 茶种, 手艺 of 围绕水土、茶种、手艺三大要素."""
    members = _split(re.sub(r"(?:等|这)$", "", clause), count)
    if not members:
        return ()
    first = _BROUGHT_IN.sub("", members[0]) or members[0]
    return (first, *members[1:])


def _after(clause: str, count: int) -> tuple[str, ...]:
    """Return the list that follows at once, or behind a mark: 三大要素，即水土、茶种、手艺."""
    hit = re.match(r"^(?:，?(?:即|就是|分别是|分别为|包括|指的是|是指|是|为)|[：—-]+|（)", clause)
    return _split(re.split(r"[，）]", clause[hit.end() :])[0], count) if hit else ()


def _split(text: str, count: int) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in text.split("、")]
    if len(pieces) == count - 1 and (hit := re.fullmatch(rf"({_MEMBER}){_LAST}({_MEMBER})", pieces[-1])):
        pieces = [*pieces[:-1], hit[1], hit[2]]
    return tuple(pieces) if len(pieces) == count and all(re.fullmatch(_MEMBER, piece) for piece in pieces) else ()


def _points(facts: Facts, at: int, count: int) -> list[tuple[str, Line]]:
    """Return the points that the sentence or those after it number 一是 … and no others."""
    found: list[tuple[str, Line]] = []
    for line in facts.lines[at : at + _REACH]:
        for hit in re.finditer(r"(?:^|[，。；：])\s*([一二三四五六七八九十])(?:是|要)([^，。；]{2,40})", line.text):
            if hit[1] != _ORDINALS[len(found)]:
                return found if len(found) == count else []
            found.append((hit[2], line))
            if len(found) > count or len(found) == len(_ORDINALS):
                return []
    return found if len(found) == count else []


def _told(facts: Facts, line: Line, last: Line, wording: str, members: tuple[str, ...]) -> Draft:
    span = Span(facts.meta.id, line.start, max(line.end, last.end))
    text = f"“{wording}”：{'、'.join(members)}。（{source_name(facts, line.start)}）"
    items = tuple(Item(member, "", "", "", span) for member in members)
    return Draft(text, wording, (span,), items, "mentions")
