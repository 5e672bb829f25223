"""Graph stores: one port, a table of backends, and the two ways to open one."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from corpus.errors import InputError

if TYPE_CHECKING:
    from kg.stores.port import GraphStore, GraphWriter

# name → (module, class that reads, class that writes). Imported on choice.
BACKENDS: dict[str, tuple[str, str, str]] = {
    "memory": ("kg.stores.memory", "MemoryStore", "MemoryStore"),
    "oxigraph": ("kg.stores.oxigraph", "OxigraphReader", "OxigraphWriter"),
}


def open_reader(name: str, path: Path, *, change: int | None = None) -> GraphStore:
    """Return the last committed state of a store, for reading; it never changes under the reader.

    Args:
        name: A name of `BACKENDS`.
        path: The folder of the store.
        change: Read the state of this change where it is still kept, else the last one.

    Raises:
        InputError: There is no such backend.
        LibraryError: There is no store in the folder, or it is damaged.
    """
    reader = getattr(_module(name), BACKENDS[name][1])
    return cast("GraphStore", reader.open(path, change=change))


def open_writer(name: str, path: Path) -> GraphWriter:
    """Return a store for writing, made where there is none. Hold the library's lock: there is one writer at a time.

    Raises:
        InputError: There is no such backend.
        LibraryError: The folder is not writable, or another process writes.
    """
    return cast("GraphWriter", getattr(_module(name), BACKENDS[name][2]).create(path))


def _module(name: str) -> object:
    if name not in BACKENDS:
        raise InputError(f"没有名为“{name}”的图存储", where="kg.store", hint=f"可选：{'、'.join(BACKENDS)}")
    return import_module(BACKENDS[name][0])
