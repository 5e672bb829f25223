"""Whoosh's segment files read in place: by itself it copies each of them whole into memory when a reader opens."""

from __future__ import annotations

import io
from typing import Any

from whoosh.filedb import compound
from whoosh.filedb.structfile import BufferFile


class _Bytes(io.RawIOBase):
    """A stretch of a mapped file as a file of its own."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset from the start, from here or from the end; return where that is."""
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._view)}[whence])
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer from here on; return how many bytes there were."""
        part = self._view[self._at : self._at + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Let go of the mapped file."""
        if not self.closed:
            self._view.release()
        super().close()


class _Uncopied(BufferFile):  # type: ignore[misc]
    """What Whoosh reads a stretch of a mapped segment by, without a copy of it."""

    def __init__(self, buf: memoryview, name: str | None = None, onclose: object = None) -> None:
        super().__init__(memoryview(b""), name=name, onclose=onclose)
        self._buf = buf
        self.file = io.BufferedReader(_Bytes(memoryview(buf)))


def read_in_place() -> None:
    """Have compound segments read without copies, in this process."""
    compound.BufferFile = _Uncopied


def in_place(file: Any, offset: int, size: int) -> bytes | memoryview:
    """Return a stretch of a segment's file without a copy of it where the file is mapped.

    Whoosh leaves a mapped file that something still looks at to the garbage collector.
    """
    buffer = getattr(file, "_buf", None)
    return buffer[offset : offset + size] if isinstance(buffer, memoryview) else bytes(file.get(offset, size))
