"""Read-only SPARQL for the outside: guarded, with a time limit, in a process of its own on an immutable checkpoint.

Oxigraph's queries cannot be interrupted from Python, so each runs in a worker process, killed when its time is up. Where
the graph is on a server, the worker asks it, and the same limits hold.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Protocol, Self

from corpus.errors import CetuError, InputError
from kg.sparql_guard import check
from kg.stores.port import GraphStore

_KEPT_WORKERS = 2


class QueryTimeoutError(InputError):
    """A query took longer than allowed and was stopped."""

    code = "timeout"
    http_status = 503


class Limits(Protocol):
    """The settings that bound a query: `corpus.settings.Settings` has them."""

    def number(self, name: str) -> int:
        """Return a whole-number setting."""


@dataclass(frozen=True, slots=True)
class SparqlResult:
    """A serialised result. `is_truncated` when there were more rows than allowed."""

    content: bytes
    media_type: str
    is_truncated: bool


def run(store: GraphStore, text: str, *, form: str, settings: Limits) -> str:
    """Return the result of one query as text, within the limits of the settings."""
    with Service(store, settings) as service:
        return service.query(text, form).content.decode()


class Service:
    """Runs queries on one state of the graph. Safe to share between threads; close it when the state is left.

    Args:
        store: The state to query.
        limits: The settings kg.sparql_timeout_s and kg.sparql_rows.
    """

    def __init__(self, store: GraphStore, limits: Limits) -> None:
        self._timeout_s = limits.number("kg.sparql_timeout_s")
        self._rows = limits.number("kg.sparql_rows")
        self._idle: LifoQueue[_Worker] = LifoQueue(_KEPT_WORKERS)
        self._draft: TemporaryDirectory[str] | None = None
        self._source = self._checkpoint(store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, text: str, form: str = "json") -> SparqlResult:
        """Return the result of a SELECT, ASK, CONSTRUCT or DESCRIBE.

        Args:
            text: The query.
            form: json, csv, tsv or xml for rows; turtle, ntriples, jsonld, rdfxml (or json: JSON-LD) for triples.

        Raises:
            InputError: The query is invalid, writes, or reaches outside; or the format does not fit it.
            QueryTimeoutError: It took too long.
        """
        check(text)
        with self._worker() as worker:
            return worker.ask({"query": text, "form": form, "rows": self._rows}, self._timeout_s)

    def close(self) -> None:
        """Stop the workers."""
        while True:
            try:
                self._idle.get_nowait().stop()
            except Empty:
                break
        if self._draft:
            self._draft.cleanup()

    def _checkpoint(self, store: GraphStore) -> str:
        """Return what workers open: what the store itself reads, or a copy of its quads."""
        if store.source:
            return store.source
        from kg.exports.rdf import write_nquads
        from kg.iris import Iris

        self._draft = TemporaryDirectory(prefix="cetu-sparql-")
        copy = Path(self._draft.name) / "graph.nq"
        with copy.open("wb") as stream:
            write_nquads(store, stream, Iris())
        return str(copy)

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = _Worker(self._source)
        try:
            yield worker
        finally:
            if not worker.is_alive() or self._idle.full():
                worker.stop()
            else:
                self._idle.put(worker)


class _Worker:
    """A process that answers one query at a time."""

    def __init__(self, source: str) -> None:
        command = [sys.executable, "-m", "kg.sparql_worker", source]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, request: dict[str, str | int], timeout_s: float) -> SparqlResult:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None  # both are pipes
        timer = Timer(timeout_s, self._process.kill)
        timer.start()
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            line = stdout.readline()
            head = json.loads(line) if line else None
            content = stdout.read(head["length"]) if head and "length" in head else b""
        except (BrokenPipeError, ValueError):
            head = None
        finally:
            is_over = not timer.is_alive()
            timer.cancel()
        if head is None:
            self.stop()
            raise _broken(timeout_s if is_over else 0)
        if "error" in head:
            raise InputError(head["error"], where="SPARQL", hint=head["hint"])
        return SparqlResult(content, head["media_type"], head["truncated"])


def _broken(timeout_s: float) -> CetuError:
    if timeout_s:
        return QueryTimeoutError(f"查询超过 {timeout_s:g} 秒，已停止", where="SPARQL", hint="缩小范围，或加 LIMIT")
    return InputError("查询占用过多内存，已停止", where="SPARQL", hint="缩小范围，或加 LIMIT")
