"""Immutable files named by their content, beside the database: originals, parsed documents, extractions."""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.errors import LibraryError
from corpus.settings import FILE, load_settings


@dataclass(frozen=True, slots=True)
class Blobs:
    """A folder of write-once files. A name is the SHA-256 of the content; a file is complete or absent."""

    folder: Path

    def put(self, data: bytes) -> str:
        """Store data durably and return its name; data that is there already, and whole, is not written again."""
        name = hashlib.sha256(data).hexdigest()
        target = self._path(name)
        if target.exists() and self.is_whole(name):
            return name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_durably(target, packed(data))
        return name

    def put_packed(self, name: str, data: bytes) -> None:
        """Store a file as `packed` of another store gave it."""
        self._path(name).parent.mkdir(parents=True, exist_ok=True)
        write_durably(self._path(name), data)

    def get(self, name: str) -> bytes:
        """Return stored data.

        Raises:
            LibraryError: The file is gone or was changed under us.
        """
        try:
            data = gzip.decompress(self._path(name).read_bytes())
        except (OSError, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise LibraryError(
                "库中的一个数据文件读不出来", where=name[:16], hint="运行 cetu verify --repair"
            ) from error
        if hashlib.sha256(data).hexdigest() != name:
            raise LibraryError("库中的一个数据文件被改动过", where=name[:16], hint="运行 cetu verify --repair")
        return data

    def is_whole(self, name: str) -> bool:
        """Return whether stored data can be read and is what its name says."""
        try:
            self.get(name)
        except LibraryError:
            return False
        return True

    def packed(self, name: str) -> bytes:
        """Return a file as it is stored.

        Raises:
            LibraryError: The file is gone.
        """
        try:
            return self._path(name).read_bytes()
        except OSError as error:
            hint = "运行 cetu verify --repair"
            raise LibraryError("库中的一个数据文件读不出来", where=name[:16], hint=hint) from error

    def file(self, name: str) -> Path:
        """Return the file of a name."""
        return self._path(name)

    def remove(self, name: str) -> None:
        """Delete a file that nothing refers to any more; an absent one is no error."""
        self._path(name).unlink(missing_ok=True)

    def sweep_drafts(self) -> None:
        """Delete what writers left that were ended while they wrote. Only for the one that holds the library's lock."""
        for path in self.folder.glob("??/*.draft"):
            path.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """Return the names of all complete files, sorted."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.endswith(".draft"):
                yield path.name

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


class BlobStore(Protocol):
    """Write-once files by the SHA-256 of their content: in the library's folder, or on shared storage."""

    def put(self, data: bytes) -> str:
        """Store data and return its name."""

    def put_packed(self, name: str, data: bytes) -> None:
        """Store a file as `packed` of another store gave it."""

    def get(self, name: str) -> bytes:
        """Return stored data; LibraryError where it is gone or was changed."""

    def packed(self, name: str) -> bytes:
        """Return a file as it is stored; LibraryError where it is gone."""

    def is_whole(self, name: str) -> bool:
        """Return whether stored data can be read and is what its name says."""

    def remove(self, name: str) -> None:
        """Delete a file; an absent one is no error."""

    def sweep_drafts(self) -> None:
        """Delete what writers left that were ended while they wrote."""

    def names(self) -> Iterator[str]:
        """Return the names of all complete files, sorted."""


def open_blobs(folder: Path) -> BlobStore:
    """Return the files of a library: below its folder, or where cetu.toml says.

    Raises:
        MissingExtraError: What the address needs is not installed.
    """
    address = load_settings(folder / FILE, {}).text("corpus.files")
    return blobs_at(address, folder)


def blobs_at(address: str, folder: Path) -> BlobStore:
    """Return the files at an address, below the library's folder for an empty one."""
    if not address:
        return Blobs(folder / "blobs")
    if "://" not in address:
        return Blobs(Path(address))
    from corpus.shared_blobs import SharedBlobs

    return SharedBlobs(address)


def packed(data: bytes) -> bytes:
    """Return data as it is stored: equal content in equal files, hence the fixed time stamp."""
    return gzip.compress(data, compresslevel=3, mtime=0)


def write_durably(target: Path, data: bytes) -> None:
    """Put a file in its place at once: after a crash or a power loss it is whole or what it was before.

    Raises:
        OSError: The disk is full, fails or may not be written; the file is what it was before.
    """
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Let what has been put into a folder or renamed there survive a power loss."""
    # Windows cannot open folders; there the rename itself is durable enough.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
