"""Lists that a sentence names right behind their last member (甲、乙、丙等未来产业), asked for by that name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, chinese_number, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.lists import Enumeration, enumerations
from search.answers.matching import coverage, word_score
from search.answers.points import asked_noun
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_ASKED = (
    lazy(r"(?:哪些|哪几[个种类项大]?|哪[两三四五六七八九十\d]+[个种类项大]|什么样的|什么)(?P<noun>[一-鿿]{3,10})$"),
    lazy(r"(?P<noun>[一-鿿]{3,10}?)(?:都|主要|分别|一共)*(?:有|包括|包含|是|为)(?:哪些|哪几[个种类项]|什么)$"),
)
_COUNTING = r"(?:[两三四五六七八九十\d]+[余多]?[个种类项大批家]|多[个种项]|重点|主要|一批)?"
# What a question says before a verb, which tells no list from another.
_LIGHT = lazy(r"^[要将需会已]*(?:重点|着力|大力|主要|积极|加快|推动|推进|发展)?[了过]?$")
# A list of what is to be given up is none of what is to be built.
_CONTRARY = lazy(r"不得|禁止|严禁|淘汰|退出|限制|取消|关停|压减|不予|除外|不含|不包括")
# A longer stretch without a full stop is no sentence: a page that lost its marks.
_LONGEST = 200
_MET = 0.75


def named_list(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the list that is called what a question asks for, with all that the question says of it; None where none is."""
    noun = _noun(question)
    if not noun:
        return None
    words = [word for word in question.words if _is_said(word, noun)]
    found = [
        (score, facts.meta.date, len(listed.members), -line.start, facts, line, listed)
        for facts in knowledge.about(question)
        for line in facts.lines
        if "、" in line.text and fold(noun) in line.folded and speaks_of(facts, line, question.years)
        for listed in enumerations(line.text)
        if _is_called(listed, line, noun)
        and question.number in (None, len(listed.members), listed.count)
        and (score := _score(question, words, facts, line, listed))
    ]
    best = max(found, key=lambda item: item[:4], default=None)
    return _told(best[4], best[5], best[6], noun, question) if best else None


def led_list(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the list behind a colon or in brackets that a sentence brings in by its name (应当提交下列材料：甲、乙、丙)."""
    noun = asked_noun(question)
    if not noun:
        return None
    own = fold(noun)[-2:]
    words = [word for word in question.words if _is_said(word, noun)]
    led = lazy(rf"{re.escape(noun[-2:])}(?:包括|有|为|是|分别是|：|:|（)+(?P<list>[^。：（）]*[、；][^。：（）]*)")
    for facts in knowledge.about(question):
        for line in facts.lines:
            if own not in line.folded or len(line.text) > _LONGEST or not (hit := led.search(line.text)) or not words:
                continue
            over = fold("".join(line.headings) + facts.document.title)
            is_met = all(max(word_score(word, line.folded), 0.95 * word_score(word, over)) >= _MET for word in words)
            if is_met and not bool(_CONTRARY.search(question.plain)) ^ bool(_CONTRARY.search(line.text[: hit.start()])):
                members = tuple(filter(None, (part.strip() for part in re.split("[、；]", hit["list"]))))
                span = Span(facts.meta.id, line.start, line.end)
                text = f"{unnumbered(line.text.strip()).rstrip('。；')}。（{source_name(facts, line.start)}）"
                items = tuple(Item(member, "", "", "", span) for member in members)
                return Draft(text, question.topic, (span,), items, "mentions", is_met=True)
    return None


def _noun(question: Question) -> str:
    hit = next(filter(None, (pattern.search(question.plain) for pattern in _ASKED)), None)
    noun = hit["noun"] if hit else ""
    # What stands before the noun in one stretch with it belongs to the question, not to the name of the list.
    named = [link.text for link in question.links if noun.endswith(link.text) and len(link.text) > 2]
    own = [word.text for word in question.words if noun.endswith(word.text) and len(word.text) > 2]
    return max((*named, *own), key=len, default=noun)


def _is_said(word: Word, noun: str) -> bool:
    is_noun = word.text in noun or noun.endswith(word.text)
    return word.weight == 1 and len(fold(word.text)) > 1 and not is_noun and not _LIGHT.match(word.text)


def _is_called(listed: Enumeration, line: Line, noun: str) -> bool:
    """Return whether the name stands right behind a list (…等未来产业), after how many they are."""
    end = line.text.find(listed.members[-1], listed.start)
    behind = line.text[end + len(listed.members[-1]) :] if end >= 0 else listed.noun
    behind = behind.replace("”", "").replace("》", "")
    return bool(re.match(rf"^等?的?{_COUNTING}[一-鿿]{{0,4}}?{re.escape(noun)}", behind))


def _score(question: Question, words: Sequence[Word], facts: Facts, line: Line, listed: Enumeration) -> float:
    if bool(_CONTRARY.search(question.plain)) != bool(_CONTRARY.search(listed.lead)):
        return 0.0
    over = fold("".join(line.headings) + facts.document.title + facts.document.issuer)
    if any(max(word_score(word, line.folded), 0.95 * word_score(word, over)) < _MET for word in words):
        return 0.0
    # The verb of the question (打造) before the list makes it surer.
    lead = fold(listed.lead)
    return 1.0 + coverage(question.words, ((lead, 1.0), (line.folded, 0.8)))


def _told(facts: Facts, line: Line, listed: Enumeration, noun: str, question: Question) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    end = line.text.find(listed.members[-1], listed.start) + len(listed.members[-1])
    is_open = line.text[end:].lstrip("”》").startswith("等") and not listed.count
    counted = "" if is_open else f"，共{chinese_number(listed.count or len(listed.members))}项"
    text = (
        f"{noun}：{'、'.join(listed.members)}{'等' if is_open else ''}{counted}。（{source_name(facts, line.start)}）"
    )
    items = tuple(Item(member, "", "", "", span) for member in listed.members)
    return Draft(text, question.topic, (span,), items, "mentions", is_met=True)
