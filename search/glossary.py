"""Look a term up in the glossaries of all documents: by term, alias, part, pinyin, traditional form or slip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from search.answers.draft import Span, cite
from search.answers.facts import Gloss
from search.answers.knowledge import Knowledge, knowledge
from search.drafts.wording import bare
from search.questions import plain, tables
from search.questions.fold import fold
from search.questions.names import one_slip
from search.questions.repair import Vocabulary, repair
from search.results import Definition, DefinitionResult, Piece

if TYPE_CHECKING:
    from search.library import Library

_SUGGESTIONS = 8


def define(library: Library, term: str) -> DefinitionResult:
    """Return the glossary entries for a term, newest first; where there is none, terms that look like it."""
    known = knowledge(library)
    entries = known.glosses
    forms = sorted({name for entry in entries for name in (entry.term, *entry.aliases)})
    meant = plain.plain(term)
    for reading in (meant, _repaired(meant, forms)):
        for fits in _ways(fold(reading)):
            if found := [entry for entry in entries if any(fits(fold(name)) for name in (entry.term, *entry.aliases))]:
                return DefinitionResult(term, _with_changes(_definitions(known, found)))
    if parts := [entry for entry in entries if _is_part(fold(meant), entry)]:
        return DefinitionResult(term, _with_changes(_definitions(known, parts)))
    return DefinitionResult(term, (), _suggestions(fold(meant), forms))


def all_definitions(library: Library) -> tuple[Definition, ...]:
    """Return every glossary entry of a library, newest first."""
    known = knowledge(library)
    return _definitions(known, known.glosses)


def _ways(key: str) -> tuple[Callable[[str], bool], ...]:
    """Return the ways in which a term may fit a name, the strictest first."""
    if len(key) < 2:
        return (lambda name: name == key,)
    return (
        lambda name: name == key,
        lambda name: len(name) - len(key) <= 4 and (name.startswith(key) or name.endswith(key)),
        lambda name: key in name,
        lambda name: one_slip(key, name),
    )


def _repaired(text: str, forms: Sequence[str]) -> str:
    return repair(text, Vocabulary("\n".join(forms)), tables.words())[0]


def _is_part(key: str, entry: Gloss) -> bool:
    """Return whether a term is one of the members of an entry."""
    return len(key) > 1 and key in {fold(part) for part in entry.components}


def _definitions(known: Knowledge, entries: Sequence[Gloss]) -> tuple[Definition, ...]:
    newest = sorted(entries, key=lambda entry: known.facts(entry.document).meta.date, reverse=True)
    return tuple(_definition(known, entry) for entry in newest)


def _with_changes(definitions: tuple[Definition, ...]) -> tuple[Definition, ...]:
    """Return definitions, newest first, each with how its wording became what it is since the entry before."""
    found = []
    for place, definition in enumerate(definitions):
        key = fold(definition.term)
        older = (other for other in definitions[place + 1 :] if other.document != definition.document)
        before = next((other for other in older if fold(other.term) == key), None)
        found.append(
            replace(definition, before=before.document, changes=_changes(before, definition)) if before else definition
        )
    return tuple(found)


def _changes(before: Definition, after: Definition) -> tuple[Piece, ...]:
    """Return how a wording became another one; nothing where only marks and spaces differ."""
    from search.alignment import pieces

    was, now = (definition.definition.rstrip("；。") for definition in (before, after))
    return pieces(was, now) if bare(was) != bare(now) else ()


def _definition(known: Knowledge, entry: Gloss) -> Definition:
    meta = known.facts(entry.document).meta
    return Definition(
        term=entry.term,
        aliases=entry.aliases,
        definition=entry.definition,
        components=entry.components,
        document=entry.document,
        title=meta.title,
        year=meta.year,
        citation=cite(known, Span(entry.document, entry.start, entry.end)),
    )


def _suggestions(key: str, forms: Sequence[str]) -> tuple[str, ...]:
    """Return the terms that share most character pairs with what was typed."""
    pairs = {key[i : i + 2] for i in range(len(key) - 1)} | set(key)

    def share(form: str) -> float:
        own = fold(form)
        theirs = {own[i : i + 2] for i in range(len(own) - 1)} | set(own)
        return len(pairs & theirs) / len(pairs | theirs)

    ranked = sorted(((share(form), form) for form in forms), key=lambda item: (-item[0], item[1]))
    return tuple(form for score, form in ranked if score > 0.1)[:_SUGGESTIONS]
