"""The names of a library in a file of their own: a question looks up a few instead of reading all from the graph.

One SQLite file for each state, never changed once written, so that readers need no lock and may stand on a read-only
disk. A library without it, or with a damaged one, is read from the graph.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg import queries_table
from kg.iris import Iris
from search.questions.names import Names, Row, Source, write
from search.questions.question import Name

if TYPE_CHECKING:
    from kg.stores.port import GraphStore
    from search.library import Library

# Another value makes libraries write the file anew: what a name is looked up by, or what is a name, has changed.
_VERSION = 1
# A definition of one short phrase is another name of its term (有序承接转移职能 for 承能).
_PHRASE = 20
_TITLE = re.compile(r"(书记|主席|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|处长|理事长)$")


def path_of(folder: Path, change: int) -> Path:
    """Return the file of a library's state."""
    return folder / f"names-{change}.db"


def names_of(library: Library) -> Names:
    """Return the names of a library's state: from its file, or from the graph where there is none."""
    if "name file" not in library.kept:
        kept = read(library.folder, library.change)
        library.kept["name file"] = kept or Names.in_memory(rows(library.graph, Iris(library.settings.text("kg.base"))))
    found: Names = library.kept["name file"]
    return found


def read(folder: Path, change: int) -> Names | None:
    """Return the names of a library's state, or None where no sound file holds them."""
    connection = _opened(path_of(folder, change))
    return None if connection is None else Names(connection)


def update(folder: Path, store: GraphStore, iris: Iris, changed: Iterable[str], *, since: int, change: int) -> None:
    """Write the file of a new state: that of the state before, with the names of changed documents put in their place.

    Args:
        folder: The library.
        store: The graph as it is now.
        iris: The library's IRIs.
        changed: The documents that were written or removed.
        since: The change number of the state before; 0 where everything is to be read.
        change: That of the new one.
    """
    draft, last = folder / "names.draft", path_of(folder, since)
    draft.unlink(missing_ok=True)
    base = _opened(last) if since else None
    if base is not None:
        base.close()
        shutil.copyfile(last, draft)
    with closing(sqlite3.connect(draft)) as connection:
        # What breaks off leaves a draft that nobody reads.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if base is not None:
            for document in sorted(changed):
                connection.execute("DELETE FROM names WHERE document = ?", (document,))
                write(connection, rows(store, iris, document))
        else:
            write(connection, rows(store, iris))
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path_of(folder, change))
    for old in folder.glob("names-*.db"):
        # A reader that opened the state before may still come for its names.
        if old not in (path_of(folder, change), last):
            with suppress(OSError):
                old.unlink()


def rows(store: GraphStore, iris: Iris, document: str = "") -> Iterator[Row]:
    """Yield the names that the graph gives of one document, or of all: labels, people by post, terms and short definitions."""
    import pyoxigraph as ox

    given = {"document": ox.NamedNode(iris.document(document))} if document else None

    def found(query: str) -> Iterator[tuple[str, Any]]:
        for row in store.select(queries_table.load(query), given):
            graph = str(row["document"]) if "document" in row else ""
            yield document or iris.document_id(graph) or "", row

    for name, row in found("posts"):
        for form in _titled(str(row["name"]), str(row["post"])):
            yield Row(name, Source.POST, Name(form, str(row["person"]), "Person", False), str(row["date"] or ""))
    for name, row in found("names_in" if document else "names"):
        label = Name(str(row["form"]), str(row["entity"]), str(row["type"]), bool(row["preferred"]))
        yield Row(name, Source.LABEL, label)
    for name, row in found("glossary"):
        for form in _terms(row):
            yield Row(name, Source.TERM, Name(form, str(row["entity"] or ""), "Term", False), str(row["year"] or ""))


def _opened(path: Path) -> sqlite3.Connection | None:
    """Return a file opened for reading, or None where there is none, or none that this version can read."""
    if not path.exists():
        return None
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?immutable=1", uri=True, check_same_thread=False)
    with suppress(sqlite3.DatabaseError):
        connection.execute("SELECT key FROM names LIMIT 1")
        if connection.execute("PRAGMA user_version").fetchone() == (_VERSION,):
            return connection
    connection.close()
    return None


def _titled(name: str, post: str) -> tuple[str, ...]:
    """Return how a person is called by post: 梁部长, 怀谷主席 for the full name and post."""
    title = _TITLE.search(post)
    if not title or not 2 <= len(name) <= 4:
        return ()
    forms = (name + title[1], name[0] + title[1])
    return (*forms, name[1:] + title[1]) if len(name) > 2 else forms


def _terms(row: Any) -> tuple[str, ...]:
    """Return a glossary term, and its definition where it is one phrase."""
    term, text = str(row["term"]), str(row["text"])
    is_phrase = row["entity"] and len(text) <= _PHRASE and not re.search("[，、；：]", text)
    return (term, text.rstrip("。；")) if is_phrase else (term,)
