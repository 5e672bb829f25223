"""Short names that a draft uses before the place where it explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge

_EXPLAINED = re.compile(
    r"[（(](?:以下|下文|下称|统称)?(?:简|统|合)?称(?:为)?[：:]?[“\"]?([^“”\"（）()，。；\n]{2,16})[”\"]?[）)]"
)
_LEFT_BORDER = re.compile(r"[，。；：！？、“”\n]")


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield the first use of each short name that stands before its explanation, outside the full name itself."""
    text = draft.document.text
    explained: set[str] = set()
    for match in _EXPLAINED.finditer(text):
        short = match[1]
        if short in explained:
            continue
        explained.add(short)
        full = _full_name(text, match.start(), short, known)
        border = match.start() - len(full)
        first = _first_use(text, short, border)
        if first >= 0 and not _in_heading(draft, first):
            message = f"“{short}”在这里已经使用，到后文才说明"
            expected = f"{full}（以下简称“{short}”）"
            yield Doubt(first, first + len(short), "abbreviation", "warning", message, expected)


def _in_heading(draft: Draft, offset: int) -> bool:
    """Return whether a place lies in a title or heading, which may use a short name beforehand."""
    sentence = draft.document.sentence_at(offset)
    return sentence is not None and sentence.kind in ("heading", "title")


def _first_use(text: str, short: str, end: int) -> int:
    """Return the first place before `end` where a short name stands for itself, not in a longer proper name."""
    place = text.find(short, 0, end)
    while place >= 0:
        if text[max(0, place - 1) : place] not in "《" or place == 0:
            return place
        place = text.find(short, place + 1, end)
    return -1


def _full_name(text: str, end: int, short: str, known: Knowledge) -> str:
    """Return the full name before an explanation: the library's definition of it, a known name, or the clause."""
    before = text[max(0, end - 60) : end]
    for source in known.sources:
        for entry in source.extraction.glossary:
            definition, _, named = entry.definition.rstrip("。；").partition("，简称")
            is_its = short in (entry.term.strip("“”"), *entry.aliases, named.strip("“”"))
            if is_its and definition and before.endswith(definition):
                return definition
    borders = list(_LEFT_BORDER.finditer(before))
    clause = before[borders[-1].end() :] if borders else before
    longest = [clause[i:] for i in range(len(clause) - 3) if clause[i:] in known.names]
    if longest:
        return longest[0]
    start = clause.find(short[0])
    return clause[start:] if start > 0 else clause
