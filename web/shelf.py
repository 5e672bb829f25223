"""The library that requests read: the state of this moment, opened again when the pointer on disk moved.

A server sets `Shelf.warm`: then a newer state is opened and made ready in the background, and requests go on with the one
before until it is. Whoever changes the library through this process sees the change with the next request.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock, Thread
from typing import cast

from flask import Flask, Response, current_app, g, request

from corpus.audiences import EVERYTHING, Audience
from corpus.errors import CetuError
from corpus.settings import Settings, load_settings
from search.labelling import seen
from search.library import Library
from search.places import SETTINGS_FILE
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
        self._is_preparing = self._is_changed = False
        self.warm: Callable[[Library], None] | None = None
        """Reads of a state what its first request would wait for."""
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
            kept = self._kept.get(self.folder)
            if kept is None or (kept[0] != stamp and (self.warm is None or self._is_changed)):
                self._put(stamp, Library.open(self.folder, self.environment))
            elif kept[0] != stamp and not self._is_preparing:
                self._is_preparing = True
                Thread(target=self._prepare, args=(stamp,), daemon=True).start()
            self._is_changed = False
            whole = self._kept[self.folder][1]
        return self._view(whole, audience)

    def changed(self) -> None:
        """Let the next request see the library as it stands then: this process may have changed it."""
        self._is_changed = True

    def renew(self) -> None:
        """Let requests see the library as it stands now, made ready before they do where a server sets `warm`."""
        if self.warm is None or self.folder not in self._kept:
            self.changed()
            return
        self._prepare(self._look(self.folder))

    def _prepare(self, stamp: _Stamp | None) -> None:
        """Open the state on disk, make it ready, and let requests have it."""
        assert self.warm is not None  # without it states are opened by requests
        try:
            # What a state worked out holds the state: they go together, and only the collector sees that they may. By
            # itself it comes seldom in a process of this size, while several states pile up.
            gc.unfreeze()
            gc.collect()
            found = Library.open(self.folder, self.environment)
            self.warm(found)
            with self._lock:
                # A request may have opened a still newer one meanwhile.
                if found.change >= self._kept[self.folder][1].change:
                    self._put(stamp, found)
        except CetuError:  # the next request meets it, and says so
            self.changed()
        finally:
            self._is_preparing = False
            keep_from_collector()

    def _put(self, stamp: _Stamp | None, found: Library) -> None:
        self._kept = {self.folder: (stamp, found)} | {
            place: kept for place, kept in self._kept.items() if place.name in found.state.views
        }

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


def keep_from_collector() -> None:
    """Let the collector walk no more over what is there now, in the middle of some request: a state stays till the next.

    What nobody holds goes first, or the former state would stay as long.
    """
    gc.collect()
    gc.freeze()


def put_on(app: Flask, shelf: Shelf) -> None:
    """Keep the shelf with an application, and note what may have changed the library through it."""
    app.extensions[_EXTENSION] = shelf
    app.after_request(_note_change)


def _note_change(response: Response) -> Response:
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        shelf().changed()
    return response


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
