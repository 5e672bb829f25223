"""What something is called, where its name stands right beside it: 会徽“春芽”, 全省最高的大桥——云渡大桥, 组长：市茶业局局长."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

# 会徽叫什么: the noun right before it is what has a name.
_CALLED = lazy(
    r"(?P<noun>[一-鿿]{2,4}?)(?:的?(?:名字|名称))?(?:是)?(?:都)?(?:名?叫(?:什么|啥|作?什么)|是什么名字)(?:名字?)?$"
)
# 最高的大桥是哪座: what stands alone among its kind.
_ONLY = lazy(
    r"(?P<what>[一-鿿\da-z]*(?:最[一-鿿]{1,3}的?|首[个座家条届]|第[一1][个座家条]|唯一的?)[一-鿿\da-z]{2,}?)(?:是|叫)(?:什么|啥|哪[一-鿿]{0,2}|谁)$"
)
# 组长是谁: what a line gives behind a colon.
_LABELLED = lazy(
    r"(?:都|分别)?(?:是|有|为|包括|由)(?:谁|哪些[一-鿿]{0,4}|什么|哪[里儿位]|哪个[一-鿿]{0,2})(?:组成|担任|兼任)?$"
)
_LABEL = lazy(r"^\s*(?P<label>[一-鿿]{2,10})[：:](?P<told>[^：:\n]{2,200})$")
# 成员单位 are those behind 成员：.
_OFFICE = lazy("(?<=成员)(?:单位|人员|名单)$")
_SHORT = 2
_OF_RANK = ("省", "市", "县", "区", "州", "国")
_RANKS = ("副", "总", "第一", "常务", "执行", "名誉")
_NAMES = r"(?P<names>“[^”]{1,20}”(?:(?:、|和|与|及)“[^”]{1,20}”)*)"
_APART = lazy(r"[，。；！？\n]")
_MET = 0.75
# So many lines above a label may say of what it is.
_ABOVE = 4


def apposed(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what stands right beside what a question names, as its name; None where nothing does."""
    return _quoted(knowledge, question) or _dashed(knowledge, question) or _labelled(knowledge, question)


def _quoted(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the names in quotation marks right behind the noun that is asked for."""
    hit = _CALLED.search(question.plain)
    noun = next((word.text[-2:] for word in question.words[::-1] if hit and word.text.endswith(hit["noun"][-2:])), "")
    if not noun:
        return None
    called = re.compile(rf"{re.escape(noun)}(?:分别|为|是|叫|名为)?{_NAMES}")
    for facts, line in _lines(knowledge, question):
        found = called.search(line.text) if noun in line.text else None
        whole = _whole(noun, line.text[: found.start()], question.plain) if found else ""
        if found and _is_about(facts, line, question, whole):
            names = tuple(re.findall("“([^”]+)”", found["names"]))
            text = f"{whole}{'、'.join(f'“{name}”' for name in names)}"
            return _told(facts, line, text, names, question)
    return None


def _whole(noun: str, before: str, plain: str) -> str:
    """Return a noun with as much before it as a text and a question share: 吉祥物 of 祥物."""
    rest, whole = plain[: plain.rindex(noun)], noun
    while rest and before and rest[-1] == before[-1] and rest[-1] != "的":
        whole, rest, before = rest[-1] + whole, rest[:-1], before[:-1]
    return whole


def _dashed(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what a dash sets beside the only one of its kind."""
    hit = _ONLY.search(question.plain)
    what = fold(hit["what"]) if hit else ""
    for facts, line in _lines(knowledge, question) if what else ():
        if "——" not in line.text or what[-2:] not in line.folded:
            continue
        for clause in _APART.split(line.text):
            before, dash, behind = clause.partition("——")
            if dash and behind and fold(before).endswith(what) and before.strip():
                return _told(facts, line, unnumbered(clause.strip()), (behind.strip(),), question)
    return None


def _labelled(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return what a line gives behind the label that a question ends in, where what it asks of stands over that line."""
    hit = _LABELLED.search(question.plain)
    asked = _OFFICE.sub("", question.plain[: hit.start()]) if hit else ""
    for facts, line in _lines(knowledge, question) if asked else ():
        label = _LABEL.match(line.text.strip())
        if label and _ends_in(asked, label["label"]) and _is_under(facts, line, question, label["label"]):
            said = label["told"].strip().rstrip("。；")
            names = tuple(filter(None, (part.strip() for part in said.split("、"))))
            return _told(facts, line, line.text.strip().rstrip("。；"), names, question)
    return None


def _ends_in(asked: str, label: str) -> bool:
    """Return whether a question ends in a label, and in none of another rank (副组长)."""
    return asked.endswith(label) and not asked.removesuffix(label).endswith(_RANKS)


def _lines(knowledge: Knowledge, question: Question) -> Iterator[tuple[Facts, Line]]:
    for facts in knowledge.about(question):
        for line in facts.lines:
            if speaks_of(facts, line, question.years):
                yield facts, line


def _others(question: Question, noun: str) -> list[Word]:
    """Return the words of a question without the noun at its end, which the answer stands beside."""
    found = []
    for word in question.words:
        text = _OFFICE.sub("", word.text).removesuffix(noun).removesuffix("的")
        if len(fold(text)) > 1 and word.text not in ("单位", "人员", "名单"):
            found.append(word if text == word.text else Word(text, (), 1.0, (text,)))
    return found


def _is_about(facts: Facts, line: Line, question: Question, noun: str) -> bool:
    over = line.folded + fold("".join(line.headings) + facts.document.title)
    return all(word_score(word, over) >= _MET and _is_of_rank(word, over, question) for word in _others(question, noun))


def _is_of_rank(word: Word, over: str, question: Question) -> bool:
    """Return whether a text has a short word with the rank that a question gives it: 省运会 is no other 运会."""
    at = question.plain.find(word.text)
    rank = question.plain[at - 1 : at]
    return len(word.text) > _SHORT or rank not in _OF_RANK or rank + word.text in over


def _is_under(facts: Facts, line: Line, question: Question, label: str) -> bool:
    """Return whether the heading right over a label, or a line just above it, has all that its question is about."""
    at = facts.lines.index(line)
    above = fold("".join(line.headings[-1:])) + "".join(other.folded for other in facts.lines[max(0, at - _ABOVE) : at])
    asked = _others(question, label)
    return bool(asked) and all(word_score(word, above) >= _MET for word in asked)


def _told(facts: Facts, line: Line, said: str, names: tuple[str, ...], question: Question) -> Draft:
    span = Span(facts.meta.id, line.start, line.end)
    items = tuple(Item(name, "", "", said, span) for name in names)
    return Draft(
        f"{said}。（{source_name(facts, line.start)}）", question.topic, (span,), items, "mentions", is_met=True
    )
