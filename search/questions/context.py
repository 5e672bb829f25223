"""Follow-ups: a question that leans on the ones before it, written out in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.patterns import lazy
from search.questions import tables
from search.questions.plain import plain as to_plain
from search.questions.question import Question

# 那今年的目标呢, 它在哪里: words that point back carry nothing of their own.
_POINTING = lazy(
    r"^(?:那么?|而|还有|另外|再问|然后|对了|哦|嗯)+[，, ]*|(?:呢|啊|呀|嘛)$|(?<![一-鿿])(?:它们?|其(?![他它中余])|该|这|此(?!外))(?:个|项|次|届)?(?:的)?"
)
_PERSON = lazy(r"(?<![其吉])他们?|她们?|这个人|此人|这位(?:同志|领导|专家)?")
_YEAR = lazy(r"(?:19|20)\d\d年?度?")
_EDITION = lazy(r"首届|第[一二三四五六七八九十百\d]+届")
_RANK = lazy(r"[排居位列在名]*(?:全国|全省|全市|全球|世界|[东中西]部)?(?:排名?|位?居|位列)?第几[位名]?")
# 谁批准的, 什么时候启动: a verb alone is said of what was spoken of.
_DEED_OF = lazy(
    r"(?:是|由)?(?:谁|哪(?:个|家|位)?(?:单位|部门|机构|人)?|什么时候|何时|哪[年天]|在?哪[里儿])[一-鿿]{2}的?"
)
_AMOUNT = lazy(r"(?:共|总共|一共)?(?:有|是|为|达到?)?(?:多少|几)[^，]*$")
_MOST_BEYOND = 6
# Classes of words that say when, and whether something is planned or reached.
_TIMES, _STATES = ("past", "present", "future", "before"), ("target", "achieved")
_DONE = lazy(r"(?<=[一-鿿])了(?=多少|几|哪)")


def resolve(text: str, previous: Question, parse: Callable[[str], Question], named: Callable[[], str]) -> str:
    """Return a question that stands alone: itself where it does, else completed from the question before it.

    Args:
        text: The follow-up as typed.
        previous: The question before it, parsed.
        parse: Reads a question.
        named: Returns the one thing that the question before was answered with, or nothing; asked only for 他, 这位.
    """
    plain = to_plain(text)
    if _PERSON.search(plain):
        # 这 of 这位同志 points to a person, not to what was spoken of.
        person = _PERSON.sub(named() or previous.topic, plain, count=1)
        return _POINTING.sub("", person).strip("，,？? ")
    bare = _POINTING.sub("", plain).strip("，,？? ")
    if _RANK.fullmatch(bare):
        return _AMOUNT.sub("", previous.plain) + bare  # 有多少家，居全国第几
    if _EDITION.fullmatch(bare):
        return _with_edition(previous, bare)
    question = parse(bare)
    if _DEED_OF.fullmatch(bare) and previous.topic and not question.links:
        return previous.topic + bare
    if _has_topic(question):
        return text if question.intents or bare == plain else _with_topic(previous, question)
    if _asks_only_time(question, bare):
        return _with_time(previous.plain, previous, question)
    # 完成了吗 asks for the year that was spoken of.
    is_figure = question.intents[:1] in (("comparison",), ("number",))
    time = "".join(f"{year}年" for year in previous.years) if is_figure and not question.years else ""
    topic = _whole_topic(previous) if is_figure else previous.topic
    return f"{time}{topic}{bare}" if question.intents else text


def _whole_topic(previous: Question) -> str:
    """Return what a figure was asked of, with what stands between its name and the asking (茶农学校专项经费是多少)."""
    bare, asks_amount = _AMOUNT.subn("", previous.plain)
    asked = _YEAR.sub("", bare).strip()
    is_whole = asks_amount and asked.startswith(previous.topic) and len(asked) <= len(previous.topic) + _MOST_BEYOND
    return asked if is_whole else previous.topic


def _with_edition(previous: Question, edition: str) -> str:
    """Return the previous question about another of a series (那第二届呢)."""
    plain = previous.plain
    if _EDITION.search(plain):
        return _EDITION.sub(edition, plain, count=1)
    return plain.replace(previous.topic, edition + previous.topic, 1)


def _has_topic(question: Question) -> bool:
    known = tables.words()
    said = [word.text for word in question.words if word.weight == 1 and len(word.text) > 1 and word.text not in known]
    return bool(question.links) or any(
        word not in tables.kinds() and not tables.alternatives().get(word) for word in said
    )


def _asks_only_time(question: Question, bare: str) -> bool:
    """Return whether a follow-up gives nothing but another year, or asks for the plan instead of the result."""
    rest = _YEAR.sub("", _without_classes(bare, (*_TIMES, *_STATES)))
    rest = re.sub(r"的|了|是|多少|几|呢|数|情况|有|[和与、]|\s", "", rest)
    return bool(question.years or question.status) and not rest


def _with_time(plain: str, previous: Question, question: Question) -> str:
    """Return a question, the previous one or it of another thing, for another year or state; what is not changed stays."""
    status = question.status if plain == previous.plain or previous.is_number else None
    rest = _YEAR.sub("", plain) if question.years else plain
    if status or max(question.years) > max(previous.years, default=0):
        rest = _DONE.sub("", rest)  # what is yet to come is not done
    names = tuple(link.text for link in (*previous.links, *question.links))
    rest = _without_classes(rest, _TIMES if question.years else (), names)
    rest = _without_classes(rest, _STATES if status else (), names)
    time = "和".join(f"{year}年" for year in question.years)
    said = {"target": "目标", "achieved": "完成"}.get(status or "", "")
    return f"{time}{rest.strip('的，, ')} {said}".strip()


def _without_classes(plain: str, classes: Iterable[str], names: Iterable[str] = ()) -> str:
    """Return a question without the words of some classes, but for those in names (计划 in 银杏计划)."""
    kept = frozenset(names)
    words = sorted((*kept, *(word for name in classes for word in tables.of_class(name))), key=lambda word: -len(word))
    return re.sub("|".join(map(re.escape, words)), lambda hit: hit[0] if hit[0] in kept else "", plain)


def _with_topic(previous: Question, question: Question) -> str:
    """Return the previous question about another thing (那科普大篷车呢), of another year where one is said with it."""
    plain = previous.plain.replace(previous.topic, question.topic, 1)
    is_changed = question.years or (question.status and previous.is_number)
    return _with_time(plain, previous, question) if is_changed else plain
