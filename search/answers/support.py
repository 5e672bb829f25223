"""Whether what a question says is met where an answer stands: an answer about something else is no answer."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from corpus.patterns import lazy
from search.answers.draft import Draft, Span, chinese_date
from search.answers.facts import Facts
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage, meets, pairs_of
from search.answers.times import dates, written
from search.questions import tables
from search.questions.fold import fold, grams
from search.questions.question import Question, Word

# A word is met by a text that has so many of its character pairs: a stretch may be cut with a particle too many.
_MET = 0.5
_SHORTEST_AWARD = 5
_MET_AWARD = 0.75
# 四个, 三化, 第二部分 count what is asked for.
_COUNTING = lazy(r"第?[一二两三四五六七八九十几\d]+.{0,2}")
_REGISTER = lazy("(?<=..)(?:名录|目录|清单|名册)$")
_EDITION = lazy(r"首届|第[一二三四五六七八九十百\d]+届")
_YEAR = lazy(r"(?:19|20)?\d\d年|[今去前明本上]年")
# Of so many documents every line is looked at; in a larger library the index has chosen them.
_DOCUMENTS = 12


def unmet(knowledge: Knowledge, question: Question, draft: Draft) -> tuple[str, ...]:
    """Return the words of a question that neither the evidence of a draft nor its surroundings have."""
    around = tuple(_around(knowledge, draft))
    around += tuple(_other_names(knowledge, question, around))
    words = tuple(word.text for word in telling(question) if not _is_met(word, around) or _lacks_register(word, around))
    words = words or tuple(
        told for told, forms in editions(question) if not any(f in t for f in forms for t in around[1:])
    )
    words = words or tuple(date for date in dates(question.plain) if not any(date in written(t) for t in around[1:]))
    return words or _unmet_years(knowledge, question, draft, around)


def _lacks_register(word: Word, around: Sequence[str]) -> bool:
    """Return whether a question asks what a register has (茶企名录) where nothing tells of one."""
    hit = None if word.is_name else _REGISTER.search(word.text)
    return hit is not None and not any(hit[0] in text for text in around)


def editions(question: Question) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the editions that a question names (第四届), each with its forms as texts are compared."""
    for hit in _EDITION.finditer(question.plain):
        key = fold(hit[0])
        yield hit[0], ("首届", "首次", "第1届", "第1次") if key in ("首届", "第1届") else (key,)


def is_of_other_edition(question: Question, text: str) -> bool:
    """Return whether a text names editions (第三届) but none of those that a question names."""
    asked = [form for _, forms in editions(question) for form in forms]
    folded = fold(text)
    return bool(asked) and bool(_EDITION.search(folded)) and not any(form in folded for form in asked)


def _other_names(knowledge: Knowledge, question: Question, around: Sequence[str]) -> Iterator[str]:
    """Yield all names of what the question names, where the answer stands on it: 首届 may stand in another of them."""
    for iri in (iri for link in question.links for iri in link.iris):
        names = [fold(name.text) for name in knowledge.names.of(iri)]
        if any(name in text for name in names for text in around):
            yield from names


def _unmet_years(knowledge: Knowledge, question: Question, draft: Draft, around: Sequence[str]) -> tuple[str, ...]:
    """Return the years of a question that are far from the documents of an answer and stand nowhere near it.

    A document speaks of its own year, reports on the one before and plans the next.
    """
    spans = (*draft.spans, *(item.span for item in draft.items if item.span))
    dates = {knowledge.facts(span.document).meta.year for span in spans}
    if not question.years or not dates or None in dates:
        return ()
    is_near = any(abs(year - date) <= 1 for year in question.years for date in dates if date)
    # What an answer itself says of a year is no evidence for it.
    is_said = any(str(year) in text for year in question.years for text in around[1:])
    if is_near or is_said:
        return ()
    # The year of an edition (第四届) was worked out: to the asker only the edition says anything.
    named = () if _YEAR.search(question.plain) else tuple(told for told, _ in editions(question))
    return named or tuple(f"{year}年" for year in question.years)


