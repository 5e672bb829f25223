"""The graph store port: named graphs of quads, read by SPARQL, written under the library's lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pyoxigraph as ox

Row = Mapping[str, str | int | float | bool | None]
Bindings = Mapping[str, ox.NamedNode | ox.Literal]


class GraphStore(Protocol):
    """Named graphs as one commit left them: a reader never sees a change half done."""

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last, 0 before the first."""

    @property
    def source(self) -> str:
        """Return what another process opens to read this state: a folder or the URL of a server; "" where it cannot."""

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Return the quads of one named graph, or all, in no particular order."""

    def select(self, query: str, bindings: Bindings | None = None) -> list[Row]:
        """Return the rows of a SELECT over the union of all graphs, values as plain Python objects.

        IRIs and texts become str, whole numbers int, other numbers float, an unbound variable None.
        """

    def count(self) -> int:
        """Return the number of quads."""

    def close(self) -> None:
        """Release the store; using it afterwards is an error."""


class GraphWriter(GraphStore, Protocol):
    """A graph store that can be written. Its own reads see its own writes; readers see them after `commit`."""

    def replace(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """Put a named graph in the place of the one with the same IRI, atomically."""

    def change_in(self, graph: str, gone: Iterable[ox.Quad], came: Iterable[ox.Quad]) -> None:
        """Take quads out of a named graph and put others in, atomically; what is so already is no error."""

    def load(self, quads: Iterable[ox.Quad]) -> None:
        """Add many quads fast. Not atomic: for rebuilding after `clear`."""

    def drop(self, graph: str) -> None:
        """Remove a named graph; an absent one is no error."""

    def clear(self) -> None:
        """Remove everything."""

    def commit(self, change: int) -> None:
        """Let readers that open the store from now on see everything written so far, as of a change number."""
