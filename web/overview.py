"""What the home page tells of a library: counts, newest documents, a few things to try."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from weakref import WeakSet

from corpus.documents import DocumentMeta
from corpus.errors import CetuError
from kg.facts import EntityType
from search.catalogue import EntitySummary, GlossaryItem
from search.library import Library
from web.listings import all_entities, all_entities_by_iri, all_glossary

_NEWEST = 6
_TERMS = 14
_NAMED = 10
# A library of more documents takes seconds to be counted: the first page does not wait for it.
_AT_ONCE = 100

_asked: WeakSet[Library] = WeakSet()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Overview:
    """The library at a glance. `is_counted` is False while what the documents hold is still being counted."""

    documents: int
    characters: int
    entities: int
    by_type: tuple[tuple[str, int], ...]
    newest: tuple[DocumentMeta, ...]
    terms: tuple[GlossaryItem, ...]
    programs: tuple[EntitySummary, ...]
    questions: tuple[str, ...]
    is_counted: bool = True


def overview(library: Library) -> Overview:
    """Return a library at a glance; of a large one that has just been opened, what is known without counting."""
    if not is_ready(library):
        return _uncounted(library)
    entities = all_entities(library)
    counts = Counter(item.type for item in entities)
    terms = tuple({item.term: item for item in reversed(all_glossary(library))}.values())[::-1]
    programs = tuple(item for item in entities if item.type == EntityType.PROGRAM)
    return Overview(
        documents=len(library.documents),
        characters=sum(meta.characters for meta in library.documents),
        entities=len(entities),
        by_type=tuple((str(kind), counts[kind]) for kind in EntityType if counts[kind]),
        newest=library.documents[::-1][:_NEWEST],
        terms=terms[:_TERMS],
        programs=programs[:_NAMED],
        questions=_questions(terms, entities, programs),
    )


def is_ready(library: Library) -> bool:
    """Return whether the lists of a library may be read at once; those of a large one are asked for in the background."""
    if len(library.documents) <= _AT_ONCE:
        return True
    if all_entities_by_iri.ready(library) is not None and all_glossary.ready(library) is not None:
        return True
    with _lock:
        if library not in _asked:
            _asked.add(library)
            Thread(target=_read, args=(library,), daemon=True).start()
    return False


def _read(library: Library) -> None:
    # Who needs the lists next is told what is wrong with them.
    with suppress(CetuError):
        all_entities(library), all_glossary(library)


def _uncounted(library: Library) -> Overview:
    return Overview(
        documents=len(library.documents),
        characters=sum(meta.characters for meta in library.documents),
        entities=0,
        by_type=(),
        newest=library.documents[::-1][:_NEWEST],
        terms=(),
        programs=(),
        questions=_questions((), (), ()),
        is_counted=False,
    )


def _questions(
    terms: tuple[GlossaryItem, ...], entities: tuple[EntitySummary, ...], programs: tuple[EntitySummary, ...]
) -> tuple[str, ...]:
    """Return questions that this library can be asked: worded here, with names of its own.

    They stay Chinese in every language of the interface, as the documents do.
    """
    concepts = [item for item in entities if item.type == EntityType.CONCEPT]
    slogans = [item for item in terms if len(item.components) > 1]
    asked = [
        f"哪些项目与{concepts[0].name}有关？" if concepts else "",
        f"{slogans[0].term}是指什么？" if slogans else f"{terms[0].term}是什么意思？" if terms else "",
        f"{programs[0].name}由谁主办？" if programs else "",
        "谁作了工作报告？",
    ]
    return tuple(question for question in asked if question)