def missing(knowledge: Knowledge, question: Question) -> tuple[str, ...]:
    """Return the words of a question that no document in question has."""
    documents = knowledge.about(question)[:_DOCUMENTS]
    return tuple(word.text for word in telling(question) if not any(_is_met(word, _texts(f)) for f in documents))


def telling(question: Question) -> Iterator[Word]:
    """Yield the words that say what a question is about: not its verbs, nor words for kinds, counts and asking."""
    known = tables.words()
    for word in question.words:
        bare = word.text.rstrip("和与及或的")
        # 六联一体 counts nothing where it is a name.
        is_counting = bool(_COUNTING.fullmatch(bare)) and not word.is_name and not _continues(question, bare)
        # 占比, 比例 say which figure is wanted; whether it is one is told by its unit.
        is_asking = (
            _is_word(bare, known) or bare in tables.kinds() or "%" in tables.units().get(bare, ()) or is_counting
        )
        if word.weight == 1 and len(fold(word.text)) > 1 and not is_asking:
            yield word


def _is_word(text: str, known: Container[str]) -> bool:
    """Return whether a text is a known word; 人 before it belongs to what asks: 哪些人当选."""
    return text in known or text.removeprefix("人") in known


def _continues(question: Question, text: str) -> bool:
    """Return whether a text goes on right after a name: 四进一减 is another thing than 四进."""
    return any(question.plain.startswith(text, link.end) for link in question.links)


def _is_met(word: Word, texts: Sequence[str]) -> bool:
    if word.text.endswith("奖") and len(word.text) > _SHORTEST_AWARD and len(word.names) < 2:
        # 青年科技创新奖 is another award than 青年科技奖.
        return any(meets(word.text, text) >= _MET_AWARD for text in texts)
    return any(_has(form, text) for form in (*word.names, word.text, *word.forms) for text in texts)


def _has(form: str, text: str) -> bool:
    pairs = grams(fold(form))
    return meets(form, text) > 0 or (len(pairs) > 1 and sum(pair in text for pair in pairs) >= _MET * len(pairs))


def _texts(facts: Facts) -> tuple[str, ...]:
    return (*(line.folded for line in facts.lines), fold(facts.document.title))


def _around(knowledge: Knowledge, draft: Draft) -> Iterator[str]:
    """Yield what an answer stands on, folded: its sentences with those beside them, headings, titles, other names."""
    yield fold(draft.text)
    spans = (*draft.spans, *(item.span for item in draft.items if item.span))
    for item in draft.items:
        yield fold(item.name + item.detail)
        yield from (fold(name.text) for name in knowledge.names.of(item.iri))
    for span in dict.fromkeys(spans):
        yield from _surroundings(knowledge.facts(span.document), span)
        for _, _, iri, _, _ in knowledge.facts(span.document).mentions_in(span.start, span.end):
            yield from (fold(name.text) for name in knowledge.names.of(iri))


def _surroundings(facts: Facts, span: Span) -> Iterator[str]:
    yield fold(facts.document.title + facts.document.issuer) + chinese_date(facts.meta.date)
    part = facts.document.part_at(span.start)
    if part is not None:
        yield fold(part.title + part.subtitle + part.event + part.speaker)
    lines = facts.lines
    own = fold(facts.document.quote(span.start, span.end))
    yield from (name for name, members in facts.folded_made_of if all(member in own for member in members))
    for i, line in enumerate(lines):
        if line.start < span.end and span.start < line.end:
            beside = "".join(other.folded for other in lines[max(0, i - 2) : i + 2])
            yield beside + fold("".join(line.headings))


def closest(knowledge: Knowledge, question: Question, limit: int = 3) -> tuple[Span, ...]:
    """Return the sentences nearest to a question, to be offered as such."""
    found = []
    pairs = pairs_of(question.words)
    for facts in knowledge.about(question)[:6]:
        for line in facts.lines:
            if not any(pair in line.folded for pair in pairs):
                continue
            score = coverage(question.words, ((line.folded, 1.0),))
            if score > 0.3:
                found.append((-score, facts.meta.id, line.start, line.end))
    return tuple(Span(document, start, end) for _, document, start, end in sorted(found)[:limit])
