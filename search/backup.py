"""One file with everything of a library that cannot be rebuilt, taken while others read and write; and the way back.

A backup is a zip archive: the database, the files of the documents, the settings, and a list of them all with checksums.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.databases import DATABASE, has_record
from corpus.errors import InputError, LibraryError
from corpus.record import Record
from corpus.settings import Settings, load_settings
from corpus.settings_file import change_settings
from search.places import BLOBS_FOLDER, SETTINGS_FILE

MANIFEST = "manifest.json"
# What may lie on servers; of the first two, every address leads away from the folder.
SHARED = ("corpus.record", "corpus.files")
PLACES = (*SHARED, "kg.store", "search.index")
_FORMAT = 1
# A document may be taken out while its files are being copied: then a newer state is copied.
_MOST_TRIES = 3
_PIECE = 1 << 20
_BLOB = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `made_at` in UTC, ISO 8601; `bytes` is the size of the file."""

    change: int
    documents: int
    decisions: int
    made_at: str
    bytes: int

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)


def backup(folder: Path, target: Path) -> Backup:
    """Write everything that cannot be rebuilt to one file; what was committed when it began is in it.

    Raises:
        LibraryError: There is no library, or one of its files is damaged.
        InputError: The target exists, or its folder does not.
    """
    _refuse(folder, target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        for attempt in range(_MOST_TRIES):
            try:
                made = _write(folder, draft)
                break
            except LibraryError:
                if attempt == _MOST_TRIES - 1:
                    raise
        draft.replace(target)
    except OSError as error:
        raise InputError(f"备份写不下去：{error.strerror}", where=str(target), hint="检查空间与权限，再试") from error
    finally:
        draft.unlink(missing_ok=True)
    return Backup(**made, bytes=target.stat().st_size)


def restore(source: Path, folder: Path, *, environment: Mapping[str, str]) -> Backup:
    """Make a library of a backup in a folder that is empty or not there, build graph and index, and say what came back.

    Raises:
        InputError: The backup cannot be read, is not whole, or the folder holds something.
        LibraryError: The backup is of a newer version.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError("目标文件夹不是空的", where=str(folder), hint="恢复到一个新文件夹，核对后再换过去")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".cetu-restore-", dir=folder.parent) as name:
        draft = Path(name) / "library"
        manifest = _unpack(source, draft)
        _project(draft, environment)
        if folder.is_dir():
            folder.rmdir()
        shutil.move(draft, folder)
    return Backup(**manifest["made"], bytes=source.stat().st_size)


def _refuse(folder: Path, target: Path) -> None:
    if not has_record(folder):
        raise LibraryError("这里没有资料库", where=str(folder), hint="用 --library 指明资料库文件夹")
    if target.exists():
        raise InputError("备份文件已存在", where=str(target), hint="换一个文件名，例如加上日期")
    if not target.parent.is_dir():
        raise InputError("上级文件夹不存在", where=str(target), hint="先建好文件夹，或换一个位置")


def _write(folder: Path, draft: Path) -> dict[str, Any]:
    """Write the archive and return what it holds."""
    record = Record(folder)
    with TemporaryDirectory(prefix="cetu-backup-") as name:
        copy = Path(name) / DATABASE
        try:
            record.copy_to(copy)
        finally:
            record.close()
        snapshot = Record(Path(name))
        try:
            metas, decisions = snapshot.documents(), snapshot.decisions()
            made = {
                "change": snapshot.change,
                "documents": len(metas),
                "decisions": len(decisions),
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            }
        finally:
            snapshot.close()
        blobs = sorted({blob for meta in metas for blob in meta.blobs})
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            sums = {DATABASE: _pack(archive, copy, DATABASE)}
            if (settings := folder / SETTINGS_FILE).is_file():
                sums[SETTINGS_FILE] = _pack(archive, settings, SETTINGS_FILE)
            for blob in blobs:
                record.blobs.get(blob)
                # The files are packed already.
                sums[blob] = _pack_bytes(archive, record.blobs.packed(blob), inner_name(blob))
            manifest = {"format": _FORMAT, "cetu": version("cetu"), "made": made, "sha256": sums}
            archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
    return made


def _pack(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    archive.write(path, name, compress_type=zipfile.ZIP_DEFLATED)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack_bytes(archive: zipfile.ZipFile, data: bytes, name: str) -> str:
    archive.writestr(zipfile.ZipInfo(name), data)
    return hashlib.sha256(data).hexdigest()


def _unpack(source: Path, draft: Path) -> dict[str, Any]:
    """Unpack a backup into a new folder, every file held against its checksum, and return the list."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            if manifest["format"] > _FORMAT:
                raise LibraryError(
                    f"备份的格式是 {manifest['format']}，本程序只认到 {_FORMAT}",
                    where=str(source),
                    hint="升级策图后再恢复",
                )
            for name, expected in manifest["sha256"].items():
                inner = inner_name(name)
                if _copy(archive, inner, draft / inner) != expected:
                    raise InputError("备份中有文件被改动过", where=f"{source}：{inner}", hint="换一份备份")
        _stand_alone(draft)
    except FileNotFoundError:
        raise InputError("没有这个备份文件", where=str(source), hint="核对文件名") from None
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise InputError("不是策图的备份，或不完整", where=str(source), hint="换一份备份") from error
    return manifest


def _stand_alone(folder: Path) -> None:
    """Let a restored library be one by itself: it must not write to the servers of the one that was backed up."""
    found = load_settings(folder / SETTINGS_FILE, {})
    servers = [name for name in PLACES if found.text(name) and (name in SHARED or "://" in found.text(name))]
    if servers:
        change_settings(folder, {name: Settings({})[name] for name in servers})


def inner_name(name: str) -> str:
    """Return where a file of the list lies in the archive and in a library; other names are refused."""
    if name in (DATABASE, SETTINGS_FILE):
        return name
    if not _BLOB.fullmatch(name):
        raise ValueError(name)
    return f"{BLOBS_FOLDER}/{name[:2]}/{name}"


def _copy(archive: zipfile.ZipFile, inner: str, target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(inner) as stream, target.open("wb") as file:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _project(folder: Path, environment: Mapping[str, str]) -> None:
    from search.ingest import writing
    from search.projections import project

    with writing(folder) as record:
        project(folder, record, load_settings(folder / SETTINGS_FILE, environment), anew=True)
