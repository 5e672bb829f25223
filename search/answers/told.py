"""Amounts that a sentence tells although they measure no work: 借阅补助最高不超过3元, 面积不小于30平方米."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import size, word_score
from search.answers.over import heading_over
from search.answers.support import telling
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# Every telling word must stand there, at most in three pieces (小班|的|入园年龄).
_MET = 0.75
# Fewer characters than these say too little to choose a sentence by.
_LEAST_ASKED = 4
# Numbers of dates, times, articles and lists are no amounts.
_AMOUNT = lazy(
    r"(?<![\d第（(.\-—:：])(?P<number>\d[\d.,]*)(?P<unit>[㎡%‰]|[万亿]?[^\W\d_]{1,3})|[一二三四五六七八九十]分之[一二三四五六七八九十]"
)
# Amounts in Chinese numerals stand only before a unit that is asked for, or money and multiples.
_SPELT = lazy(
    r"(?<![第每同统任某唯之其])(?P<number>[一二两三四五六七八九十百千]+(?:点[一二三四五六七八九])?)(?P<unit>个?工作日|个月|[日天年倍元]|[万亿]元|平方米|公里)"
)
_SPELT_ALWAYS = ("元", "倍", "万元", "亿元")
_DATED = lazy(r"[年月日号时点分秒条款章节页届]")
# 选择1所学校报名 counts nothing.
_CHOICE = lazy(r"(?:选择|任选|自选|限报)$")
# A heading of a point in running text is no longer.
_SHORT = 16
_FEW = ("1", "2", "3", "4", "5")
_CLAUSE = lazy(r"[，；。：\n]")
_COUNTED = lazy(r"(?:多少|几)(?:个|家|名|位|所|座|条|项|人|种)([一-鿿]{2,4})$")
# Shorter nouns (学校) are parts of what texts write for them.
_LEAST_NOUN = 3
# 自受理之日起五个工作日内答复: when a time begins is not what takes it.
_SINCE = lazy(r"自[^，。；]{0,40}?之?[日时]?起(?=\d|[一二两三四五六七八九十]|[，的])")
# 有效期，原则上均不少于6个月: a clause without a subject is about what the one before it names.
_NO_SUBJECT = lazy(r"(?:原则上|一般|均|都|最[多少长短高低]|不得?[少多超低高长短]于?过?|应当?|为|可|至少)+")
_AFTER = ("后", "之后", "以后")
# 最多能扣多少 asks for money or a share, and counts nothing.
_GIVEN = lazy("(?:扣|补|罚|奖|给|领|缴|交|报销?|付)(?:除|助|贴|款|励|金|纳)?多少$")
_MONEY = ("元", "%", "‰", "倍", "个百分点", "美元", "港元")
# An amount stands in the clause of what it is of, or so near behind it.
_NEAR = 24
# 同一补贴的期限不超过…: what a sentence goes on about stands in the one before it.
_GOES_ON = lazy(r"^(?:同一|该|其|此|上述|前款|前述|这)")
# The line that brings in a list stands so many lines above its items at most.
_LEAD = 10


def told(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence that tells the amount a question asks for, as it stands; None where none clearly does."""
    asked = tuple(_asked(question))
    is_more = any(not word.is_name for word in asked)  # what a thing is called does not say what of it is asked
    if not question.is_number or not is_more or sum(len(fold(w.text)) for w in asked) < _LEAST_ASKED:
        return None
    found = [
        (score, facts.meta.date, -len(line.text), facts, line)
        for facts in knowledge.about(question)
        for score, line in _lines(facts, asked, question)
        if _is_of_years(facts, line, question)
    ]
    if not found:
        return None
    *_, facts, line = max(found, key=lambda item: item[:3])
    span = Span(facts.meta.id, line.start, line.end)
    said = unnumbered(line.text.strip()).rstrip("；;，")
    text = f"{said}（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(said, "", "", "", span),), "mentions", is_partial=True)


def _is_of_years(facts: Facts, line: Line, question: Question) -> bool:
    """Return whether a line, what stands over it or its document names a year asked for; where none is asked for, it does."""
    text = "".join((line.text, *line.headings, facts.document.title))
    return not question.years or any(str(year) in text for year in question.years)


def _asked(question: Question) -> Iterator[Word]:
    """Yield the words that a sentence must have, under their own names: another name of a figure is another figure."""
    told_by = [word for word in question.words if word.text in tables.units() and len(word.text) > 1]
    asked = dict.fromkeys((*telling(question), *told_by))
    for word in question.words:
        is_part = any(word.text + other.text in question.plain for other in asked)
        if word in asked or (word.text in tables.kinds() and is_part):  # 单位 of 单位缴费费率
            yield replace(word, forms=())


def _lines(facts: Facts, asked: Sequence[Word], question: Question) -> Iterator[tuple[float, Line]]:
    """Yield the lines with how well they meet what is asked; of a row parted by ； each part speaks for itself."""
    total = sum(size(word) for word in asked)
    places = _places_elsewhere(facts, question)
    compounds = _compounds(asked, question)
    for i, line in enumerate(facts.lines):
        if not re.search(r"\d|分之", line.text) and not _SPELT.search(line.text):
            continue
        if _is_headed(facts, i, asked) and _only_amount(line.text, question):
            yield 0.95, line
            continue
        if word_score(asked[-1], _before(facts, i) + line.folded) < _MET:
            continue
        for part in unnumbered(line.text).split("；"):
            own, above = fold(_SINCE.sub("", part) if question.units else part), _above(facts, i)
            if _GOES_ON.match(line.text):
                above += _before(facts, i)
            last = max(word_score(asked[-1], own), 0.9 * word_score(asked[-1], _before(facts, i) + own))
            scores = [*(max(word_score(word, own), 0.9 * word_score(word, above)) for word in asked[:-1]), last]
            if (
                min(scores) >= _MET * 0.9
                and all(name in own + above for name in compounds)
                and _tells(part, asked[-1].text, question, places)
            ):
                yield sum(size(word) * score for word, score in zip(asked, scores, strict=True)) / total, line


