"""What an index holds of a passage, the same for every backend: weighted terms, facts of fixed size, the stored form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from struct import Struct

import numpy as np
import numpy.typing as npt

from corpus.documents import PartKind
from corpus.errors import InputError
from kg.entity_types import EntityType
from search.analysis import WeightedTerms, weighted_terms
from search.encoders import Encoder
from search.indexes.port import Buffer, Columns
from search.meaning import quantised, units
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
_FIRST_OF_GROUP, _FIRST_OF_DOCUMENT, _HAS_MORE_ENTITIES = 1, 2, 4
ENTITIES_OF_ROW = 8
"""So many entities of a passage stand in its row; where it names more, its stored form has them all."""
FACTS = np.dtype(
    [
        ("document", f"S{_ID_BYTES}"),
        ("signature", "<u8"),
        ("length", "<f4"),
        ("types", "<u2"),
        ("year", "<i2"),
        ("kind", "u1"),
        ("sentence_kind", "u1"),
        ("marks", "u1"),
        ("entities", "<u4", (ENTITIES_OF_ROW,)),
    ]
)
"""The facts of a row as they lie on disk."""
_FACTS = Struct(f"<{_ID_BYTES}sQfHhBBB{ENTITIES_OF_ROW}I")


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as an index takes it in."""

    document: str
    terms: Mapping[str, float]
    facts: bytes
    vector: bytes
    stored: str


def rows(document_id: str, passages: Iterable[Passage], encoder: Encoder) -> Iterator[Row]:
    """Yield the rows of one document's passages, in order.

    Raises:
        InputError: The document's id is too long.
    """
    if len(document_id.encode()) > _ID_BYTES:
        raise InputError("文献编号太长", where=document_id, hint=f"至多 {_ID_BYTES} 字节")
    found = list(passages)
    vectors = _vectors(found, encoder)
    group: str | None = None
    marks = _FIRST_OF_DOCUMENT
    for passage, vector in zip(found, vectors, strict=True):
        marks |= _FIRST_OF_GROUP if passage.group != group else 0
        group = passage.group
        yield _row(document_id, passage, vector.tobytes(), marks)
        marks = 0


def _row(document_id: str, passage: Passage, vector: bytes, marks: int) -> Row:
    terms, length = weighted_terms(
        ((passage.text, TEXT_WEIGHT), (_other_names(passage), NAMES_WEIGHT)), _around(passage)
    )
    facts = _FACTS.pack(
        document_id.encode(),
        passage.signature,
        length,
        _types(passage),
        passage.year,
        PART_KINDS.index(passage.part_kind) if passage.part_kind in PART_KINDS else 0,
        SENTENCE_KINDS.index(passage.kind) if passage.kind in SENTENCE_KINDS else 0,
        marks | (_HAS_MORE_ENTITIES if len(passage.entities) > ENTITIES_OF_ROW else 0),
        *_entities(passage),
    )
    return Row(document_id, terms, facts, vector, passage.to_json())


def _other_names(passage: Passage) -> str:
    return "\n".join(name for name in passage.names if name not in passage.text)


def _around(passage: Passage) -> WeightedTerms:
    title = passage.title if passage.part == passage.title else f"{passage.title}\n{passage.part}"
    return _terms_around("\n".join(passage.section), title)


# They come again with every passage under them.
@lru_cache(maxsize=256)
def _terms_around(headings: str, title: str) -> WeightedTerms:
    return weighted_terms(((headings, HEADING_WEIGHT), (title, TITLE_WEIGHT)))


def _vectors(passages: Sequence[Passage], encoder: Encoder) -> npt.NDArray[np.int8]:
    """Return the directions of the texts, each drawn a little towards that of its heading; zeros for none."""
    own, known = encoder.encode([passage.text for passage in passages])
    headings = {heading: i for i, heading in enumerate(dict.fromkeys(p.section[-1] for p in passages if p.section))}
    above, _ = encoder.encode(list(headings))
    under = np.array([headings[passage.section[-1]] if passage.section else -1 for passage in passages], np.intp)
    drawn = known & (under >= 0)
    own[drawn] = units(own[drawn] + np.float32(HEADING_PULL) * above[under[drawn]])
    return quantised(own)


def _entities(passage: Passage) -> list[int]:
    found = [entity_number(entity.iri) for entity in passage.entities[:ENTITIES_OF_ROW]]
    return found + [0] * (ENTITIES_OF_ROW - len(found))


@lru_cache(maxsize=100_000)
def entity_number(iri: str) -> int:
    """Return the number by which rows name an entity, never 0."""
    return int.from_bytes(blake2b(iri.encode(), digest_size=4).digest(), "little") or 1


def _types(passage: Passage) -> int:
    return sum({1 << _type_bits()[entity.type] for entity in passage.entities if entity.type in _type_bits()})


@cache
def _type_bits() -> dict[str, int]:
    return {kind.value: bit for bit, kind in enumerate(EntityType)}


def columns(
    facts: Sequence[Buffer], vectors: Callable[[], Sequence[Buffer]], alive: npt.NDArray[np.bool_], dimensions: int
) -> Columns:
    """Return the columns of segments that follow one another, from their facts and vectors as they lie on disk."""
    table = np.frombuffer(_joined(facts), FACTS)
    starts = (table["marks"] & _FIRST_OF_DOCUMENT) > 0
    ids = [name.decode() for name in table["document"][starts].tolist()]
    known = {name: i for i, name in enumerate(dict.fromkeys(ids))}
    ordinals = np.array([known[name] for name in ids], np.int32)
    return Columns(
        documents=tuple(known),
        alive=alive,
        document=ordinals[np.cumsum(starts) - 1] if ids else np.zeros(0, np.int32),
        group=(np.cumsum((table["marks"] & _FIRST_OF_GROUP) > 0) - 1).astype(np.int32),
        length=np.ascontiguousarray(table["length"]),
        year=np.ascontiguousarray(table["year"]),
        kind=np.ascontiguousarray(table["kind"]),
        sentence_kind=np.ascontiguousarray(table["sentence_kind"]),
        types=np.ascontiguousarray(table["types"]),
        signature=np.ascontiguousarray(table["signature"]),
        entities=np.ascontiguousarray(table["entities"]),
        has_more_entities=(table["marks"] & _HAS_MORE_ENTITIES) > 0,
        read_vectors=lambda: np.frombuffer(_joined(vectors()), np.int8).reshape(-1, dimensions),
    )


def _joined(stretches: Sequence[Buffer]) -> Buffer:
    """Return the bytes of all segments; those of a single one are read where they lie."""
    return stretches[0] if len(stretches) == 1 else b"".join(stretches)
