"""Immutable files named by their content on storage that several machines share: S3, a file server, whatever fsspec knows.

The same names and bytes as in a folder, so that either is copied to the other as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from corpus.blobs import packed
from corpus.errors import CetuError, LibraryError, MissingExtraError

SETTING = "corpus.files"


class SharedBlobs:
    """Write-once files below an fsspec address, for example `s3://bucket/cetu`. A file is complete or written again.

    Raises:
        MissingExtraError: fsspec, or what it needs for this kind of address, is not installed.
        LibraryError: The address cannot be read as one.
    """

    def __init__(self, address: str) -> None:
        try:
            import fsspec

            self._system, self._root = fsspec.core.url_to_fs(address)
        except ImportError as error:
            hint = f"请运行：pip install 'cetu[shared]'；{error}"
            raise MissingExtraError("没有安装读写这种地址的程序", where=SETTING, hint=hint) from error
        except ValueError as error:
            hint = "例如 s3://桶/文件夹；留空则放在资料库的文件夹里"
            raise LibraryError("文件所在的地址读不懂", where=SETTING, hint=hint) from error
        self.address = address

    def put(self, data: bytes) -> str:
        """Store data and return its name; data that is there already, and whole, is not written again."""
        name = hashlib.sha256(data).hexdigest()
        if not self.is_whole(name):
            self.put_packed(name, packed(data))
        return name

    def put_packed(self, name: str, data: bytes) -> None:
        """Store a file as `packed` of another store gave it."""
        with self._telling(name):
            self._system.makedirs(self._path(name).rsplit("/", 1)[0], exist_ok=True)
            self._system.pipe_file(self._path(name), data)

    def get(self, name: str) -> bytes:
        """Return stored data.

        Raises:
            LibraryError: The file is gone or was changed, or the storage does not answer.
        """
        hint = "运行 cetu verify --repair"
        try:
            data = gzip.decompress(self.packed(name))
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise LibraryError("库中的一个数据文件读不出来", where=name[:16], hint=hint) from error
        if hashlib.sha256(data).hexdigest() != name:
            raise LibraryError("库中的一个数据文件被改动过", where=name[:16], hint=hint)
        return data

    def packed(self, name: str) -> bytes:
        """Return a file as it is stored."""
        with self._telling(name):
            return bytes(self._system.cat_file(self._path(name)))

    def is_whole(self, name: str) -> bool:
        """Return whether stored data can be read and is what its name says."""
        try:
            self.get(name)
        except LibraryError:
            return False
        return True

    def remove(self, name: str) -> None:
        """Delete a file that nothing refers to any more; an absent one is no error."""
        with self._telling(name):
            if self._system.exists(self._path(name)):
                self._system.rm_file(self._path(name))

    def sweep_drafts(self) -> None:
        """Do nothing: files are written in one go here."""

    def names(self) -> Iterator[str]:
        """Return the names of all files, sorted."""
        with self._telling(""):
            found = self._system.find(self._root) if self._system.exists(self._root) else []
        yield from sorted(path.rsplit("/", 1)[-1] for path in found)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name[:2]}/{name}"

    @contextmanager
    def _telling(self, name: str) -> Iterator[Any]:
        """Say in words what is wrong with the storage: each kind raises errors of its own libraries."""
        try:
            yield
        except CetuError:
            raise
        except FileNotFoundError as error:
            hint = "运行 cetu verify --repair"
            raise LibraryError("库中的一个数据文件读不出来", where=name[:16], hint=hint) from error
        except Exception as error:
            reason = str(error) or type(error).__name__
            hint = "检查存储服务、网络和凭据，再试"
            raise LibraryError(f"文件所在的存储出错：{reason[:200]}", where=self.address, hint=hint) from error
