"""What a counted wording counts (三大要素, 四件大事): the list that stands before it, after it, or point by point below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.numerals import COUNTS
from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.support import telling
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_COUNTED = lazy(
    r"(?P<number>[两三四五六七八九十])(?P<measure>个|大|项|种|类|条|件|方面|点|步|张|座|道)(?P<noun>[一-鿿]{1,6}?)"
    r"(?=$|是|有|指|包括|包含|分别|各|具体|都|主要|的|哪|什|内容)"
)
# 哪3件事, 哪四个方面: what is counted is asked for itself.
_ASKED_COUNT = lazy(
    r"哪(?P<number>[两三四五六七八九十]|\d{1,2})(?P<measure>个|大|项|件|种|类|条|张|座|道|点)?(?P<noun>[一-鿿]{1,6})$"
)
# 三拍, 四创: a number with what all that it counts have in common.
_SHORTENED = lazy(
    r"(?P<number>[两三四五六七八九十])(?P<key>[一-鿿])(?:[一-鿿]{2})?(?:现象|机制|联动|并举)?(?:都|各|分别|具体)*(?:是|指|包括)+(?:的是)?(?:什么|哪|啥)"
)
_ASKED = lazy(r"什么|哪|啥|内容|包括|是指|指的|分别|具体|$")
_MEMBER = r"[^、，。；：！？“”]{2,30}"
_LAST = r"(?:、|和|及|与|以及)"
_QUOTES = str.maketrans("", "", "“”")
_ORDINALS = "一二三四五六七八九十"
_VERB = lazy(r"[要将应需须](?:[一-鿿]{2,6})?$")
_MET = 0.7
# So many sentences may follow the one that counts, each with one of the points.
_REACH = 12
_BROUGHT_IN = lazy(
    r"^.*(?:包括|防止|纠正|围绕|聚焦|坚持|把握|突出|抓好|抓住|打造|建设|实施|推进|推动|落实|强化|处理好|统筹|健全|完善|建立|形成|是|即|为|以|对|把|将|在|从|的|：)"
)


def counted(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the members of what a question counts, where a list of just so many stands beside the wording."""
    if hit := _ASKED_COUNT.search(question.plain):
        return _of_so_many(knowledge, question, hit)
    hit = _COUNTED.search(question.plain)
    if hit is None or not _ASKED.search(question.plain[hit.end() :]):
        return None
    if any(link.start < hit.start() < link.end or link.start < hit.end() < link.end for link in question.links):
        return None  # a part of a name counts nothing by itself
    wording, count = hit[0], COUNTS[hit["number"]]
    for facts in knowledge.about(question):
        for i, line in enumerate(facts.lines):
            text = line.text.translate(_QUOTES)
            if wording not in text:
                continue
            for members, last in _lists(facts, i, text, re.escape(wording), count):
                return _told(facts, line, last, wording, members)
    return None


def _of_so_many(knowledge: Knowledge, question: Question, hit: re.Match[str]) -> Draft | None:
    """Return the list of just so many beside 3件事, where all else that the question says stands about it, too."""
    count = int(hit["number"]) if hit["number"].isdigit() else COUNTS[hit["number"]]
    numerals = [re.escape(hit["number"]), str(count), *(char for char, value in COUNTS.items() if value == count)]
    wording = f"(?:{'|'.join(dict.fromkeys(numerals))}){hit['measure'] or ''}{hit['noun']}"
    words = [
        word for word in map(_less_verb, telling(question)) if word.text not in hit[0] and len(fold(word.text)) > 1
    ]
    found: list[Draft] = []
    for facts in knowledge.about(question):
        for i, line in enumerate(facts.lines):
            text = line.text.translate(_QUOTES)
            if not re.search(wording, text) or not speaks_of(facts, line, question.years):
                continue
            around = line.folded + fold("".join(line.headings) + facts.document.title)
            if not all(word_score(word, around) >= _MET for word in words):
                continue
            lists = _lists(facts, i, text, wording, count)
            found += [_told(facts, line, last, hit[0].removeprefix("哪"), members) for members, last in lists][:1]
    if not words and len({draft.spans[0].document for draft in found}) > 1:
        return None  # nothing tells whose 3件事
    return found[0] if found else None


def _less_verb(word: Word) -> Word:
    """Return a word without the verb that brings in what is counted: 安全生产 of 安全生产要突出抓好."""
    text = _VERB.sub("", word.text)
    return word if word.is_name or text == word.text else replace(word, text=text, names=(text,))


def shortened(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what a short form counts (三拍), where a list of so many stands before or after it and each has its character."""
    hit = _SHORTENED.search(question.plain)
    if hit is None:
        return None
    wording, count = hit["number"] + hit["key"], COUNTS[hit["number"]]
    for facts in knowledge.about(question):
        for line in facts.lines:
            text = line.text.translate(_QUOTES)
            for found in re.finditer(re.escape(wording), text):
                before = re.split(r"[，。；！？]", text[: found.start()])[-1].removesuffix("的")
                after = re.split(r"[。；！？]", text[found.end() :])[0]
                for members in (_having(_before(before, count), hit["key"]), _having(_after(after, count), hit["key"])):
                    if members:
                        return _told(facts, line, line, wording, members)
    return None


def _having(members: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Return members of which each has a character, the first from there on (纠正拍脑袋 is 拍脑袋); nothing where one has not."""
    if not members or not all(key in member for member in members):
        return ()
    is_first = all(member.startswith(key) for member in members[1:])  # not the 办 of 马上办、抓紧办
    return (members[0][members[0].index(key) :], *members[1:]) if is_first else members


def _lists(facts: Facts, at: int, text: str, wording: str, count: int) -> Iterator[tuple[tuple[str, ...], Line]]:
    line = facts.lines[at]
    for hit in re.finditer(wording, text):
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
