"""Names of the library's entities and the terms that its documents define: what a query is widened by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.patterns import lazy
from search import name_file
from search.analysis import fold

if TYPE_CHECKING:
    from kg.stores.port import GraphStore
    from search.library import Library
    from search.questions.names import Names as KnownNames

# A definition longer than this is prose: its words would lead anywhere.
_LONGEST_DEFINITION = 24
_LEAST_NAME = 2
_SPLIT = lazy(r"[，,、；;。：:（）()]")


@dataclass(frozen=True, slots=True)
class Name:
    """A form under which an entity is known. `preferred` where it is the entity's main name."""

    form: str
    iri: str
    type: str
    preferred: bool


class Names:
    """The names of one state of a graph, read on first use."""

    def __init__(self, graph: GraphStore, known: KnownNames) -> None:
        self._graph = graph
        self._known = known

    @cached_property
    def all(self) -> tuple[Name, ...]:
        """All names as written, main names first."""
        return tuple(Name(name.text, name.iri, name.type, name.preferred) for name in self._known.labels())

    @cached_property
    def by_form(self) -> dict[str, tuple[Name, ...]]:
        """The names by folded form."""
        found: dict[str, list[Name]] = {}
        for name in self.all:
            found.setdefault(fold(name.form), []).append(name)
        return {form: tuple(names) for form, names in found.items()}

    @cached_property
    def forms_of(self) -> dict[str, tuple[str, ...]]:
        """The folded forms of each entity, main name first."""
        found: dict[str, dict[str, None]] = {}
        kept = {form: form for form in self.by_form}  # one string for each form, in both
        for name in self.all:
            found.setdefault(name.iri, {})[kept[fold(name.form)]] = None
        return {iri: tuple(forms) for iri, forms in found.items()}

    @cached_property
    def lengths(self) -> dict[str, tuple[int, ...]]:
        """For each two characters the lengths of the names and defined terms that begin so, the longest first."""
        found: dict[str, set[int]] = {}
        for form in (*self.by_form, *self.meanings):
            if len(form) >= _LEAST_NAME:
                found.setdefault(form[:_LEAST_NAME], set()).add(len(form))
        return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}

    @cached_property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """For each defined term what stands for it: a short definition, its members; and the other way round."""
        from kg.queries_table import load

        found: dict[str, dict[str, None]] = {}
        for row in self._graph.select(load("definitions_in_full")):
            term = fold(str(row["term"]))
            pieces = [fold(piece) for piece in str(row.get("components") or "").split("、") if len(piece) > 1]
            short = fold(str(row["text"])).strip("。；; ")
            if 1 < len(short) <= _LONGEST_DEFINITION and not _SPLIT.search(short):
                pieces.insert(0, short)
                found.setdefault(short, {})[term] = None
            found.setdefault(term, {}).update(dict.fromkeys(pieces))
        return {term: tuple(others) for term, others in found.items()}


def names_of(library: Library) -> Names:
    """Return the names of a library's present state, kept as long as it is."""
    if "names" not in library.kept:
        library.kept["names"] = Names(library.graph, name_file.names_of(library))
    found: Names = library.kept["names"]
    return found
