"""Figures: how much was reached, how much is planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from search.answers.draft import Draft, Item, Span, no, sentence_span, source_name
from search.answers.facts import Facts, Figure, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import best_of, pairs_of, size, word_score
from search.questions import tables
from search.questions.fold import fold
from search.questions.question import Question, Word

# A figure answers when nearly all that the question says is met where the figure stands.
LEAST = 0.76


# Where the question names the year, the year says a part of it.
_LEAST_TIMELY = 0.7


# Figures this close to the best belong to the same answer or make the question ambiguous.
_CLOSE = 0.04


# Below this share a word of the question is not met at all, which costs so much of the score.
_KNOWN = 0.35


_COUNTED = 0.55


_FEW = 2


# What was done (新建, 签约) tells figures of one thing apart.
_DEED_WEIGHT = 0.8


_COUNTS = frozenset(
    [
        "人数",
        "家数",
        "场次",
        "场数",
        "次数",
        "项数",
        "件数",
        "篇数",
        "个数",
        "期数",
        "块数",
        "人次",
        "名额",
        "金额",
        "数量",
        "总额",
        "总数",
        "位次",
        "名次",
        "排名",
        "多少",
        "第几",
    ]
)


_VAGUE = frozenset(
    [
        "项目",
        "活动",
        "工作",
        "人",
        "会",
        "工程",
        "计划",
        "行动",
        "品牌",
        "组织",
        "单位",
        "机构",
        "培训",
        "会议",
        "大会",
        "地方",
        "市",
        "省",
    ]
)


# A result is told before a plan, also where the plan is named more like the question.
_RESULT_FIRST = 0.2


_ALIKE = 0.25


_UNKNOWN = 0.12


# 一共有多少 asks for the total before any part of it.
_TOTAL = re.compile(r"一共|总共|合计|共有|总[数量]|累计")


_TOTAL_BONUS = 0.15


_BY_UNIT = 0.9


_AFTER_COUNT = re.compile(r"(?:多少|几)(?:个|家|名|位|人|场次|场|次|项|篇|块|件|支|期|批)?([一-鿿]{2,12})")


_NOT_COUNTED = 0.12


# Two words of two characters.
_SHORTEST_COMPOUND = 4


# What counts all of what was said before it: 签约十个，总投资一亿元.
_OF_ALL = re.compile(r"^(?:总|其中|共|累计|平均)")


_BEFORE = {"~": "近", "<": "不到", "<=": "不超过"}


STATUS = {"target": "目标", "achieved": "完成"}


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure with how well it fits a question."""

    figure: Figure
    facts: Facts
    score: float
    unmet: int = 0


