"""Figures: how much was reached, how much is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.amounts import STATUS, Scored, amount, base_of, likeness, name_of, time_of
from search.answers.draft import Draft, Item, no, sentence_span, source_name
from search.answers.facts import Figure
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.ranking import rank
from search.answers.told import told
from search.questions.fold import fold
from search.questions.question import Question

# A figure answers when nearly all that the question says is met where the figure stands.
LEAST = 0.76


# Where the question names the year, the year says a part of it.
_LEAST_TIMELY = 0.7


# Figures this close to the best belong to the same answer or make the question ambiguous.
_CLOSE = 0.04


# A word of the question is one of the members of a list where they share so much.
_LEAST_MEMBER = 0.8
_JOINTS = lazy("、|和|及|以及")


# A result is told before a plan, also where the plan is named more like the question.
_RESULT_FIRST = 0.2


_ALIKE = 0.25


_OVER = lazy("(?:比|较)(?:上年|上一年|前一年|去年|前年|(?:19|20)\\d\\d年)")


_SEVERAL = lazy(
    r"[两三四五六七八九十\d]年(?:来|间|以来|期间|累计)|(?:近|过去|今后|未来)[两三四五六七八九十\d]年|累计|年均|时期"
)


_NEW = lazy("^新(?:建设?|增|成立|设立?|发展|认定|培育)")


def count(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the figure that a question asks for, or a no that tells which ones there are."""
    asked, question = question, _of_later(question)
    ranked = [item for item in rank(knowledge, question) if not _is_of_another(item, question)]
    fits = [item for item in ranked if item.score >= LEAST]
    timely = [item for item in ranked if item.score >= _LEAST_TIMELY and _is_timely(item.figure, question)]
    if not question.years:
        timely = [item for item in timely if item.score >= LEAST]
    if not timely:
        return _no_figure(question, fits) if fits else told(knowledge, question)
    chosen = _of_list(_chosen(timely, ranked, question), timely, question)
    return _alone(asked, chosen) or _answer(question, chosen)


def _alone(question: Question, chosen: Sequence[Scored]) -> Draft | None:
    """Return the figure of one year where it was asked how it stands to that of another, of which there is none."""
    lacking = [year for year in question.years if all(item.figure.year != year for item in chosen)]
    if question.intents[:1] != ("comparison",) or len(question.years) < 2 or not lacking:
        return None
    if any("%" in item.figure.unit or "增长" in item.figure.label for item in chosen):
        return None  # a growth says itself how a year stands to the one before
    told = _answer(question, list(chosen))
    years = "、".join(f"{year}年" for year in lacking)
    return replace(told, text=f"{told.text}文中没有{years}的数字可比。", is_partial=True)


def _is_of_another(item: Scored, question: Question) -> bool:
    return _is_of_nation(item, question) or _is_growth_of_part(item, question)


def _is_growth_of_part(item: Scored, question: Question) -> bool:
    """Return whether a figure is the growth of a part (温室茶叶产量增长) of what is asked for as such (茶叶产量多少)."""
    of, sign, rest = item.figure.label.rpartition("增长")
    word = question.words[0].text if len(question.words) == 1 else ""
    return bool(sign and not rest and len(word) > 1) and of != word and of.endswith(word) and "%" in item.figure.unit


def _is_of_nation(item: Scored, question: Question) -> bool:
    """Return whether a figure is of what is nationwide, beside that of the place, where the nation is not asked for."""
    _, sign, rest = item.figure.label.partition("全国")
    if not (sign and rest) or "全国" in question.plain:
        return False
    of_place = tuple(level + rest for level in "省市县区州")
    return any(other.label.endswith(of_place) for other in item.facts.figures)


def _of_later(question: Question) -> Question:
    """Return a question for the growth over another year (2031年比上年增长多少) as one for the growth in the later year."""
    if len(question.years) < 2 or not _OVER.search(question.plain):
        return question
    return replace(question, years=(max(question.years),))


def _of_list(chosen: list[Scored], timely: Sequence[Scored], question: Question) -> list[Scored]:
    """Return the one figure of a list (甲、乙和丙分别占30%、20%、10%) that stands where its member does, where one is asked for."""
    label = chosen[0].figure.label
    members = _JOINTS.split(label.partition("分别")[0]) if "分别" in label else []
    same = [item for item in timely if item.figure.label == label and item.facts is chosen[0].facts]
    same.sort(key=lambda item: item.figure.value_start)
    if not members or len(same) != len(members):
        return chosen
    asked = [word for word in question.words if len(fold(word.text)) > 1]
    scores = [sum(word_score(word, fold(member)) >= _LEAST_MEMBER for word in asked) for member in members]
    best = max(scores)
    if not best or scores.count(best) > 1:
        return chosen
    at = scores.index(best)
    own = replace(same[at].figure, label=members[at].strip() + label.partition("分别")[2])
    return [replace(same[at], figure=own)]


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
    seen: dict[tuple[str, str, str], Scored] = {}
    for item in sorted(top, key=lambda item: -item.score):
        seen.setdefault((item.figure.value, item.figure.unit, item.figure.when), item)
    return _of_as_many_years(list(seen.values())[:3], question)


def _of_as_many_years(chosen: list[Scored], question: Question) -> list[Scored]:
    """Return figures without those of several years beside some of one (五年来新增14.8万人), or the other way round."""
    wants_several = bool(_SEVERAL.search(question.plain))
    meant = {base_of(item.figure.unit) for item in chosen if (item.figure.since is not None) == wants_several}
    return [
        item
        for item in chosen
        if (item.figure.since is not None) == wants_several or base_of(item.figure.unit) not in meant
    ]


def _is_same_thing(result: Scored, other: Scored) -> bool:
    """Return whether a result may stand for another figure: it is alike, and meets as many words of the question."""
    return result.unmet <= other.unmet and likeness(result.figure, other.figure) >= _ALIKE


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
        sentences.append(f"{_subject(item)}{_link(figure)}{amount(item)}（{source_name(item.facts, figure.start)}）")
        items.append(Item(name_of(figure), figure.about, "Indicator", _detail(item), span))
        spans.append(span)
    given = {"text": chosen[0].figure.subject or chosen[0].figure.label}
    return Draft(
        "；".join(sentences) + "。", name_of(chosen[0].figure), tuple(spans), tuple(items), "indicators_named", given
    )


def _subject(item: Scored) -> str:
    figure = item.figure
    year = figure.when
    label = _NEW.sub("", figure.label)
    if label != figure.label and item.facts.document.text.startswith("累计", figure.start):
        return f"{year}{label}累计"  # 新建甲3家，累计达20家: the second is no number of new ones
    return f"{year}{figure.label}"


def _link(figure: Figure) -> str:
    return "目标为" if figure.status == "target" else "为"


def _detail(item: Scored) -> str:
    figure = item.figure
    return f"{figure.when}{STATUS[figure.status]}：{amount(item)}"


def _no_figure(question: Question, fits: Sequence[Scored]) -> Draft:
    """Return which years and states there are figures for, without naming a figure that was not asked for."""
    best = max(item.score for item in fits)
    near = [item for item in fits if item.score >= best - _CLOSE]
    name = name_of(near[0].figure)
    there = "、".join(dict.fromkeys(time_of(item.figure) for item in near))
    wanted = "、".join(f"{year}年" for year in question.years) + (STATUS[question.status] if question.status else "")
    spans = tuple(sentence_span(item.facts, item.figure.start, item.figure.end) for item in near[:3])
    told = no(f"文中有“{name}”{there}的数字，没有{wanted or '所问'}的数字。", name, spans)
    return replace(told, is_final=bool(question.years and question.status))
