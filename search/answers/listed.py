"""The list of the text that a question's words stand about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.numerals import COUNTS
from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, chinese_number, source_name
from search.answers.facts import Facts, Line
from search.answers.lists import Enumeration, enumerations, may_list, mottoes, shared_end, shared_start
from search.answers.matching import coverage, pairs_of, word_score
from search.answers.points import asked_noun
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_MET = 0.4


_LONGEST_MEMBER = 16


_FIGURE = lazy(r"\d+[余多]?[名人家个位场]")


_ARTICLE = lazy(r"^\s*第[一二三四五六七八九十百\d]+条\s*")
# 三点, 哪六个: a number with what it counts says nothing about the list.
_COUNTS = lazy(r"[一二两三四五六七八九十\d]+[个项点条种类大]?")


# 哪些铁路项目: of which kind the things must be.
_WHICH_KIND = lazy("哪些(?P<kind>[一-鿿]{2,4})(?:项目|工程|活动|赛事|平台|基地)")
_COUNT_BEFORE = lazy(r"^[一二两三四五六七八九十\d]+[个项条种类大](?=..)")
_COMPRISING = lazy(r"包括|包含|涵盖|明确|采取|采用|实行|分为|聚焦|整合|安排|组织|构成|坚持|通过|举办|运用|集$")


# 业态有哪些: a list that is called what is asked for answers where nothing else is said.
_CALLED = 0.6


# A list of the text answers only where the question's words stand about it.
_LEAST_LIST = 0.58


def list_in_text(documents: Iterable[Facts], question: Question) -> Draft | None:
    """Return the list of the text that the question's words stand about, if one clearly does."""
    found_all: list[tuple[bool, float, Facts, Line, Enumeration]] = []
    question, noun = _asked_noun(question)
    # 任务 is a word of asking elsewhere; a list of 任务 must be called so.
    bare = (asked_noun(question) or "")[-2:] if noun is None else ""
    # A list whose surroundings share nothing with the question scores nothing, unless its shape is asked for.
    pairs = pairs_of(question.words)
    is_open = bool(shape_words(question)) or not question.words
    for facts in documents:
        lines = facts.lines
        for i, line in enumerate(lines):
            if not may_list(line.text):
                continue
            before = lines[i - 1].folded if i else ""
            around = "|".join((line.folded, before, *map(fold, line.headings[-1:])))
            if bare and bare not in around:
                continue
            if not is_open and not any(pair in around for pair in pairs):
                continue
            if not speaks_of(facts, line, question.years):
                continue
            quoted = [] if noun is None else [found for found in mottoes(line.text) if _is_called(found, noun)]
            for found in (*enumerations(line.text), *quoted):
                has_noun = noun is not None and _is_called(found, noun)
                if noun is not None and not has_noun and _is_member(found, noun):
                    continue  # 增设副主席 in a list of measures names no 副主席
                score = _list_score(question, line, found, before, noun)
                if score >= (_LEAST_LIST - 0.1 if has_noun else _LEAST_LIST):
                    found_all.append((has_noun, score, facts, line, found))
    # A list that ends in the noun that was asked for (方式) comes before all others.
    best = max(found_all, key=lambda item: item[:2], default=None)
    if best is None:
        return None
    _, score, facts, line, found = best
    span = Span(facts.meta.id, line.start, line.end)
    counted = f"（共{found.count}项）" if found.count else f"，共{chinese_number(len(found.members))}项"
    text = (
        f"{_ARTICLE.sub('', found.lead)}{'、'.join(found.members)}{'等' + found.noun if found.noun else ''}{counted}。"
    )
    text = f"{text}（{source_name(facts, line.start)}）"
    items = tuple(Item(member, "", "", "", span) for member in found.members)
    return Draft(text, question.topic, (span,), items, "mentions", score=score)


def _is_called(found: Enumeration, noun: Word) -> bool:
    """Return whether a list says that its members are what is asked for: by the noun after it, or each by its ending."""
    return word_score(noun, fold(found.noun + found.lead[-4:])) >= 0.8 or shared_end(found.members, noun.text)


def _is_member(found: Enumeration, noun: Word) -> bool:
    having = sum(fold(noun.text) in fold(member) for member in found.members)
    return 0 < having < len(found.members)


def _list_score(question: Question, line: Line, found: Enumeration, before: str, noun: Word | None) -> float:
    listed = fold("".join(found.members))
    frame = fold(found.lead + found.noun)
    rest = fold(line.text[: found.start] + line.text[found.end :])
    heading = fold("".join(line.headings[-1:]))
    # 市里通过网站等方式公布补贴 tells no ways of the service that the sentence before was about.
    context = line.folded + heading + ("" if _has_subject(line.text) else before)
    if any(
        word_score(word, context) < 0.85
        for word in question.words
        if any(word.text == link.text for link in question.links)
    ):
        return 0.0
    if any(fold(link.text) in fold(member) for link in question.links for member in found.members):
        return 0.0  # a member of the list is not what the list is of
    kind = _WHICH_KIND.search(question.plain)
    if kind and fold(kind["kind"]) in rest and fold(kind["kind"]) not in frame + listed + heading:
        return 0.0  # 开工甲、乙等项目 beside 加快丙铁路 lists no 铁路项目
    if (count := _counts(question)) and count not in (len(found.members), found.count):
        return 0.0  # 六大基地 are not the four things that a sentence about them lists
    shape = _shape(question, found)
    if max(len(member) for member in found.members) > _LONGEST_MEMBER or any(map(_FIGURE.search, found.members)):
        return 0.0
    is_called = noun is not None and _is_called(found, noun)
    if noun is not None and not is_called and word_score(noun, line.folded + heading) < _MET:
        return 0.0  # what a service pays for says nothing of its ways (方式)
    if not shape and not is_called and not _is_brought_in(question, found, line):
        return 0.0
    words = [
        word
        for word in question.words
        if not _is_shape_word(question, word) and word is not noun and not (_COUNTS.fullmatch(word.text))
    ]
    fields = ((frame, 1.0), (rest, 0.9), (listed, 0.7), (before, 0.5), (heading, 0.6))
    if not shape and any(
        word.weight == 1 and max(word_score(word, text) for text, _ in fields) < _MET for word in words
    ):
        return 0.0
    met = coverage(words, fields) if words else _CALLED * is_called
    near = (
        1.0
        if is_called and noun and noun.weight == 1
        else max((word_score(word, frame) for word in words), default=0.0)
    )
    if shape:
        return 0.55 * met + 0.5 if words else _CALLED
    is_counted = question.number is not None and question.number in (len(found.members), found.count)
    if question.number is not None and not is_counted:
        return 0.0
    return met * (0.75 + 0.25 * near) + 0.05 * is_counted


