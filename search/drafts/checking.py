"""The draft check: every rule over one draft, overlapping doubts settled, findings with the source beside them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Source
from search.drafts.policy import policy_of
from search.drafts.rules import rules
from search.drafts.wording import bare
from search.results import CheckResult, Finding

if TYPE_CHECKING:
    from search.library import Library

_QUOTATION = 10
# Above this many documents, only those that speak of the draft's matters are read.
_ALL_READ = 60


def check(library: Library, text: str) -> CheckResult:
    """Return what the library contradicts in a draft, in order of the text."""
    policy = policy_of(library)
    return policy.judged(check_against(_knowledge(library, text), text, without=policy.rules_off))


def check_against(known: Knowledge, text: str, *, without: Collection[str] = ()) -> CheckResult:
    """Return what a body of knowledge contradicts in a draft; `without` names rules to leave out."""
    if not text.strip():
        return CheckResult((), len(text))
    draft = Draft.of(text, [source.document for source in known.sources])
    kept: dict[Doubt, str] = {}
    for rule in rules():
        for doubt in rule.find(draft, known) if rule.name not in without else ():
            if not rule.is_of_form and _is_quotation(draft, known, doubt):
                continue
            if not any(other.start < doubt.end and doubt.start < other.end for other in kept):
                kept[doubt] = rule.name
    found = sorted(kept, key=lambda doubt: (doubt.start, doubt.end))
    return CheckResult(tuple(_finding(draft, known, doubt, kept[doubt]) for doubt in found), len(text))


def _is_quotation(draft: Draft, known: Knowledge, doubt: Doubt) -> bool:
    """Return whether the doubted words stand in the library just so, with the rest of their sentence."""
    sentence = draft.sentence_text(doubt.start)
    return len(bare(sentence)) >= _QUOTATION and known.says(sentence)


def _finding(draft: Draft, known: Knowledge, doubt: Doubt, rule: str) -> Finding:
    doubt = _reaching(draft.document.text, doubt)
    start, end = draft.span(doubt.start, doubt.end)
    return Finding(
        start=start,
        end=end,
        span=draft.text[start:end],
        type=doubt.kind,
        severity=doubt.severity,
        message=doubt.message,
        expected=doubt.expected,
        citation=known.cite(doubt.place) if doubt.place else None,
        rule=rule,
    )


def _reaching(text: str, doubt: Doubt) -> Doubt:
    """Return a doubt that reaches over the words of its right wording which the draft has already beside it.

    Whoever takes the right wording over would else have them twice: 科普日 for 科普 in front of 日.
    """
    right, span = doubt.expected, text[doubt.start : doubt.end]
    longest = len(right) - 1
    after = next((n for n in range(longest, 0, -1) if text.startswith(right[-n:], doubt.end)), 0)
    before = next((n for n in range(longest, 0, -1) if text.endswith(right[:n], 0, doubt.start)), 0)
    after = 0 if span.endswith(right[-after:]) else after
    before = 0 if span.startswith(right[:before]) else before
    return replace(doubt, start=doubt.start - before, end=doubt.end + after)


_knowledge_of: dict[tuple[str, int, tuple[str, ...]], Knowledge] = {}


def _knowledge(library: Library, text: str) -> Knowledge:
    """Return the knowledge to check a draft with; kept for the next draft as long as the library stays as it is."""
    ids = tuple(meta.id for meta in library.documents)
    if len(ids) > _ALL_READ:
        ids = _related(library, text)
    key = (str(library.folder), library.change, ids)
    if key not in _knowledge_of:
        _knowledge_of.clear()
        _knowledge_of[key] = Knowledge([Source(library.document(id_), library.extraction(id_)) for id_ in ids])
    return _knowledge_of[key]


def _related(library: Library, text: str) -> tuple[str, ...]:
    """Return the documents whose passages are nearest to the draft's sentences."""
    from search.engine import search

    votes: dict[str, float] = {}
    for sentence in text.replace("\n", "。").split("。")[:60]:
        if len(sentence) > 5:
            for rank, hit in enumerate(search(library, sentence[:60], limit=10).hits):
                votes[hit.document] = votes.get(hit.document, 0.0) + 1 / (rank + 1)
    ranked = sorted(votes, key=lambda document: (-votes[document], document))
    return tuple(sorted(ranked[:_ALL_READ]))
