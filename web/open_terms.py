"""What the glossaries of a library leave open: terms used and explained nowhere, terms explained and used nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from search.appendix import Gaps, gaps
from search.catalogue import GlossaryItem, citation
from search.library import Library
from search.results import Citation
from web.listings import all_glossary, kept

# Every document is read for them: once for a state of the library.
all_gaps = kept(gaps)


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """A term that documents use and none explains; `place` is a sentence that uses it, None where it is not found again."""

    term: str
    title: str
    place: Citation | None


def undefined(library: Library, found: Gaps, query: str) -> list[tuple[str, str]]:
    """Return the terms that no glossary explains, each with the title of the first document that uses it."""
    return [(term, title) for term, title in found.undefined if query.lower() in term.lower()]


def placed(library: Library, terms: list[tuple[str, str]]) -> list[OpenTerm]:
    """Return terms with a sentence of the document that uses each."""
    by_title = {meta.title: meta.id for meta in reversed(library.documents)}
    return [OpenTerm(term, title, _place(library, term, by_title.get(title, ""))) for term, title in terms]


def unused(library: Library, found: Gaps) -> list[GlossaryItem]:
    """Return the entries whose terms no document uses outside their own explanation."""
    pairs = set(found.unused)
    return [item for item in all_glossary(library) if (item.term, item.citation.title) in pairs]


def _place(library: Library, term: str, document_id: str) -> Citation | None:
    if not document_id:
        return None
    document = library.document(document_id)
    start = document.text.find(f"“{term}”")
    if start < 0:
        return None
    sentence = document.sentence_at(start)
    if sentence is None:
        return citation(library, document_id, start, start + len(term) + 2)
    return citation(library, document_id, sentence.start, sentence.end)
