"""Whether record, originals, graph and index say the same, and mending what can be built anew from the record."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from corpus.documents import Document, DocumentMeta
from corpus.errors import CetuError, LibraryError
from corpus.record import Record
from corpus.settings import Settings, load_settings
from kg import stores
from kg.decisions import Decision
from kg.entries import entries_of
from kg.facts import Extraction
from kg.iris import Iris
from kg.merge_index import MergeIndex
from kg.resolution import Resolution
from kg.verify import Problem
from kg.verify import verify as verify_graph
from search import indexes, name_file
from search.encoders import space_of
from search.passages import passages
from search.places import GRAPH_FOLDER, INDEX_FOLDER, SETTINGS_FILE
from search.state import STATE_FILE, State
from search.views import VIEWS_FOLDER, folder_of, name_of, needed, settings_of

if TYPE_CHECKING:
    from search.indexes.port import SearchIndex

# A writer may come between: then everything is looked at again, so many times at most.
_MOST_LOOKS = 3
_BACKUP = "从备份恢复（cetu restore），或取出后重新收入（cetu remove、cetu add）"


@dataclass(frozen=True, slots=True)
class Verification:
    """What is wrong with a library, errors first; and what was wrong before, where it has been repaired.

    Attributes:
        problems: What is wrong now.
        repaired: What was wrong and has been mended.
        documents: How many documents were looked at.
        statements: Quads in the graph; 0 where it cannot be read.
        passages: Passages in the index; 0 where it cannot be read.
    """

    problems: tuple[Problem, ...]
    repaired: tuple[Problem, ...]
    documents: int
    statements: int
    passages: int

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return what is never right, as opposed to what a person may want to look at."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {
            "ok": not self.errors,
            "problems": [asdict(problem) for problem in self.problems],
            "repaired": [asdict(problem) for problem in self.repaired],
            "documents": self.documents,
            "statements": self.statements,
            "passages": self.passages,
        }


def verify(folder: Path, *, environment: Mapping[str, str]) -> Verification:
    """Hold the parts of a library against one another; nothing is changed.

    Raises:
        LibraryError: There is no library.
    """
    settings = load_settings(folder / SETTINGS_FILE, environment)
    record = Record(folder)
    try:
        for _look in range(_MOST_LOOKS):
            before = record.change
            found = look_at(folder, record, settings)
            if record.change == before:
                break
        return found
    finally:
        record.close()


def repair(folder: Path, *, environment: Mapping[str, str]) -> Verification:
    """Mend what the record can give again: documents from their originals, graph and index from the documents.

    What it cannot give (an original that is damaged) stays among the problems, with what to do.

    Raises:
        LibraryError: There is no library, it is not writable, or another program is writing it.
    """
    from search.ingest import writing
    from search.projections import project

    settings = load_settings(folder / SETTINGS_FILE, environment)
    with writing(folder) as record:
        before = look_at(folder, record, settings)
        if any(problem.is_repairable for problem in before.problems):
            _read_again(record, settings, {p.where for p in before.problems if p.kind == "derived"})
            if any(problem.where.startswith(VIEWS_FOLDER) for problem in before.problems):
                shutil.rmtree(folder / VIEWS_FOLDER, ignore_errors=True)
            for part in (GRAPH_FOLDER, INDEX_FOLDER):
                if any(problem.kind == "unreadable" and problem.where == part for problem in before.problems):
                    shutil.rmtree(folder / part, ignore_errors=True)
            if not any(problem.kind == "lost" for problem in before.problems):
                project(folder, record, settings, anew=True)
            record.sweep()
        after = look_at(folder, record, settings)
    left = set(after.problems)
    mended = tuple(problem for problem in before.problems if problem.is_repairable and problem not in left)
    return Verification(after.problems, mended, after.documents, after.statements, after.passages)


def look_at(folder: Path, record: Record, settings: Settings) -> Verification:
    """Hold graph, index and state in a folder against a record that nobody writes meanwhile."""
    found = [Problem("error", "database", f"记录的数据库有损坏：{text}", "library.db") for text in record.damages()]
    metas = record.documents()
    blobs = [problem for meta in metas for problem in _blobs(record, meta)]
    found += blobs
    found += _leftovers(record)
    found += _state(folder, record)
    damaged = {problem.where for problem in blobs if problem.kind in ("derived", "lost")}
    whole = [meta for meta in metas if meta.id not in damaged]
    with _resolved(record, whole, settings) as resolution:
        in_graph, statements = _graph(folder, record, settings, whole, resolution)
        in_index, rows = _index(folder, record, settings, whole, resolution)
    if not damaged:
        found += [problem for place in _views(folder, record) for problem in _view(place, record, settings)]
    # Without every document the merges are other ones: what differs then says nothing.
    found += [*in_graph, *in_index] if not damaged else [p for p in (*in_graph, *in_index) if p.kind == "unreadable"]
    found.sort(key=lambda problem: (problem.severity, problem.kind, problem.where, problem.message))
    return Verification(tuple(found), (), len(metas), statements, rows)


def _blobs(record: Record, meta: DocumentMeta) -> Iterator[Problem]:
    """Return what is wrong with the files of a document."""
    names = {"source": meta.source_blob, "document": meta.document_blob, "extraction": meta.extraction_blob}
    broken = {kind for kind, name in names.items() if not record.blobs.is_whole(name)}
    what = f"“{meta.title}”（{meta.source_name}）"
    if "source" in broken and len(broken) > 1:
        yield Problem("error", "lost", f"文献{what}的原件和正文都读不出来；{_BACKUP}", meta.id)
    elif "source" in broken:
        yield Problem("error", "original", f"文献{what}的原件读不出来，正文完好；{_BACKUP}", meta.id)
    elif broken:
        yield Problem("error", "derived", f"文献{what}的正文或标注读不出来，可由原件重新读出", meta.id, True)


def _leftovers(record: Record) -> Iterator[Problem]:
    if count := len(record.orphans()):
        yield Problem("warning", "leftover", f"有 {count} 个数据文件不再有文献用到", "blobs", True)


def _state(folder: Path, record: Record) -> Iterator[Problem]:
    try:
        state = State.load(folder)
    except CetuError as error:
        yield Problem("error", "unreadable", error.what, STATE_FILE, True)
        return
    if state.change != record.change:
        message = f"读者看到的是第 {state.change} 号变更，记录已到第 {record.change} 号"
        yield Problem("error", "behind", message, STATE_FILE, True)
    elif not name_file.is_sound(folder, state.names):
        yield Problem("error", "unreadable", "名称文件读不出来", "names", True)
    elif state.documents != record.documents():
        yield Problem("error", "behind", "读者看到的文献目录与记录不一致", STATE_FILE, True)


@contextmanager
def _resolved(record: Record, metas: list[DocumentMeta], settings: Settings) -> Iterator[Resolution]:
    """Yield what the entities of the record are, merged anew and apart from what the library keeps of it."""
    with TemporaryDirectory(prefix="cetu-verify-") as name:
        merges = MergeIndex.open(Path(name) / "merges.db", Iris(settings.text("kg.base")))
        try:
            put = {meta.id: entries_of(meta, _extraction(record, meta)) for meta in metas}
            merges.update(put, (), tuple(Decision(**asdict(row)) for row in record.decisions()))
            yield merges.resolution(put)
        finally:
            merges.close()


def _views(folder: Path, record: Record) -> Iterator[tuple[Path, list[DocumentMeta]]]:
    """Yield where each view should lie, and the documents it should hold."""
    metas = record.documents()
    for labels in needed(folder, metas):
        yield folder_of(folder, name_of(labels)), [meta for meta in metas if meta.label in labels]


def _view(place: tuple[Path, list[DocumentMeta]], record: Record, settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong with a view: it shows other documents, or says of them something else than the record."""
    folder, metas = place
    where = f"{VIEWS_FOLDER}/{folder.name}"
    try:
        state = State.load(folder)
    except CetuError as error:
        yield Problem("error", "unreadable", f"一种可读范围的投影读不出来：{error.what}", where, True)
        return
    if list(state.documents) != metas:
        yield Problem("error", "behind", "一种可读范围的文献目录与记录不一致", where, True)
    with _resolved(record, metas, settings) as resolution:
        for look in (_graph, _index):
            problems, _count = look(folder, record, settings_of(settings), metas, resolution)
            # What a person may want to look at in the texts has been said of the whole library.
            errors = (problem for problem in problems if problem.severity == "error")
            yield from (replace(problem, where=f"{where}/{problem.where}") for problem in errors)


