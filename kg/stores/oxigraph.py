"""The embedded store: a live Oxigraph database for the one writer, immutable checkpoints of hard links for readers.

Layout of the folder::

    live/                     the writer's database
    checkpoints/00000057-0/   the state of change 57, never written again
    current.json              names the checkpoint that new readers open; replaced atomically

A reader holds a shared lock on a file in its checkpoint; the writer removes old checkpoints that nobody holds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self

import pyoxigraph as ox

from corpus.errors import InputError, LibraryError
from kg.stores.port import Bindings, GraphStore, Row
from kg.stores.seals import broken, seal
from kg.stores.values import plain

try:
    import fcntl
except ImportError:  # Windows has no shared locks; there the newest checkpoints are kept instead.
    fcntl = None  # type: ignore[assignment]

_SELECT = re.compile(
    r"^(?P<head>(?:[^#\n]*\s)?SELECT(?:\s+(?:DISTINCT|REDUCED))?)\b(?P<projection>\s*(?P<star>\*)?[^{]*?)(?:WHERE|\{)",
    re.IGNORECASE | re.MULTILINE,
)
_GROUP = re.compile(r"\bGROUP\s+BY\b", re.IGNORECASE)
_VARIABLE = re.compile(r"[?$](\w+)")

LIVE, CHECKPOINTS, CURRENT, LEASE = "live", "checkpoints", "current.json", "lease"
# How the engine begins what it says of a file that the disk has changed.
_DAMAGE = "Corruption"
_ATTEMPTS = 5


class _Oxigraph:
    """Reading, alike for both: the writer reads its live database, a reader its checkpoint."""

    def __init__(self, store: ox.Store, change: int) -> None:
        self._store = store
        self._change = change

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return self._change

    @property
    def source(self) -> str:
        """Return "": a database that may be written is read by no other process."""
        return ""

    @property
    def raw(self) -> ox.Store:
        """Return the database itself, for serialisation and for queries whose terms matter."""
        return self._store

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        return tuple(sorted(str(graph.value) for graph in self._store.named_graphs()))

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one named graph, or all."""
        found: Iterator[ox.Quad] = self._store.quads_for_pattern(
            None, None, None, None if graph is None else ox.NamedNode(graph)
        )
        return found

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        """Return the rows of a SELECT over the union of all graphs."""
        given: dict[ox.Variable, Any] = {ox.Variable(name): value for name, value in (bindings or {}).items()}
        text, added = _projecting(query, given)
        try:
            solutions = self._store.query(text, use_default_graph_as_union=True, substitutions=given)
            if not isinstance(solutions, ox.QuerySolutions):
                raise InputError("这里只收 SELECT 查询", where="SPARQL", hint="改用 SELECT")
            return _rows(solutions, added)
        except RuntimeError as error:
            if not str(error).startswith(_DAMAGE):
                raise
            raise LibraryError("图谱有损坏", where=self.source, hint="运行 cetu verify --repair") from error

    def count(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def close(self) -> None:
        """Release the database."""
        del self._store


class OxigraphReader(_Oxigraph):
    """One checkpoint, read-only."""

    def __init__(self, folder: Path, change: int, lease: IO[bytes] | None) -> None:
        super().__init__(ox.Store.read_only(str(folder)), change)
        self._folder = folder
        self._lease = lease

    @property
    def source(self) -> str:
        """Return the folder of the checkpoint."""
        return str(self._folder)

    @classmethod
    def open(cls, path: Path, *, change: int | None = None) -> Self:
        """Return the last committed state, or that of a change where it is still kept.

        Raises:
            LibraryError: Nothing was ever committed here, or it cannot be read.
        """
        for _ in range(_ATTEMPTS):
            name = _checkpoint(path, change)
            folder = path / CHECKPOINTS / name
            try:
                return cls(folder, _change_of(name), _hold(folder))
            except FileNotFoundError:
                continue  # removed between reading the pointer and taking the lease: read it again
            except (OSError, RuntimeError) as error:  # RuntimeError: files of the database are damaged or missing
                raise LibraryError("图谱读不出来", where=str(folder), hint="运行 cetu rebuild") from error
        raise LibraryError("图谱的检查点不见了", where=str(path), hint="运行 cetu rebuild")

    def close(self) -> None:
        """Release the database and the lease."""
        super().close()
        if self._lease:
            self._lease.close()


class OxigraphWriter(_Oxigraph):
    """The live database. Crash-safe: what was not committed is written again by whoever follows the changes."""

    def __init__(self, path: Path) -> None:
        (path / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
        current = _current(path)
        super().__init__(ox.Store(str(path / LIVE)), _change_of(current) if current else 0)
        self._path = path

    @classmethod
    def create(cls, path: Path) -> Self:
        """Return the store in a folder for writing, made where there is none.

        Raises:
            LibraryError: Another process writes.
            OSError: The disk is full, fails or may not be written.
        """
        try:
            return cls(path)
        except OSError as error:
            if "lock" not in str(error).lower():
                raise
            raise LibraryError("另一个程序正在写图谱", where=str(path), hint="等它写完再试") from error

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in the place of the one with the same IRI, touching only what differs."""
        fresh = set(quads)
        node = ox.NamedNode(graph)
        old = set(self._store.quads_for_pattern(None, None, None, node))
        self.change_in(graph, old - fresh, fresh - old)

    def change_in(self, graph: str, gone: Iterable[ox.Quad], came: Iterable[ox.Quad]) -> None:
        """Take quads out of a named graph and put others in."""
        node, gone, came = ox.NamedNode(graph), list(gone), list(came)
        if gone:
            self._store.update(f"{_data('DELETE', node, gone)};{_data('INSERT', node, came)}")
        elif came:
            self._store.extend(came)

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads fast."""
        self._store.bulk_extend(quads)

    def drop(self, graph: str) -> None:
        """Remove a named graph."""
        self._store.remove_graph(ox.NamedNode(graph))

    def clear(self) -> None:
        """Remove everything, by beginning a new database: readers keep their checkpoints."""
        del self._store
        shutil.rmtree(self._path / LIVE)
        self._store = ox.Store(str(self._path / LIVE))

    def commit(self, change: int) -> None:
        """Make a checkpoint, point new readers to it, and remove old ones that nobody reads."""
        self._store.flush()
        before = _current(self._path)
        name = self._free_name(change)
        folder = self._path / CHECKPOINTS / name
        self._store.backup(str(folder))
        (folder / LEASE).touch()
        seal(folder, self._path / CHECKPOINTS / before if before else None)
        draft = self._path / f"{CURRENT}.draft"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"checkpoint": name}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path / CURRENT)
        self._change = change
        self._sweep({name, before})

    def _free_name(self, change: int) -> str:
        number = 1 + max((_made(name) for name in _made_at(self._path, change)), default=-1)
        return f"{change:08d}-{number}"

    def _sweep(self, kept: Collection[str]) -> None:
        """Delete all checkpoints but some by name: the last, and the one before, which readers may be about to open.

        Their times are not asked: a clock may be set back.
        """
        for folder in (self._path / CHECKPOINTS).iterdir():
            if folder.name not in kept and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def damaged(path: Path) -> str:
    """Return which file of the last committed state is not as it was written; empty where all are."""
    try:
        name = _current(path)
    except LibraryError:
        return CURRENT
    return broken(path / CHECKPOINTS / name) if name else ""


