"""How well a mention of something fits a topic: by its names, clause, heading, and what is stated of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate
from weakref import WeakKeyDictionary

from corpus.patterns import lazy
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.lists import enumerations
from search.answers.matching import coverage
from search.answers.wholes import wholes
from search.questions.fold import fold
from search.questions.question import Question, Word

_MEMBER_STOPS = lazy(r"[，。；、：]")


# 甲3家、乙4家: members with figures of their own are apart.
_CLAUSE_STOPS = lazy(r"[，。；]|(?<=[家个项名块支篇场次])、")


_JOINED = lazy(r"^(?:、|和|与|及|跟|或|以及|,|，)$")


_IMPLIED: WeakKeyDictionary[Facts, list[tuple[int, int, str, str, str]]] = WeakKeyDictionary()


def implied(facts: Facts) -> list[tuple[int, int, str, str, str]]:
    """Return where a sentence names all members of a whole without naming it: it speaks of the whole."""
    if facts not in _IMPLIED:
        _IMPLIED[facts] = _read_implied(facts)
    return _IMPLIED[facts]


def _read_implied(facts: Facts) -> list[tuple[int, int, str, str, str]]:
    found = []
    text = "\n".join(line.folded for line in facts.lines)
    starts = list(accumulate((len(line.folded) + 1 for line in facts.lines), initial=0))
    for whole in wholes(facts):
        keys = [fold(member) for member in whole.members]
        if len(keys) < 2 or not whole.iri or whole.iri not in facts.types or not all(key in text for key in keys):
            continue
        # Only lines with the longest member need to be asked for the others.
        for i in _places(text, max(keys, key=len), starts):
            line = facts.lines[i]
            if line.kind == "sentence" and all(key in line.folded for key in keys):
                found.append((line.start, line.end, whole.iri, whole.name, facts.types[whole.iri]))
    return found


def _places(text: str, key: str, starts: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of the lines of a text that hold a key, given where the lines start."""
    at = text.find(key)
    while at >= 0:
        line = bisect_right(starts, at) - 1
        yield line
        at = text.find(key, starts[line + 1])


def stated_of(facts: Facts) -> dict[str, str]:
    """Return for each entity what statements say it targets, relates to, is run by."""
    found: dict[str, str] = defaultdict(str)
    for s in facts.by_predicate("targets", "relatesTo"):
        found[s.subject_iri] += "|" + fold(s.object)
    return found


def mention_score(
    knowledge: Knowledge,
    facts: Facts,
    groups: Sequence[Sequence[Word]],
    mention: tuple[int, int, str, str],
    line: Line,
    known: tuple[str, str],
) -> float:
    """Return how well a mention fits the best of some topics, in [0, 1]. `known` is its definition and what is stated of it."""
    start, end, iri, name = mention
    names = "|".join(fold(other.text) for other in knowledge.names.of(iri)) or fold(name)
    clause = fold(clause_around(facts.document.text, line, start, end))
    heading, above = facts.themes(line.point)
    called = _called(line, start - line.start)
    fields = (
        (names, 1.0),
        (called, 0.95),
        (known[1], 0.95),
        (heading, 0.9),
        (clause, 0.75),
        (known[0], 0.7),
        (line.folded, 0.55),
        (above, 0.4),
    )
    score = max(coverage(group, fields) for group in groups)
    # An honour belongs to a topic by its name; that it was won in the same sentence does not make it one.
    own = ((names, 1.0), (called, 0.95))
    if facts.types.get(iri) == "Award" and max(coverage(group, own) for group in groups) < 0.6:
        return 0.0
    return score


def _called(line: Line, at: int) -> str:
    """Return, folded, what the list that holds an offset says its members are: 评选品牌 of 甲奖、乙奖等评选品牌."""
    return next((fold(found.noun) for found in enumerations(line.text) if found.start <= at < found.end), "")


def groups_of(question: Question, words: Sequence[Word]) -> tuple[tuple[Word, ...], ...]:
    """Return the topics of a question: words joined by 和 or 、 are topics of their own, others belong together."""
    groups: list[tuple[Word, ...]] = []
    at = 0
    for word in words:
        start = question.plain.find(word.text, at)
        between = question.plain[at:start] if start >= 0 else ""
        if groups and not _JOINED.match(between.strip()):
            groups[-1] = (*groups[-1], word)
        else:
            groups.append((word,))
        at = max(start, at) + len(word.text)
    # 甲和乙方面: what stands alone must be able to carry a topic.
    strong = [group for group in groups if any(word.weight == 1 and len(word.text) > 1 for word in group)]
    return tuple(strong) if len(strong) == len(groups) and len(groups) > 1 else (tuple(words),)


def clause_around(text: str, line: Line, start: int, end: int) -> str:
    """Return the clause around a stretch of a line."""
    # In a glossary entry each member of a list stands for itself.
    stretch = text[line.start : line.end]
    stops = _MEMBER_STOPS if line.kind == "glossary" else _CLAUSE_STOPS
    left = (
        max((hit.end() for hit in stops.finditer(stretch) if hit.end() <= start - line.start), default=0) + line.start
    )
    right = min(
        (hit.start() for hit in stops.finditer(stretch) if hit.start() >= end - line.start), default=len(stretch)
    )
    right += line.start
    return text[max(left, line.start) : right]
