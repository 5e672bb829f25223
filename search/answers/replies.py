"""Questions that a paper asks and answers itself (1.……？ 答：……): its reply answers whoever asks the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.questions.fold import fold, grams
from search.questions.question import Question

_REPLY = lazy(r"^\s*(?:答|答复|回复|解答|[Aa])\s*[：:、.]\s*")
_NUMBER = lazy(
    r"^\s*(?:问|[Qq])?\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．：:]\s*(?:问|[Qq])?[：:]?|[：:])?\s*"
)
_LONGEST_QUESTION = 80
# So many paragraphs of a reply are told.
_MOST_PARAGRAPHS = 6
_LONGEST_TOLD = 500
# So much of what is asked must stand in the question of the paper, its reply or the title, and so much in the former.
_LEAST_MET = 0.75
_LEAST_ASKED = 0.2
# Two questions that fit as closely are not told apart.
_APART = 0.03
# What asks, and what is said of anything that is asked: it tells one question from another no more than 的 does.
_FRAMES = lazy(
    r"需要|应[当该]|可以|能够|能否|满足|具备|符合|准备|提供|必须|怎么办?|如何|怎样|咋|什么样?|哪[些里个儿位种几]?|多少[个人家元钱]?|"
    r"几[个天年月次号]|谁|是否|是不是|[吗呢啊的了是有会将被要能在]|受到|处[理罚]|时候|时间|开始|截止|结束|起止|起始|区别|不同|差别|进行|按照|请问|"
    r"所说|指|[和与跟及或]|(?:19|20)\d\d年度?|本[市省县区]|我[市省县区]|哪天|年度|情况|一般|具体|[，、？?。（）()“”《》：:]"
)
# 申报 and 申请 are one deed to whoever asks.
_SAME = (("申报", "申请"), ("申领", "申请"), ("报名", "申请"), ("截至", "截止"), ("分值", "积分"))

# What is asked for, and how a reply shows that it says so.
_ASKS = (
    (lazy(r"什么时候|啥时候|何时|时间|哪(?:一)?[天年日]|几月|几号|日期|多久|多长|起止|截止|期限"), "time"),
    (lazy(r"多少|几(?!种|类|项)|比例|标准|金额"), "amount"),
    (lazy(r"哪里|哪儿|在哪|何处|什么地方|地点|地址"), "place"),
)
_SHOWS = {
    "time": lazy(r"\d+\s*(?:年|月|日|天|个工作日|小时|周)|[一二三四五六七八九十]+(?:年|个月|日|天)"),
    "amount": lazy(r"\d|[一二三四五六七八九十百千万两]+(?:个|元|人|次|年|倍|成)|百分之"),
}


@dataclass(frozen=True, slots=True)
class _Reply:
    """A question of a paper with the paragraphs of its reply."""

    question: str
    start: int
    paragraphs: tuple[tuple[int, int], ...]
    said: str


def reply(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the reply that a paper gives to a question of its own, where it is the question asked; else None."""
    found = [
        (score, -i, facts, some)
        for i, facts in enumerate(knowledge.about(question))
        for some in _replies(facts)
        if (score := _fits(question, facts, some))
    ]
    found.sort(key=lambda item: item[:2], reverse=True)
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < _APART):
        return None
    *_, facts, some = found[0]
    return _told(facts, some, question)


def _fits(question: Question, facts: Facts, some: _Reply) -> float:
    """Return how closely a question of a paper is the one that is asked; 0 where it is another."""
    kind, own_kind = _kind(question.plain), _kind(some.question)
    if kind and kind != own_kind and not (kind in _SHOWS and own_kind is None and _SHOWS[kind].search(some.said)):
        return 0.0
    if question.years and not any(str(year) in some.question + facts.document.title for year in question.years):
        return 0.0
    # What the title says of all that the paper tells apart none of its questions.
    title = _bare(facts.document.title)
    asked = _pairs(question.plain, title) or _pairs(question.plain)
    own = _pairs(some.question, title) or _pairs(some.question)
    shared = asked & own
    if not shared:
        return 0.0
    said = _pairs(some.said)
    if _share(asked & (own | said), asked) < _LEAST_MET or _share(shared, asked) < _LEAST_ASKED:
        return 0.0
    # Of two questions that have all that is asked, the one that says less beside it is meant.
    return 2 * len(shared) / (len(asked) + len(own))


