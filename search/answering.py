"""From a question to an answer with citations, or an honest no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from corpus.errors import InputError
from corpus.patterns import lazy
from kg import queries_table
from search import unanswered
from search.answers import by_place, editions, fitting, joined, scope, support
from search.answers.draft import Draft, cite, no
from search.answers.knowledge import Knowledge, knowledge
from search.answers.order import tried
from search.questions import tables
from search.questions.context import resolve
from search.questions.parse import parse
from search.questions.parts import parts
from search.questions.question import Question
from search.results import Answer, AnswerItem, Citation

if TYPE_CHECKING:
    from search.library import Library

# So many questions before the last may matter.
_MOST_CONTEXT = 4
_MOST_READINGS = 3
# Words that no question ends with; 和 may end a name.
_BROKEN_OFF = ("与", "以及", "把", "被")

Strategy = Callable[[Knowledge, Question], Draft | None]

# What answers each intent of the table, as module and function of `search.answers`, imported on choice: their patterns
# take longer to compile than a question to answer. Intents with a `predicate` need nothing here.
STRATEGIES: dict[str, str] = {
    "definition": "definitions.define",
    "comprises": "members.comprise",
    "reverse": "members.contain",
    "number": "figures.count",
    "comparison": "comparisons.compare",
    "provenance": "sources.locate",
    "issuer": "sources.issuer_of",
    "document_number": "sources.number_of",
    "post": "posts.post_of",
    "person": "people.who",
    "named": "described.named",
    "award": "awards.awarded",
    "time": "events.when",
    "place": "places.where",
    "edition": "series.edition",
    "theme": "occasions.theme",
    "runner": "occasions.run_by",
    "related": "topics.related",
    "facet": "described.facet",
    "inventory": "inventory.inventory",
    "relation": "relations.between",
    "changes": "changes.changed",
    "outcomes": "outcomes.outcomes",
    "targets": "targets.listed",
    "history": "changes.through_years",
    "digest": "digests.digest",
    "agenda": "agenda.agenda",
    "outline": "outlines.outline",
    "shortcomings": "phrases.shortcomings",
    "guidance": "phrases.guidance",
    "numbered": "sources.numbered",
}
# 为什么没完成: a figure is no reason.
_WHY = lazy("为什么|为何|为啥|原因")
_FIGURES = ("number", "comparison", "outcomes", "targets")


def ask(library: Library, question: str, context: Sequence[str] = ()) -> Answer:
    """Return the answer to a question, with the sentences it stands on, or `not_found` with the nearest passages.

    Args:
        library: The library to answer from.
        question: One question, or two or three in one sentence.
        context: The questions asked before, oldest first; a follow-up (那今年的目标呢) is completed from them.

    Raises:
        InputError: There is nothing to answer: only marks, or a question that breaks off.
    """
    _check(question)
    known = knowledge(library)
    full = _in_context(known, question, context)
    answer = _of_each(known, full) or _in_parts(known, full)
    if full != question:
        answer = replace(answer, question=question, interpretation=f"结合上文作“{full}”。{answer.interpretation}")
    unanswered.note(library, answer)
    return answer


def _check(question: str) -> None:
    words = "".join(char for char in question if char.isalnum())
    if not words:
        raise InputError("没有可答的问题", where="问题", hint="写出要问的，例如：哪些项目与科普惠农有关")
    if words.endswith(_BROKEN_OFF):
        raise InputError("问题没有说完", where=question.strip(), hint="把问题补全，例如：哪些项目与科普惠农有关")


def _read(known: Knowledge, text: str) -> Question:
    return editions.dated(known, scope.scoped(known, parse(text, known.names, known.vocabulary, year=known.year)))


def _in_context(known: Knowledge, question: str, context: Sequence[str]) -> str:
    """Return a question that stands alone: a follow-up is completed from the question before it, as that one was."""
    *earlier, last = (*context[-_MOST_CONTEXT:], question)
    if not earlier:
        return last
    before = _in_context(known, earlier[-1], earlier[:-1])

    def named() -> str:
        people = {link.text for link in _read(known, before).links if "Person" in link.types}
        if len(people) == 1:
            return people.pop()  # 裴某获得了什么奖: 他 is who was asked about, not the award
        items = _one(known, before).items
        return items[0].name if len(items) == 1 and items[0].type == "Person" else ""

    return resolve(last, _read(known, before), lambda text: _read(known, text), named)


def _of_each(known: Knowledge, question: str) -> Answer | None:
    """Return the answers about each of the places that a question names; None where it is of one, or none answers."""
    asked = by_place.asked_of_each(known, question)
    found = [(place, _one(known, text)) for place, text in asked]
    return joined.by_place(question, found) if any(answer.status != "not_found" for _, answer in found) else None


def _in_parts(known: Knowledge, question: str) -> Answer:
    """Return the answer to the whole; where a text asks several things and each is found, their answers one by one."""
    pieces = parts(question)
    if len(pieces) < 2:
        return _one(known, question)
    whole_pieces = scope.carried(known, [_in_context(known, piece, pieces[:i]) for i, piece in enumerate(pieces)])
    found = [_one(known, piece) for piece in whole_pieces]
    if found[0].status == "not_found" and not _read(known, pieces[1]).words:
        return _one(known, question)  # 是哪些 has nothing to ask of its own
    are_apart = len({answer.answer for answer in found}) == len(found)
    if not are_apart or any(answer.status == "not_found" for answer in found[1:]) or found[0].status == "not_found":
        whole = _one(known, question)
        if whole.status != "not_found" or all(answer.status == "not_found" for answer in found):
            return whole
    return joined.parts(question, found)


def _one(known: Knowledge, text: str) -> Answer:
    from search.answers import outright  # opened on need, like the strategies

    question = _read(known, text)
    intent, draft = _first(known, question)
    if draft is not None and draft.is_found and outright.FIRST_TO.search(question.plain):
        from search.answers import firsts

        draft = firsts.kept(known, question, draft)
    if draft is not None and draft.is_found and intent in _FIGURES and _WHY.search(question.plain):
        from search.answers import reasons

        draft = reasons.reason(known, question) if reasons.is_asked(question) else draft
    if draft is not None and draft.is_found and intent in ("award", "person"):
        from search.answers import remainder

        draft = remainder.told_of(known, question, draft)
    answer = _answer(known, question, intent, draft)
    readings = _readings(question, intent)
    if answer.status == "not_found" and readings and support.missing(known, question):
        return answer  # what the library nowhere speaks of is not there under another reading either
    return replace(answer, readings=readings)


def _first(known: Knowledge, question: Question) -> tuple[str, Draft | None]:
    """Return the best draft, from the documents that mention what is asked about where these answer.

    Only where they do not is a large library searched for others.
    """
    narrow = replace(question, is_wide=False)
    if not known.is_small and known.about(narrow):
        intent, draft = _best(known, narrow)
        if draft is not None and draft.is_found and not draft.is_partial:
            return intent, draft
    return _best(known, question)


def _readings(question: Question, taken: str) -> tuple[str, ...]:
    """Return how else a question could be understood: the other intents that its words fit, or all where they fit none."""
    labels = {entry.name: entry.label for entry in tables.intents() if "{y}" not in entry.label}
    others = [name for name in question.intents or fitting.UNSIGNED if name != taken and name in labels]
    return tuple(labels[name].format(x=question.topic) for name in others)[:_MOST_READINGS]


def _best(known: Knowledge, question: Question) -> tuple[str, Draft | None]:
    """Return the draft of the first intent that finds something, else the first honest no."""
    from search.answers import outright  # opened on need, like the strategies

    if found := outright.said_outright(known, question):
        return found
    refused: tuple[str, Draft] | None = None
    allowed = others = fitting.without_sign(question)
    for intent in tried(question) or others:
        if (refused is not None and intent not in allowed) or fitting.is_barred(question, intent):
            continue
        draft = _draft(known, question, intent)
        if draft is None or fitting.names_no_body(question, intent, draft):
            continue
        if draft.is_found and not draft.is_met and (lost := support.unmet(known, question, draft)):
            draft = _beside(known, question, draft, lost)
        if draft.is_found:
            return intent, draft
        if draft.is_final:
            return intent, draft
        if refused is None:
            refused = (intent, draft)
            allowed = _then(intent) if question.intents else others
    return outright.said_after(known, question) or refused or ("", None)


def strategy(intent: str) -> Strategy:
    """Return what answers an intent of the table."""
    module, _, function = STRATEGIES[intent].partition(".")
    return cast("Strategy", getattr(import_module(f"search.answers.{module}"), function))


def _draft(known: Knowledge, question: Question, intent: str) -> Draft | None:
    """Return what an intent finds: by its own strategy, or by the relation that the table gives it."""
    if intent in STRATEGIES:
        return strategy(intent)(known, question)
    from search.answers import stated

    entry = next(entry for entry in tables.intents() if entry.name == intent)
    return stated.answer(known, question, entry)


def _beside(known: Knowledge, question: Question, draft: Draft, lost: tuple[str, ...]) -> Draft:
    """Return the no that stands for a draft about something else, which is not what the question is about."""
    said = "”“".join(lost)
    if set(lost) <= set(support.missing(known, question)):
        return no(f"库中文献没有提到“{said}”。", question.topic, draft.spans)
    return no(f"文中这一处没有说到“{said}”，无从回答。", question.topic, draft.spans)


def _then(intent: str) -> tuple[str, ...]:
    """Return the intents that may still answer after this one found nothing."""
    return tuple(name for entry in tables.intents() if entry.name == intent for name in entry.then)


def _answer(known: Knowledge, question: Question, intent: str, draft: Draft | None) -> Answer:
    if draft is None:
        near = support.closest(known, question)
        text = f"库中文献没有回答这个问题的内容（“{question.topic}”）。"
        return Answer(question.text, "", "not_found", text, alternatives=tuple(cite(known, span) for span in near))
    reading = _interpretation(question, intent, draft)
    if not draft.is_found:
        near = draft.spans or support.closest(known, question)
        passages = tuple(cite(known, span) for span in near)
        return Answer(question.text, reading, "not_found", draft.text, alternatives=passages)
    cited: dict[tuple[str, int, int], Citation] = {}
    for span in draft.spans:
        cited.setdefault((span.document, span.start, span.end), cite(known, span))
    items = tuple(
        AnswerItem(item.name, item.iri, item.type, item.detail, cite(known, item.span) if item.span else None)
        for item in draft.items
    )
    return Answer(
        question=question.text,
        interpretation=reading,
        status="partial" if draft.is_partial else "answered",
        answer=draft.text,
        items=items,
        citations=tuple(cited.values()),
        sparql=_sparql(draft),
    )


def _interpretation(question: Question, intent: str, draft: Draft) -> str:
    label = next((entry.label for entry in tables.intents() if entry.name == intent), "“{x}”")
    first, _, second = draft.about.partition("、")
    label = label if second or "{y}" not in label else "“{x}”"
    shown = label.format(x=first if "{y}" in label else draft.about, y=second)
    fixed = "，".join(f"“{slip.before}”作“{slip.after}”" for slip in question.corrections)
    return f"理解为：{shown}" + (f"（{fixed}）" if fixed else "")


def _sparql(draft: Draft) -> str:
    if not draft.query:
        return ""
    text = queries_table.load(draft.query)
    given = "".join(f"# ?{name} = {value}\n" for name, value in draft.given.items() if value)
    return given + text
