"""Search indexes: one port, a table of backends, and the two ways to open one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import InputError, MissingExtraError
from corpus.settings import Settings
from search.encoders import WORDS, Encoder, Space, encoder_of

if TYPE_CHECKING:
    from search.indexes.port import IndexWriter, SearchIndex

# name → (what reads, what writes, distribution). Imported on choice.
BACKENDS: dict[str, tuple[str, str, str]] = {
    "whoosh": ("whoosh_index:WhooshIndex", "whoosh_writer:WhooshIndexWriter", "whoosh3"),
    "tantivy": ("tantivy_index:TantivyIndex", "tantivy_writer:TantivyIndexWriter", "cetu[tantivy]"),
}


def open_reader(name: str, path: Path, space: Space = WORDS) -> SearchIndex:
    """Return the last committed state of an index, for reading; it never changes under the reader.

    Args:
        name: A name of `BACKENDS`, or the URL of an OpenSearch cluster.
        path: The folder of the index.
        space: The space that its vectors must be of.

    Raises:
        InputError: There is no such backend.
        MissingExtraError: The backend is not installed.
        DamagedIndexError: There is no index in the folder, or it is damaged or of another version.
    """
    if is_server(name):
        return cast("SearchIndex", _server("index").OpenSearchIndex.open(path, space, address=name))
    return cast("SearchIndex", _backend(name).open(path, space))


def open_writer(name: str, path: Path, encoder: Encoder | None = None) -> IndexWriter:
    """Return an index for writing, made where there is none. Hold the library's lock: there is one writer at a time.

    Args:
        name: A name of `BACKENDS`, or the URL of an OpenSearch cluster.
        path: The folder of the index.
        encoder: What makes vectors of passages; the word vectors by default.

    Raises:
        InputError: There is no such backend.
        MissingExtraError: The backend is not installed.
        LibraryError: The folder is not writable.
    """
    encoder = encoder or encoder_of(Settings({}))
    if is_server(name):
        return cast("IndexWriter", _server("writer").OpenSearchIndexWriter.create(path, encoder, address=name))
    return cast("IndexWriter", _backend(name, writes=True).create(path, encoder))


def is_server(name: str) -> bool:
    """Return whether an index lies in an OpenSearch cluster, named by its URL."""
    return name.startswith(("http://", "https://"))


def _server(deed: str) -> Any:
    try:
        return import_module(f"search.indexes.opensearch_{deed}")
    except ImportError as error:
        hint = "请运行：pip install 'cetu[servers]'，或把 search.index 设为 whoosh"
        raise MissingExtraError("没有安装 cetu[servers]", where="search.index", hint=hint) from error


def check_installed(name: str) -> None:
    """Raise what `open_reader` would, where there is no such backend or it is not installed."""
    _backend(name)


def _backend(name: str, *, writes: bool = False) -> Any:
    if name not in BACKENDS:
        raise InputError(f"没有名为“{name}”的检索索引", where="search.index", hint=f"可选：{'、'.join(BACKENDS)}")
    reader, writer, distribution = BACKENDS[name]
    module, _, class_ = (writer if writes else reader).partition(":")
    try:
        return getattr(import_module(f"search.indexes.{module}"), class_)
    except ImportError as error:
        hint = f"请运行：pip install '{distribution}'，或把 search.index 设为 whoosh"
        raise MissingExtraError(f"没有安装 {distribution}", where="search.index", hint=hint) from error
