"""Into how many classes something falls (分几级), and for how long something has been so without a break (连续多少年)."""

from __future__ import annotations

import re

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_KIND = r"(?:级|类|档|种|等[级次]|阶段|层级|类别|部分|步|型|情形|层次)"
_CLASSED = lazy(rf"(?P<of>.{{2,30}}?)(?:共|一共|总共)?(?:划?分为?|分成|有)(?:哪)?(?:几|多少)个?(?P<kind>{_KIND})")
_RUN = lazy(r"(?P<of>.{2,30}?)(?:已经?)?连续(?:多少|几)个?(?P<unit>年|月|季度)(?P<so>.*?)(?:了|的)?$")
_SAID_RUN = r"连续(?:\d+|[一二三四五六七八九十]+)个?{unit}(?P<so>[^，。；]*)"
_FIRST = lazy("第[一1]位?|首位|榜首|头名")
_REGION = lazy("全国|全省|全市|全区|全球|世界")
_STOPS = lazy(r"[。；！？\n]")
_MET = 0.75


def classed(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence that says into how many classes something falls; None where none says it of that."""
    hit = _CLASSED.search(question.plain)
    if hit is None:
        return None
    said = re.compile(rf"分[为成][^。；]*?[一二两三四五六七八九十\d]+(?:个|大)?{hit['kind']}")
    of = _words(question, hit["of"])
    for facts in knowledge.about(question):
        for line in facts.lines:
            found = said.search(line.text)
            if found and of and speaks_of(facts, line, question.years):
                own = fold(line.text[: found.start()])
                # 考核分为三个等次 in the chapter on 考核, of the paper on 驿站: not all need be said beside it.
                before = fold("".join((facts.document.title, *line.headings))) + own
                is_own = any(word_score(word, own) >= _MET for word in of)
                if is_own and all(word_score(word, before) >= _MET for word in of):
                    return _told(facts, line, unnumbered(line.text.strip()), question)
    return None


def unbroken(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the clause that says for how many years running something has been as a question says."""
    hit = _RUN.search(question.plain)
    of = _words(question, hit["of"]) if hit else []
    if hit is None or not of:
        return None
    said = re.compile(_SAID_RUN.format(unit=hit["unit"]))
    for facts in knowledge.about(question):
        for line in facts.lines:
            for sentence in _STOPS.split(line.text) if "连续" in line.text else ():
                for found in said.finditer(sentence):
                    about = _about(sentence, found.start())
                    is_of = all(word_score(word, fold(about)) >= _MET for word in of)
                    if is_of and _is_so(hit["so"], found["so"]) and speaks_of(facts, line, question.years):
                        text = f"{about.lstrip('，、')}{found[0]}"
                        return _told(facts, line, unnumbered(text.strip()), question)
    return None


def _about(sentence: str, at: int) -> str:
    """Return what is said before a stretch in its clause, or in the one before where that says nothing."""
    begin = sentence.rfind("，", 0, at) + 1
    if len(sentence[begin:at].strip()) < 2 and begin:
        begin = sentence.rfind("，", 0, begin - 1) + 1
    return sentence[begin:at]


def _is_so(asked: str, said: str) -> bool:
    """Return whether two ends of clauses say the same: 全国第一 and 稳居全国首位, 增长 and 保持增长."""
    region, other = _REGION.search(asked), _REGION.search(said)
    if region and (other is None or other[0] != region[0]):
        return False
    if _FIRST.search(asked):
        return bool(_FIRST.search(said))
    key = fold(_REGION.sub("", asked))
    return bool(key) and word_score(Word(key, ()), fold(said)) >= _MET


def _words(question: Question, of: str) -> list[Word]:
    """Return the words of a question that stand in a part of it; a word that goes beyond it ends with it."""
    found = []
    for word in question.words:
        text = (
            word.text
            if word.text in of
            else next((word.text[:n] for n in range(len(word.text), 1, -1) if of.endswith(word.text[:n])), "")
        )
        if len(fold(text)) > 1:
            found.append(word if text == word.text else Word(text, (), 1.0, (text,)))
    return found


def _told(facts: Facts, line: Line, said: str, question: Question) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    text = f"{said.rstrip('。；')}。（{source_name(facts, line.start)}）"
    return Draft(text, question.topic, (span,), (Item(said, "", "", "", span),), "mentions", is_met=True)
