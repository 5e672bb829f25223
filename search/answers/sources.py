"""Where something is said: part, speaker, date, document number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, chinese_date, no, part_title
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import coverage
from search.questions.fold import fold
from search.questions.question import Question, Word

_FIRST = lazy(r"最早|最先|第一次|首次|开始(?:有|提|用|出现|说|讲)|(?:什么时候|何时|几时|哪一?年|哪天)就?提")
# Who wrote a song is not where its name stands; who put a wording forward is.
_WRITTEN = lazy(r"(?:谁|哪位).{0,3}(?:写|创作|谱写|编写|撰写)(?:的|了)")
_WORDINGS = frozenset({"Slogan", "Concept", "Term", "Policy"})
# The year and the number of a document: 〔2031〕2号.
_NUMBERED = lazy(r"[〔\[（(](\d{4})[〕\]）)]第?(\d+)号")
_NUMBER_LINE = lazy(r"^\s*([一-鿿]{1,16}〔(?:19|20)\d\d〕\d{1,4}号)\s*$", re.MULTILINE)
# The front of a document ends within so many characters.
_TOP = 800
_PAPER = lazy("通知|文件|意见|办法|方案|决定|通报|批复|公告|文号|^文$")
# A document is named where its titles have most of what the question says.
_LEAST_TITLED = 0.7
_LAST = lazy(r"最后一次|最近一次|最近")


def locate(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the parts that have a wording, in order; or a no."""
    if not (terms := _wordings(question)):
        return None  # 谁讲的话 names no wording
    if _WRITTEN.search(question.plain) and not any(link.types & _WORDINGS for link in question.links):
        return no(f"库中文献没有说明“{question.topic}”是谁写的。", question.topic) if question.links else None
    for term in terms:
        found = [(facts, lines) for facts in knowledge.about(question) if (lines := _lines_with(facts, term))]
        if found:
            return _places(question, term, found)
    return no(f"库中文献没有提到“{question.topic}”。", question.topic)


def _wordings(question: Question) -> list[str]:
    links = sorted((link.text for link in question.links), key=len, reverse=True)
    words = [word.text for word in question.words if len(word.text) > 1 and word.weight == 1]
    joined = "".join(word.text for word in question.words)
    return [term for term in dict.fromkeys((*question.quoted, joined, *links, *words)) if len(fold(term)) > 1]


def _lines_with(facts: Facts, term: str) -> list[Line]:
    key = fold(term)
    return [line for line in facts.lines if key in line.folded]


def _places(question: Question, term: str, found: list[tuple[Facts, list[Line]]]) -> Draft:
    ordered = sorted(found, key=lambda pair: pair[0].meta.date)
    first, last = _FIRST.search(question.plain), _LAST.search(question.plain)
    if first or last:
        facts, lines = ordered[0] if first else ordered[-1]
        return _one_use(term, facts, lines[0] if first else lines[-1], "最早" if first else "最近一次")
    items, spans, seen = [], [], set()
    for facts, lines in ordered:
        for line in lines:
            place = _place(facts, line)
            if place in seen:
                continue
            seen.add(place)
            span = Span(facts.meta.id, line.start, line.end)
            items.append(Item(place, "", "Part", "", span))
            spans.append(span)
    items, spans = _without_glossary(items, spans)
    text = f"“{term}”出自{'、'.join(item.name for item in items[:6])}。"
    return Draft(text, term, tuple(spans), tuple(items), "mentions")


def _one_use(term: str, facts: Facts, line: Line, lead: str) -> Draft:
    """Return the first or the last use of a wording, with its date and its sentence."""
    span = Span(facts.meta.id, line.start, line.end)
    place = _place(facts, line)
    year = f"{facts.meta.year}年" if facts.meta.year else ""
    text = f"库中文献里，“{term}”{lead}见于{place}：{line.text.strip()}"
    return Draft(text, term, (span,), (Item(place, "", "Part", year, span),), "mentions")


def _without_glossary(items: list[Item], spans: list[Span]) -> tuple[list[Item], list[Span]]:
    """Drop the glossary where the wording is also used in a text: the question is about its use."""
    kept = [(item, span) for item, span in zip(items, spans, strict=True) if "名词解释" not in item.name]
    return ([item for item, _ in kept], [span for _, span in kept]) if kept else (items, spans)


def _place(facts: Facts, line: Line) -> str:
    part = facts.document.part_at(line.start)
    if part is None or (part.kind == "notice" and not part.speaker):
        return f"《{facts.document.title}》"
    title = part_title(part)
    date = part.date or facts.document.date
    detail = "，".join(piece for piece in (part.speaker, chinese_date(date)) if piece)
    return f"《{title}》（{detail}）" if detail else f"《{title}》"


