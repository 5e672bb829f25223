"""From the text of a question to its value: plain form, slips, names, years, intents, content words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from corpus.patterns import lazy
from search.questions import plain as plainly
from search.questions import tables
from search.questions.amounts import MANY, MEASURES, YEAR, number, units
from search.questions.fold import fold
from search.questions.intents import MASK, matches
from search.questions.names import Names
from search.questions.question import Link, Question, Status, Word
from search.questions.repair import Vocabulary, repair
from search.questions.slips import counted_names, names_meant

# These carry no content wherever they stand, and none at either end of a stretch.
_ALWAYS_PARTICLES = "的了呢吗吧呀啊么"
_LEFT_EDGES, _RIGHT_EDGES = "是与和跟及或给在对把被向以让要将作", "里上是有都和与或设开办建去来参数进"
# 景气指数 is a thing that is measured; in 专家数 only the number is meant.
_MEASURED = ("指数", "系数", "基数", "倍数", "参数")
# 2031年版 belongs to a name.
_YEAR_TEXT = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d|年?版)(?:年度?)?")
# 1984年…比上年: the year before the one that was named, whatever year the newest document is of.
_YEAR_BEFORE = ("上年", "上一年", "前一年")
# 放几天假: what is parted by how many is one word.
_PARTED = lazy(r"([一-鿿])(?:几|多少)(?:天|年|次|场|个月|小时|周)([一-鿿])(?=$|\s|[呢吗啊呀])")
# How many is asked for, or said beside what it counts: the measure word carries no content.
_COUNTED = lazy(
    r"(?:第?几|百分之(?:几|多少)|多少|哪?\d+|哪[两二三四五六七八九十])(?:个工作日|倍|个|家|名|位|场次|场|次|人次|人|项|篇|块|件|支|期|批|月|号|日|届|类|种|条|天|年(?!级)|辆|台|亩|吨|斤|公里|平方米|千瓦|户|栋|座|套)(?<!人(?=[口才大]))(?<!支(?=持))(?<!家(?=[庭长]))(?<!名(?=[师额]))(?<!期(?=限))(?![一-鿿]?级)"
)
# 要, 将, 能 before a verb only say that something is planned.
_VERB_AFTER = lazy(
    r"(?:(?<![纲纪摘概主重需必])要|将|拟|能|可以|可)(?=新|办|建|开|搞|创建|培育|举办|成立|命名|认定|推广|实施|指导|组织|召开|参加|发展|达到|评)"
)
# 增加到多少, 优化成几所: how a figure came about says nothing of what it is of.
_CHANGED = lazy(
    r"(?:增加|增长|提高|提升|发展|扩大|减少|下降|降低|优化|整合|压减|上升|扩容|翻番|升|降|涨|增|减)(?:到|至|成|为)了?(?=多少|几|百分之)|从(?=多少|百分之几)|[要将]?(?:突破|超过)了?(?=多少|几)|最[高低多少大长短](?=多少|几|多久|多长)|(?:共|一共)?分(?=哪几|哪些)|(?:有|达|需要?|要)?多长(?:时间)?|多久"
)
# 可以扣除多少, 最高给多少: how far something may go says nothing of what it is.
_MAY = lazy("最[高多低少长](?:能|可以?)|可以|能够|最[高多低少](?=[给补罚奖扣报领拿贷付缴交收])")
# 每月扣多少: for what an amount is given each time is a word of its own.
_EACH = lazy("每个?(?:月|天|周|日|季度?|人|户|亩|次)")
# 五年来: years that are told otherwise than by their number.
_SPAN = lazy("(?:过去|近|这)?(?:[两三四五六七八九十\\d]|十[一-九])年(?:以?来|间)")
# 新建了 is 新建, and no 建了.
_NEWLY = lazy("(?<=[新改扩修组创筹])建了(?=多少|几)")
# 队伍参加, 信息发了: a verb at the end of a stretch is no part of what it is said of.
_TAKES_PART = lazy(r"(?<=[一-鿿]{2})(?:参加|参赛|参与|出席|参会|到会)(?=$|\s|了|过)")
_ISSUED = lazy(r"(?<=[一-鿿]{2})(?<![印签开公颁转分研批下召创举承兴主选启打])[发签评开办]了(?=多少|几)")
# 要完成多少 asks for what is planned.
_TO_BE_DONE = lazy("[要需拟将](?:再|新)?完成")
# Verbs of saying that frame a question, and end words of their own (宣讲, 学说).
_SAYING = "讲说"
# Words that one of them begins: 讲师团有多少人 asks for no 师团.
_SAID = lazy("讲[师堂台坛解义习稿]")
# Shorter stretches are pieces of too many names.
_SHORTEST_NAME = 4
# Whom something is for, not what it is.
_FOR_WHOM = lazy(r"(?:面向|针对|专门为|专门给|为了|给)[^的哪什啥有\s]{2,16}(?=的|服务|举办|开设|办|有|设)")
_JOINED = lazy(r"([一-鿿]{2,}?)(?:以及|[和与及或])([一-鿿]{2,})")
_STOPS = lazy(r"[\s，,、。？?！!；;：:（）()/|+·]+")


def parse(text: str, names: Names, vocabulary: Vocabulary, *, year: int | None = None) -> Question:
    """Return what a question asks.

    Args:
        text: The question as it was typed.
        names: The names that it may use.
        vocabulary: The wording that a slip may have meant.
        year: The year that 今年 means: that of the newest document.
    """
    given = plainly.plain(text)
    plain, corrections = repair(given, vocabulary, tables.words())
    plain, counted = counted_names(plain, names.known)
    links = _links(plain, names)
    plain, renamed = names_meant(plain, _free(plain, links), vocabulary.has, names.known)
    links = _links(plain, names) if renamed else links
    masked = _mask(plain, links)
    fits = matches(masked, tables.intents())
    kinds = _kinds(masked)
    return Question(
        text=text,
        plain=plain,
        intents=tuple(match.intent.name for match in fits),
        links=links,
        words=content(plain, links, names, vocabulary.has),
        years=years(_mask(plain, tuple(link for link in links if YEAR.search(link.text))), year),
        status=_status_then(_status(masked), years(masked, year), year),
        number=number(masked),
        kinds=tuple(kind for kind in kinds if not any(kind != other and kind in other for other in kinds)),
        units=units(masked, vocabulary.has),
        is_number=any(match.intent.name == "number" for match in fits),
        corrections=(*corrections, *counted, *renamed),
        quoted=plainly.quoted(text),
    )


def _links(plain: str, names: Names) -> tuple[Link, ...]:
    return tuple(link for link in names.links(plain, ignored=_no_names()) if not _is_year(link.text))


def _free(plain: str, links: tuple[Link, ...]) -> str:
    """Return a question of the same length in which names, words of asking and words for kinds are blank."""
    for link in links:
        plain = plain[: link.start] + " " * (link.end - link.start) + plain[link.end :]
    for word in (*tables.words(), *tables.kinds(), *tables.alternatives(), *tables.same()):
        plain = plain.replace(word, " " * len(word)) if len(word) > 1 else plain
    return plain


def _kinds(masked: str) -> tuple[str, ...]:
    """Return the words for kinds of things; 奖项 in 获奖项目 is none, nor is 学校 in 面向学校老师的活动."""
    masked = _FOR_WHOM.sub(" ", masked)
    for word in tables.alternatives():
        if "奖" in word:
            masked = masked.replace(word, " " * len(word))
    return tuple(word for word in tables.kinds() if word in masked)


def _no_names() -> frozenset[str]:
    return frozenset(fold(word) for word in (*tables.words(), *tables.kinds()))


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d年?", text))


def _mask(plain: str, links: tuple[Link, ...]) -> str:
    for link in reversed(links):
        plain = plain[: link.start] + MASK + plain[link.end :]
    return plain


def years(plain: str, year: int | None) -> tuple[int, ...]:
    """Return the years that a question names, relative ones counted from the given year, in order of the question."""
    found = [(hit.start(), int(hit[1])) for hit in YEAR.finditer(plain)]
    if year is not None:
        for kind, shift in (("past", -1), ("present", 0), ("future", 1), ("before", -2)):
            words = (word for word in tables.of_class(kind) if word in plain and not word.startswith(_YEAR_BEFORE))
            found += [(plain.index(word), year + shift) for word in words]
    for at in sorted(plain.index(word) for word in _YEAR_BEFORE if word in plain):
        named = max((item for item in found if item[0] < at), default=(0, year))[1]
        found += [(at, named - 1)] if named is not None else []
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def _status(masked: str) -> Status | None:
    """Return whether a figure is asked for as planned or as reached; None where the question does not tell."""
    masked = _TO_BE_DONE.sub("目标", masked)
    signs = {kind: (*tables.of_class(kind), *tables.of_class(f"{kind}_sign")) for kind in ("target", "achieved")}
    # 新建了多少: a deed that is over asks for what was reached.
    done = any(f"{word}了" in masked for word in tables.of_class("verb") if len(word) > 1)
    wants_target = any(word in masked for word in signs["target"])
    wants_achieved = done or any(word in masked for word in signs["achieved"])
    if wants_target == wants_achieved:
        return None
    return "target" if wants_target else "achieved"


def _status_then(status: Status | None, asked: tuple[int, ...], year: int | None) -> Status | None:
    """Return the state that is asked for; of years to come there are only plans, however the question puts it."""
    is_to_come = year is not None and bool(asked) and min(asked) > year
    return None if status == "achieved" and is_to_come else status


def content(plain: str, links: tuple[Link, ...], names: Names, is_known: Callable[[str], bool]) -> tuple[Word, ...]:
    """Return the words that carry what a question is about: links whole, the rest without the words of asking."""
    at, found = 0, []
    for link in links:
        found += _rest(plain[at : link.start], names, is_known)
        aliases = [name.text for iri in link.iris for name in names.of(iri)]
        found.append(_word(link.text, aliases=tuple(dict.fromkeys(aliases))))
        at = link.end
    found += _rest(plain[at:], names, is_known)
    return tuple(dict.fromkeys(found))


def _rest(text: str, names: Names, is_known: Callable[[str], bool]) -> list[Word]:
    text = _NEWLY.sub("建", _SPAN.sub(" ", MANY.sub("多少", text)))
    text = _ISSUED.sub(" ", _TAKES_PART.sub(r" \g<0>", text))
    text = _EACH.sub(lambda hit: f" {hit[0].replace('个', '')} ", _MAY.sub(" ", text))
    text = _PARTED.sub(lambda hit: hit[1] + hit[2] if is_known(hit[1] + hit[2]) else hit[0], text)
    text = _VERB_AFTER.sub(" ", _COUNTED.sub(" ", _CHANGED.sub(" ", _YEAR_TEXT.sub(" ", text))))
    classes = ("frame", "past", "present", "future", "before", "target", "achieved")
    words = tables.words()
    for word, kind in words.items():
        if kind in classes and len(word) > 1 and word in text:
            text = _without(text, word, is_known)
    kept = _protected(text)
    text = "".join(" " if i not in kept and _is_particle(text, i, is_known) else char for i, char in enumerate(text))
    pieces = [_trimmed(piece, is_known) for piece in _STOPS.split(text)]
    return [word for piece in pieces for word in _shortened(piece, names) or _pieces(piece, is_known)]


def _without(text: str, word: str, is_known: Callable[[str], bool]) -> str:
    """Return a text without a word of asking.

    Of 专家数 only 数 goes, since 家 belongs to what is counted; 数目 in 指数目标 is no word.
    """
    out, at = "", 0
    while (found := text.find(word, at)) >= 0:
        end = found + len(word)
        pair = text[found - 1 : found + 1] if found else ""
        is_known_pair = bool(pair) and is_known(pair)
        is_joined = is_known_pair and not is_known(pair + word[1:])
        kept = word[0] if is_joined and word[0] in MEASURES else " "
        if is_known_pair and len(text) > end and text[end - 1 : end + 1] in tables.words():
            kept = word
        if word == "组成" and text.startswith("员", end):
            kept = word  # 小组成员
        out += text[at:found] + kept + ("" if kept == word else " ")
        at = end
    return out + text[at:]


def _shortened(piece: str, names: Names) -> list[Word]:
    """Return a stretch that shortens the name of one thing (医药大会) as a word with the names of that thing."""
    if len(piece) < _SHORTEST_NAME or piece in tables.words() or piece in tables.kinds():
        return []
    fits = names.like(piece)
    owners = {name.iri for name in fits if name.iri}
    if len(owners) != 1:
        return []
    word = _word(piece, aliases=tuple(name.text for name in names.of(owners.pop())))
    # What was shortened may share only some characters with a text that means it.
    return [replace(word, is_name=False)]


def _protected(text: str) -> frozenset[int]:
    """Return the offsets of words that a table knows: no character of them is a particle (法 in 办法)."""
    found: set[int] = set()
    for word in (*tables.of_class("verb"), *tables.kinds(), *tables.alternatives(), *tables.same()):
        at = text.find(word) if len(word) > 1 else -1
        while at >= 0:
            found.update(range(at, at + len(word)))
            at = text.find(word, at + 1)
    return frozenset(found)


def _trimmed(piece: str, is_known: Callable[[str], bool]) -> str:
    """Return a stretch without joining words at its ends; two characters are a word of their own (和谐, 对接)."""
    while (
        len(piece) > 2
        and piece[0] in _LEFT_EDGES
        and (piece[0] in "与和跟及或给是" or (piece[0] in "对向" and len(piece) > 3) or not is_known(piece[:2]))
    ):
        piece = piece[1:]
    while (
        len(piece) > 2
        and piece[-1] in _RIGHT_EDGES
        and not piece.endswith(_MEASURED)
        and (piece[-1] in "开是数" or not is_known(piece[-2:]))
    ):
        piece = piece[:-1]
    return piece


def _is_particle(text: str, i: int, is_known: Callable[[str], bool]) -> bool:
    char = text[i]
    if char in _ALWAYS_PARTICLES:
        return True
    if char in tables.of_class("particle"):
        # 中 in 中小学生 belongs to a word: the library knows one of the pairs that it stands in.
        pairs = (text[i - 1 : i + 1] if i else "", text[i : i + 2])
        return not any(len(pair) == 2 and " " not in pair and is_known(pair) for pair in pairs)
    if _SAID.match(text, i):
        return False
    # 讲 in 宣讲 belongs to a word, too.
    return char in tables.of_class("frame") and not (char in _SAYING and i and is_known(text[i - 1 : i + 1]))


def _pieces(piece: str, is_known: Callable[[str], bool]) -> list[Word]:
    """Return a stretch cut at its verbs and words for kinds, which weigh less than the rest.

    A word that the library joins with its neighbour (专家 in 老专家) is not cut off.
    """
    said = [word for word in (*tables.alternatives(), *tables.same()) if len(word) > 1]
    light = (*tables.of_class("verb"), *tables.kinds())
    for word in sorted((*said, *light), key=lambda word: (-len(word), word)):
        at = piece.find(word) if len(word) > 1 else -1
        if at < 0 or (at > 0 and word in light and is_known(piece[at - 1 : at + len(word)])):
            continue
        # 群众性活动: the ending makes no word of its own.
        after = piece[at + len(word) :].removeprefix("性")
        if word in light and after and len(after) < 2 and is_known(word + after[0]):
            continue
        if word in light and after[:1] == "业":
            continue  # 服务业
        weight = 0.4 if word in light else 1.0
        before = _trimmed(piece[:at], is_known)
        return [*_pieces(before, is_known), _word(word, weight), *_pieces(_trimmed(after, is_known), is_known)]
    # 社区和企业, which the library has only apart, are two words.
    if (hit := _JOINED.fullmatch(piece)) and not is_known(piece):
        return [*_pieces(hit[1], is_known), *_pieces(hit[2], is_known)]
    return [_word(piece)] if piece and piece not in _ALWAYS_PARTICLES else []


def _word(text: str, weight: float = 1.0, *, aliases: tuple[str, ...] = ()) -> Word:
    table = tables.alternatives()
    forms = dict.fromkeys(table.get(text, ()))
    names = tuple(dict.fromkeys((text, *aliases, *tables.same().get(text, ()))))
    return Word(text, tuple(form for form in forms if form not in names), weight, names, bool(aliases))
