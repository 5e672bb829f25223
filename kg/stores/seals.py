"""Checksums of the files of a checkpoint, written when it is made: what a disk changes later is found without a query.

An engine may notice a damaged block only when a query comes upon it, and some of its plans then never end.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from corpus.blobs import write_durably

SEAL = "seal.json"
_LEFT_OUT = frozenset({SEAL, "lease"})
_PIECE = 1 << 20

Entry = tuple[int, int, int]
"""Checksum, size and inode of a file."""


def seal(folder: Path, before: Path | None) -> None:
    """Write the checksums of a checkpoint; files that it shares with the one before are not read again."""
    known = _read(before) if before else {}
    entries: dict[str, Entry] = {}
    for path in _files(folder):
        status = path.stat()
        old = known.get(path.name)
        if old is None or old[1:] != (status.st_size, status.st_ino):
            old = (_checksum(path), status.st_size, status.st_ino)
        entries[path.name] = old
    write_durably(folder / SEAL, json.dumps(entries).encode())


def broken(folder: Path) -> str:
    """Return the name of a file that is not as it was sealed, or is gone; empty where all are, or none was sealed."""
    if not (folder / SEAL).exists():
        return ""
    sealed = _read(folder)
    for name, (checksum, size, _) in sealed.items():
        path = folder / name
        if not path.exists() or path.stat().st_size != size or _checksum(path) != checksum:
            return name
    return "" if sealed else SEAL


def _read(folder: Path) -> dict[str, Entry]:
    """Return what a seal says; nothing where there is none or it is damaged."""
    try:
        found = json.loads((folder / SEAL).read_bytes())
        return {name: (int(entry[0]), int(entry[1]), int(entry[2])) for name, entry in found.items()}
    except (OSError, ValueError, AttributeError, IndexError, TypeError):
        return {}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name not in _LEFT_OUT)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found
