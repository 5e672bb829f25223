"""The sentence that says what a question leaves open: the question's own words, and something where it asks.

谁主持理事会 is answered by 理事长主持理事会, 由谁负担 by 由市财政负担, 设在哪 by 设在教育局: verb and object must stand there
as they are asked, the rest of the question around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, chinese_number, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.openings import SHORTEST, SHORTEST_AMOUNT, Gap
from search.answers.openings import gap as opening
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_AMOUNT = lazy(
    r"^(?:应当?|不得?|可|一般|原则上|最[高多低少长短]|约|超过?|达到?|至少|高于|低于|少于|多于|仅|增?至|从|各|均|每[一-鿿]|按|为)*(?:\d|[一二三四五六七八九十百千万两]{1,4}(?:分之|个|年|天|日|月|元|倍))"
)
_IS = r"(?:成为|是|为|作为|当选|获评|被评为|列为|定为)"
# 按照甲、乙、丙的总要求.
_GUIDED = r"(?:按照?|坚持|遵循|贯彻|落实|以|本着|秉持|弘扬|践行)"
_WAY = lazy(r"通过|采取|采用|按照?|依托|以|实行|由|从|根据")
_LINKING = lazy(r"^(?:了|着|过|为|以|由|于|在|：|:|的是|是)+")
_NEGATED = lazy(r"[不未没无勿]$|不得$|没有$|禁止$|严禁$")
_CLAUSE_END = lazy(r"[，。；：！？\n]")
_NO_FILLER = lazy(
    r"^(?:的|地|得|等|和|与|、|及|之|后|前|时|中|上|下)|^(?:其|该|此|这|本|上述|以下|下列|有关|相关)[一-鿿]{0,2}$"
)
# A clause that opens with one of these has no subject of its own.
_NO_SUBJECT = lazy(
    r"^(?:是|系|要|应|将|可|需|须|并|也|还|又|再|以|为|对|在|从|按|进一步|积极|大力|全面|深入|加快|继续|切实|认真|坚持|扎实|统筹|严格|着力|依法|"
    r"及时|鼓励|支持|引导|推动|推进|加强|强化|完善|健全|建立|不断|持续|[一二三四五六七八九十]是)"
)
# A verb before one of these is part of what somebody or something is called.
_DOER = lazy("机构|单位|主体|部门|人员|组织|公司|企业|团队|中心|平台|制度|协议|[者方商权费员]")
_QUOTES = str.maketrans("", "", "“”《》")
_NEAR = 12
_MET = 0.8
_LONGEST_FILLER = 120
# A stretch of a question that is as long as this is several words, which a text may have in another order.
_LONG, _MET_LONG = 9, 0.6


@dataclass(frozen=True, slots=True)
class _Fit:
    score: float
    filler: str


def fill(knowledge: Knowledge, question: Question, *, is_whole: bool = False, is_subject: bool = False) -> Draft | None:
    """Return the sentence that says what a question asks in the question's own words; None where none does.

    Args:
        knowledge: The library.
        question: A question with a word of asking in a place that a sentence can fill.
        is_whole: Only where all that the question says beside its word of asking stands in one piece.
        is_subject: Only where the subject of a verb is asked for (哪个市获批……).
    """
    gap = opening(question.plain)
    if gap is None or (is_subject and not gap.verb):
        return None
    # What a sentence must have to fit at all.
    key = fold(gap.called or gap.verb or gap.before[-SHORTEST:])
    found = [
        (fit.score, facts.meta.date, -line.start, facts, line, fit.filler)
        for facts in knowledge.about(question)
        for i, line in enumerate(facts.lines)
        if key in line.folded and line.kind != "glossary" and speaks_of(facts, line, question.years)
        for fit in _fits(gap, line)
        if (fit.score >= 1.0 or not is_whole) and _is_of_count(gap, fit) and _is_about(facts, i, question, gap)
    ]
    best = max(found, key=lambda item: item[:3], default=None)
    if best is None:
        return None
    *_, facts, line, filler = best
    span = Span(facts.meta.id, line.start, line.end)
    said = unnumbered(line.text.strip()).rstrip("；;，。")
    members = _members(filler)
    items = tuple(Item(name, "", "", said, span) for name in members)
    told = _listing(said, filler, members) if len(members) > 1 and not gap.verb else f"{said}。"
    text = f"{told}（{source_name(facts, line.start)}）"
    others = {other for *_, other in found if other != filler}
    # 享受哪些待遇, where each article names one, is answered in part by the first.
    is_partial = not is_whole or gap.is_amount or (bool(others) and "哪些" in question.plain and len(members) == 1)
    return Draft(text, question.topic, (span,), items, "mentions", is_partial=is_partial)


def _listing(said: str, filler: str, members: Sequence[str]) -> str:
    """Return the clause of a list, with how many there are where it is all of them."""
    clause = next((clause for clause in re.split("[，；。]", said) if filler in clause.translate(_QUOTES).lower()), "")
    if not clause or not clause.translate(_QUOTES).lower().endswith(filler) or re.search(r"等[^、]*$", filler):
        return f"{said}。"
    return f"{clause}，共{chinese_number(len(members))}项。"


def _fits(gap: Gap, line: Line) -> Iterator[_Fit]:
    text = line.text.translate(_QUOTES).strip().lower()
    if gap.called:
        yield from _named(gap, text)
    elif gap.is_way:
        yield from _ways(gap, text)
    else:
        yield from _subjects(gap, text) if gap.verb else _objects(gap, text)


def _named(gap: Gap, text: str) -> Iterator[_Fit]:
    """Yield what a clause says to be what the question asks about: 甲、乙成为……的新品牌."""
    listed = rf"{_GUIDED}([^，。；]*、[^，。；]*?)的[一-鿿]{{0,2}}{re.escape(gap.called)}"
    for hit in re.finditer(listed, text):
        yield _Fit(1.0, hit[1])
    for clause in _CLAUSE_END.split(text):
        named = re.match(rf"(.{{2,60}}?){_IS}.{{0,30}}{re.escape(gap.called)}$", clause)
        if (
            named
            and gap.called not in named[1]
            and not _NO_SUBJECT.match(unnumbered(named[1]))
            and not _NEGATED.search(named[1])
        ):
            yield _Fit(1.0, unnumbered(named[1]))


def _ways(gap: Gap, text: str) -> Iterator[_Fit]:
    """Yield how the subject of a question does what it asks about: 互助会通过按户认缴等途径收费."""
    for clause in re.split(r"[。；！？\n]", text):
        at = clause.find(gap.before)
        rest = clause[at + len(gap.before) :] if at >= 0 else ""
        way = _WAY.search(rest[:_NEAR])
        if way and gap.verb in rest[way.end() :]:
            yield _Fit(1.0, rest[way.start() :])


def _objects(gap: Gap, text: str) -> Iterator[_Fit]:
    """Yield what follows the verb that stands right before the word of asking."""
    end = gap.before[-SHORTEST:]
    for hit in re.finditer(re.escape(end), text):
        size = _shared_end(gap.before, text[: hit.end()])
        if _NEGATED.search(text[: hit.end() - size]):
            continue
        rest = text[hit.end() :]
        rest = _LINKING.sub("", rest)
        filler = _CLAUSE_END.split(rest, maxsplit=1)[0].strip()
        if gap.is_amount and (size < len(gap.before) or not _AMOUNT.match(filler)):
            continue
        is_whole = size == len(gap.before) and size >= 2 * SHORTEST
        if not 1 < len(filler) <= _LONGEST_FILLER or _NO_FILLER.match(filler):
            continue
        if gap.noun and not _is_called(filler, gap.noun) and not is_whole:
            continue
        # 推出什么文旅品牌 is answered where all of 文旅品牌 follows 推出.
        is_named = len(gap.noun) >= SHORTEST_AMOUNT and gap.noun in filler
        sure = 1.0 if is_whole or gap.is_amount or is_named else min(size / len(gap.before), 0.9)
        yield _Fit(sure + 0.05 * bool(gap.noun and _is_called(filler, gap.noun)), filler)


def _subjects(gap: Gap, text: str) -> Iterator[_Fit]:
    """Yield what stands before the verb that follows the word of asking, in a clause with its object."""
    for clause in _CLAUSE_END.split(text):
        at = _verb_at(clause, gap)
        if at < SHORTEST or _NEGATED.search(clause[:at]):
            continue
        rest = clause[at + len(gap.verb) :]
        said = re.sub(r"^(?:了|过|着)", "", gap.after)
        if (
            said
            and said not in rest
            and (len(said) < SHORTEST or word_score(Word(said, (), 1.0, (said,)), rest) < _MET)
        ):
            continue
        filler = clause[:at].strip()
        by = filler.rfind("由")
        if by >= 0 and len(filler) - by > SHORTEST:
            filler = filler[by + 1 :]
        elif _NO_SUBJECT.match(unnumbered(filler)) or (gap.before and not said):
            continue
        filler = re.sub(r"(?:共同|联合|分别|负责|具体)+$", "", unnumbered(filler))
        if len(filler) >= SHORTEST and not _NO_FILLER.match(filler):
            yield _Fit(0.8 + 0.2 * (said in rest), filler)


def _verb_at(clause: str, gap: Gap) -> int:
    """Return where the verb of a question stands in a clause as a verb: 运营 in 运营机构 is none; -1 where it does not."""
    at = clause.find(gap.verb)
    while at >= 0 and not gap.after and _DOER.match(clause, at + len(gap.verb)):
        at = clause.find(gap.verb, at + 1)
    return at


def _is_of_count(gap: Gap, fit: _Fit) -> bool:
    """Return whether a list has as many members as a question says it wants (哪4件事)."""
    members = len(_members(fit.filler))
    return gap.count in (0, members) or members == 1


def _shared_end(asked: str, text: str) -> int:
    size = 0
    while size < min(len(asked), len(text)) and asked[-size - 1] == text[-size - 1]:
        size += 1
    return size


def _is_called(filler: str, noun: str) -> bool:
    """Return whether what fills a gap is what was asked for: it has the noun, or ends in its last character."""
    return (
        noun in filler
        or (len(noun) > 1 and noun[-2:] in filler)
        or any(name.endswith(noun[-1]) for name in _members(filler))
    )


def _is_about(facts: Facts, at: int, question: Question, gap: Gap) -> bool:
    """Return whether the sentence, what stands before it and over it have all words of a question."""
    line = facts.lines[at]
    # 冰雪 in 哪些冰雪赛事 says which 赛事 are meant.
    told = gap.noun[:-2] if not gap.verb and len(gap.noun) > SHORTEST + 1 else ""
    own = line.folded
    before = facts.lines[at - 1] if at else None
    near = before.folded if before and (before.point == line.point or before.kind == "heading") else ""
    over = fold("".join(line.headings) + facts.document.title + facts.document.issuer)
    for word in (*_asked(question, gap), *([Word(told, (), 1.0, (told,))] if len(told) > 1 else [])):
        score = max(word_score(word, own), 0.95 * word_score(word, near), 0.95 * word_score(word, over))
        joint = word_score(word, own + near + over) * 0.9
        if max(score, joint) < (_MET * 0.85 if len(word.text) < _LONG else _MET_LONG):
            return False
    return True


def _asked(question: Question, gap: Gap) -> Sequence[Word]:
    """Return the words that a sentence must have: without the word for what is asked, which the answer stands for."""
    found = []
    for word in question.words:
        text = word.text
        if len(fold(text)) < SHORTEST or (gap.noun and text in gap.noun):
            continue
        if not word.is_name and gap.noun and gap.verb and text.endswith(gap.noun + gap.verb):
            text = gap.verb  # 城市入选 of 哪两个城市入选……
        if not word.is_name and gap.noun and gap.verb and text.startswith(gap.noun + gap.verb):
            text = text.removeprefix(gap.noun)
        if not word.is_name and gap.noun and text.endswith(gap.noun):
            text = text.removesuffix(gap.noun)
        if not word.is_name and len(text) > SHORTEST + 1 and "由" in text:
            text = text.replace("由", "")
        found.append(word if text == word.text else replace(word, text=text, names=(text,)))
    return [word for word in found if len(fold(word.text)) >= SHORTEST]


def _members(filler: str) -> tuple[str, ...]:
    """Return the members of what fills a gap, where it is a list."""
    pieces = [piece.strip() for piece in re.split(r"、", filler) if piece.strip()]
    if len(pieces) > 1:
        pieces[-1] = re.sub(r"(?<=..)等.*$", "", pieces[-1])
    if len(pieces) > 1 and (hit := re.fullmatch(r"(.{2,}?)(?:以及|和|及|与)(.{2,})", pieces[-1])):
        pieces = [*pieces[:-1], hit[1], hit[2]]
    return tuple(pieces) or (filler,)
