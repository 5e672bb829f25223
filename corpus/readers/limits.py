"""Bounds on what a file may make a reader do: a hostile file costs bounded memory and time, then a clear error."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from corpus.errors import ReadError
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one read.

    Attributes:
        pages: Pages of a PDF or OFD file, rows of scans included.
        entries: Files inside an archive, an OFD or an Office file.
        unpacked_mb: What an archive may unpack to, in all.
        ratio: How often an entry may be larger unpacked than packed, from 1 MB on.
        depth: Archives inside archives, elements inside elements of XML by the hundred.
        seconds: Time for one file.
        memory_mb: Address space of the process that reads it.
        characters: Length of its text.
    """

    pages: int = 3000
    entries: int = 10_000
    unpacked_mb: int = 500
    ratio: int = 200
    depth: int = 3
    seconds: float = 300.0
    memory_mb: int = 4096
    characters: int = 5_000_000


DEFAULT = Limits()
GRACE_S = 5.0
"""What a reader has beyond its time to end in order, before its process is killed."""


def limits_of(settings: Settings) -> Limits:
    """Return the bounds that the settings give."""
    return Limits(
        pages=settings.number("corpus.max_pages"),
        unpacked_mb=settings.number("corpus.max_unpacked_mb"),
        seconds=settings.number("corpus.read_timeout_s"),
        memory_mb=settings.number("corpus.read_memory_mb"),
        characters=settings.number("corpus.max_characters"),
    )


@dataclass(slots=True)
class Deadline:
    """The end of the time that one file may take."""

    seconds: float
    where: str
    _start: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise a ReadError once the time is over."""
        if time.monotonic() - self._start > self.seconds:
            raise ReadError(
                f"读取超过 {self.seconds:g} 秒", where=self.where, hint="请拆分文件，或调大设置 corpus.read_timeout_s"
            )
