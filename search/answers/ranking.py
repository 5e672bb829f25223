"""How well the figures of documents fit a question: by name, clause, heading, unit and what is counted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from corpus.patterns import lazy
from search.answers.amounts import Scored, name_of
from search.answers.facts import Facts, Figure, Line
from search.answers.few_of import lost
from search.answers.knowledge import Knowledge
from search.answers.matching import best_of, pairs_of, size, word_score
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# Below this share a word of the question is not met at all, which costs so much of the score.
_KNOWN = 0.35


_COUNTED = 0.55


_FEW = 2


# What was done (新建, 签约) tells figures of one thing apart.
_DEED_WEIGHT = 0.8


_COUNTS = lazy(
    "人数|家数|场次|场数|次数|项数|件数|篇数|个数|期数|块数|人次|名额|金额|数量|总额|总数|位次|名次|排名|多少|第几"
)


# So much of a word in the name of a figure says that the figure is of it.
_NAMED = 0.97


_VAGUE = lazy("项目|活动|工作|人|会|工程|计划|行动|品牌|组织|单位|机构|培训|会议|大会|地方|市|省")


_UNKNOWN = 0.12


_LEAST = 0.3


# 一共有多少 asks for the total before any part of it.
_TOTAL = lazy(r"一共|总共|合计|共有|总[数量]|累计")


_TOTAL_BONUS = 0.15


_BY_UNIT = 0.9


_SHARE_ASKED = lazy("占|比重|比例|比率|份额|百分之|%")


# 投资增长多少 asks for no number of projects.
_GROWTH_ASKED = lazy(r"(?:增长|增幅|增速|下降|降幅)(?:了|为|是|率)?(?:多少|百分之几|几)")
_GROWTH = lazy("[增升降减]|提高|高于|低于|涨")
_AFTER_COUNT = lazy(r"(?:多少|几)(?:个|家|名|位|人|场次|场|次|项|篇|块|件|支|期|批)?([一-鿿]{2,12})")


_NOT_COUNTED = 0.12


# Two words of two characters.
_SHORTEST_COMPOUND = 4


_TAKING_PART = frozenset(("参加", "参赛", "参与", "出席", "参会", "到会"))
# What counts all of what was said before it: 签约十个，总投资一亿元.
_OF_ALL = lazy(r"^(?:总|其中|共|累计|平均)")


def rank(knowledge: Knowledge, question: Question) -> list[Scored]:
    """Return the figures of the documents in question, the best first."""
    asked = [word for word in question.words if not _is_frame(word, question)]
    words = [_counted(part) for word in asked for part in _parts(word, knowledge.vocabulary.has)]
    if not words:
        return []
    words.sort(key=lambda word: word.text not in _TAKING_PART)  # 队伍参加: what is counted stands last
    found = [
        Scored(figure, facts, *_score(knowledge, figure, facts, words, question))
        for facts in knowledge.about(question)
        for figure in facts.figures
        if _may_fit(knowledge, figure, facts, words)
    ]
    return sorted((item for item in found if item.score > _LEAST), key=lambda item: -item.score)


def _parts(word: Word, is_known: Callable[[str], bool]) -> tuple[Word, ...]:
    """Return the two words of a stretch that the library has only apart (安全隐患点: 安全, 隐患点)."""
    text = word.text
    if len(text) < _SHORTEST_COMPOUND or len(word.names) > 1 or word.forms or is_known(text):
        return (word,)
    cut = next((i for i in range(2, len(text) - 1) if is_known(text[:i]) and is_known(text[i:])), 0)
    pieces = (text[:cut], text[cut:])
    return tuple(Word(piece, (), word.weight, (piece,), is_part=True) for piece in pieces) if cut else (word,)


def _may_fit(knowledge: Knowledge, figure: Figure, facts: Facts, words: Sequence[Word]) -> bool:
    """Return whether enough words of a question share a pair of characters with what stands about a figure.

    The others cannot come to the least score: a word that shares none is not met.
    """
    line = facts.line_at(figure.value_start) or facts.line_at(figure.start)
    around = f"{line.folded}|{fold(''.join(line.headings[-1:]))}" if line else ""
    names = "|".join(fold(name.text) for name in knowledge.names.of(figure.about))
    text = f"{fold(figure.label + figure.subject + figure.scope)}|{around}|{names}"
    if line is None or not line.start <= figure.start <= figure.end <= line.end:
        text += f"|{fold(facts.document.text[figure.start : figure.end])}"
    shared = [any(pair in text for pair in _pairs(word)) for word in words]
    if not any(shared):
        return False
    open_words = (
        word.text in tables.units() or any(pair in facts.names_made_of for pair in _pairs(word)) for word in words
    )
    most = sum(size(word) for word, is_met, may in zip(words, shared, open_words, strict=True) if is_met or may)
    return most / sum(size(word) for word in words) + _TOTAL_BONUS > _LEAST


@lru_cache(256)
def _pairs(word: Word) -> frozenset[str]:
    return pairs_of((word,))


def _counted(word: Word) -> Word:
    """Return a word for a kind of thing (院士) at full weight: it says what is counted. 项目 and 活动 say little."""
    if word.weight == 1 or _VAGUE.fullmatch(word.text):
        return word
    return replace(word, weight=1.0 if word.text in tables.kinds() else _DEED_WEIGHT)


def _is_frame(word: Word, question: Question) -> bool:
    """Return whether a word only says that a number is asked for (人次, 场次, 目标)."""
    return bool(_COUNTS.fullmatch(word.text)) or word.text in question.units or len(fold(word.text)) == 1


def _score(
    knowledge: Knowledge, figure: Figure, facts: Facts, words: Sequence[Word], question: Question
) -> tuple[float, int]:
    label = fold(figure.label + figure.subject + figure.scope)
    about = "|".join(fold(name.text) for name in knowledge.names.of(figure.about))
    document = facts.document
    clause = fold(document.text[figure.start : figure.end])
    line = facts.line_at(figure.value_start) or facts.line_at(figure.start)
    around = line.folded if line else ""
    heading = fold("".join(line.headings[-1:])) if line else ""
    # In a sentence of many figures each stands for itself.
    near = 0.82 if line is None or _figures_in(facts, line) <= _FEW else 0.55
    is_total = "总" in question.plain
    before = fold(_clause_before(document.text, line, figure.start, is_total=is_total)) if line else ""
    joint = f"{label}|{clause}|{before}"
    fields = (
        (label, 1.0),
        (clause, 0.97),
        (joint, 0.92),
        (about, 0.95),
        ("|".join(_named_by_members(facts, figure)), 0.93),
        (before, 0.88),
        (heading, 0.85),
        (around, near),
    )
    total = sum(size(word) for word in words)
    met, unmet = 0.0, 0
    places = {link.text for link in question.links if link.types == {"Place"}}
    here = fold(document.issuer + document.title)
    for word in words:
        # What is counted stands last in a question; it must be met by the figure, not by its neighbours.
        near_too: tuple[tuple[str, float], ...] = fields if word is not words[-1] else (*fields[:-1], (around, 0.5))
        if word.is_part:
            # 茶机出口 is one thing, cut in two: a neighbour's 茶机 beside another 出口 is none.
            near_too = tuple(field for field in near_too if field[0] is not around)
        # 市级 in another name of the thing does not say that this figure is of the city.
        asked = near_too if len(fold(word.text)) > 2 else tuple(field for field in near_too if field[0] is not about)
        if word.text in places:
            # That a sentence names a place does not make its other figures those of the place.
            asked = tuple(field for field in asked if field[0] is not around)
        if line is not None and _is_of_part(facts, figure, line, word):
            asked = tuple(field for field in asked if field[0] is not around)
        own = best_of(word, asked)
        if word.text in places and any(fold(name) in here for name in word.names):
            own = 1.0
        if word.text in tables.units() and _fits_unit(figure.unit, tables.units()[word.text]):
            own = max(own, _BY_UNIT)  # 占比 is told by the sign for per cent
        # A figure that knows nothing of a word of the question answers another question.
        is_met = own >= (_COUNTED if word is words[-1] and len(words) > 1 else _KNOWN)
        unmet += not is_met
        met += size(word) * own if is_met else -_UNKNOWN * total * word.weight
    score = met / total
    # Of two figures that are met alike, the one whose name says less beside it is meant.
    extra = _unasked(label.rpartition("等")[2] or label, question)
    score -= 0.1 * extra
    counted = _counted_noun(question, knowledge.vocabulary.has)
    if counted is not None and not fold(name_of(figure)).endswith(tuple(fold(name)[-2:] for name in counted.names)):
        # 多少学会 counts no 会员 of a 学会; a word that is only a part of another name is not what is counted.
        beside = joint
        for link in question.links:
            beside = beside.replace(fold(link.text), " ")
        score -= _NOT_COUNTED if word_score(counted, beside) >= _COUNTED else 1.0
    if _TOTAL.search(question.plain) and (_TOTAL.search(figure.label) or _TOTAL.search(clause)):
        score += _TOTAL_BONUS
    if clause.startswith("累计") and "新" in question.plain and not _TOTAL.search(question.plain):
        score -= _TOTAL_BONUS  # 新建甲3家，累计达20家: those that are new are asked for
    if question.units and not _fits_unit(figure.unit, question.units):
        score -= 0.35
    if _is_share_of(figure, words, question) or (
        _GROWTH_ASKED.search(question.plain) and not _is_growth(figure, document.text)
    ):
        score -= 1.0
    return score - lost(figure, question), unmet


def _is_growth(figure: Figure, text: str) -> bool:
    """Return whether a figure may say by how much something grew: a rate, or what is called a growth."""
    is_rate = any(sign in figure.unit for sign in ("%", "百分", "倍", "番", "成"))
    return is_rate or bool(_GROWTH.search(figure.label + text[figure.start : figure.end]))


def _is_of_part(facts: Facts, figure: Figure, line: Line, word: Word) -> bool:
    """Return whether a word is the name of a figure that follows in the sentence: 学徒60名，其中女学徒25名 has no 60 女学徒."""
    first, end = bisect_right(facts.value_starts, figure.value_start), bisect_left(facts.value_starts, line.end)
    return any(word_score(word, fold(other.label)) >= _NAMED for other in facts.by_value[first:end])


def _is_share_of(figure: Figure, words: Sequence[Word], question: Question) -> bool:
    """Return whether a figure is a share of what is asked for (研发投入占生产总值比重 for 生产总值), which says not how much that is."""
    part, sign, whole = figure.label.partition("占")
    if not sign or _SHARE_ASKED.search(question.plain):
        return False
    if whole.startswith("全国") and figure.unit[-1:] in "%成":
        return True  # 棉花产量占全国九成 says not how much cotton there is
    return any(word_score(word, fold(whole)) > word_score(word, fold(part)) for word in words)


def _counted_noun(question: Question, is_known: Callable[[str], bool]) -> Word | None:
    """Return the noun right after 多少 or 几个, where the library's words have it whole (多少学会, 几家企业)."""
    hit = _AFTER_COUNT.search(question.plain)
    for word in question.words:
        if hit is None:
            break
        if len(word.text) > 1 and hit[1].startswith(word.text) and any(map(is_known, word.names)):
            return Word(word.text, (), names=_in_other_words(word))
    return None


