"""The small file that says what an index holds: its change number and the version that wrote it, replaced at once."""

from __future__ import annotations

import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from corpus.blobs import write_durably
from corpus.errors import DamagedIndexError, LibraryError
from search.encoders import Encoder, Space
from search.indexes.rows import Row, rows
from search.passages import Passage

COMMIT_FILE = "change.json"
_HINT = "运行 cetu rebuild"


class OtherSpaceError(DamagedIndexError):
    """The vectors of an index are of another encoder; all else can be read by whoever opens it in its own space."""

    def __init__(self, path: Path, space: Space) -> None:
        super().__init__("检索索引是用另一个模型写的", where=str(path), hint=_HINT)
        self.space = space


def described(space: Space) -> dict[str, Any]:
    """Return how a commit names the space of its vectors."""
    return {"vectors": space.name, "dimensions": space.dimensions}


def load_commit(path: Path, version: str, space: Space) -> dict[str, Any]:
    """Return what the last commit of an index in a folder said.

    Raises:
        DamagedIndexError: There is none, or it is damaged or of another version.
        OtherSpaceError: It is in another space.
    """
    try:
        known: dict[str, Any] = json.loads((path / COMMIT_FILE).read_text(encoding="utf-8"))
        found = known["version"]
        known["change"] = int(known["change"])
    except FileNotFoundError as error:
        raise DamagedIndexError("没有检索索引", where=str(path), hint=_HINT) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"检索索引读不出来：{error}", where=str(path), hint=_HINT) from error
    if found != version:
        raise DamagedIndexError("检索索引是另一个版本写的", where=str(path), hint=_HINT)
    own = _space(known, path)
    if own != space:
        raise OtherSpaceError(path, own)
    return known


def _space(commit: Mapping[str, Any], path: Path) -> Space:
    name, dimensions = commit.get("vectors"), commit.get("dimensions")
    if not isinstance(name, str) or not isinstance(dimensions, int):
        raise DamagedIndexError("检索索引没有写明所用的模型", where=str(path), hint=_HINT)
    return Space(name, dimensions)


def save_commit(path: Path, commit: Mapping[str, Any]) -> None:
    """Put a commit in the place of the last one, durably and at once."""
    write_durably(path / COMMIT_FILE, json.dumps(commit).encode())


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """Turn whatever an engine raises over its files into the one error that says so.

    Engines read pickles, offsets and lengths from disk: a damaged file may raise anything.
    """
    try:
        yield
    except DamagedIndexError:
        raise
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise DamagedIndexError(f"检索索引读不出来：{reason}", where=str(path), hint=_HINT) from error


@contextmanager
def making(path: Path) -> Iterator[None]:
    """Make the folder of an index where there is none, and say so where it or what is in it cannot be written.

    Raises:
        LibraryError: The folder is not writable.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise LibraryError(f"检索索引不可写：{error.strerror}", where=str(path), hint="检查权限") from error


def sweep(path: Path, keep: Set[str]) -> None:
    """Remove what former commits and other backends left in a folder; a reader that holds it open keeps it."""
    for entry in path.iterdir():
        if entry.name in keep or entry.name.startswith(COMMIT_FILE):
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()


class IndexFolder(ABC):
    """What the writers of all backends have in common: a folder, what makes vectors, and the commit that they go on from."""

    _commit: dict[str, Any]

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder

    @property
    def change(self) -> int:
        """Return the number of the change that the writer goes on from, 0 where it begins anew."""
        return int(self._commit.get("change", 0))

    def replace(self, document_id: str, passages: Iterable[Passage]) -> None:
        """Put the passages of a document in the place of its former ones."""
        self.put(document_id, rows(document_id, passages, self._encoder))

    @abstractmethod
    def put(self, document_id: str, made: Iterable[Row]) -> None:
        """Put rows that are made already in the place of a document's former ones."""

    def tidy(self) -> None:  # noqa: B027 - most engines see to it by themselves
        """Do what may wait until readers see the last commit."""


class LocalIndexFolder(IndexFolder):
    """The same where all of the index lies in the folder."""

    @classmethod
    def create(cls, path: Path, encoder: Encoder) -> Self:
        """Return the writer of the index in a folder, made where there is none or none that can be read.

        Raises:
            LibraryError: The folder is not writable.
        """
        with making(path):
            return cls(path, encoder)
