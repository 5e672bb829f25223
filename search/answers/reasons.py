"""Why something is so: told only by a sentence that gives a reason."""

from __future__ import annotations

from corpus.patterns import lazy
from search.answers import support
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.events import text_before
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question

# 称为什么 asks for a name.
_WHY = lazy("(?<![称视作名分定列评成认改设])为(?:什么|何|啥)(?=[一-鿿])|原因")
_REASON = lazy("原因|由于|因为|(?<![一-鿿])因(?![此而])|受[^，。；]{2,20}影响|所致")
_MET = 0.75


def is_asked(question: Question) -> bool:
    """Return whether a question asks why something is so."""
    return _WHY.search(question.plain) is not None


def reason(knowledge: Knowledge, question: Question) -> Draft:
    """Return the sentence that gives the reason, where it or the one before names all that is asked about; else a no."""
    words = [word for word in support.telling(question) if not _WHY.search(word.text)]
    for facts in knowledge.about(question) if words else ():
        for i, line in enumerate(facts.lines):
            if not _REASON.search(line.text) or not speaks_of(facts, line, question.years):
                continue
            around = f"{line.folded}|{text_before(facts, i)}|{fold(''.join(line.headings[-1:]))}"
            if all(word_score(word, around) >= _MET for word in words):
                span = Span(facts.meta.id, line.start, line.end)
                text = f"{line.text.strip().rstrip('。')}。（{source_name(facts, line.start)}）"
                return Draft(text, question.topic, (span,), (Item(line.text.strip(), "", "", "", span),), "mentions")
    return no(f"文中没有说明“{question.topic}”的原因。", question.topic)
