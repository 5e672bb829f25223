"""A wording over the years: first and last use with their sentences, how often each year, in which variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from corpus.errors import NotFoundError
from kg import queries_table
from kg.iris import Iris
from search import engine
from search.catalogue import citation
from search.name_file import names_of
from search.results import Citation, Hit

if TYPE_CHECKING:
    from search.library import Library

HEADS = ("年份", "段落", "写法", "次数")


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a wording.

    Attributes:
        year: None for documents without a date.
        passages: The passages that have it.
        variants: How it is written there, with how often, the most frequent first.
    """

    year: int | None
    passages: int
    variants: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """A wording over the years, oldest first; `iri` where it names an entity, of which every variant counts."""

    wording: str
    iri: str
    first: Citation
    last: Citation
    years: tuple[Year, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a table under `HEADS`, one for each variant of a year."""
        for year in self.years:
            for form, times in year.variants or (("", None),):
                yield year.year, year.passages, form, times


def usage(library: Library, wording: str) -> Usage:
    """Return where and when a wording is used, by the dates of the documents.

    Raises:
        NotFoundError: No document has it.
    """
    text = wording.strip().strip("“”\"'")
    phrase = f'"{text}"'
    first = engine.search(library, phrase, sort="oldest", limit=1, expand=False)
    last = engine.search(library, phrase, sort="newest", limit=1, expand=False)
    if not text or not first.hits:
        raise NotFoundError("库中文献没有用过这个说法", where=wording, hint="检查写法，或用 cetu search 检索相近的说法")
    iri = next((name.iri for name in names_of(library).exact(text) if name.iri), "")
    variants = _variants(library, iri) if iri else {}
    passages = {int(year): count for year, count in first.facets["year"].items() if str(year).isdigit()}
    undated = first.total - sum(passages.values())
    years = tuple(
        Year(year, passages.get(year, 0), _ranked(variants.get(year, {})))
        for year in sorted({*passages, *variants} - {0})
    )
    if undated > 0:
        years += (Year(None, undated, _ranked(variants.get(0, {}))),)
    return Usage(text, iri, _cited(library, first.hits[0]), _cited(library, last.hits[0]), years)


def _variants(library: Library, iri: str) -> dict[int, dict[str, int]]:
    """Return how an entity is written in each year, with how often; 0 is for documents without a date."""
    found: dict[int, dict[str, int]] = {}
    iris = Iris(library.settings.text("kg.base"))
    years = {meta.id: meta.year or 0 for meta in library.documents}
    for row in library.graph.select(queries_table.load("wording"), {"entity": ox.NamedNode(iri)}):
        forms = found.setdefault(years[iris.document_id(str(row["document"])) or ""], {})
        form = str(row["form"])
        forms[form] = forms.get(form, 0) + int(row["mentions"] or 0)
    return found


def _ranked(forms: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0])))


def _cited(library: Library, hit: Hit) -> Citation:
    return citation(library, hit.document, hit.start, hit.end)
