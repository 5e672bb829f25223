"""The values that the read side gives, in the shapes of the contract: citations, hits, answers, findings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

AnswerStatus = Literal["answered", "partial", "not_found"]
Severity = Literal["error", "warning", "hint"]
PieceKind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document. `quote` equals `Document.text[start:end]`."""

    document: str
    title: str
    part: str
    section: tuple[str, ...]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a pair of wordings: in both, only in the one before, or only in the one after."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity named beside a hit."""

    iri: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage. `highlights` are offsets within `text`; `explanation` is filled on request."""

    passage: str
    document: str
    file: str
    title: str
    part: str
    section: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    highlights: tuple[tuple[int, int], ...] = ()
    entities: tuple[EntityRef, ...] = ()
    explanation: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits with the counts under the current filters.

    `also` are the words that were searched as well; `did_you_mean` a better spelling or empty; `notice` what a reader
    should know of the search itself, or empty.
    """

    query: str
    total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    did_you_mean: str = ""
    notice: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One item of an answer; `citation` is the sentence that it stands on."""

    name: str
    iri: str = ""
    type: str = ""
    detail: str = ""
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a sentence with its evidence, or an honest no.

    `alternatives` are near passages, offered as such when nothing was found; never part of the answer.
    `readings` are other ways in which the question could be understood.
    """

    question: str
    interpretation: str
    status: AnswerStatus
    answer: str
    items: tuple[AnswerItem, ...] = ()
    citations: tuple[Citation, ...] = ()
    sparql: str = ""
    alternatives: tuple[Citation, ...] = ()
    readings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.status != "not_found" and not self.citations:
            raise ValueError("an answer needs a citation")

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Definition:
    """One glossary entry of one document.

    Attributes:
        before: The document with the entry of the same term that came before, empty where there is none.
        changes: How the wording became this one, in order; empty where it stands there word for word.
    """

    term: str
    aliases: tuple[str, ...]
    definition: str
    components: tuple[str, ...]
    document: str
    title: str
    year: int | None
    citation: Citation
    before: str = ""
    changes: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionResult:
    """All entries for a term, newest first, or suggestions where there is none."""

    term: str
    matches: tuple[Definition, ...]
    suggestions: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a draft that the library contradicts; offsets count the draft's characters.

    Attributes:
        rule: The rule that found it, as `check.rules_off` names it.
    """

    start: int
    end: int
    span: str
    type: str
    severity: Severity
    message: str
    expected: str = ""
    citation: Citation | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of a draft in order of the text; `length` is the draft's length in characters."""

    findings: tuple[Finding, ...]
    length: int

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class EntityFact:
    """One statement about an entity, read from it."""

    predicate: str
    object: str
    iri: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class EntityView:
    """All that the library knows of one entity."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[EntityFact, ...] = ()
    indicators: tuple[dict[str, Any], ...] = ()
    definitions: tuple[Definition, ...] = ()
    passages: tuple[Hit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the object of the contract."""
        return asdict(self)