def subset(store: GraphStore, graphs: Iterable[str]) -> GraphStore:
    """Return some of a store's graphs as a store of their own, in memory."""
    chosen = ox.Store()
    for graph in graphs:
        chosen.bulk_extend(store.quads(graph))
    return _Oxigraph(chosen, store.change)


def _rows(solutions: ox.QuerySolutions, added: list[str]) -> list[Row]:
    """Return solutions as rows without the variables that were added for what was given."""
    names = [variable.value for variable in solutions.variables]
    if names[: len(added)] == added:  # they were put in front; rows are read by place, which is faster than by name
        kept, first = names[len(added) :], len(added)
        return [dict(zip(kept, map(plain, islice(row, first, None)), strict=True)) for row in solutions]
    kept = [name for name in names if name not in added]
    return [{name: plain(row[name]) for name in kept} for row in solutions]


def _projecting(query: str, given: Iterable[ox.Variable]) -> tuple[str, list[str]]:
    """Return the query with the bound variables in its projection, where Oxigraph wants them, and which were added."""
    select = _SELECT.search(query)
    if select is None or select["star"]:
        return query, []
    added = sorted({variable.value for variable in given} - set(_VARIABLE.findall(select["projection"])))
    more = "".join(f" ?{name}" for name in added)
    head, rest = query[: select.end("head")] + more, query[select.end("head") :]
    return head + _GROUP.sub(lambda found: found[0] + more, rest), added


def _data(verb: str, graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> str:
    lines = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
    return f"{verb} DATA {{ GRAPH {graph} {{\n{lines}\n}} }}"


def _current(path: Path) -> str:
    try:
        return str(json.loads((path / CURRENT).read_text(encoding="utf-8"))["checkpoint"])
    except FileNotFoundError:
        return ""
    except (ValueError, KeyError) as error:
        raise LibraryError("图谱的指针文件损坏", where=str(path / CURRENT), hint="运行 cetu rebuild") from error


def _checkpoint(path: Path, change: int | None) -> str:
    name = _current(path)
    if not name:
        raise LibraryError("图谱还没有建立", where=str(path), hint="运行 cetu rebuild")
    if change is not None and _change_of(name) != change:
        return max(_made_at(path, change), key=_made, default=name)
    return name


def _made_at(path: Path, change: int) -> list[str]:
    """Return the names of the checkpoints of a change: there are several where it was projected again."""
    return [folder.name for folder in (path / CHECKPOINTS).glob(f"{change:08d}-*")]


def _made(name: str) -> int:
    """Return the how manieth checkpoint of its change one is."""
    return int(name.split("-", 1)[1])


def _change_of(name: str) -> int:
    return int(name.split("-", 1)[0])


def _hold(folder: Path) -> IO[bytes] | None:
    lease = (folder / LEASE).open("rb")
    if fcntl is not None:
        fcntl.flock(lease, fcntl.LOCK_SH)
        if not (folder / LEASE).exists():
            lease.close()
            raise FileNotFoundError(folder)
    return lease


def _is_held(folder: Path) -> bool:
    """Return whether a reader holds a checkpoint; one that was never finished is held by nobody."""
    if fcntl is None or not (folder / LEASE).exists():
        return False
    with (folder / LEASE).open("rb") as lease:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
