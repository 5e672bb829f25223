"""Two lists of a sentence that answer each other in order: 2032年、2033年分别建成甲、乙支线."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.support import telling
from search.questions.fold import fold
from search.questions.question import Question

_EACH = lazy(r"(?P<first>[^，。；：]*?)(?:将|都)?分别(?P<second>[^，。；：]*)")
_JOINTS = lazy(r"、|和|与|及|以及")
_WHEN = lazy(r"什么时候|啥时候|何时|哪(?:一)?[年天月日]|哪个月|几月")
_LEAST = 2
_MET = 0.75
_DAY = lazy(
    r"^(?:将|预计|计划|力争|于|在|到)*(?P<day>(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末初])?|\d{1,2}月(?:\d{1,2}日)?)"
)


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (what a member is said of, that member) for lists of the same length around 分别, the dates first.

    The first member of a list keeps the verb before it, the last one what all members end in: 建成甲, 乙支线.
    """
    for hit in _EACH.finditer(text):
        first, second = (_JOINTS.split(hit[name]) for name in ("first", "second"))
        if len(first) == len(second) > 1 and all(map(str.strip, (*first, *second))):
            yield from zip(first, second, strict=True)


def dates(text: str) -> list[tuple[str, str]]:
    """Return (date, what it is of) of the lists of a sentence of which one is of dates."""
    found = []
    for one, other in pairs(text):
        for date, thing in ((one, other), (other, one)):
            if hit := _DAY.match(date.strip()):
                found.append((hit["day"], thing))
                break
    return found


def paired_date(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the date that stands opposite to what a question asks the time of; None where no sentence pairs it with one."""
    hit = _WHEN.search(question.plain)
    words = [word for word in telling(question) if word.text in question.plain[: hit.start()]] if hit else []
    for facts in knowledge.about(question) if words else ():
        for line in facts.lines:
            paired = dates(line.text) if "分别" in line.text else []
            sizes = [_shared(thing, words[-1].text) for _, thing in paired]
            best = max(sizes, default=0)
            wide = line.folded + fold("".join(line.headings) + facts.document.title)
            if best < _LEAST or sizes.count(best) > 1 or any(word_score(word, wide) < _MET for word in words[:-1]):
                continue
            if not all(char in line.folded for char in fold(words[-1].text)):
                continue
            day, _ = paired[sizes.index(best)]
            span = Span(facts.meta.id, line.start, line.end)
            text = f"{day}：{line.text.strip().rstrip('。')}。（{source_name(facts, line.start)}）"
            return Draft(text, question.topic, (span,), (Item(day, "", "", "", span),), "mentions", is_met=True)
    return None


def _shared(member: str, asked: str) -> int:
    """Return how much of the beginning of what is asked about a member has; it may lack what all members end in."""
    own, wanted = fold(member), fold(asked)
    return next((size for size in range(len(wanted), 1, -1) if wanted[:size] in own), 0)
