"""Which entities a name in somebody's table may mean, and what the library says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import pyoxigraph as ox

from kg.facts import Predicate
from kg.iris import ONTOLOGY
from kg.queries_table import load
from search.catalogue import EntitySummary
from search.library import Library
from web.listings import all_aliases, all_entities_by_iri, all_glossary, kept

# A candidate is offered from this likeness on; at the upper one, alone, it counts as the match.
_LEAST, _SURE = 45.0, 95.0
# How much of a score the name gives where other columns of the table are known as well.
_NAME_SHARE = 0.6
# So many of the names that share most pieces with the wanted one are compared in full.
_COMPARED = 80
PREDICATES = tuple(predicate.value for predicate in Predicate)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row of a table gives: a name, or values of properties, or both. `types` empty means any."""

    name: str
    types: frozenset[str]
    keeps_other_types: bool
    values: tuple[tuple[str, tuple[str, ...]], ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a row may mean: score 0 to 100, and what it was made of."""

    item: EntitySummary
    score: float
    is_match: bool
    features: tuple[tuple[str, float | bool], ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: an entity by IRI, or text alone."""

    text: str
    iri: str = ""


class Names:
    """Every name and alias of a library, found by the pairs of characters that they share."""

    def __init__(self, library: Library) -> None:
        self._forms: list[tuple[str, str]] = []
        self._pieces: dict[str, list[int]] = defaultdict(list)
        aliases = all_aliases(library)
        for iri, item in all_entities_by_iri(library).items():
            for form in {bare(item.name), *map(bare, aliases.get(iri, ()))} - {""}:
                for piece in _pieces(form):
                    self._pieces[piece].append(len(self._forms))
                self._forms.append((form, iri))

    def near(self, name: str) -> dict[str, float]:
        """Return the IRIs of the entities with a name like one, each with its likeness from 0 to 100."""
        wanted = bare(name)
        shared = Counter(place for piece in _pieces(wanted) for place in self._pieces.get(piece, ()))
        nearest = sorted(shared, key=lambda place: (-self._overlap(place, shared[place], wanted), place))
        found: dict[str, float] = {}
        for form, iri in (self._forms[place] for place in nearest[:_COMPARED]):
            found[iri] = max(found.get(iri, 0.0), likeness(wanted, form))
        return found

    def _overlap(self, place: int, shared: int, wanted: str) -> float:
        return shared / (len(self._forms[place][0]) + len(wanted))


_names = kept(Names)


def candidates(library: Library, wanted: Wanted) -> list[Candidate]:
    """Return the entities that a row may mean, the likeliest first; at most one of them as the match."""
    known = all_entities_by_iri(library)
    near = _names(library).near(wanted.name) if wanted.name else {}
    places = near or _with_values(library, wanted.values)
    scored = [
        _scored(library, known[iri], places[iri], wanted)
        for iri in places
        if iri in known and (wanted.keeps_other_types or not wanted.types or known[iri].type in wanted.types)
    ]
    best = [pair for pair in scored if pair[1] >= _LEAST]
    best.sort(key=lambda pair: (-pair[1], -pair[0].mentions, pair[0].iri))
    is_clear = bool(best) and best[0][1] >= _SURE and (len(best) == 1 or best[1][1] < _SURE)
    return [
        Candidate(item, round(score, 1), is_clear and place == 0, features)
        for place, (item, score, features) in enumerate(best[: wanted.limit])
    ]


def _scored(
    library: Library, item: EntitySummary, name_score: float, wanted: Wanted
) -> tuple[EntitySummary, float, tuple[tuple[str, float | bool], ...]]:
    features: list[tuple[str, float | bool]] = [("name", round(name_score, 1))] if wanted.name else []
    score = name_score
    if wanted.values:
        told = Properties(library, item)
        agreed = [(name, told.agrees(name, values)) for name, values in wanted.values]
        share = 100.0 * sum(fits for _name, fits in agreed) / len(agreed)
        score = _NAME_SHARE * name_score + (1 - _NAME_SHARE) * share if wanted.name else share
        features += agreed
    if wanted.types:
        features.append(("type", item.type in wanted.types))
        # A wish for a type that need not hold only orders what is otherwise alike.
        score -= 0.0 if item.type in wanted.types else 5.0
    return item, score, tuple(features)


def _with_values(library: Library, values: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, float]:
    """Return the entities of which a property has one of the values, for rows that give no name."""
    found: dict[str, float] = {}
    for name, texts in values:
        if name not in PREDICATES:
            continue
        keys = set(map(bare, texts))
        given = {"property": ox.NamedNode(ONTOLOGY + name)}
        for row in library.graph.select(load("values_of_property"), given):
            if keys & {bare(str(row["object"])), bare(str(row.get("label") or ""))}:
                found[str(row["entity"])] = 0.0
    return found


class Properties:
    """What the library says of one entity, by property: the relations of the ontology and a few facts of its own."""

    # Beside the relations: id of the property, for those who fill a table from the library.
    OWN = ("alias", "definition", "mentions", "documents")

    def __init__(self, library: Library, item: EntitySummary) -> None:
        self._library = library
        self._item = item

    @cached_property
    def _facts(self) -> dict[str, list[Value]]:
        found: dict[str, dict[Value, None]] = defaultdict(dict)
        for row in self._library.graph.select(load("entity_facts"), {"entity": ox.NamedNode(self._item.iri)}):
            label, value = row.get("label"), str(row["object"])
            found[str(row["predicate"])][Value(str(label), value) if label is not None else Value(value)] = None
        return {name: list(values) for name, values in found.items()}

    def values(self, name: str) -> list[Value]:
        """Return the values of a property, in the order of the documents; none for one that is not known."""
        match name:
            case "alias":
                return [Value(alias) for alias in all_aliases(self._library).get(self._item.iri, ())]
            case "definition":
                return [Value(entry.definition) for entry in all_glossary(self._library) if entry.iri == self._item.iri]
            case "mentions" | "documents":
                return [Value(str(getattr(self._item, name)))]
            case _:
                return self._facts.get(name, [])

    def agrees(self, name: str, wanted: Iterable[str]) -> bool:
        """Return whether one of the values of a property is one of those that are wanted."""
        keys = set(map(bare, wanted))
        return any(key in keys for value in self.values(name) for key in (bare(value.text), bare(value.iri)) if key)


def likeness(a: str, b: str) -> float:
    """Return how alike two bare names are, 0 to 100; a name inside the other counts more than scattered characters."""
    if a == b:
        return 100.0
    if not a or not b:
        return 0.0
    if a in b or b in a:
        return 60.0 + 35.0 * min(len(a), len(b)) / max(len(a), len(b))
    return 90.0 * SequenceMatcher(None, a, b, autojunk=False).ratio()


def bare(name: str) -> str:
    """Return a name without marks, spaces and capitals, as names are compared."""
    return "".join(char for char in name.lower() if char.isalnum())


def _pieces(text: str) -> Iterator[str]:
    yield from set(text) if len(text) < 3 else {text[at : at + 2] for at in range(len(text) - 1)}
