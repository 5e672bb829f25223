"""Labels of documents that are in a library, and the views that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.audiences import Audience, checked_label
from corpus.documents import DocumentMeta
from corpus.errors import LibraryError
from corpus.settings import load_settings
from search.ingest import writing
from search.library import Library
from search.places import SETTINGS_FILE
from search.projections import project
from search.state import State, find_document
from search.views import place_of, settings_of


def relabel(folder: Path, name: str, label: str, *, environment: Mapping[str, str]) -> DocumentMeta:
    """Give a document another label and return its entry; when this returns, nobody reads it who may not.

    Raises:
        NotFoundError: There is no such document.
        InputError: More than one document fits the name, or the label is unfit.
    """
    return relabel_all(folder, [name], label, environment=environment)[0]


def relabel_all(
    folder: Path, names: Sequence[str], label: str, *, environment: Mapping[str, str]
) -> tuple[DocumentMeta, ...]:
    """Give documents another label as one change of graph and index, and return their entries in the order of the names.

    Raises:
        NotFoundError: There is no such document; none is changed then.
        InputError: More than one document fits a name, or the label is unfit.
    """
    settings, label = load_settings(folder / SETTINGS_FILE, environment), checked_label(label)
    with writing(folder) as record:
        documents = record.documents()
        metas = [find_document(documents, name) for name in names]
        for meta in metas:
            if meta.label != label:
                record.label(meta.id, label)
        project(folder, record, settings)
        return tuple(record.document_meta(meta.id) for meta in metas)


def catch_up(folder: Path, *, environment: Mapping[str, str]) -> None:
    """Bring graph, index and views up to the record and the accounts of now.

    Raises:
        LibraryError: There is no library, it is not writable, or another program is writing it.
    """
    settings = load_settings(folder / SETTINGS_FILE, environment)
    with writing(folder) as record:
        project(folder, record, settings)


def seen(library: Library, audience: Audience, environment: Mapping[str, str]) -> Library:
    """Return what an audience sees of a library; a view that is not there yet is made.

    Raises:
        LibraryError: It is not there, and the folder is not writable or somebody else is writing.
    """
    if (found := _open_view(library, audience)) is None:
        catch_up(library.home, environment=environment)
        found = _open_view(Library.open(library.home, environment), audience)
    if found is None:
        raise LibraryError("可读的范围刚刚改变", where=str(library.home), hint="再试一次")
    return found


def _open_view(library: Library, audience: Audience) -> Library | None:
    """Return what an audience sees of a library as it stands now, or None where its view has yet to be made."""
    place = place_of(library.home, audience, library.documents)
    if place == library.home:
        return library
    if place.name not in library.state.views:
        return None
    return Library(place, settings_of(library.settings), State.load(place), home=library.home)
