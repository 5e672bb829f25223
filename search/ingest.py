"""The write side: files go into the record, then the projections catch up with the record's changes.

One writer at a time holds the library's lock; readers go on with the state before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.audiences import EVERYTHING, Audience, checked_label
from corpus.documents import Document, DocumentMeta, SourceFile
from corpus.doubts import tally
from corpus.errors import BusyError, CetuError, InputError, LibraryError, NotFoundError, ReadError
from corpus.readers.limits import Limits, limits_of
from corpus.record import Entry, Record
from corpus.settings import Settings, load_settings
from kg.facts import Extraction
from search.disk import disk_trouble, telling_disk
from search.novelties import Earlier, Novelties, novelties
from search.places import SETTINGS_FILE
from search.projections import project
from search.state import find_document
from search.views import place_of

if TYPE_CHECKING:
    from kg.runners import Runner

LOCK_FILE = "writer.lock"
_LOCK_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A file that came in.

    Attributes:
        status: "added" or "replaced".
        repairs: How many places were repaired.
        repaired: How many of each kind (docs/cleaning.md).
        doubts: What could not be repaired or is not certain, a sentence each.
    """

    name: str
    id: str
    title: str
    status: str
    characters: int
    repairs: int
    repaired: dict[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an add did, and what it brought. `documents` is the number of documents in the library afterwards."""

    added: tuple[AddedFile, ...]
    unchanged: tuple[str, ...]
    failed: tuple[CetuError, ...]
    remarks: tuple[str, ...]
    documents: int
    novelties: Novelties = field(default_factory=Novelties)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {
            "added": [asdict(item) for item in self.added],
            "unchanged": list(self.unchanged),
            "failed": [error.to_dict() for error in self.failed],
            "remarks": list(self.remarks),
            "documents": self.documents,
            "novelties": self.novelties.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Step:
    """How far reading has come: files done of a total, the last one's name, characters read, files that failed."""

    done: int
    total: int
    name: str
    characters: int
    failed: int


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one file became: the entry for the record with remarks, or the error."""

    key: str
    name: str
    entry: Entry | None
    remarks: tuple[str, ...] = ()
    error: CetuError | None = None


def add(
    folder: Path,
    paths: Sequence[Path],
    *,
    environment: Mapping[str, str],
    workers: int = 1,
    strict: bool = False,
    label: str = "",
    audience: Audience = EVERYTHING,
    on_progress: Progress = lambda step: None,
) -> AddReport:
    """Read files and folders into a library and return what came of it; files that failed do not stop the others.

    Args:
        label: Who may see them (`corpus.audiences`), also those that are in the library already. Empty: new files get the
            setting corpus.label, the others keep theirs.
        audience: Who adds: the report tells nothing of documents beyond what this one may see.

    Raises:
        ReadError: With `strict`, the first file that cannot be read; nothing is taken in then.
        LibraryError: The library is foreign, locked or not writable.
    """
    from corpus.files import source_files

    settings = load_settings(folder / SETTINGS_FILE, environment)
    limits = limits_of(settings)
    label, usual = label and checked_label(label), checked_label(settings.text("corpus.label"))
    look = partial(source_files, paths, max_mb=settings.number("corpus.max_file_mb"), limits=limits)
    with writing(folder, create=True) as record:
        known = {meta.source_key: meta for meta in record.documents()}
        ids = {meta.id: meta.label for meta in known.values()}
        fresh, unchanged, failed = _sort_out(look(), set(ids))
        if strict and failed:
            raise failed[0]
        progress = Step(0, len(fresh), "", 0, len(failed))
        reads = _read_all(_chosen(look(), fresh), limits, _runner(workers, settings), on_progress, progress)
        if strict:
            reads = iter(_all_or_nothing(reads))
        added: list[AddedFile] = []
        remarks: list[str] = []
        replaced: dict[str, Extraction] = {}
        for read in reads:
            if read.entry is None:
                assert read.error is not None  # a read without an entry carries its error
                failed.append(read.error)
                continue
            if (old := known.get(read.key)) is not None:
                replaced[read.entry.document.id] = Extraction.from_dict(record.extraction(old.id))
            is_known = read.key in known or read.entry.document.id in ids
            record.put(read.entry, label=label or ("" if is_known else usual))
            added.append(_added(read.entry, "replaced" if read.key in known else "added"))
            remarks.extend(f"{read.entry.source.name}：{remark}" for remark in read.remarks)
        if label:
            _relabel(record, look(), {id_ for id_, old in ids.items() if old != label and audience.sees(old)}, label)
        project(folder, record, settings, workers=workers)
        metas = record.documents()
        place = place_of(folder, audience, metas)
        seen = {meta.id: meta for meta in metas if audience.sees(meta.label)}
        came = [seen[item.id] for item in added if item.id in seen]
        earlier = Earlier(tuple(meta for meta in known.values() if audience.sees(meta.label)), replaced)
        news = novelties(place, record, settings, came, earlier)
    return AddReport(tuple(added), tuple(unchanged), tuple(failed), tuple(remarks), len(seen), news)


def _relabel(record: Record, found: Iterator[Found], ids: set[str], label: str) -> None:
    """Give files that are in the library already, and of another label, theirs."""
    for _key, source in found:
        if not isinstance(source, CetuError) and source.sha256[:16] in ids:
            ids.remove(source.sha256[:16])
            with suppress(NotFoundError):
                # Another file of the same place may have come in for it.
                record.label(source.sha256[:16], label)


def remove(folder: Path, names: Sequence[str], *, environment: Mapping[str, str]) -> tuple[DocumentMeta, ...]:
    """Take documents out of a library and return their entries.

    Raises:
        NotFoundError: One of the names fits no document; nothing is taken out then.
    """
    settings = load_settings(folder / SETTINGS_FILE, environment)
    with writing(folder) as record:
        documents = record.documents()
        metas = tuple(dict.fromkeys(find_document(documents, name) for name in names))
        for meta in metas:
            record.remove(meta.id)
        project(folder, record, settings)
        record.sweep()
    return metas


def rebuild(
    folder: Path,
    *,
    environment: Mapping[str, str],
    workers: int = 1,
    on_progress: Progress = lambda step: None,
) -> int:
    """Read every original again, build graph and index anew, and return the number of documents."""
    settings = load_settings(folder / SETTINGS_FILE, environment)
    with writing(folder) as record:
        metas = record.documents()
        sources = ((meta.source_key, record.source(meta.id)) for meta in metas)
        progress = Step(0, len(metas), "", 0, 0)
        for read in _read_all(sources, limits_of(settings), _runner(workers, settings), on_progress, progress):
            if read.error:
                raise read.error
            if read.entry:
                record.put(read.entry)
        documents = project(folder, record, settings, anew=True, workers=workers)
        record.sweep()
    return documents


def decide_right(folder: Path, wording: str, *, kind: str = "", why: str, environment: Mapping[str, str]) -> int:
    """Record that a wording of drafts is right, and return the decision's number; the check is silent on it from then on.

    Raises:
        InputError: There is no wording or no reason.
    """
    if not wording.strip() or not why.strip():
        raise InputError("缺少文字或理由", where="认定无误", hint="写明哪几个字无误、为什么")
    settings = load_settings(folder / SETTINGS_FILE, environment)
    payload = {"wording": wording.strip()} | ({"type": kind} if kind else {})
    with writing(folder) as record:
        row = record.decide("right", payload, who="", why=why.strip())
        project(folder, record, settings)
    return row.number


@contextmanager
def writing(folder: Path, *, create: bool = False) -> Iterator[Record]:
    """Yield the record under the library's one writer lock.

    Raises:
        LibraryError: There is no library, it is not writable, or (BusyError) another program is writing it.
    """
    from filelock import FileLock, Timeout

    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.is_dir():
            raise LibraryError("这里没有资料库", where=str(folder), hint="先运行 cetu add 文件")
        lock = FileLock(folder / LOCK_FILE, timeout=_LOCK_TIMEOUT_S)
        lock.acquire()
    except Timeout as error:
        raise BusyError("另一个程序正在写这个资料库", where=str(folder), hint="等它写完再试") from error
    except OSError as error:
        raise LibraryError(
            f"文件夹不可写：{error.strerror}", where=str(folder), hint="检查权限，或换一个文件夹"
        ) from error
    try:
        with telling_disk(folder):
            record = _opened(folder, create=create)
            try:
                with record.sole_writer(timeout_s=_LOCK_TIMEOUT_S):
                    yield record
            finally:
                record.close()
    finally:
        lock.release()


def _opened(folder: Path, *, create: bool) -> Record:
    try:
        return Record(folder, create=create)
    except LibraryError as error:
        # A database on a full disk cannot be opened for writing either: that is what is to be said of it.
        raise disk_trouble(error.__cause__, folder) or error from error.__cause__


Found = tuple[str, SourceFile | CetuError]


def _sort_out(found: Iterator[Found], known: set[str]) -> tuple[set[str], list[str], list[CetuError]]:
    """Return the keys of the files to read, the names of those that are in the library already, and the errors.

    Bytes are not kept: a folder may be larger than memory.
    """
    fresh: set[str] = set()
    unchanged: list[str] = []
    failed: list[CetuError] = []
    seen = set(known)
    for key, source in found:
        if isinstance(source, CetuError):
            failed.append(source)
        elif source.sha256[:16] in seen:
            unchanged.append(source.name)
        else:
            seen.add(source.sha256[:16])
            fresh.add(key)
    return fresh, unchanged, failed


def _chosen(found: Iterator[Found], keys: set[str]) -> Iterator[Found]:
    """Yield each file of the keys once, as it is now."""
    left = set(keys)
    for key, source in found:
        if key in left:
            left.remove(key)
            yield key, source


def _runner(workers: int, settings: Settings) -> Runner:
    from kg.runners import runner

    return runner(workers, settings.text("kg.runner"), _lost)


def _lost(item: Found) -> _Read:
    """Return what a file becomes that took down every worker that read it."""
    key, source = item
    name = source.where if isinstance(source, CetuError) else source.name
    return _Read(key, name, None, error=ReadError("读它的进程一再中断", where=name, hint="在本机单独收入它，看原因"))


def _read_all(
    sources: Iterable[Found], limits: Limits, where: Runner, on_progress: Progress, progress: Step
) -> Iterator[_Read]:
    for read in where.map(partial(_read, limits=limits), sources):
        size = len(read.entry.document.text) if read.entry else 0
        failures = progress.failed + (read.error is not None)
        progress = Step(progress.done + 1, progress.total, read.name, progress.characters + size, failures)
        on_progress(progress)
        yield read


def _read(item: Found, *, limits: Limits) -> _Read:
    """Return what a file becomes: pure, so that it may run in any process."""
    from corpus.ingest import document_from_file
    from kg.extract import VERSION, extract

    key, source = item
    if isinstance(source, CetuError):
        return _Read(key, source.where, None, error=source)
    try:
        document = document_from_file(source, limits=limits)
    except CetuError as error:
        return _Read(key, source.name, None, error=error)
    extraction = extract(document)
    entry = Entry(source, key, document, extraction.to_dict(), VERSION)
    return _Read(key, source.name, entry, tuple(remark.message for remark in extraction.remarks))


def reading(item: tuple[str, SourceFile], limits: Limits) -> Entry:
    """Return what a file becomes in the record.

    Raises:
        ReadError: The file cannot be read.
    """
    read = _read(item, limits=limits)
    if read.error:
        raise read.error
    assert read.entry is not None  # a read without an error carries its entry
    return read.entry


def _all_or_nothing(reads: Iterator[_Read]) -> list[_Read]:
    complete = list(reads)
    for read in complete:
        if read.error:
            raise read.error
    return complete


def _added(entry: Entry, status: str) -> AddedFile:
    document: Document = entry.document
    repaired = tally(repair for repair in document.repairs if not repair.is_doubt)
    return AddedFile(
        name=entry.source.name,
        id=document.id,
        title=document.title,
        status=status,
        characters=len(document.text),
        repairs=sum(repaired.values()),
        repaired=repaired,
        doubts=document.doubts,
    )


__all__ = ["AddReport", "AddedFile", "ReadError", "Settings", "add", "decide_right", "rebuild", "remove"]