_COUNTING = lazy(r"([两三四五六七八九十])(?:大|个|项|种|类|条|件)[一-鿿]{2}")


def _counts(question: Question) -> int:
    """Return how many there are by the name of what a question asks about (六大基地), 0 where it does not say."""
    return next((COUNTS[hit[1]] for link in question.links if (hit := _COUNTING.match(link.text))), 0)


_SUBJECT = lazy(
    r"^\s*(?:[^，。；：]{2,24}?(?:应当|应|要|可以|不得|必须|负责)(?![对用求])"
    r"|[^，。；：]{1,16}?(?:部门|政府|机关|单位|机构|委员会|[局委办厅])(?:通过|以|用|采取|利用|在|对|将|按))"
)


def _has_subject(sentence: str) -> bool:
    """Return whether a sentence says first who shall do what: it goes on with no subject of the one before."""
    return _SUBJECT.match(sentence) is not None


_NOUN_AFTER = lazy(
    r"(?:哪些|哪几种|几种|什么样的?|什么|哪几类|哪[两二三四五六七八九十\d]+[个项点条种类大]?)([一-鿿]{2})"
)


_NOUN_BEFORE = lazy(r"([一-鿿]{2})(?:有|是|包括|包含)(?:哪些|什么|哪几)")


def _uncounted(word: Word) -> Word:
    """Return a word without the number before it (主题 of 八大主题)."""
    text = _COUNT_BEFORE.sub("", word.text)
    is_count = text != word.text and len(text) > 1 and not word.is_name
    return replace(word, text=text, names=(text,)) if is_count else word


def _asked_noun(question: Question) -> tuple[Question, Word | None]:
    """Return the word for what is to be listed (方式 in 有哪些方式), where the question has one.

    Of a stretch that ends in it (产业业态) the rest becomes a word of its own in the question returned.
    """
    if question.number is not None:
        question = replace(question, words=tuple(_uncounted(word) for word in question.words))
    for noun in (*_NOUN_AFTER.findall(question.plain), *_NOUN_BEFORE.findall(question.plain)):
        word = next((word for word in question.words if noun in word.text), None)
        is_compound = word is not None and len(word.names) < 2 and len(word.text) > len(noun) + 1
        if word is None:
            continue
        if not is_compound or not (word.text.endswith(noun) or word.text.startswith(noun)):
            return question, word
        rest, own = word.text.replace(noun, "", 1), Word(noun, (), word.weight, (noun,))
        if len(rest) < 2:
            return question, word
        pair = (replace(word, text=rest, names=(rest,), forms=()), own)
        words = tuple(other for old in question.words for other in (pair if old is word else (old,)))
        return replace(question, words=words), own
    return question, None


def _is_brought_in(question: Question, found: Enumeration, line: Line) -> bool:
    """A list answers for a name only where a verb of comprising brings it in, or the question says what it lists."""
    said = [word for word in question.words if not any(link.text == word.text for link in question.links)]
    frame = fold(found.lead + found.noun)
    if any(len(fold(word.text)) > 1 and word_score(word, frame) >= 0.75 for word in said):
        return True
    clause = fold(line.text[max(0, found.start - 40) : found.start] + found.lead)
    named = any(fold(name) in clause for word in question.words for name in word.names)
    return named and bool(_COMPRISING.search(found.lead[-4:]))


def _is_shape_word(question: Question, word: Word) -> bool:
    return bool(shape_words(question)) and any(fold(shape) in fold(word.text) for shape in shape_words(question))


def shape_words(question: Question) -> tuple[str, ...]:
    """Return what all members share where the question says so: 三个“化”, 哪三化, 四个“网上”."""
    hits = re.findall(
        r"[两二三四五六七八九十几\d]+个?[“]?([一-鿿]{1,2}?)[”]?(?=$|\s|是|有|分别|、|,|，|哪|包)", question.plain
    )
    hits += re.findall(r"哪[两二三四五六七八九十几\d]+个?([一-鿿]{1,2})$", question.plain)
    hits += re.findall(r"什么([一-鿿])$", question.plain)
    return tuple(dict.fromkeys(hits))


def _shape(question: Question, found: Enumeration) -> bool:
    if question.number is not None and question.number != len(found.members):
        return False
    return any(
        shared_start(found.members, word) or shared_end(found.members, word)
        for word in shape_words(question)
        if word not in "个项种类些"
    )