def _compounds(asked: Sequence[Word], question: Question) -> list[str]:
    """Return, folded, words that stand together and of which one is Latin: 5G工厂 are no 5G基站 beside 工厂."""
    pairs = pairwise(asked)
    joined = [fold(one.text + two.text) for one, two in pairs if one.text.isascii() is not two.text.isascii()]
    return [text for text in joined if text in fold(question.plain)]


def _is_headed(facts: Facts, at: int, asked: Sequence[Word]) -> bool:
    """Return whether the heading right over a line is all that is asked about: （一）授课补贴。给予……"""
    line, before = facts.lines[at], _before(facts, at)
    over = [heading_over(facts, at), *([before] if len(before) <= _SHORT else [])]
    is_below = line.kind == "sentence" and len(fold(line.text)) > _SHORT
    return is_below and any(all(fold(word.text) in heading for word in asked) for heading in over)


def _only_amount(text: str, question: Question) -> bool:
    """Return whether a text has one amount of a unit that is asked for by name, and no other of it."""
    return bool(question.units) and sum(_fits(hit["unit"] or "", question) for hit in _AMOUNT.finditer(text)) == 1


def _before(facts: Facts, i: int) -> str:
    """Return the line before another one in its paragraph, folded: 可享受补贴。补贴标准为……"""
    line, before = facts.lines[i], facts.lines[i - 1] if i else None
    return "" if before is None or "\n" in facts.document.text[before.start : line.start] else before.folded


def _above(facts: Facts, i: int) -> str:
    """Return what stands above a line, folded: its headings, the line that brings its list in, the title."""
    line = facts.lines[i]
    lead = next(
        (other.folded for other in facts.lines[max(0, i - _LEAD) : i][::-1] if other.text.strip()[-1:] == "："), ""
    )
    return fold("|".join((facts.document.title, *line.headings))) + lead


def _places_elsewhere(facts: Facts, question: Question) -> tuple[str, ...]:
    """Return the places in a question that are not those of the document itself, folded."""
    here = fold(facts.document.issuer + facts.document.title)
    places = (fold(link.text) for link in question.links if link.types == {"Place"})
    return tuple(place for place in places if place not in here)


def _tells(text: str, last: str, question: Question, places: Sequence[str]) -> bool:
    """Return whether an amount of the unit asked for stands in the clause of the last word of a question, or behind it.

    A place that the question names stands in that clause: 新建驿站40个，重点向青岭县倾斜 tells no number of that county.
    """
    end = fold(last)[-2:]
    hit = _COUNTED.search(question.plain)
    counted = hit[1] if hit else ""
    if len(counted) > _LEAST_NOUN and word_score(Word(counted, ()), fold(text)) < _MET:
        return False  # 多少名驻村工程师 asks for no others
    at = [found.end() for found in re.finditer(re.escape(end), fold(text))] if len(fold(text)) == len(text) else []
    for found in (*_AMOUNT.finditer(text), *_spelt(text, question)):
        is_choice = _CHOICE.search(text[: found.start()]) and (found["number"] or "") in _FEW
        if is_choice or (found["unit"] and not _fits(found["unit"], question)):
            continue
        clause = text[: found.start()]
        starts = [0, *(hit.end() for hit in _CLAUSE.finditer(clause))]
        begin = starts[-1]
        if len(starts) > 1 and _NO_SUBJECT.fullmatch(clause[begin:]):
            begin = starts[-2]
        close = next((hit.start() for hit in _CLAUSE.finditer(text, found.end())), len(text))
        if not all(place in fold(text[begin:close]) for place in places):
            continue
        if question.units and text.startswith(_AFTER, found.end()) and end not in text[begin : found.start()]:
            continue  # 公示七日后审批 is not how long that takes
        if any(0 <= found.start() - place <= _NEAR for place in at) or end in text[begin:close]:
            return True
        if question.units and counted and counted in text[found.end() : close]:
            return True  # 选择10个左右条件好的城市 for 选多少个城市
    return False


def _spelt(text: str, question: Question) -> Iterator[re.Match[str]]:
    """Yield the amounts in Chinese numerals that may answer: those of a unit asked for, money and multiples."""
    for hit in _SPELT.finditer(text):
        if any(hit["unit"] == fit for fit in question.units) or (not question.units and hit["unit"] in _SPELT_ALWAYS):
            yield hit


def _fits(unit: str, question: Question) -> bool:
    """Return whether a unit may answer; dates and articles have none of them, unless years or days are asked for."""
    if question.units:
        return any(unit.lstrip("万亿").startswith(fit) for fit in question.units)
    if _GIVEN.search(question.plain):
        return unit.lstrip("万亿").startswith(_MONEY)
    return _DATED.match(unit) is None