def _in_other_words(word: Word) -> tuple[str, ...]:
    """Return a word with what documents call the same thing, and without other names of what it names."""
    return (word.text, *tables.same().get(word.text, ()))


def _named_by_members(facts: Facts, figure: Figure) -> list[str]:
    """Return, folded, the names of the wholes all of whose members stand in the label of a figure."""
    label = fold(figure.label)
    return [
        name
        for name, members in facts.folded_made_of
        if len(members) > 1 and all(member in label for member in members)
    ]


def _clause_before(text: str, line: Line, start: int, *, is_total: bool) -> str:
    """Return the clause before that of a figure, in the same sentence: it often names what the figure is of."""
    clauses = re.split(r"[，；]", text[line.start : max(start, line.start)])
    if is_total and _OF_ALL.search(text[start : start + 2]) and len(clauses) > 1:
        return clauses[-1] or clauses[-2]
    return next((clause for clause in reversed(clauses) if len(clause) > 1 and not re.search(r"\d", clause)), "")


def _figures_in(facts: Facts, line: Line) -> int:
    return bisect_left(facts.value_starts, line.end) - bisect_left(facts.value_starts, line.start)


def _unasked(label: str, question: Question) -> float:
    """Return the share of a label's character pairs that the question and its alternatives do not have."""
    asked = fold(question.plain) + "".join(fold(form) for word in question.words for form in word.forms)
    pairs = [label[i : i + 2] for i in range(len(label) - 1)]
    return sum(pair not in asked for pair in pairs) / len(pairs) if pairs else 0.0


def _fits_unit(unit: str, units: tuple[str, ...]) -> bool:
    bare = re.sub(r"^[余多]?(?:万亿|亿|万|千|百)?[余多]?", "", unit) or unit
    return any(bare == fit or (len(fit) > 1 and (fit in unit or bare in fit)) for fit in units)