def number_of(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the document number of the document that a question means."""
    numbered = [facts for facts in knowledge.about(question) if _number_of(facts)]
    if question.years:
        numbered = [facts for facts in numbered if facts.meta.year in question.years]
    if not numbered:
        return no("库中文献没有所问的文号。", question.topic)
    facts = max(numbered, key=lambda facts: _title_fit(facts, question))
    document, number = facts.document, _number_of(facts)
    at = document.text.find(number)
    line = facts.line_at(max(at, 0))
    span = Span(facts.meta.id, line.start, line.end) if line else Span(facts.meta.id, max(at, 0), at + len(number))
    text = f"{number}（《{document.title}》，{chinese_date(document.date)}）。"
    # 通知 may be what people call any paper; what else they say must be in its title.
    said = [word for word in question.words if not _PAPER.search(word.text)]
    is_met = bool(said) and _titled(facts, said) >= _LEAST_TITLED
    items = (Item(number, "", "", document.title, span),)
    return Draft(text, number, (span,), items, "documents", is_met=is_met)


def _number_of(facts: Facts) -> str:
    """Return the number of a document: as its front gives it, or the first that stands on a line of its own at its top."""
    hit = None if facts.document.doc_number else _NUMBER_LINE.search(facts.document.text[:_TOP])
    return facts.document.doc_number or (hit[1] if hit else "")


def numbered(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the document that has the number in a question: 云科协〔2031〕2号是什么文件."""
    given = _NUMBERED.search(question.plain)
    if given is None:
        return None
    before = fold(question.plain[: given.start()])
    for facts in knowledge.all if knowledge.is_small else knowledge.about(question):
        document = facts.document
        own = _NUMBERED.search(document.doc_number)
        if own is None or own.groups() != given.groups():
            continue
        if not fold(document.doc_number[: own.start()]).endswith(before[-2:]):
            continue  # another body's number of that year
        line = facts.line_at(max(document.text.find(document.doc_number), 0)) or facts.lines[0]
        span = Span(facts.meta.id, line.start, line.end)
        about = "，".join(piece for piece in (document.issuer, chinese_date(document.date)) if piece)
        text = f"{document.doc_number}是《{document.title}》{f'（{about}）' if about else ''}。"
        items = (Item(document.title, "", "", document.doc_number, span),)
        return Draft(text, document.doc_number, (span,), items, "documents", is_met=True)
    wanted = question.plain[given.start() : given.end()]
    return replace(no(f"库中没有文号为“{wanted}”的文件。", wanted), is_final=True)


def _title_fit(facts: Facts, question: Question) -> tuple[int, str]:
    title = fold(facts.document.title)
    return sum(fold(word.text) in title for word in question.words), facts.meta.date


def issuer_of(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return who issued the document that a question names, by its title or its kind; or a no."""
    named = [facts for facts in knowledge.about(question) if facts.document.issuer]
    if question.years:
        named = [facts for facts in named if facts.meta.year in question.years]
    words = [word for word in question.words if word.weight == 1 and len(word.text) > 1]
    fit = {facts.meta.id: _titled(facts, words) for facts in named}
    best = max(fit.values(), default=0.0)
    if words and best < _LEAST_TITLED:
        return no(f"库中文献没有“{question.topic}”，不知由谁印发。", question.topic)
    fits = [facts for facts in named if fit[facts.meta.id] == best]
    if not fits:
        return no("库中文献没有写明发文机关。", question.topic)
    facts = max(fits, key=lambda facts: facts.meta.date)
    document = facts.document
    at = document.text.find(document.issuer.split("、")[0])
    line = facts.line_at(max(at, 0)) or facts.lines[0]
    span = Span(facts.meta.id, line.start, line.end)
    date = f"，{chinese_date(document.date)}" if document.date else ""
    items = tuple(Item(name, "", "Organization", document.title, span) for name in document.issuer.split("、"))
    return Draft(
        f"{document.issuer}（《{document.title}》{date}）。", document.title, (span,), items, "documents", is_met=True
    )


def _titled(facts: Facts, words: Sequence[Word]) -> float:
    """Return the share of words that the titles of a document and its parts have."""
    titles = fold("|".join((facts.document.title, facts.document.doc_number, *(p.title for p in facts.document.parts))))
    return coverage(words, ((titles, 1.0),)) if words else 0.0
