"""Wordings that a newer paper of the same body has replaced: a draft that still quotes the older one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.formulations import SEPARATOR
from search.drafts.knowledge import Knowledge, Place
from search.drafts.wording import bare, likeness

_SHORTEST = 8
_MOST_OF_IT = 0.5
# The words that lead over from a term to what it means: 要求，即 / 制度是指.
_LEAD = re.compile(r"[^。；\n]{0,24}?")
_CLAUSE = re.compile("[，；。]")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a glossary of a year words a term."""

    text: str
    year: int
    place: Place


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield definitions in words that a later glossary of the body has replaced by others."""
    text = draft.document.text
    for name, wordings in sorted(_of_body(draft, known).items()):
        newest = max(wordings, key=lambda wording: wording.year)
        for old in _replaced(wordings, newest):
            for match in re.finditer(re.escape(name), text):
                span = _quoted(text, match.end(), old.text)
                if span and not is_of_its_time(draft, span, newest.year) and not _says(newest, text, span):
                    yield _doubt(name, text, span, old, newest)


def _of_body(draft: Draft, known: Knowledge) -> dict[str, list[Wording]]:
    """Return how the glossaries of the draft's own body word each term, where more than one year does."""
    found: dict[str, list[Wording]] = defaultdict(list)
    for index in sorted(draft.comparable):
        source = known.sources[index]
        year = source.document.year
        for entry in source.extraction.glossary if year else ():
            wording = Wording(entry.definition.rstrip("。；"), year or 0, Place(index, entry.start, entry.end))
            for name in (entry.term, *entry.aliases):
                found[name.strip("“”")].append(wording)
    return {name: rows for name, rows in found.items() if len(name) > 1 and len({row.year for row in rows}) > 1}


def _replaced(wordings: list[Wording], newest: Wording) -> Iterator[Wording]:
    """Yield the wordings of earlier years that no glossary of the newest year has, as a whole or as a part."""
    lasting = [bare(wording.text) for wording in wordings if wording.year == newest.year]
    seen: set[str] = set()
    for wording in sorted(wordings, key=lambda wording: -wording.year):
        key = bare(wording.text)
        is_lasting = any(key in other or other in key for other in lasting)
        if len(key) >= _SHORTEST and key not in seen and not is_lasting:
            seen.add(key)
            yield wording


def _quoted(text: str, end: int, wording: str) -> tuple[int, int] | None:
    """Return where a wording, or its first clauses, stands in the sentence after a term."""
    for border in (len(wording), *(mark.start() for mark in reversed(list(_CLAUSE.finditer(wording))))):
        if border < max(_SHORTEST, _MOST_OF_IT * len(wording)):
            return None
        words = "[、，,；;]".join(re.escape(part) for part in SEPARATOR.split(wording[:border]))
        match = re.compile(f"{_LEAD.pattern}(?P<words>{words})").match(text, end)
        if match:
            return match.span("words")
    return None


def is_of_its_time(draft: Draft, span: tuple[int, int], year: int) -> bool:
    """Return whether a quotation speaks of a time before a year: by the rest of its sentence, else by the draft's date."""
    rest = draft.sentence_text(span[0]).replace(draft.document.text[span[0] : span[1]], "")
    latest = max(map(int, _YEAR.findall(rest)), default=draft.document.year)
    return latest is not None and latest < year


def _says(newest: Wording, text: str, span: tuple[int, int]) -> bool:
    return bare(text[span[0] : span[1]]) in bare(newest.text)


def _doubt(name: str, text: str, span: tuple[int, int], old: Wording, newest: Wording) -> Doubt:
    said = text[span[0] : span[1]]
    is_whole = len(said) >= len(old.text)
    parts = [newest.text[: mark.start()] for mark in _CLAUSE.finditer(newest.text) if mark.start() >= _SHORTEST]
    right = newest.text if is_whole else max((*parts, newest.text), key=lambda part: likeness(part, said))
    message = f"“{name}”的这一说法出自{old.year}年的文献，{newest.year}年的已改为“{newest.text}”"
    return Doubt(span[0], span[1], "superseded", "warning", message, right, newest.place)
