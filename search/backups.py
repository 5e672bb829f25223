"""The backups that a library keeps: files in one folder, made, listed, checked and taken away by name."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import InputError, NotFoundError
from corpus.settings import load_settings
from search.backup import MANIFEST, Backup, backup, inner_name
from search.disk import telling_disk
from search.places import SETTINGS_FILE

BACKUPS_FOLDER = "backups"
_SUFFIX = ".cetu"
_NAME = re.compile(r"[\w.-]{1,120}\.cetu")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """A file in the folder of backups; `made` is None where it is none, or not whole."""

    name: str
    bytes: int
    made: Backup | None


def place_of(library: Path, environment: Mapping[str, str]) -> Path:
    """Return the folder in which a library keeps its backups; it need not be there."""
    chosen = load_settings(library / SETTINGS_FILE, environment).text("web.backups")
    return library / (chosen or BACKUPS_FOLDER)


def new_name() -> str:
    """Return the name of a backup that is made now."""
    return f"cetu-{datetime.now(UTC):%Y-%m-%d-%H%M%S}{_SUFFIX}"


def listed(library: Path, *, environment: Mapping[str, str]) -> tuple[KeptBackup, ...]:
    """Return the backups of a library, the newest first. Only the list of each is read, whatever its size."""
    found = []
    for path in place_of(library, environment).glob(f"*{_SUFFIX}"):
        with suppress(OSError):  # taken away meanwhile
            found.append(KeptBackup(path.name, path.stat().st_size, _made(path)))
    return tuple(sorted(found, key=lambda kept: (kept.made.made_at if kept.made else "", kept.name), reverse=True))


def file_of(library: Path, name: str, *, environment: Mapping[str, str]) -> Path:
    """Return the file of a backup.

    Raises:
        NotFoundError: There is none of this name.
    """
    path = place_of(library, environment) / name
    if not _NAME.fullmatch(name) or name.startswith(".") or not path.is_file():
        raise NotFoundError("没有这个备份", where=name, hint="在“备份”页查看")
    return path


def make(library: Path, name: str, *, environment: Mapping[str, str]) -> Backup:
    """Write a backup under a name; one that is whole already is left as it is.

    Raises:
        LibraryError: There is no library, a file of it is damaged, or the disk does not take it.
        InputError: The name is unfit.
    """
    if not _NAME.fullmatch(name):
        raise InputError("备份的名字不可用", where=name, hint=f"字母、数字、点和连字符，以 {_SUFFIX} 结尾")
    place = place_of(library, environment)
    with telling_disk(place):
        place.mkdir(parents=True, exist_ok=True)
        for draft in place.glob(f".{name}.*.draft"):  # of whoever was ended while writing it
            draft.unlink(missing_ok=True)
        if (place / name).exists():
            return check(library, name, environment=environment)
        return backup(library, place / name)


def check(library: Path, name: str, *, environment: Mapping[str, str]) -> Backup:
    """Hold every file in a backup against its checksum and return what it holds.

    Raises:
        NotFoundError: There is none of this name.
        InputError: It cannot be read, or a file in it is gone or changed.
    """
    path = file_of(library, name, environment=environment)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            for inner, expected in manifest["sha256"].items():
                if _digest(archive, inner_name(inner)) != expected:
                    raise InputError("备份中有文件被改动过", where=f"{name}：{inner}", hint="另做一份备份")
            return Backup(**manifest["made"], bytes=path.stat().st_size)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError("不是策图的备份，或不完整", where=name, hint="另做一份备份") from error


def remove(library: Path, name: str, *, environment: Mapping[str, str]) -> None:
    """Delete a backup.

    Raises:
        NotFoundError: There is none of this name.
        LibraryError: The folder may not be written.
    """
    path = file_of(library, name, environment=environment)
    with telling_disk(path.parent):
        path.unlink(missing_ok=True)


def _made(path: Path) -> Backup | None:
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            return Backup(**manifest["made"], bytes=path.stat().st_size)
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile, zlib.error):
        return None


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
