"""The library that requests read: the state of this moment, opened again when the pointer on disk moved."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import cast

from flask import current_app, g

from corpus.settings import Settings, load_settings
from search.library import SETTINGS_FILE, Library
from search.state import STATE_FILE

_EXTENSION = "cetu.shelf"
_Stamp = tuple[int, int, int]


class Shelf:
    """Holds one open state of a library and changes it for the newer one between two requests, never within one."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.folder = folder
        self.environment = environment
        self._lock = Lock()
        self._library: Library | None = None
        self._stamp: _Stamp | None = None

    def library(self) -> Library:
        """Return the library as it stands now. Costs one look at the pointer file while nothing changed.

        Raises:
            LibraryError: There is no library, or it cannot be read.
        """
        stamp = self._look()
        with self._lock:
            if self._library is None or stamp != self._stamp:
                self._library = Library.open(self.folder, self.environment)
                self._stamp = stamp
            return self._library

    def settings(self) -> Settings:
        """Return the settings in force, whether there is a library yet or not."""
        return load_settings(self.folder / SETTINGS_FILE, self.environment)

    def _look(self) -> _Stamp | None:
        """Return what tells one pointer file from the next; None where there is none."""
        try:
            status = (self.folder / STATE_FILE).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


def put_on(extensions: dict[str, object], shelf: Shelf) -> None:
    """Keep the shelf with an application."""
    extensions[_EXTENSION] = shelf


def shelf() -> Shelf:
    """Return the shelf of the current application."""
    return cast(Shelf, current_app.extensions[_EXTENSION])


def library() -> Library:
    """Return the library of the current request: one state from its first line to its last."""
    if "library" not in g:
        g.library = shelf().library()
    return cast(Library, g.library)
