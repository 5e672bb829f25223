"""Which documents a question names: by a place where the library has papers of several, by kind and year (2026年工作报告)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.patterns import lazy
from search.answers.knowledge import Knowledge
from search.questions.question import Question

if TYPE_CHECKING:
    from corpus.documents import DocumentMeta

# The kinds by which a document is called beside its year, as the end of a title has them.
_CALLED = lazy(
    r"(?P<year>(?:19|20)\d\d)年?[^，。？?的]{0,12}?(?P<kind>政府工作报告|工作报告|工作要点|工作计划|实施方案|行动计划)"
)
# The government of a place, and its report, are spoken of in the papers of the place.
_OWN = lazy(r"^(?:省|市|县|区|自治区|全省|全市)?的?(?:人民)?政府(?:工作报告|办公[厅室])?$")
# What may stand behind the short name of a place.
ENDINGS = frozenset(
    ["", "省", "市", "县", "区", "州", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治州", "全省", "全市"]
)


def scoped(knowledge: Knowledge, question: Question) -> Question:
    """Return a question that keeps to the documents that it names, without the words that only name them.

    Where all documents are of the place, or none is, the place is a word like others.
    """
    everything = frozenset(meta.id for meta in knowledge.metas)
    of_place = knowledge.places_in(question.plain)
    places = _places(of_place, question)
    chosen = frozenset().union(*(of_place[place] for place in places)) or everything
    if chosen == everything:
        places = ()
    called = _CALLED.search(question.plain)
    of_year = frozenset(meta.id for meta in knowledge.metas if called and _is_called(meta, called)) & chosen
    if of_year:
        chosen = of_year
    if chosen == everything:
        return question
    lean = _without(question, places, called[0] if called and of_year else "")
    return replace(lean, documents=chosen)


def carried(knowledge: Knowledge, pieces: Sequence[str]) -> Sequence[str]:
    """Return the parts of a question of which those without a place are of the place that the first names."""
    first, *rest = pieces
    place, documents = next(iter(knowledge.places_in(first).items()), ("", frozenset[str]()))
    if not place or len(documents) == len(knowledge.metas):
        return pieces
    return (first, *(piece if knowledge.places_in(piece) else place + piece for piece in rest))


def _is_called(meta: DocumentMeta, called: re.Match[str]) -> bool:
    year = int(called["year"])
    return called["kind"] in meta.title and (meta.year == year or (meta.year is None and called["year"] in meta.title))


def _places(known: Iterable[str], question: Question) -> tuple[str, ...]:
    """Return the places of a question that are no part of a longer name: not the 上海 of 上海合作组织."""
    left, found = question.plain, []
    for place in known:
        at = left.find(place)
        if at >= 0 and _is_apart(question, at, at + len(place)):
            found.append(place)
            left = left.replace(place, " " * len(place))
    return tuple(found)


def _is_apart(question: Question, start: int, end: int) -> bool:
    holding = [link for link in question.links if link.start <= start and end <= link.end]
    return all(
        "Place" in link.types
        or link.end - link.start <= end - start
        or (link.start == start and _OWN.match(question.plain[end : link.end]))
        for link in holding
    )


def _without(question: Question, places: tuple[str, ...], called: str) -> Question:
    """Return a question without the words that only name its documents, unless it has no others."""

    def only_names(text: str) -> bool:
        return any(text.startswith(place) and text[len(place) :] in ENDINGS for place in places) or text in called

    words = tuple(word for word in question.words if not only_names(word.text))
    if not words:
        return question
    links = tuple(link for link in question.links if not only_names(link.text))
    return replace(question, words=words, links=links, years=() if called else question.years)