def _graph(
    folder: Path, record: Record, settings: Settings, metas: list[DocumentMeta], resolution: Resolution
) -> tuple[list[Problem], int]:
    items = ((record.document(meta.id), _extraction(record, meta)) for meta in metas)

    def look() -> tuple[list[Problem], int]:
        name, path = settings.text("kg.store"), folder / GRAPH_FOLDER
        if file := stores.damaged(name, path):
            raise LibraryError("文件已改变", where=file, hint="运行 cetu verify --repair")
        store = stores.open_reader(name, path)
        try:
            return list(verify_graph(store, items, resolution)), store.count()
        finally:
            store.close()

    return _readable(look, GRAPH_FOLDER, "图谱")


def _index(
    folder: Path, record: Record, settings: Settings, metas: list[DocumentMeta], resolution: Resolution
) -> tuple[list[Problem], int]:
    def look() -> tuple[list[Problem], int]:
        index = indexes.open_reader(settings.text("search.index"), folder / INDEX_FOLDER, space_of(settings))
        try:
            found = [*_up_to_date(index, folder, record), *_against_record(index, record, metas, resolution)]
            return found, index.count()
        finally:
            index.close()

    return _readable(look, INDEX_FOLDER, "索引")


def _readable(look: Callable[[], tuple[list[Problem], int]], part: str, name: str) -> tuple[list[Problem], int]:
    try:
        return look()
    except (CetuError, OSError, ValueError, RuntimeError) as error:  # RuntimeError: a database of the graph is damaged
        what = error.what if isinstance(error, CetuError) else str(error)
        return [Problem("error", "unreadable", f"{name}读不出来：{what}", part, True)], 0