def _share(pairs: frozenset[str], asked: frozenset[str]) -> float:
    """Return the share of the characters asked about that stand in some pairs."""
    return len(set("".join(pairs))) / len(set("".join(asked)))


def _pairs(text: str, title: str = "") -> frozenset[str]:
    """Return the pairs of characters of what a text says beside what asks and beside a title."""
    pieces = (piece for part in _FRAMES.split(_bare(text)) for piece in _beside(part, title))
    return frozenset(pair for piece in pieces for pair in grams(fold(piece)) if len(pair) > 1)


def _bare(text: str) -> str:
    for word, other in _SAME:
        text = text.replace(word, other)
    return text


def _beside(text: str, title: str) -> Iterator[str]:
    """Yield the stretches of a text that are no part of a title."""
    start = at = 0
    while at < len(text):
        end = at + 2
        while end <= len(text) and text[at:end] in title:
            end += 1
        if end - 1 - at >= 2:
            yield text[start:at]
            start = at = end - 1
        else:
            at += 1
    yield text[start:]


def _kind(text: str) -> str | None:
    return next((kind for pattern, kind in _ASKS if pattern.search(text)), None)


_REPLIES: WeakKeyDictionary[Facts, tuple[_Reply, ...]] = WeakKeyDictionary()


def _replies(facts: Facts) -> tuple[_Reply, ...]:
    """Return the questions that a document asks and answers; read once."""
    if facts not in _REPLIES:
        _REPLIES[facts] = tuple(_read(facts.document.text)) if "答" in facts.document.text else ()
    return _REPLIES[facts]


def _read(text: str) -> Iterator[_Reply]:
    paragraphs = [(hit.start(), hit.end()) for hit in re.finditer(r"[^\n]+", text) if hit[0].strip()]
    for i, (start, end) in enumerate(paragraphs[:-1]):
        asked = text[start:end].strip()
        if not _is_question(asked) or not _REPLY.match(text[slice(*paragraphs[i + 1])]):
            continue
        below: list[tuple[int, int]] = []
        for other in paragraphs[i + 1 :]:
            line = text[slice(*other)].strip()
            if _is_question(line) or (below and _REPLY.match(line)):
                break
            below.append(other)
        said = "\n".join(text[slice(*other)] for other in below)
        bare = _NUMBER.sub("", asked)
        yield _Reply(bare, start, tuple(below), said)


def _is_question(line: str) -> bool:
    return line.endswith(("？", "?")) and len(line) <= _LONGEST_QUESTION


def _told(facts: Facts, some: _Reply, question: Question) -> Draft:
    document, text = facts.meta.id, facts.document.text
    kept = some.paragraphs[:_MOST_PARAGRAPHS]
    spans = tuple(
        Span(document, line.start, line.end)
        for start, end in kept
        for line in facts.lines_in(start, end)
        if line.end > start
    )
    own = tuple(Span(document, line.start, line.end) for line in facts.lines_in(some.start, kept[0][0])[:1])
    said = "".join(_REPLY.sub("", text[start:end]).strip() for start, end in kept)
    is_whole = len(kept) == len(some.paragraphs) and len(said) <= _LONGEST_TOLD
    if not is_whole:
        said = said[:_LONGEST_TOLD] + "……"
    items = tuple(Item(_REPLY.sub("", text[span.start : span.end]).strip(), "", "", "", span) for span in spans)
    told = f"{some.question}{said}（{source_name(facts, some.start)}）"
    return Draft(told, question.topic, (*spans, *own), items, "mentions", is_partial=not is_whole, is_met=True)
