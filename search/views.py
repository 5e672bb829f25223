"""A view: graph, index and names of just the documents that an audience may see, beside those of the whole library.

Whoever reads a view cannot meet what it does not hold, so no page, question or export has to leave anything out. A library
whose documents are all public has none. Each view is a folder that can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from corpus.audiences import INTERNAL, PUBLIC, Audience
from corpus.documents import DocumentMeta
from corpus.settings import Settings
from kg.stores import is_server

VIEWS_FOLDER = "views"
_STORE = "kg.store"

Labels = frozenset[str]


def used_labels(documents: Iterable[DocumentMeta]) -> Labels:
    """Return the labels that documents carry."""
    return frozenset(meta.label for meta in documents)


def needed(folder: Path, documents: Iterable[DocumentMeta]) -> tuple[Labels, ...]:
    """Return the labels of each view that the accounts of a library need, sorted; none where all see everything."""
    used = used_labels(documents)
    if used <= {PUBLIC}:
        return ()
    from corpus.accounts import Accounts  # most libraries are public, and have none to ask

    people = Accounts(folder)
    try:
        audiences = [account.audience for account in people.listed()]
    finally:
        people.close()
    # Who has not signed in, and who is of no group: there may be such people at any moment.
    audiences += [Audience(), Audience(frozenset({PUBLIC, INTERNAL}))]
    return tuple(sorted({audience.among(used) for audience in audiences} - {used}, key=sorted))


def name_of(labels: Labels) -> str:
    """Return the name of the view of some labels."""
    return hashlib.sha256("\n".join(sorted(labels)).encode()).hexdigest()[:16]


def folder_of(folder: Path, name: str) -> Path:
    """Return where a view of a library lies."""
    return folder / VIEWS_FOLDER / name


def place_of(folder: Path, audience: Audience, documents: Iterable[DocumentMeta]) -> Path:
    """Return where what an audience sees of a library lies: the library folder, or that of a view."""
    used = used_labels(documents)
    labels = audience.among(used)
    return folder if labels == used else folder_of(folder, name_of(labels))


def settings_of(settings: Settings) -> Settings:
    """Return the settings of a view: its graph is always a file here, for a SPARQL server holds one graph for all."""
    if not is_server(settings.text(_STORE)):
        return settings
    return Settings({name: value for name, value in settings.values.items() if name != _STORE})


def sweep(folder: Path, kept: Iterable[str]) -> None:
    """Delete the views that nobody needs any more."""
    names = set(kept)
    for place in sorted((folder / VIEWS_FOLDER).glob("*")):
        if place.name not in names:
            shutil.rmtree(place, ignore_errors=True)
