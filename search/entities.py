"""One entity with all that the library knows of it: facts, figures, definitions, passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from corpus.errors import NotFoundError
from kg import queries_table
from search.answers.draft import Span, cite, sentence_span
from search.answers.facts import Facts, Line, Statement
from search.answers.knowledge import Knowledge, knowledge
from search.questions import plain, tables
from search.questions.names import Names
from search.questions.question import Name
from search.questions.repair import repair
from search.results import Definition, EntityFact, EntityRef, EntityView, Hit

if TYPE_CHECKING:
    from search.library import Library

_PASSAGES = 50
# What is named everywhere stands mostly in headings and addresses: so many documents are opened for passages that say something.
_OPENED = 50
# What ends otherwise is a heading, a signature, an address.
_ENDS_OF_SENTENCES = frozenset("。！？；!?;”")
_MERE_NAME = 2


def view(library: Library, name: str, *, newest: int | None = None, passages: int = _PASSAGES) -> EntityView:
    """Return an entity by IRI, name, alias, pinyin or a name with a slip; its passages, the telling ones first.

    Args:
        library: The library.
        name: What names the entity.
        newest: Of so many of the newest documents that tell of it facts, figures and definitions are given; of all where
            it is None.
        passages: The most passages.

    Raises:
        NotFoundError: The library knows no such entity; the hint offers near names.
    """
    known = knowledge(library)
    found = find(library, name)
    documents = tuple(islice(_documents(known, "documents_telling", found.iri), newest))
    # What tells of it is open already, and names it in the sentences that say most.
    open_already = {facts.meta.id for facts in documents}
    naming = _documents(known, "documents_mentioning", found.iri)
    others = (facts for facts in naming if facts.meta.id not in open_already)
    return EntityView(
        iri=found.iri,
        type=found.type,
        name=found.text,
        aliases=tuple(other.text for other in known.names.of(found.iri) if other.text != found.text),
        facts=tuple(fact for facts in documents for fact in _facts(known, facts, found.iri)),
        indicators=tuple(row for facts in documents for row in _indicators(known, facts, found.iri)),
        definitions=tuple(definition for facts in documents for definition in _definitions(known, facts, found.iri)),
        passages=_passages(chain(documents, others), found, passages),
    )


def telling(library: Library, iri: str) -> int:
    """Return how many documents tell facts, figures or definitions of an entity."""
    return len(_ids(knowledge(library), "documents_telling", iri))


def find(library: Library, name: str) -> Name:
    """Return the main name of the entity that an IRI, name, alias, pinyin or a name with a slip stands for.

    Raises:
        NotFoundError: The library knows no such entity; the hint offers near names.
    """
    known = knowledge(library)
    if own := known.names.of(name):
        return own[0]
    text = plain.plain(name)
    for reading in (text, repair(text, known.vocabulary, tables.words())[0]):
        for fits in (known.names.exact(reading), known.names.near(reading), known.names.like(reading)):
            if entities := [fit for fit in fits if fit.iri]:
                best = next((fit for fit in entities if fit.preferred), entities[0])
                return known.names.of(best.iri)[0]
    if near := "、".join(fit.text for fit in _near(known.names, text)):
        raise NotFoundError("库中没有这个实体", where=name, hint=f"相近的名称：{near}")
    raise NotFoundError("库中没有这个实体", where=name, hint="检查名称，或用检索查找")


def _near(names: Names, text: str) -> tuple[Name, ...]:
    return names.like(text[:2])[:5] if len(text) > 1 else ()


def _documents(known: Knowledge, query: str, iri: str) -> Iterator[Facts]:
    """Yield the documents that a query finds for an entity, newest first."""
    ids = _ids(known, query, iri)
    return (known.facts(meta.id) for meta in known.metas if meta.id in ids)


def _ids(known: Knowledge, query: str, iri: str) -> set[str | None]:
    rows = known.library.graph.select(queries_table.load(query), {"entity": ox.NamedNode(iri)})
    return {known.iris.document_id(str(row["document"])) for row in rows}


def _facts(known: Knowledge, facts: Facts, iri: str) -> list[EntityFact]:
    found = []
    for s in facts.statements:
        if s.subject_iri == iri:
            found.append(
                EntityFact(s.predicate, _object(s), s.object_iri, cite(known, sentence_span(facts, s.start, s.end)))
            )
        elif s.object_iri == iri:
            citation = cite(known, sentence_span(facts, s.start, s.end))
            found.append(EntityFact(f"^{s.predicate}", s.subject, s.subject_iri, citation))
    return found


def _object(statement: Statement) -> str:
    body = statement.organization
    return f"{body}{statement.object}" if body and body not in statement.object else statement.object


def _indicators(known: Knowledge, facts: Facts, iri: str) -> list[dict[str, Any]]:
    return [
        {
            "label": f.label,
            "value": f.value,
            "unit": f.unit,
            "comparator": f.comparator,
            "year": f.year,
            "status": f.status,
            "scope": f.scope,
            "citation": cite(known, sentence_span(facts, f.value_start, f.value_end)),
        }
        for f in facts.figures
        if f.about == iri
    ]


def _definitions(known: Knowledge, facts: Facts, iri: str) -> list[Definition]:
    return [
        Definition(
            g.term,
            g.aliases,
            g.definition,
            g.components,
            facts.meta.id,
            facts.meta.title,
            facts.meta.year,
            cite(known, Span(facts.meta.id, g.start, g.end)),
        )
        for g in facts.glosses
        if g.entity == iri
    ]


def _passages(naming: Iterable[Facts], found: Name, most: int) -> tuple[Hit, ...]:
    """Return the passages that name an entity: those that state something of it, other sentences, then mere names.

    No documents are opened after enough passages that say something, and none beyond so many.
    """
    ranked: list[tuple[int, Hit]] = []
    saying = 0
    for facts in islice(naming, _OPENED):
        hits = list(_ranked(facts, found))
        ranked += hits
        saying += sum(rank < _MERE_NAME for rank, _ in hits)
        if saying >= most:
            break
    return tuple(hit for _, hit in sorted(ranked, key=lambda pair: pair[0])[:most])


def _ranked(facts: Facts, found: Name) -> Iterator[tuple[int, Hit]]:
    """Yield the passages of a document that name an entity, in order, each with its rank: 0 the best."""
    hits = _hits(facts, found)
    told = [s.start for s in facts.statements if found.iri in (s.subject_iri, s.object_iri)]
    told += [figure.value_start for figure in facts.figures if figure.about == found.iri]
    for line, hit in hits:
        if line.kind == "heading" or line.text.rstrip()[-1:] not in _ENDS_OF_SENTENCES:
            yield _MERE_NAME, hit
        else:
            yield int(not any(line.start <= start < line.end for start in told)), hit


def _hits(facts: Facts, found: Name) -> list[tuple[Line, Hit]]:
    """Return the lines of a document that name an entity, each as a hit."""
    hits: dict[int, tuple[Line, Hit]] = {}
    document = facts.document
    for start, end, iri, _, _ in facts.mentions:
        line = facts.line_at(start)
        if iri != found.iri or line is None:
            continue
        old = hits.get(line.start)
        marks = (*(old[1].highlights if old else ()), (start - line.start, end - line.start))
        part = document.part_at(line.start)
        hit = Hit(
            passage=f"{document.id}:{line.start}",
            document=document.id,
            file=facts.meta.source_name,
            title=document.title,
            part=part.title if part else "",
            section=line.headings,
            start=line.start,
            end=line.end,
            text=line.text,
            score=1.0,
            highlights=marks,
            entities=(EntityRef(found.iri, found.text, found.type),),
        )
        hits[line.start] = line, hit
    return list(hits.values())
