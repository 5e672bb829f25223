"""Files and folders as they stand on disk, each with the key by which its later versions are known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.documents import SourceFile
from corpus.errors import CetuError, InputError, ReadError
from corpus.readers.archives import members
from corpus.readers.detection import detect
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.registry import source_file

Found = tuple[str, SourceFile | CetuError]


def source_files(paths: Iterable[Path], *, max_mb: int = 200, limits: Limits = DEFAULT) -> Iterator[Found]:
    """Yield (key, file or error) for files, all files in folders and all files in zip archives, sorted.

    In folders, hidden files and README files (which tell about the folder) are passed over.

    Args:
        paths: Files and folders.
        max_mb: Files above this size are refused, in megabytes.
        limits: Bounds on what archives unpack to.

    Raises:
        InputError: A path does not exist, or a folder holds no file at all.
    """
    for path in paths:
        if path.is_dir():
            inside = _inside(path)
            if not inside:
                raise InputError("文件夹里没有文件", where=str(path), hint="换一个文件夹")
            for file in inside:
                yield from _found(file, max_mb, limits)
        elif path.exists():
            yield from _found(path, max_mb, limits)
        else:
            yield str(path), InputError("没有这个文件", where=str(path), hint="检查路径")


def _inside(folder: Path) -> list[Path]:
    """Return the files of a folder; links are not followed, so that no loop and nothing outside is read."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(place) / name for name in sorted(names) if _is_document(name)]
    return found


def _is_document(name: str) -> bool:
    """Return whether a file in a folder is meant to be read: 报告.docx, not .报告.swp, ~$报告.docx or README.md."""
    return not name.startswith((".", "~$")) and Path(name).stem.upper() != "README"


def _found(path: Path, max_mb: int, limits: Limits) -> Iterator[Found]:
    key = str(path.resolve())
    try:
        if path.stat().st_size > max_mb * 1_000_000:
            hint = "拆开它，或调大设置 corpus.max_file_mb"
            raise ReadError(f"文件超过 {max_mb} MB", where=str(path), hint=hint)
        data = path.read_bytes()
        if detect(data, name=path.name) == "zip":
            yield from _packed(key, path.name, data, limits)
        else:
            yield key, source_file(path.name, data)
    except CetuError as error:
        yield key, error
    except OSError as error:
        yield key, ReadError(f"文件打不开：{error.strerror}", where=str(path), hint="检查权限")


def _packed(key: str, name: str, data: bytes, limits: Limits) -> Iterator[Found]:
    """Yield the documents in an archive; its key and the path inside make the key of each."""
    is_empty = True
    for path, content in members(name, data, limits=limits):
        inside = path.removeprefix(name)
        if not _is_document(path.rsplit("/", 1)[-1]):
            continue
        is_empty = False
        try:
            yield key + inside, content if isinstance(content, CetuError) else source_file(path, content)
        except CetuError as error:
            yield key + inside, error
    if is_empty:
        yield key, ReadError("压缩包里没有文件", where=name, hint="换一个压缩包")
