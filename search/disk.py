"""A disk that is full, fails or may not be written, said in words wherever a writer meets it."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CetuError, LibraryError

_HARDLY_ANY_BYTES = 1 << 17
_AFTER = "已确认的内容都在；{}，再运行 cetu verify --repair"
_REASONS = {
    errno.ENOSPC: ("磁盘已满", _AFTER.format("腾出空间")),
    errno.EDQUOT: ("磁盘配额已用完", _AFTER.format("腾出空间")),
    errno.EFBIG: ("文件超过系统允许的大小", _AFTER.format("放宽限制")),
    errno.EROFS: ("磁盘只读", "换一个可写的文件夹"),
    errno.EACCES: ("没有写权限", "检查权限，或换一个文件夹"),
    errno.EPERM: ("没有写权限", "检查权限，或换一个文件夹"),
    errno.EIO: ("磁盘读写出错", _AFTER.format("检查磁盘")),
}
# SQLite and RocksDB tell the reason in words only.
_WORDS = {
    "disk is full": errno.ENOSPC,
    "no space left": errno.ENOSPC,
    "disk i/o error": errno.EIO,
    "input/output error": errno.EIO,
    "readonly database": errno.EACCES,
    "read-only file system": errno.EROFS,
    "permission denied": errno.EACCES,
}


@contextmanager
def telling_disk(folder: Path) -> Iterator[None]:
    """Turn what writers of a library raise over its disk into the one error that says so; other errors pass.

    Raises:
        LibraryError: The disk is full, fails or may not be written.
    """
    try:
        yield
    except CetuError:
        raise
    except Exception as error:
        if (told := disk_trouble(error, folder)) is None:
            raise
        raise told from error


def disk_trouble(error: BaseException | None, folder: Path) -> LibraryError | None:
    """Return the error that says what is wrong with the disk, where that is what an error is about."""
    if error is None or (reason := _reason(error)) is None:
        return None
    if reason == errno.EIO and _is_full(folder):
        # SQLite says so of the file that it cannot make beside the database.
        reason = errno.ENOSPC
    what, hint = _REASONS[reason]
    return LibraryError(what, where=str(folder), hint=hint)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _HARDLY_ANY_BYTES
    except OSError:
        return False


def _reason(error: BaseException) -> int | None:
    """Return the number of the disk's trouble behind an error: its own, or that of what it followed from."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in _REASONS:
            return seen.errno
        text = str(seen).lower()
        for words, number in _WORDS.items():
            if words in text:
                return number
        seen = seen.__cause__ or seen.__context__
    return None
