"""The library that requests read: the state of this moment, opened again when the pointer on disk moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import cast

from flask import Flask, current_app, g

from corpus.audiences import EVERYTHING, Audience
from corpus.settings import Settings, load_settings
from search.labelling import seen
from search.library import SETTINGS_FILE, Library
from search.state import STATE_FILE
from search.views import place_of

_EXTENSION = "cetu.shelf"
_Stamp = tuple[int, int, int]


class Shelf:
    """Holds one open state of a library and changes it for the newer one between two requests, never within one."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.folder = folder
        self.environment = environment
        self._lock = Lock()
        self._settings: tuple[_Stamp | None, Settings] | None = None
        self._kept: dict[Path, tuple[_Stamp | None, Library]] = {}
        self.audience: Callable[[], Audience] = lambda: EVERYTHING
        """Who asks: set by what tells people apart (`web.access`)."""

    def library(self, audience: Audience = EVERYTHING) -> Library:
        """Return what an audience sees of the library as it stands now.

        Costs a look at one pointer file or two while nothing changed.

        Raises:
            LibraryError: There is no library, or it cannot be read.
        """
        stamp = self._look(self.folder)
        with self._lock:
            if self.folder not in self._kept or self._kept[self.folder][0] != stamp:
                found = Library.open(self.folder, self.environment)
                self._kept = {self.folder: (stamp, found)} | {
                    place: kept for place, kept in self._kept.items() if place.name in found.state.views
                }
            whole = self._kept[self.folder][1]
        return self._view(whole, audience)

    def _view(self, whole: Library, audience: Audience) -> Library:
        place = place_of(self.folder, audience, whole.documents)
        if place == self.folder:
            return whole
        stamp = self._look(place)
        with self._lock:
            kept = self._kept.get(place)
        if kept is None or kept[0] != stamp or stamp is None:
            # Not under the lock: a view that has yet to be made keeps nobody waiting but who asks for it.
            kept = stamp, seen(whole, audience, self.environment)
            with self._lock:
                self._kept[place] = kept
        return kept[1]

    def settings(self) -> Settings:
        """Return the settings in force, whether there is a library yet or not."""
        stamp = self._look(self.folder, SETTINGS_FILE)
        if (kept := self._settings) is None or kept[0] != stamp:
            kept = self._settings = stamp, load_settings(self.folder / SETTINGS_FILE, self.environment)
        return kept[1]

    @staticmethod
    def _look(folder: Path, name: str = STATE_FILE) -> _Stamp | None:
        """Return what tells one pointer file, or another file, from the next; None where there is none."""
        try:
            status = (folder / name).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


def put_on(extensions: dict[str, object], shelf: Shelf) -> None:
    """Keep the shelf with an application."""
    extensions[_EXTENSION] = shelf


def shelf() -> Shelf:
    """Return the shelf of the current application."""
    return shelf_of(current_app)


def shelf_of(app: Flask) -> Shelf:
    """Return the shelf of an application."""
    return cast(Shelf, app.extensions[_EXTENSION])


def library() -> Library:
    """Return the library of the current request, as who asks may see it: one state from its first line to its last."""
    if "library" not in g:
        g.library = shelf().library(shelf().audience())
    return cast(Library, g.library)
