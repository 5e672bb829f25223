"""Graph and index catch up with the record: document by document, touching only what a change and its merges change.

The same for the whole library and for each of its views (`search.views`), which hold what an audience may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.documents import DocumentMeta
from corpus.errors import DamagedIndexError, LibraryError
from corpus.record import Record
from corpus.settings import Settings
from kg import stores
from kg.decisions import Decision
from kg.entries import entries_of
from kg.extract import VERSION as EXTRACTION_VERSION
from kg.facts import Extraction
from kg.iris import Iris
from kg.merge_index import MergeIndex
from kg.rdf import VERSION as GRAPH_VERSION
from kg.rdf import quads, renamed
from kg.resolution import Assignment, Entry, Resolution
from kg.stores.port import GraphWriter
from search import indexes, name_file, views
from search.encoders import encoder_of, space_of
from search.indexes.ahead import Ahead
from search.indexes.port import IndexWriter
from search.ledger import Ledger
from search.passages import passages
from search.places import GRAPH_FOLDER, INDEX_FOLDER, MERGE_FILE
from search.state import State

if TYPE_CHECKING:
    from pyoxigraph import Quad

_LEAST_FOR_HELPERS = 20

_Changed = dict[str, Mapping[str, Assignment] | None]
"""What entities of a document were before that are something else now, by document; None where all of it is written."""


def project(folder: Path, record: Record, settings: Settings, *, anew: bool = False, workers: int = 1) -> int:
    """Bring graph and index up to the record's last change, show the new state to readers, return the document count.

    The views come first: once readers see a document's new label, nobody reads a view from before it. Crash-safe: merges
    and ledger are kept after readers see the new state, so what they do not know is projected again. Documents that go
    stay in the index until readers see the state without them: a document that is replaced can be found at every moment,
    as its former self or as its new one.

    Args:
        anew: Write all of it, whatever is there.
        workers: Processes on this machine, this one among them.
    """
    metas, before = record.documents(), _shown(folder).views
    wanted = {views.name_of(labels): labels for labels in views.needed(folder, metas)}
    for name, labels in wanted.items():
        place = views.folder_of(folder, name)
        state = _of_view(record, _shown(place), tuple(meta for meta in metas if meta.label in labels))
        place.mkdir(parents=True, exist_ok=True)
        _project(place, record, views.settings_of(settings), state, anew=anew, workers=workers)
    _project(folder, record, settings, State(record.change, metas, tuple(wanted)), anew=anew, workers=workers)
    # A request that began before may still read a view of the state before.
    views.sweep(folder, {*wanted, *before})
    return len(metas)


def _of_view(record: Record, shown: State, metas: tuple[DocumentMeta, ...]) -> State:
    """Return the state that a view is to have: the one it has where nothing changed that its readers may see."""
    decided = max((row.number for row in record.decisions()), default=0)
    if shown.documents == metas and shown.change >= decided:
        return shown
    # Nor does its number tell how much happened elsewhere, unless something was taken out of it.
    change = max([decided, *(meta.change for meta in metas)])
    return State(change if change > shown.change else record.change, metas)


def _project(folder: Path, record: Record, settings: Settings, wanted: State, *, anew: bool, workers: int) -> None:
    """Bring the graph, index and names in a folder to a state of the record, and show it to readers."""
    metas, change = wanted.documents, wanted.change
    ledger = Ledger(folder, _version(settings))
    complete = all((folder / name).exists() for name in (GRAPH_FOLDER, INDEX_FOLDER, MERGE_FILE))
    known = ledger.load() if complete and not anew else {}
    begun = ledger.begun() if known else frozenset()
    is_indexed = bool(known) and _holds(folder, settings, max(known.values()))
    shown = _shown(folder)
    everything = {meta.id for meta in metas}
    fresh = {meta.id: meta.change for meta in metas if known.get(meta.id) != meta.change}
    gone = {*known, *begun} - everything
    is_caught_up = is_indexed and not (fresh or gone or begun)
    if is_caught_up and shown == wanted and name_file.is_sound(folder, shown.names):
        return
    if not known:
        (folder / MERGE_FILE).unlink(missing_ok=True)
    iris = Iris(settings.text("kg.base"))
    merges = MergeIndex.open(folder / MERGE_FILE, iris)
    try:
        put = {meta.id: _entries(record, meta) for meta in metas if meta.id in fresh}
        decisions = tuple(Decision(**asdict(row)) for row in record.decisions())
        update = merges.update(put, gone, decisions)
        # Of what somebody began and did not end, the former state is not known: it is written whole.
        changed: _Changed = {name: update.before.get(name, {}) for name in update.changed if name not in fresh}
        changed |= dict.fromkeys({*fresh, *(begun & everything)}, None)
        if known:
            ledger.begin({*changed, *gone})
        with _writers(folder, settings) as (store, index):
            is_indexed = is_indexed and index.change >= max(known.values())
            # A server may have lost what it was given.
            is_graphed = bool(known) and store.change >= max(known.values())
            for name in sorted(gone):
                store.drop(iris.document(name))
            resolution = merges.resolution(changed if is_indexed and is_graphed else everything)
            if not is_indexed:
                index.clear()
            with Ahead(index, settings, _helpers(workers, len(resolution.assignments))) as ahead:
                if is_graphed:
                    _write(store, ahead, record, resolution, changed)
                else:
                    store.clear()
                    store.load(_written(ahead, record, resolution))
            index.commit(change)
            store.commit(change)
            touched, since = gone.union(changed), shown.names if known else ()
            names = name_file.update(folder, store, iris, touched, change=change, since=since, documents=metas)
            replace(wanted, names=names).save(folder, shown)
            merges.commit()
            _drop(index, gone if is_indexed else set(), change)
            ledger.save(fresh, gone, anew=not known)
            index.tidy()
    finally:
        merges.close()


@contextmanager
def _writers(folder: Path, settings: Settings) -> Iterator[tuple[GraphWriter, IndexWriter]]:
    store = stores.open_writer(settings.text("kg.store"), folder / GRAPH_FOLDER)
    index = indexes.open_writer(settings.text("search.index"), folder / INDEX_FOLDER, encoder_of(settings))
    try:
        yield store, index
    finally:
        store.close()
        index.close()


def _helpers(workers: int, documents: int) -> int:
    """Return how many processes make rows for this one; to start them is not worth while for a few documents."""
    return 0 if documents < _LEAST_FOR_HELPERS else workers - 1


def _drop(index: IndexWriter, gone: set[str], change: int) -> None:
    """Take documents out of the index that no state shows any more."""
    for name in sorted(gone):
        index.drop(name)
    if gone:
        index.commit(change)


def _write(store: GraphWriter, index: Ahead, record: Record, resolution: Resolution, changed: _Changed) -> None:
    """Write the documents of a resolution to the index, and to the graph what changed of them."""
    for name in resolution.assignments:
        document, extraction = record.document(name), Extraction.from_dict(record.extraction(name))
        graph, before = resolution.iris.document(name), changed.get(name, {})
        if before is None:
            store.replace(graph, quads(document, extraction, resolution))
        elif before:
            store.change_in(graph, *renamed(document, extraction, resolution, before))
        index.replace(name, passages(document, extraction, resolution))


def _written(index: Ahead, record: Record, resolution: Resolution) -> Iterator[Quad]:
    """Yield the graphs of all documents of a resolution, and write each to the index on the way: they are read once."""
    for name in resolution.assignments:
        document, extraction = record.document(name), Extraction.from_dict(record.extraction(name))
        yield from quads(document, extraction, resolution)
        index.replace(name, passages(document, extraction, resolution))


def _holds(folder: Path, settings: Settings, change: int) -> bool:
    """Return whether the index can be read and holds everything up to a change; otherwise it is written anew."""
    try:
        index = indexes.open_reader(settings.text("search.index"), folder / INDEX_FOLDER, space_of(settings))
    except DamagedIndexError:
        return False
    try:
        return index.change >= change and index.count() >= 0  # to count, it opens its segments
    except DamagedIndexError:
        return False
    finally:
        index.close()


def _shown(folder: Path) -> State:
    """Return the state that readers see; an empty one, of change 0, where there is none."""
    try:
        return State.load(folder)
    except LibraryError:
        return State(0, ())


def _version(settings: Settings) -> str:
    """Return what a projection depends on beside the record: another value means to project anew.

    The index says itself by what and in which version it was written.
    """
    chosen = (settings.text(name) for name in ("kg.base", "kg.store", "corpus.tokenizer"))
    return " ".join([EXTRACTION_VERSION, GRAPH_VERSION, *chosen])


def _entries(record: Record, meta: DocumentMeta) -> tuple[Entry, ...]:
    return entries_of(meta, Extraction.from_dict(record.extraction(meta.id)))
