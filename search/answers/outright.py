"""What a document says in so many words: tried before facts are put together, and where these answer nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.patterns import lazy
from search.answers import support
from search.answers.counted import counted, shortened
from search.answers.draft import Draft
from search.answers.gaps import fill
from search.answers.knowledge import Knowledge
from search.answers.points import points, under_heading
from search.questions.question import Question

# Intents that a heading with its points, a counted list or a sentence answers before facts are put together.
_FIRST = frozenset(("comprises", "related", "facet", "definition", "place", "number", "targets", "digest", "reverse"))
# Intents that only a subject right before the verb of the question answers first: 哪个市获批…….
_SUBJECT_FIRST = frozenset(("award", "runner", "person", "named"))
# Intents that a sentence may answer where no facts do.
_AFTER = _FIRST | _SUBJECT_FIRST | {"post", "inventory", "audience", "basis", "issuer", "time", "agenda"}
# 排第几, 居全国第几位.
_RANKING = lazy("第几|老几|位次|名次|排名")
# 哪些未来产业, 未来产业有哪些.
_LISTED = lazy("哪|什么")
# 到什么时候, 有效期.
_UNTIL = lazy("到|至|期")
_COMPARED = lazy("比|较|规模|变化|差|分别|各")
# 哪家最先出台.
FIRST_TO = lazy("最先|最早|率先|首先|首家|首个|首位|第一[个家位]|第1[个家位]")
# 会徽叫什么, 最高的桥是哪座, 组长是谁.
_BESIDE = lazy("叫(?:什么|啥|作)|(?:是|有|为|包括|由)(?:谁|什么|啥|哪)")
# 分几级, 连续多少年.
_CLASSES = lazy("[分有][为成]?哪?(?:几|多少)个?[级类档种等阶层部步型情]|连续(?:多少|几)")
# 每月几次, 多久一次.
_OFTEN = lazy("[次回场遍期]|频")
# 建成了吗.
_WHETHER = lazy("[吗没么]$|没有$")
# 哪些情形, 什么情况下.
_CASES = lazy("情形|情况|条件")
# 怎么办, 会怎么样, 受到什么处罚, 罚多少.
_FOLLOWS = lazy("怎|如何|咋|罚|后果|责任|处分|影响|视为|算什么")


def said_outright(knowledge: Knowledge, question: Question) -> tuple[str, Draft] | None:
    """Return the draft that documents give a question word for word, with the intent it is shown under; or None."""
    intent = (question.intents or ("",))[0]
    for draft in _drafts(knowledge, question, intent):
        if draft is not None and (draft.is_met or not support.unmet(knowledge, question, draft)):
            return intent or "comprises", draft
    return None


def _drafts(knowledge: Knowledge, question: Question, intent: str) -> Iterator[Draft | None]:
    yield from _asked_so(knowledge, question, intent)
    if intent in ("person", "post", ""):
        from search.answers.roster import on_roster  # patterns take longer to compile than a question to answer

        yield on_roster(knowledge, question)
    if _BESIDE.search(question.plain):
        from search.answers.apposed import apposed

        yield apposed(knowledge, question)
    if not intent or intent in _FIRST:
        if "奖" in question.plain:
            from search.answers.conferred import conferred

            yield conferred(knowledge, question)
        yield counted(knowledge, question)
        if _LISTED.search(question.plain):
            from search.answers.named_lists import led_list, named_list

            yield named_list(knowledge, question)
            yield points(knowledge, question)
            yield led_list(knowledge, question)
        elif not _follows(question):  # what is 不合格 does not say what comes of it
            yield points(knowledge, question)
        yield under_heading(knowledge, question, is_exact=True)
        yield fill(knowledge, question, is_whole=True)
    elif intent in _SUBJECT_FIRST and "谁" not in question.plain:
        yield fill(knowledge, question, is_whole=True, is_subject=True)


def _follows(question: Question) -> bool:
    from search.answers import consequences

    return bool(_FOLLOWS.search(question.plain)) and consequences.is_asked(question)


def _asked_so(knowledge: Knowledge, question: Question, intent: str) -> Iterator[Draft | None]:
    """Yield what answers a way of asking whatever its intent: a paper's own reply, a place in a ranking, what follows."""
    # Their patterns take longer to compile than a question to answer.
    from search.answers.replies import reply

    yield reply(knowledge, question)
    if _RANKING.search(question.plain):
        from search.answers.rankings import place_held

        yield place_held(knowledge, question)
    if FIRST_TO.search(question.plain):
        from search.answers.firsts import first_to

        yield first_to(knowledge, question)
    if _CLASSES.search(question.plain):
        from search.answers.classes import classed, unbroken

        yield classed(knowledge, question)
        yield unbroken(knowledge, question)
    if _UNTIL.search(question.plain):
        from search.answers.until import until

        yield until(knowledge, question)
    if intent == "time":
        from search.answers.paired import paired_date

        yield paired_date(knowledge, question)
    if "届" in question.plain and _COMPARED.search(question.plain):
        from search.answers.edition_figures import compare_editions

        yield compare_editions(knowledge, question)
    if _OFTEN.search(question.plain):
        from search.answers.frequency import how_often

        yield how_often(knowledge, question)
    if _WHETHER.search(question.plain) and not {"comparison", "outcomes"} & set(question.intents):
        from search.answers.whether import whether

        yield whether(knowledge, question)
    if "哪些" in question.plain:
        from search.answers.situations import led_by_noun

        yield led_by_noun(knowledge, question)
    if _CASES.search(question.plain):
        from search.answers.situations import in_which_cases

        yield in_which_cases(knowledge, question)
    if _FOLLOWS.search(question.plain):
        from search.answers.consequences import consequence

        yield consequence(knowledge, question)


def said_after(knowledge: Knowledge, question: Question) -> tuple[str, Draft] | None:
    """Return the sentence that fills the gap of a question that no intent answers; None where none does."""
    if not set(question.intents) <= _AFTER:
        return None
    from search.answers.charged import charged

    finders: tuple[Callable[[Knowledge, Question], Draft | None], ...] = (shortened, charged, fill, under_heading)
    for finder in finders:
        draft = finder(knowledge, question)
        if draft is not None and (draft.is_met or not support.unmet(knowledge, question, draft)):
            return (question.intents or ("digest",))[0], draft
    return None
