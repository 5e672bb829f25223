"""What the library says, laid out for checking: names, quoted terms, titles, enumerations, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.documents import Document
from kg.facts import EntityType, Extraction
from kg.names import home_of
from search.drafts.bodies import without_level
from search.drafts.wording import bare, holes, pairs
from search.results import Citation

_QUOTED = re.compile(r"“([^“”\n]{2,60})”")
_TITLED = re.compile(r"《([^《》\n]{2,80})》")
_JOINT = re.compile(r"[一-鿿]{4}、$")
_JOINT_LENGTH = 6
_NEAR = 120
# The end of a long name is how it is called where the talk is of it: 国际茶业大会 for 云川国际茶业大会.
_TELLING = 7
# A name of so many characters and places makes one that is but one character away, and stands once, a slip.
_SLIPPED_LENGTH, _SEEN_OFTEN = 3, 3
_NAMED_TYPES = frozenset(EntityType) - {EntityType.PERSON, EntityType.PLACE, EntityType.SLOGAN, EntityType.CONCEPT}
_FIXED_TYPES = frozenset({EntityType.SLOGAN, EntityType.CONCEPT})
_IS_LIST = re.compile("[、，；。]")
# A place in front: 云川市…, 中国（云川）….
_PLACED = re.compile(r"(?:首届|第[^届]{1,3}届)?中国（|[一-鿿]{2,8}(?:[省市县区州盟旗]|自治区)[一-鿿]{4}")


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the library with what was extracted from it."""

    document: Document
    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a source, for citing."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A name as the library writes it, with a place where it does.

    Attributes:
        is_proper: Whether it plainly is a name: in marks, explained in a glossary, or with a place in front.
    """

    text: str
    place: Place
    is_proper: bool = False


def _joint_start(text: str, start: int) -> int:
    """Return where a name that shares its head with the one before starts: 茶叶种植、水产养殖产业联盟.

    The four characters before the 、, two words as a rule, belong to it.
    """
    before = _JOINT.search(text, max(0, start - 8), start)
    return before.start() if before else start


class Knowledge:
    """The sources that a draft is compared with; every table is made once, when a rule first needs it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)

    def cite(self, place: Place) -> Citation:
        """Return a place as a citation of its whole sentence."""
        document = self.sources[place.source].document
        sentence = document.sentence_at(place.start)
        start, end = (sentence.start, max(sentence.end, place.end)) if sentence else (place.start, place.end)
        part = document.part_at(start)
        return Citation(
            document=document.id,
            title=document.title,
            part=(part.title or part.kind) if part else "",
            section=document.section_path(sentence.section if sentence else None),
            start=start,
            end=end,
            quote=document.quote(start, end),
        )

    def says(self, form: str) -> bool:
        """Return whether a wording stands anywhere in the library, marks and spaces aside."""
        key = bare(form)
        return any(key in text for text in self._bare_texts)

    def is_later(self, term: Term, year: int | None) -> bool:
        """Return whether only papers of later years than a draft's have a name: the thing may have been called otherwise then."""
        years = [source.document.year for source in self.sources if term.text in source.document.text]
        return year is not None and bool(years) and all(other is not None and other > year for other in years)

    @cached_property
    def _bare_texts(self) -> tuple[str, ...]:
        return tuple(bare(source.document.text) for source in self.sources)

    @cached_property
    def quoted(self) -> dict[str, Term]:
        """Return what stands in quotation marks, by its bare form."""
        return self._marked(_QUOTED)

    @cached_property
    def titled(self) -> dict[str, Term]:
        """Return what stands in book-title marks, by its bare form."""
        return self._marked(_TITLED)

    def _marked(self, pattern: re.Pattern[str]) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for index, source in enumerate(self.sources):
            for match in pattern.finditer(source.document.text):
                found.setdefault(
                    bare(match[1]), Term(match[1], Place(index, match.start(), match.end()), is_proper=True)
                )
        return found

    @cached_property
    def names(self) -> dict[str, Term]:
        """Return the names of things (no persons, no places) and all that is quoted, by bare form."""
        found = {
            key: term for key, term in (*self.titled.items(), *self.quoted.items()) if not _IS_LIST.search(term.text)
        }
        for index, source in enumerate(self.sources):
            for term in self._mentioned(index, source):
                found.setdefault(bare(term.text), term)
        return found

    @cached_property
    def fixed(self) -> dict[str, Term]:
        """Return every wording that is written in one way: names, slogans, concepts, what a glossary explains; by bare form."""
        found = dict(self.names)
        for index, source in enumerate(self.sources):
            kinds = {entity.id: entity.type for entity in source.extraction.entities}
            for mention in source.extraction.mentions:
                if kinds[mention.entity] in _FIXED_TYPES:
                    name = source.document.quote(mention.start, mention.end).strip("“”《》")
                    found.setdefault(bare(name), Term(name, Place(index, mention.start, mention.end)))
            for entry in source.extraction.glossary:
                for name in (entry.term, *entry.aliases):
                    term = Term(name.strip("“”"), Place(index, entry.start, entry.end), is_proper=True)
                    found.setdefault(bare(name), term)
        return found

    @cached_property
    def _own_places(self) -> tuple[str, ...]:
        """Return the places of the issuers without their level: 云川 of 云川市."""
        homes = {home_of(source.document.issuer) for source in self.sources}
        return tuple(sorted(stem for home in homes if len(stem := without_level(home)) > 1))

    def _mentioned(self, index: int, source: Source) -> Iterator[Term]:
        types = {entity.id: entity.type for entity in source.extraction.entities}
        explained = {bare(form) for entry in source.extraction.glossary for form in (entry.term, *entry.aliases)}
        text = source.document.text
        for mention in source.extraction.mentions:
            kind = types[mention.entity]
            if kind not in _NAMED_TYPES:
                continue
            name = text[mention.start : mention.end].strip("“”《》")
            is_proper = bare(name) in explained or bool(_PLACED.match(name)) or name.startswith(self._own_places)
            yield Term(name, Place(index, mention.start, mention.end), is_proper)
            joint = _joint_start(text, mention.start) if len(name) >= _JOINT_LENGTH else mention.start
            if joint < mention.start:
                yield Term(text[joint : mention.end], Place(index, joint, mention.end))

    @cached_property
    def persons(self) -> frozenset[str]:
        """Return the full names of persons, without those that are slips: nothing is held against a draft by their posts."""
        names = {
            entity.name
            for source in self.sources
            for entity in source.extraction.entities
            if entity.type is EntityType.PERSON and 2 <= len(entity.name) <= 4
        }
        often = {name for name in names if self.times(name, _SEEN_OFTEN) == _SEEN_OFTEN}
        near = {hole for name in often if len(name) >= _SLIPPED_LENGTH for hole in holes(name)}
        slips = {name for name in names - often if not near.isdisjoint(holes(name)) and self.times(name, 2) == 1}
        return frozenset(names - slips)

    def times(self, wording: str, most: int) -> int:
        """Return how often a wording stands in the library, counted up to `most`."""
        found = 0
        for source in self.sources:
            found += source.document.text.count(wording)
            if found >= most:
                return most
        return found

    def support(self, term: Term, context: str) -> float:
        """Return how much of a context's wording stands near a term in the library, from 0 to 1."""
        wanted = pairs(context) - pairs(term.text)
        if not wanted:
            return 0.0
        key = term.text[-_TELLING:] if term.is_proper else term.text
        near = max((len(wanted & pairs(text)) for text in self._around(key)), default=0)
        return near / len(wanted)

    def _around(self, form: str, limit: int = 8) -> Iterator[str]:
        """Yield the surroundings of the first places at which a wording stands."""
        for source in self.sources:
            text, position = source.document.text, -1
            while limit and (position := text.find(form, position + 1)) >= 0:
                limit -= 1
                yield text[max(0, position - _NEAR) : position + len(form) + _NEAR]
