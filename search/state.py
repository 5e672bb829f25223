"""The pointer to the state that readers see: one small file, replaced atomically after every change.

Readers need neither the database nor a lock: the pointer names the segments (`search.segments`) that list the documents
and hold their names. What a change writes is of the change's size, not of the library's.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.blobs import write_durably
from corpus.documents import DocumentMeta
from corpus.errors import InputError, LibraryError, NotFoundError
from search.segments import Segment, free_name, left_alone, sweep

STATE_FILE = "state.json"
_DOCUMENTS, _NAMES = "documents-*.json*", "names-*.db"
# A line for each document, as segments were written before they were written column by column.
_BY_LINES = ".jsonl"
# Of a large library all but the last segments are those of the state before, and need not be read again.
_SEGMENTS_KEPT = 16

_Listed = dict[str, DocumentMeta | None]


@dataclass(frozen=True, slots=True)
class State:
    """What the projections hold: everything up to change number `change`.

    Attributes:
        documents: By date, then id.
        views: The names of the views that belong to this state (`search.views`).
        lists: The segments that say which documents there are; none before the state is saved.
        names: The segments that hold their names (`search.name_file`).
    """

    change: int
    documents: tuple[DocumentMeta, ...]
    views: tuple[str, ...] = ()
    lists: tuple[Segment, ...] = field(default=(), compare=False)
    names: tuple[Segment, ...] = field(default=(), compare=False)

    def save(self, folder: Path, shown: State) -> State:
        """Put this state in the place of the one that readers see, durably and at once; return it as saved.

        Files that only states before that one name are deleted: a reader that has just opened it may still come for its.
        """
        saved = replace(self, lists=_listed(folder, self, shown))
        data: dict[str, Any] = {
            "change": saved.change,
            "documents": [asdict(segment) for segment in saved.lists],
            "names": [asdict(segment) for segment in saved.names],
        }
        if saved.views:
            data["views"] = list(saved.views)
        write_durably(folder / STATE_FILE, json.dumps(data, ensure_ascii=False).encode())
        sweep(folder, _DOCUMENTS, (*shown.lists, *saved.lists))
        sweep(folder, _NAMES, (*shown.names, *saved.names))
        return saved

    @classmethod
    def load(cls, folder: Path) -> State:
        """Return the state of a library folder.

        Raises:
            LibraryError: There is no library in the folder, or its pointer or what that names is damaged.
        """
        try:
            while True:
                text = (folder / STATE_FILE).read_text(encoding="utf-8")
                try:
                    return _read(folder, json.loads(text))
                except FileNotFoundError:
                    # Two changes may have come between the pointer and the segments that it names.
                    if (folder / STATE_FILE).read_text(encoding="utf-8") == text:
                        raise _damaged(folder) from None
        except FileNotFoundError:
            raise _missing(folder) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _damaged(folder) from error


def _read(folder: Path, data: dict[str, Any]) -> State:
    change, listed, views = int(data["change"]), data["documents"], tuple(data.get("views", ()))
    if "names" not in data:  # as it was written before there were segments
        metas = tuple(DocumentMeta(**meta) for meta in listed)
        return State(change, metas, views, names=(Segment(f"names-{change}.db", len(metas)),))
    lists = tuple(Segment(**segment) for segment in listed)
    found: _Listed = {}
    for segment in lists:
        found |= _entries(folder / segment.name, (folder / segment.name).stat().st_mtime_ns)
    metas = tuple(sorted((meta for meta in found.values() if meta), key=lambda meta: (meta.date, meta.id)))
    return State(change, metas, views, lists, tuple(Segment(**segment) for segment in data["names"]))


@lru_cache(_SEGMENTS_KEPT)
def _entries(path: Path, _modified_ns: int) -> _Listed:
    """Return what a segment says of each of its documents: its entry, or that it is gone."""
    if path.suffix == _BY_LINES:
        rows = (json.loads(line) for line in path.read_bytes().splitlines())
        return {row["id"]: None if len(row) == 1 else DocumentMeta(**row) for row in rows}
    columns = json.loads(path.read_bytes())
    # A segment of before a field came has its default, one without a field that has none is damaged.
    columns = {name: [default] * len(columns["id"]) for name, default in DocumentMeta._field_defaults.items()} | columns
    metas = map(DocumentMeta._make, zip(*(columns[name] for name in DocumentMeta._fields), strict=True))
    return {meta.id: meta for meta in metas} | dict.fromkeys(columns["gone"])


def _listed(folder: Path, state: State, shown: State) -> tuple[Segment, ...]:
    """Write which documents a state has that the one before had not, and return the segments that say all."""
    before = {meta.id: meta for meta in shown.documents} if shown.lists else {}
    now = {meta.id: meta for meta in state.documents}
    changed: _Listed = {name: now.get(name) for name in {*before, *now} if before.get(name) != now.get(name)}
    if not changed and shown.lists:
        return shown.lists
    kept = left_alone(shown.lists, len(changed))
    joined: _Listed = {}
    for segment in shown.lists[kept:]:
        path = folder / segment.name
        joined |= _entries(path, path.stat().st_mtime_ns)
    joined |= changed
    rows = {name: meta for name, meta in joined.items() if kept or meta}  # nothing lies below a base that could be gone
    name = free_name(folder, "documents", state.change, ".json")
    write_durably(folder / name, _columns(rows).encode())
    return (*shown.lists[:kept], Segment(name, len(rows)))


def find_document(documents: tuple[DocumentMeta, ...], name: str) -> DocumentMeta:
    """Return the one document that an id, a file name or a piece of either or of the title names.

    Raises:
        NotFoundError: No document fits.
        InputError: More than one fits.
    """
    fits = [meta for meta in documents if name in (meta.id, meta.source_name, meta.title)]
    fits = fits or [meta for meta in documents if name and (name in meta.title or meta.id.startswith(name))]
    fits = fits or [meta for meta in documents if name and name in meta.source_name]
    if not fits:
        raise NotFoundError("库中没有这份文献", where=name, hint="用 cetu info 查看库中文献")
    if len(fits) > 1:
        shown = "、".join(meta.id for meta in fits[:5])
        raise InputError(f"有 {len(fits)} 份文献与此相符", where=name, hint=f"用编号指明：{shown}")
    return fits[0]


def _columns(rows: _Listed) -> str:
    """Return what a segment says, column by column: read in a fifth of the time that an object for each document takes."""
    listed = [meta for _, meta in sorted(rows.items()) if meta]
    columns = {name: [getattr(meta, name) for meta in listed] for name in DocumentMeta._fields}
    return json.dumps(columns | {"gone": sorted(name for name, meta in rows.items() if not meta)}, ensure_ascii=False)


def _missing(folder: Path) -> LibraryError:
    from corpus.databases import has_record

    hint = "运行 cetu rebuild" if has_record(folder) else "先运行 cetu add 文件"
    return LibraryError("这里没有可读的资料库", where=str(folder), hint=hint)


def _damaged(folder: Path) -> LibraryError:
    return LibraryError("资料库的状态文件读不出来", where=str(folder), hint="运行 cetu rebuild")