def count(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the figure that a question asks for, or a no that tells which ones there are."""
    ranked = rank(knowledge, question)
    fits = [item for item in ranked if item.score >= LEAST]
    timely = [item for item in ranked if item.score >= _LEAST_TIMELY and _is_timely(item.figure, question)]
    if not question.years:
        timely = [item for item in timely if item.score >= LEAST]
    if not timely:
        return _no_figure(question, fits) if fits else None
    return _answer(question, _chosen(timely, ranked, question))


def _chosen(fits: Sequence[Scored], ranked: Sequence[Scored], question: Question) -> list[Scored]:
    """Return the best figure, with others of the same score that the question cannot tell from it."""
    best = max(item.score for item in fits)
    top = [item for item in fits if item.score >= best - _CLOSE]
    if not question.years and question.status is None:
        reached = [item for item in ranked if item.figure.status == "achieved" and item.score >= best - _RESULT_FIRST]
        of_one = [item for item in reached if any(_is_same_thing(item, other) for other in top)]
        top = of_one or top
    if question.years and question.status is None and any(item.figure.status == "achieved" for item in top):
        top = [item for item in top if item.figure.status == "achieved"]
    if not question.years:
        newest = max((item.facts.meta.date for item in top), default="")
        top = [item for item in top if item.facts.meta.date == newest]
        if question.status is None and any(item.figure.status == "achieved" for item in top):
            top = [item for item in top if item.figure.status == "achieved"]
        top = [item for item in top if item.score == max(other.score for other in top)]
    seen: dict[tuple[str, str, int | None], Scored] = {}
    for item in sorted(top, key=lambda item: -item.score):
        seen.setdefault((item.figure.value, item.figure.unit, item.figure.year), item)
    return list(seen.values())[:3]


def _is_same_thing(result: Scored, other: Scored) -> bool:
    """Return whether a result may stand for another figure: it is alike, and meets as many words of the question."""
    return result.unmet <= other.unmet and likeness(result.figure, other.figure) >= _ALIKE


def rank(knowledge: Knowledge, question: Question) -> list[Scored]:
    """Return the figures of the documents in question, the best first."""
    asked = [word for word in question.words if not _is_frame(word, question)]
    words = [_counted(part) for word in asked for part in _parts(word, knowledge.vocabulary.has)]
    if not words:
        return []
    pairs = pairs_of(words)
    found = [
        Scored(figure, facts, *_score(knowledge, figure, facts, words, question))
        for facts in knowledge.about(question)
        for figure in facts.figures
        if _may_fit(knowledge, figure, facts, pairs)
    ]
    return sorted((item for item in found if item.score > 0.3), key=lambda item: -item.score)


def _parts(word: Word, is_known: Callable[[str], bool]) -> tuple[Word, ...]:
    """Return the two words of a stretch that the library has only apart (安全隐患点: 安全, 隐患点)."""
    text = word.text
    if len(text) < _SHORTEST_COMPOUND or len(word.names) > 1 or word.forms or is_known(text):
        return (word,)
    cut = next((i for i in range(2, len(text) - 1) if is_known(text[:i]) and is_known(text[i:])), 0)
    pieces = (text[:cut], text[cut:])
    return tuple(Word(piece, (), word.weight, (piece,)) for piece in pieces) if cut else (word,)


def _may_fit(knowledge: Knowledge, figure: Figure, facts: Facts, pairs: frozenset[str]) -> bool:
    """Return whether anything about a figure shares a pair of characters with the question: the others cannot fit."""
    line = facts.line_at(figure.value_start) or facts.line_at(figure.start)
    around = f"{line.folded}|{fold(''.join(line.headings[-1:]))}" if line else ""
    names = "|".join(fold(name.text) for name in knowledge.names.of(figure.about))
    text = f"{fold(figure.label + figure.subject + figure.scope)}|{around}|{names}"
    return any(pair in text for pair in pairs)


def _counted(word: Word) -> Word:
    """Return a word for a kind of thing (院士) at full weight: it says what is counted. 项目 and 活动 say little."""
    if word.weight == 1 or word.text in _VAGUE:
        return word
    return replace(word, weight=1.0 if word.text in tables.kinds() else _DEED_WEIGHT)


def _is_frame(word: Word, question: Question) -> bool:
    """Return whether a word only says that a number is asked for (人次, 场次, 目标)."""
    return word.text in _COUNTS or word.text in question.units or len(fold(word.text)) == 1


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
    for word in words:
        # What is counted stands last in a question; it must be met by the figure, not by its neighbours.
        near_too = fields if word is not words[-1] or len(words) == 1 else (*fields[:-1], (around, 0.5))
        # 市级 in another name of the thing does not say that this figure is of the city.
        asked = near_too if len(fold(word.text)) > 2 else tuple(field for field in near_too if field[0] is not about)
        own = best_of(word, asked)
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
    if counted is not None and not fold(name_of(figure)).endswith(fold(counted)[-2:]):
        # 多少学会 counts no 会员 of a 学会; a word that is only a part of another name is not what is counted.
        beside = joint
        for link in question.links:
            beside = beside.replace(fold(link.text), " ")
        score -= _NOT_COUNTED if word_score(Word(counted, ()), beside) >= _COUNTED else 1.0
    if _TOTAL.search(question.plain) and _TOTAL.search(figure.label):
        score += _TOTAL_BONUS
    if question.units and not _fits_unit(figure.unit, question.units):
        score -= 0.35
    return score, unmet


def _counted_noun(question: Question, is_known: Callable[[str], bool]) -> str | None:
    """Return the noun right after 多少 or 几个, where the library's words have it whole (多少学会, 几家企业)."""
    hit = _AFTER_COUNT.search(question.plain)
    words = [word.text for word in question.words]
    return next((word for word in words if hit and len(word) > 1 and hit[1].startswith(word) and is_known(word)), None)


def _named_by_members(facts: Facts, figure: Figure) -> list[str]:
    """Return, folded, the names of the wholes all of whose members stand in the label of a figure."""
    label = fold(figure.label)
    return [
        fold(name)
        for name, members in facts.made_of
        if len(members) > 1 and all(fold(member) in label for member in members)
    ]


def _clause_before(text: str, line: Line, start: int, *, is_total: bool) -> str:
    """Return the clause before that of a figure, in the same sentence: it often names what the figure is of."""
    clauses = re.split(r"[，；]", text[line.start : max(start, line.start)])
    if is_total and _OF_ALL.search(text[start : start + 2]) and len(clauses) > 1:
        return clauses[-1] or clauses[-2]
    return next((clause for clause in reversed(clauses) if len(clause) > 1 and not re.search(r"\d", clause)), "")


def _figures_in(facts: Facts, line: Line) -> int:
    return sum(line.start <= figure.value_start < line.end for figure in facts.figures)


def _unasked(label: str, question: Question) -> float:
    """Return the share of a label's character pairs that the question and its alternatives do not have."""
    asked = fold(question.plain) + "".join(fold(form) for word in question.words for form in word.forms)
    pairs = [label[i : i + 2] for i in range(len(label) - 1)]
    return sum(pair not in asked for pair in pairs) / len(pairs) if pairs else 0.0


def _fits_unit(unit: str, units: tuple[str, ...]) -> bool:
    bare = re.sub(r"^[余多]?(?:万亿|亿|万|千|百)?[余多]?", "", unit) or unit
    return any(bare == fit or (len(fit) > 1 and (fit in unit or bare in fit)) for fit in units)


def _is_timely(figure: Figure, question: Question) -> bool:
    if question.years and figure.year is not None and figure.year not in question.years:
        return False
    if question.years and figure.year is None:
        return False
    return question.status is None or figure.status == question.status


def _answer(question: Question, chosen: list[Scored]) -> Draft:
    sentences, items, spans = [], [], []
    for item in chosen:
        figure = item.figure
        span = sentence_span(item.facts, figure.value_start, figure.value_end)
        sentences.append(f"{_subject(figure)}{_link(figure)}{amount(item)}（{source_name(item.facts, figure.start)}）")
        items.append(Item(name_of(figure), figure.about, "Indicator", _detail(item), span))
        spans.append(span)
    given = {"text": chosen[0].figure.subject or chosen[0].figure.label}
    return Draft(
        "；".join(sentences) + "。", name_of(chosen[0].figure), tuple(spans), tuple(items), "indicators_named", given
    )


def name_of(figure: Figure) -> str:
    """Return what a figure is of, without its remarks in brackets."""
    return re.sub(r"[（(][^）)]*[）)]", "", figure.label) or figure.subject


def _subject(figure: Figure) -> str:
    year = f"{figure.year}年" if figure.year else ""
    return f"{year}{figure.label}"


def _link(figure: Figure) -> str:
    return "目标为" if figure.status == "target" else "为"


_RANGE = re.compile(r"\d.{0,3}[—–~～至-]{1,2}\d")


def amount(item: Scored) -> str:
    """Return the figure as the text writes it (近6万元, 200场次以上), or made of its parts where it stands apart."""
    figure = item.figure
    text = item.facts.document.text
    written = text[figure.value_start : figure.value_end]
    has_value = figure.value in written.replace(",", "").replace("，", "") and len(written) <= 16
    plain = written.strip() if has_value else f"{figure.value}{figure.unit}"
    if has_value and not written.endswith(tuple("0123456789%")) and fold(figure.unit) not in fold(written):
        plain = f"{figure.value}{figure.unit}"
    if plain == figure.value:
        plain += figure.unit
    if _RANGE.search(plain):
        return plain
    if figure.comparator in _BEFORE and not plain.startswith(("近", "约", "不", "大约", "超", "突破")):
        return _BEFORE[figure.comparator] + plain
    if figure.comparator == ">=" and not re.search(r"以上|不少于|不低于|至少", plain):
        return plain + "以上"
    if figure.comparator == ">" and not re.search(r"余|多|超|突破|以上|大于", plain):
        return "超过" + plain
    return plain


def _detail(item: Scored) -> str:
    figure = item.figure
    year = f"{figure.year}年" if figure.year else ""
    return f"{year}{STATUS[figure.status]}：{amount(item)}"


def _no_figure(question: Question, fits: Sequence[Scored]) -> Draft:
    """Return which years and states there are figures for, without naming a figure that was not asked for."""
    best = max(item.score for item in fits)
    near = [item for item in fits if item.score >= best - _CLOSE]
    name = name_of(near[0].figure)
    there = "、".join(dict.fromkeys(time_of(item.figure) for item in near))
    wanted = "、".join(f"{year}年" for year in question.years) + (STATUS[question.status] if question.status else "")
    spans = tuple(sentence_span(item.facts, item.figure.start, item.figure.end) for item in near[:3])
    return no(f"文中有“{name}”{there}的数字，没有{wanted or '所问'}的数字。", name, spans)


def time_of(figure: Figure) -> str:
    """Return year and state of a figure: 2031年完成."""
    return (f"{figure.year}年" if figure.year else "") + STATUS[figure.status]


def likeness(old: Figure, new: Figure) -> float:
    """Return how much two figures are of the same thing: shared pairs of their names, more where both are about one."""
    a, b = fold(old.label + old.subject), fold(new.label + new.subject)
    pairs_a = {a[i : i + 2] for i in range(len(a) - 1)}
    pairs_b = {b[i : i + 2] for i in range(len(b) - 1)}
    same_thing = 0.3 if old.about and old.about == new.about else 0.0
    return same_thing + (len(pairs_a & pairs_b) / max(min(len(pairs_a), len(pairs_b)), 1))


_SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2))


def base_of(unit: str) -> str:
    """Return a unit without 万, 亿, 余; units that count the same are one."""
    unit = re.sub("[余多]", "", unit)
    for scale, _ in _SCALES:
        if unit.startswith(scale) and len(unit) > len(scale):
            unit = unit[len(scale) :]
            break
    return {"场": "场次", "人": "人", "名": "人", "位": "人"}.get(unit, unit)


def value_of(figure: Figure) -> float:
    """Return the amount with 万 and 亿 counted in."""
    unit = re.sub("[余多]", "", figure.unit)
    factor = next((value for scale, value in _SCALES if unit.startswith(scale)), 1.0)
    return float(figure.value) * factor


def span_of(item: Scored) -> Span:
    """Return the sentence of a figure."""
    return sentence_span(item.facts, item.figure.value_start, item.figure.value_end)
