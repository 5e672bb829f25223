"""A library as readers see it: one immutable state of documents, graph and index, opened part by part on need."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from corpus.blobs import open_blobs
from corpus.documents import Document, DocumentMeta
from corpus.errors import DamagedIndexError, NotFoundError
from corpus.settings import Settings, load_settings
from search.mending import mend_index, stamp
from search.places import GRAPH_FOLDER, INDEX_FOLDER, SETTINGS_FILE
from search.state import State, find_document

if TYPE_CHECKING:
    from kg.facts import Extraction
    from kg.stores.port import GraphStore
    from search.indexes.port import SearchIndex

DEFAULT_INDEX = "whoosh"
LARGE_INDEX = 300_000
"""From so many passages on the default takes minutes to be written anew, Tantivy a fraction of it."""

# Parsed documents kept in memory: enough for the pages of a session, small beside the index.
_DOCUMENTS_KEPT = 64


class Library:
    """One state of a library, read-only. Opening costs one small file; graph, index and documents open on first use.

    Args:
        folder: Where graph, index and names lie: the library folder, or that of a view (`search.views`).
        settings: The settings in force.
        state: The state to read.
        home: The library folder, where it is another one.
    """

    def __init__(self, folder: Path, settings: Settings, state: State, *, home: Path | None = None) -> None:
        self.folder = folder
        self.home = home or folder
        self.settings = settings
        self.state = state
        self._blobs = open_blobs(self.home)
        self._metas = {meta.id: meta for meta in state.documents}
        self._documents: dict[str, Document] = {}
        self._opening = Lock()
        self._index_stamp = 0
        self.has_meaning = True
        """Whether queries can be compared with the vectors of the index, known once that is open."""
        self.kept: dict[str, Any] = {}
        """What others worked out of this state, by their name for it: it holds the state, and must go with it."""

    @classmethod
    def open(cls, folder: Path, environment: Mapping[str, str]) -> Library:
        """Return the library in a folder as it stands now.

        Raises:
            LibraryError: There is no library, or it cannot be read.
            InputError: A setting is unknown or unfit.
        """
        return cls(folder, load_settings(folder / SETTINGS_FILE, environment), State.load(folder))

    @property
    def change(self) -> int:
        """Return the number of the last change that this state holds."""
        return self.state.change

    @cached_property
    def graph(self) -> GraphStore:
        """The graph of this state, for reading."""
        from kg import stores

        with self._opening:
            return stores.open_reader(self.settings.text("kg.store"), self.folder / GRAPH_FOLDER, change=self.change)

    @cached_property
    def index(self) -> SearchIndex:
        """The search index of this state, for reading; one that cannot be read is written anew from the record.

        One whose vectors are of another encoder is read for its words: who asks need not wait until all is encoded.
        """
        path = self.folder / INDEX_FOLDER
        with self._opening:
            try:
                self._index_stamp = stamp(path)
                return self._open_index(path)
            except DamagedIndexError as error:
                mend_index(self.home, self.settings, error, index=path)
                self._index_stamp = stamp(path)
                return self._open_index(path)

    def _open_index(self, path: Path) -> SearchIndex:
        from search import indexes
        from search.encoders import space_of
        from search.indexes.commits import OtherSpaceError

        name, space = self.settings.text("search.index"), space_of(self.settings)
        try:
            index = indexes.open_reader(name, path, space)
        except OtherSpaceError as error:
            index = indexes.open_reader(name, path, error.space)
            import logging

            logging.getLogger("cetu.search").warning("%s：只按字词检索，运行 cetu rebuild 后恢复语义检索", error.what)
            self.has_meaning = False
        else:
            self.has_meaning = True
        return index

    def renew_index(self, error: DamagedIndexError) -> None:
        """Have the index written anew after its files turned out to be damaged while it was read.

        Raises:
            LibraryError: The folder is not writable, or another program is writing it.
        """
        with self._opening:
            path = self.folder / INDEX_FOLDER
            mend_index(self.home, self.settings, error, index=path, distrusted=self._index_stamp)
            self.__dict__.pop("index", None)

    @property
    def documents(self) -> tuple[DocumentMeta, ...]:
        """All documents, by date, then id."""
        return self.state.documents

    def meta(self, document_id: str) -> DocumentMeta:
        """Return a document's entry.

        Raises:
            NotFoundError: There is no such document.
        """
        if document_id not in self._metas:
            raise NotFoundError("没有这份文献", where=document_id, hint="用 cetu info 查看库中文献")
        return self._metas[document_id]

    def document(self, document_id: str) -> Document:
        """Return a parsed document."""
        if document_id not in self._documents:
            meta = self.meta(document_id)
            data = json.loads(self._blobs.get(meta.document_blob))
            if len(self._documents) >= _DOCUMENTS_KEPT:
                self._documents.pop(next(iter(self._documents)), None)
            self._documents[document_id] = replace(Document.from_dict(data), label=meta.label)
        return self._documents[document_id]

    def extraction(self, document_id: str) -> Extraction:
        """Return what was extracted from a document."""
        from kg.facts import Extraction

        return Extraction.from_dict(json.loads(self._blobs.get(self.meta(document_id).extraction_blob)))

    def original(self, document_id: str) -> bytes:
        """Return the bytes of the original file."""
        return self._blobs.get(self.meta(document_id).source_blob)

    def find(self, name: str) -> DocumentMeta:
        """Return the document that an id, a file name or a piece of the title names.

        Raises:
            NotFoundError: No document fits.
            InputError: More than one fits.
        """
        return find_document(self.documents, name)

    def _index_line(self) -> str:
        """Return which backend is in use, and a hint where the library has outgrown the default."""
        name, count = self.settings.text("search.index"), self.index.count()
        if name == DEFAULT_INDEX and count > LARGE_INDEX:
            return f'{name}；已有 {count} 段，建议安装 cetu[tantivy] 并设 search.index = "tantivy"，建索引更快、更小'
        return name

    def info(self) -> dict[str, Any]:
        """Return counts, versions, sizes and settings."""
        import platform
        from importlib.metadata import version

        return {
            "资料库": str(self.home),
            "变更号": self.change,
            "文献": len(self.documents),
            "字数": sum(meta.characters for meta in self.documents),
            "三元组": self.graph.count(),
            "段落": self.index.count(),
            "大小_MB": round(sum(f.stat().st_size for f in self.folder.rglob("*") if f.is_file()) / 1e6, 1),
            "版本": {name: version(name) for name in ("cetu", "jieba", "whoosh3", "pyoxigraph", "rdflib")}
            | {"python": platform.python_version()},
            "检索索引": self._index_line(),
            "设置": self.settings.shown() or "均为默认",
            "文献目录": [{"id": m.id, "date": m.date, "title": m.title, "file": m.source_name} for m in self.documents],
        }