def _up_to_date(index: SearchIndex, folder: Path, record: Record) -> Iterator[Problem]:
    # A view stays as it is while only what it does not hold changes.
    change = record.change if folder == record.folder else State.load(folder).change
    if index.change != change:
        message = f"索引到第 {index.change} 号变更，记录已到第 {change} 号"
        yield Problem("error", "behind", message, INDEX_FOLDER, True)


def _against_record(
    index: SearchIndex, record: Record, metas: list[DocumentMeta], resolution: Resolution
) -> Iterator[Problem]:
    """Return where the index holds other passages than the record's documents give."""
    columns = index.columns
    rows: dict[str, list[int]] = {}
    for row in columns.alive.nonzero()[0].tolist():
        rows.setdefault(columns.documents[columns.document[row]], []).append(row)
    for meta in metas:
        document: Document = record.document(meta.id)
        expected = {item.to_json() for item in passages(document, _extraction(record, meta), resolution)}
        actual = [index.passage(row).to_json() for row in rows.pop(meta.id, [])]
        if differing := len(expected.symmetric_difference(actual)) + len(actual) - len(set(actual)):
            message = f"索引中文献“{meta.title}”有 {differing} 段与正文不一致"
            yield Problem("error", "passages", message, meta.id, True)
    for name in sorted(rows):
        yield Problem("error", "orphan_passages", "索引里有资料库中没有的文献", name, True)


def _read_again(record: Record, settings: Settings, ids: set[str]) -> None:
    """Record anew, from their originals, the documents whose parsed form is damaged."""
    from corpus.readers.limits import limits_of
    from search.ingest import reading

    for meta in record.documents():
        if meta.id in ids:
            record.put(reading((meta.source_key, record.source(meta.id)), limits_of(settings)))


def _extraction(record: Record, meta: DocumentMeta) -> Extraction:
    return Extraction.from_dict(record.extraction(meta.id))
