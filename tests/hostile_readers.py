"""Readers that behave as a parser does on a hostile file: run by tests in the process that reads files."""

from __future__ import annotations

import os
import time

from corpus.documents import Block, SourceFile, SourceText
from corpus.readers.limits import Limits


def loops(source: SourceFile, *, limits: Limits) -> SourceText:
    """Never come back."""
    while True:
        time.sleep(1)


def fills_memory(source: SourceFile, *, limits: Limits) -> SourceText:
    """Ask for more memory than there may be."""
    return SourceText((Block("line", "x" * (limits.memory_mb << 21)),))


def crashes(source: SourceFile, *, limits: Limits) -> SourceText:
    """End as a parser in C does that reads where it must not."""
    os.abort()


def stumbles(source: SourceFile, *, limits: Limits) -> SourceText:
    """Raise what a parser raises that did not expect such a file."""
    raise KeyError(source.name)


def prints(source: SourceFile, *, limits: Limits) -> SourceText:
    """Print as some libraries do, then read; says which process it ran in."""
    print("debug", flush=True)
    os.write(1, b"debug")
    return SourceText((Block("line", str(os.getpid())),))


_loaded: list[int] = []


def loads_once(source: SourceFile, *, limits: Limits) -> SourceText:
    """Answer the process as `prints` does, once; then there is no room to load a library."""
    if _loaded:
        raise ImportError("failed to map segment from shared object")
    _loaded.append(os.getpid())
    return prints(source, limits=limits)
