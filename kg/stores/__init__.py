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
        name: A name of `BACKENDS`, or the URL of a SPARQL server.
        path: The folder of the store.
        change: Read the state of this change where it is still kept, else the last one.

    Raises:
        InputError: There is no such backend.
        LibraryError: There is no store in the folder, or it is damaged.
    """
    if is_server(name):
        from kg.stores.sparql import SparqlStore

        return SparqlStore.open(path, url=name, change=change)
    reader = getattr(_module(name), BACKENDS[name][1])
    return cast("GraphStore", reader.open(path, change=change))


def open_writer(name: str, path: Path) -> GraphWriter:
    """Return a store for writing, made where there is none. Hold the library's lock: there is one writer at a time.

    Raises:
        InputError: There is no such backend.
        LibraryError: Another process writes, or a server does not answer.
        OSError: The disk is full, fails or may not be written.
    """
    if is_server(name):
        from kg.stores.sparql import SparqlStore

        return SparqlStore.create(path, url=name)
    return cast("GraphWriter", getattr(_module(name), BACKENDS[name][2]).create(path))


def damaged(name: str, path: Path) -> str:
    """Return which file of a store is not as it was written, without asking the store; empty where it keeps no such notes."""
    if name != "oxigraph":
        return ""
    from kg.stores import oxigraph

    return oxigraph.damaged(path)


def is_server(name: str) -> bool:
    """Return whether a store is a SPARQL server, named by its URL."""
    return name.startswith(("http://", "https://"))


def ask_server(url: str) -> None:
    """Ask a SPARQL server whether it is there.

    Raises:
        InputError: The address has a user or password in it.
        LibraryError: It does not answer, or takes no request from us.
    """
    from kg.stores.sparql_server import Server

    server = Server(url)
    try:
        server.query("ASK { ?s ?p ?o }", {})
    finally:
        server.close()


def _module(name: str) -> object:
    if name not in BACKENDS:
        raise InputError(
            f"没有名为“{name}”的图存储", where="kg.store", hint=f"可选：{'、'.join(BACKENDS)}，或 SPARQL 服务器的网址"
        )
    return import_module(BACKENDS[name][0])
