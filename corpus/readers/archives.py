"""Zip archives opened with care: bounded entries and sizes, no encryption, no way out of the archive."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from corpus.errors import CetuError, ReadError
from corpus.readers.limits import DEFAULT, Limits

_MB = 1_000_000
_ENTRY = b"PK\x01\x02"
_MOST_LISTED = 200_000
_HIDDEN = ("__MACOSX/", ".")


def open_archive(data: bytes, *, where: str, limits: Limits = DEFAULT) -> zipfile.ZipFile:
    """Return an archive whose directory keeps within the limits.

    Raises:
        ReadError: it is damaged, encrypted, or unpacks to too much.
    """
    if is_overfull(data):
        raise ReadError("压缩包里的文件太多", where=where, hint="请拆分后加入")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError("压缩包已损坏，打不开", where=where, hint="请重新下载或重新压缩") from error
    if len(entries) > limits.entries:
        raise ReadError(
            f"压缩包里有 {len(entries)} 个文件，超过上限 {limits.entries}", where=where, hint="请拆分后加入"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("文件有密码保护", where=where, hint="请去掉密码后加入")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_mb * _MB or any(_is_bomb(entry, limits) for entry in entries):
        raise ReadError("压缩包解开后过大，可能是恶意文件", where=where, hint=f"上限 {limits.unpacked_mb} MB")
    return archive


def is_overfull(data: bytes) -> bool:
    """Tell whether only to list the entries would take much memory; what archives inside hold is counted too."""
    return data.count(_ENTRY) > _MOST_LISTED


def _is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    return entry.file_size > _MB and entry.file_size > limits.ratio * max(entry.compress_size, 1)


def entry_bytes(archive: zipfile.ZipFile, name: str, *, where: str, limits: Limits = DEFAULT) -> bytes:
    """Return an entry's content, whatever size its header claims.

    Raises:
        ReadError: it is damaged or larger than the limit.
        KeyError: there is no such entry.
    """
    bound = limits.unpacked_mb * _MB
    try:
        with archive.open(name) as stream:
            content = stream.read(bound + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise ReadError("压缩包里的文件已损坏", where=f"{where} / {name}", hint="请重新下载或重新压缩") from error
    if len(content) > bound:
        raise ReadError("压缩包解开后过大，可能是恶意文件", where=where, hint=f"上限 {limits.unpacked_mb} MB")
    return content


def members(
    name: str, data: bytes, *, limits: Limits = DEFAULT, depth: int = 1
) -> Iterator[tuple[str, bytes | CetuError]]:
    """Yield (path inside, content or error) of the documents in an archive, archives inside it opened too.

    A damaged member is an error of its own; the others go on.
    """
    archive = open_archive(data, where=name, limits=limits)
    for entry in sorted(archive.infolist(), key=lambda e: e.filename):
        inner = _decoded_name(entry)
        if entry.is_dir() or inner.startswith(_HIDDEN) or "/." in inner:
            continue
        try:
            content = entry_bytes(archive, entry.filename, where=name, limits=limits)
            yield from _member(f"{name}/{inner}", content, limits, depth)
        except ReadError as error:
            yield f"{name}/{inner}", error


def _member(path: str, content: bytes, limits: Limits, depth: int) -> Iterator[tuple[str, bytes | CetuError]]:
    from corpus.readers.detection import detect

    if not content.startswith(b"PK\x03\x04") or detect(content, name=path) != "zip":
        yield path, content
    elif depth >= limits.depth:
        yield path, ReadError(f"压缩包套了 {depth} 层以上", where=path, hint="请解开后加入")
    else:
        yield from members(path, content, limits=limits, depth=depth + 1)


def _decoded_name(entry: zipfile.ZipInfo) -> str:
    """Return the name as its author wrote it: without the UTF-8 flag, Chinese systems write GB18030."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
