"""What an index holds of a passage, the same for every backend: weighted terms, facts of fixed size, the stored form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.documents import PartKind
from corpus.errors import InputError
from kg.facts import EntityType
from search.analysis import weighted_terms
from search.indexes.port import DIMENSIONS, Columns
from search.meaning import quantised, word_vectors
from search.passages import Passage

PART_KINDS: tuple[PartKind, ...] = (
    "text",
    "notice",
    "speech",
    "report",
    "glossary",
    "plan",
    "regulation",
    "letter",
    "announcement",
)
SENTENCE_KINDS = ("sentence", "heading", "glossary", "table_row")

# How much an occurrence in each field counts beside one in the text; measured on development queries.
TEXT_WEIGHT = 1.0
HEADING_WEIGHT = 0.3
TITLE_WEIGHT = 0.1
NAMES_WEIGHT = 0.3

HEADING_PULL = 0.25

_ID_BYTES = 24
_FIRST_OF_GROUP, _FIRST_OF_DOCUMENT = 1, 2
FACTS = np.dtype(
    [
        ("document", f"S{_ID_BYTES}"),
        ("signature", "<u8"),
        ("length", "<f4"),
        ("types", "<u2"),
        ("year", "<i2"),
        ("kind", "u1"),
        ("sentence_kind", "u1"),
        ("first", "u1"),
    ]
)
"""The facts of a row as they lie on disk."""


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as an index takes it in."""

    document: str
    terms: dict[str, float]
    facts: bytes
    vector: bytes
    stored: str


def rows(document_id: str, passages: Iterable[Passage]) -> Iterator[Row]:
    """Yield the rows of one document's passages, in order.

    Raises:
        InputError: The document's id is too long.
    """
    if len(document_id.encode()) > _ID_BYTES:
        raise InputError("文献编号太长", where=document_id, hint=f"至多 {_ID_BYTES} 字节")
    group: str | None = None
    first = _FIRST_OF_DOCUMENT
    for passage in passages:
        first |= _FIRST_OF_GROUP if passage.group != group else 0
        group = passage.group
        yield _row(document_id, passage, first)
        first = 0


def _row(document_id: str, passage: Passage, first: int) -> Row:
    terms, length = weighted_terms(_fields(passage))
    facts = np.array(
        (
            document_id.encode(),
            passage.signature,
            length,
            _types(passage),
            passage.year,
            PART_KINDS.index(passage.part_kind) if passage.part_kind in PART_KINDS else 0,
            SENTENCE_KINDS.index(passage.kind) if passage.kind in SENTENCE_KINDS else 0,
            first,
        ),
        FACTS,
    )
    return Row(document_id, terms, facts.tobytes(), _vector(passage), passage.to_json())


def _fields(passage: Passage) -> Iterator[tuple[str, float]]:
    yield passage.text, TEXT_WEIGHT
    yield "\n".join(passage.section), HEADING_WEIGHT
    yield passage.title if passage.part == passage.title else f"{passage.title}\n{passage.part}", TITLE_WEIGHT
    yield "\n".join(name for name in passage.names if name not in passage.text), NAMES_WEIGHT


def _vector(passage: Passage) -> bytes:
    """Return the direction of the text, drawn a little towards that of its heading."""
    own = word_vectors().sentence(passage.text)
    above = word_vectors().sentence(passage.section[-1]) if passage.section else None
    if own is not None and above is not None:
        own = own + HEADING_PULL * above
        own /= max(float(np.linalg.norm(own)), 1e-9)
    return quantised(own, DIMENSIONS)


def _types(passage: Passage) -> int:
    return sum({1 << _type_bits()[entity.type] for entity in passage.entities if entity.type in _type_bits()})


@cache
def _type_bits() -> dict[str, int]:
    return {kind.value: bit for bit, kind in enumerate(EntityType)}


def columns(facts: Sequence[bytes], vectors: Sequence[bytes], alive: npt.NDArray[np.bool_]) -> Columns:
    """Return the columns of segments that follow one another, from their facts and vectors as they lie on disk."""
    table = np.frombuffer(b"".join(facts), FACTS)
    starts = (table["first"] & _FIRST_OF_DOCUMENT) > 0
    ids = [name.decode() for name in table["document"][starts].tolist()]
    known = {name: i for i, name in enumerate(dict.fromkeys(ids))}
    ordinals = np.array([known[name] for name in ids], np.int32)
    return Columns(
        documents=tuple(known),
        alive=alive,
        document=ordinals[np.cumsum(starts) - 1] if ids else np.zeros(0, np.int32),
        group=(np.cumsum((table["first"] & _FIRST_OF_GROUP) > 0) - 1).astype(np.int32),
        length=np.ascontiguousarray(table["length"]),
        year=np.ascontiguousarray(table["year"]),
        kind=np.ascontiguousarray(table["kind"]),
        sentence_kind=np.ascontiguousarray(table["sentence_kind"]),
        types=np.ascontiguousarray(table["types"]),
        signature=np.ascontiguousarray(table["signature"]),
        vectors=np.frombuffer(b"".join(vectors), np.int8).reshape(-1, DIMENSIONS),
    )
