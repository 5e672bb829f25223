"""What a library says, as answering reads it: names of the whole library, and which documents a question is about."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, partial
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import queries_table
from kg.iris import Iris
from search import name_file, place_rows
from search.questions.fold import fold
from search.questions.names import Names
from search.questions.question import Link, Question
from search.questions.repair import Vocabulary

if TYPE_CHECKING:
    from corpus.documents import DocumentMeta
    from search.library import Library
from search.answers.facts import Facts, Gloss, gloss_of
from search.answers.opened import Opened

# A library up to this size is read whole; beyond it, the search index and the names tell which documents matter.
_WHOLE_CHARACTERS = 400_000


_DOCUMENTS_READ = 12

# So much of a large library is kept ready for the next question: some 40 bytes a character.
_KEPT_CHARACTERS = 3_000_000


_MOST_NAMED = 6

# What the choice of documents depends on.
_Wanted = tuple[str, tuple[Link, ...], bool, frozenset[str]]


class Knowledge:
    """One state of a library. Cheap to make; everything is read on need and kept, of large libraries the last of it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._opened = Opened(lambda name: Facts(library, library.meta(name)), _KEPT_CHARACTERS)
        self._last: tuple[_Wanted, tuple[Facts, ...]] = (("", (), True, frozenset()), ())

    @cached_property
    def iris(self) -> Iris:
        """Return what mints and reads the library's IRIs."""
        return Iris(self.library.settings.text("kg.base"))

    @cached_property
    def glosses(self) -> tuple[Gloss, ...]:
        """Return the glossary entries of all documents."""
        found: dict[str, Gloss] = {}
        for row in self.library.graph.select(queries_table.load("definitions_of_all")):
            key = str(row["definition"])
            old = found.get(key)
            aliases = (*(old.aliases if old else ()), *((str(row["alias"]),) if row["alias"] else ()))
            found[key] = gloss_of(self.iris.document_id(key) or "", row, aliases)
        return tuple(found.values())

    @cached_property
    def metas(self) -> tuple[DocumentMeta, ...]:
        """Return the documents, newest first."""
        return tuple(sorted(self.library.documents, key=lambda meta: (meta.date, meta.id), reverse=True))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {meta.id: place for place, meta in enumerate(self.metas)}

    def places_in(self, text: str) -> place_rows.ByPlace:
        """Return the documents of each place that a text names, by its full and its short name, the longest name first."""
        kept = name_file.places_of(self.library)
        return kept.named_in(text) if kept else {name: some for name, some in self._of_place.items() if name in text}

    def place_names(self) -> list[str]:
        """Return every place that the library has papers of, by its full and its short name, the longest name first."""
        kept = name_file.places_of(self.library)
        return kept.names() if kept else list(self._of_place)

    @cached_property
    def _of_place(self) -> place_rows.ByPlace:
        return place_rows.by_place(self.metas)

    @cached_property
    def is_small(self) -> bool:
        """Return whether every question may read every document."""
        return sum(meta.characters for meta in self.metas) <= _WHOLE_CHARACTERS

    @property
    def year(self) -> int | None:
        """Return the year that 今年 means: that of the newest document with a date."""
        return next((meta.year for meta in self.metas if meta.year), None)

    @cached_property
    def names(self) -> Names:
        """Return all names that questions may use."""
        return name_file.names_of(self.library)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the wording that a slip may have meant."""
        texts = [facts.document.text for facts in self.all] if self.is_small else []
        return Vocabulary(self.names.wording, texts, self.names.sounds)

    def facts(self, document_id: str) -> Facts:
        """Return a document with its facts."""
        return self._opened.of(document_id)

    @cached_property
    def all(self) -> tuple[Facts, ...]:
        """Return all documents, newest first."""
        return tuple(self.facts(meta.id) for meta in self.metas)

    def all_of(self, years: Collection[int]) -> tuple[Facts, ...]:
        """Return the documents of some years, newest first."""
        return tuple(self.facts(meta.id) for meta in self.metas if meta.year in years)

    def about(self, question: Question) -> tuple[Facts, ...]:
        """Return the documents that a question may be answered from, newest first."""
        found = self._within(question) if self.is_small else self._chosen(question)
        if not question.years:
            return found
        # What a document of the year says comes first, then what the next one reports of it.
        return tuple(sorted(found, key=lambda facts: _distance(facts.meta.year, question.years)))

    def latest(self, question: Question) -> tuple[Facts, ...]:
        """Return the documents for a question that names nothing (今年的重点工作): all of a small library, else the newest.

        Of a year that is asked for, its documents and those of the next, which report on it.
        """
        if self.is_small or question.links:
            return self.about(question)
        near = {*question.years, *(year + 1 for year in question.years)}
        chosen = (meta for meta in self.metas if (not near or meta.year in near) and _is_meant(meta.id, question))
        return tuple(self.facts(meta.id) for meta in islice(chosen, _DOCUMENTS_READ))

    def _within(self, question: Question) -> tuple[Facts, ...]:
        """Return all documents that a question means, newest first."""
        return tuple(self.facts(meta.id) for meta in self.metas if _is_meant(meta.id, question))

    def mentions_text(self, text: str, question: Question) -> bool:
        """Return whether a document in question has a wording."""
        key = fold(text)
        return any(key in line.folded for facts in self.about(question) for line in facts.lines)

    def _chosen(self, question: Question) -> tuple[Facts, ...]:
        """Return the documents chosen for a question; every strategy that is tried asks for them again."""
        key, found = self._last
        wanted = (question.plain, question.links, question.is_wide, question.documents)
        if key != wanted:
            found = self._relevant(question)
            self._last = (wanted, found)
        return found

    def _relevant(self, question: Question) -> tuple[Facts, ...]:
        if 0 < len(question.documents) <= _DOCUMENTS_READ:
            return self._within(question)
        chosen = dict.fromkeys(self._mentioning(question))
        if question.is_wide:
            chosen.update(dict.fromkeys(self._found(question)))
        return tuple(self.facts(name) for name in sorted(chosen, key=self._places.__getitem__))

    def _mentioning(self, question: Question) -> list[str]:
        """Return the newest documents that mention what the question names."""
        linked = [iri for link in question.links for iri in link.iris]
        # 茶产业大会 names the one thing whose name it shortens.
        short = [name.iri for word in question.words for text in word.names[1:] for name in self.names.exact(text)]
        iris = list(dict.fromkeys(iri for iri in (*linked, *short) if iri))[:_MOST_NAMED]
        counts: dict[str, int] = {}
        for iri in iris:
            rows = self.library.graph.select(queries_table.load("documents_mentioning"), {"entity": ox.NamedNode(iri)})
            for document in {self.iris.document_id(str(row["document"])) for row in rows}:
                if document:
                    counts[document] = counts.get(document, 0) + 1

        def order(document: str) -> tuple[int, int, int]:
            far = _distance(self.library.meta(document).year, question.years) if question.years else 0
            return -counts[document], far, self._places[document]

        return sorted(filter(partial(_is_meant, question=question), counts), key=order)[:_DOCUMENTS_READ]

    def _found(self, question: Question) -> list[str]:
        from search import foremost

        # The question's names are linked already, and its words are met later: vectors and other words would only take time.
        said = " ".join(dict.fromkeys(word.text for word in question.words)) or question.plain
        return foremost.documents(self.library, said, limit=_DOCUMENTS_READ, within=question.documents)


def _is_meant(document: str, question: Question) -> bool:
    return not question.documents or document in question.documents


def _distance(year: int | None, years: tuple[int, ...]) -> int:
    if not years or year in years:
        return 0
    return 1 if year is not None and year - 1 in years else 2


def knowledge(library: Library) -> Knowledge:
    """Return what is known of a library; made once for each state of it."""
    if "knowledge" not in library.kept:
        library.kept["knowledge"] = Knowledge(library)
    found: Knowledge = library.kept["knowledge"]
    return found
