"""The names of a library, and what is said in each document, in files of their own: a question looks up a few.

SQLite files, the segments (`search.segments`) of a state, never changed once written, so that readers need no lock and may
stand on a read-only disk. A library without them, or with a damaged one, is read from the graph.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from corpus.patterns import lazy
from kg import queries_table
from kg.iris import Iris
from search import fact_rows, place_rows
from search.fact_rows import FactRows
from search.place_rows import PlaceRows
from search.questions.columns import join
from search.questions.names import Names, Row, Source, write
from search.questions.question import Name
from search.segments import Segment, free_name, left_alone

if TYPE_CHECKING:
    from corpus.documents import DocumentMeta
    from kg.stores.port import GraphStore
    from search.library import Library

# Another value makes libraries write the files anew: what a name is looked up by, or what is a name, has changed.
_VERSION = 4
# Figures of several years do not say so: read still, but nothing is added to it.
_BEFORE_PERIODS = 3
# Without what is said in each document, and without the names joined: read still, but nothing is added to it.
_BEFORE_FACTS = 2
# One file for all documents, which does not say of which: it can be the first segment.
_BEFORE_SEGMENTS = 1
_READ = (_BEFORE_FACTS, _BEFORE_PERIODS, _VERSION)
# A name in a segment may be gone from the library where a later one speaks of its document.
_REPLACED = "SELECT 1 FROM masked m JOIN s{0}.names n ON n.document = m.document WHERE m.segment = {0} LIMIT 1"
# A segment is read without them, too.
_HAS_PLACES = "SELECT 1 FROM s{}.sqlite_master WHERE name = 'places'"
_COVERED = "CREATE TABLE IF NOT EXISTS covered (document TEXT PRIMARY KEY) WITHOUT ROWID"
# A definition of one short phrase is another name of its term (有序承接转移职能 for 承能).
_PHRASE = 20
_TITLE = lazy(r"(书记|主席|部长|会长|院长|主任|秘书长|校长|局长|厅长|省长|市长|县长|区长|处长|理事长)$")


def names_of(library: Library) -> Names:
    """Return the names of a library's state: from its files, or from the graph where there are none."""
    if "name file" not in library.kept:
        kept = read(library.folder, library.state.names)
        library.kept["name file"] = kept or Names.in_memory(rows(library.graph, Iris(library.settings.text("kg.base"))))
    found: Names = library.kept["name file"]
    return found


def facts_of(library: Library) -> FactRows | None:
    """Return what a library's files say of its documents; None where they say nothing of it, so that the graph must."""
    if "fact rows" not in library.kept:
        connection = names_of(library).connection
        library.kept["fact rows"] = FactRows(connection) if _has_view(connection, "facts") else None
    found: FactRows | None = library.kept["fact rows"]
    return found


def places_of(library: Library) -> PlaceRows | None:
    """Return what a library's files say of places; None where one says nothing of them, so that the titles must be read."""
    if "place rows" not in library.kept:
        connection = names_of(library).connection
        library.kept["place rows"] = PlaceRows(connection) if _has_view(connection, "places") else None
    found: PlaceRows | None = library.kept["place rows"]
    return found


def read(folder: Path, segments: Sequence[Segment]) -> Names | None:
    """Return the names that the segments of a state hold, or None where no sound files hold them."""
    connection = _opened(folder, segments)
    return None if connection is None else Names(connection)


def is_sound(folder: Path, segments: Sequence[Segment]) -> bool:
    """Return whether the segments of a state can be read."""
    connection = _opened(folder, segments)
    if connection is not None:
        connection.close()
    return connection is not None


def _is_current(folder: Path, segments: Sequence[Segment]) -> bool:
    """Return whether the segments of a state can be read and are of the newest version."""
    connection = _opened(folder, segments)
    if connection is None:
        return False
    with closing(connection):
        return set(_versions(connection, len(segments))) == {_VERSION}


def update(
    folder: Path,
    store: GraphStore,
    iris: Iris,
    changed: Iterable[str],
    *,
    change: int,
    since: Sequence[Segment] = (),
    documents: Iterable[DocumentMeta],
) -> tuple[Segment, ...]:
    """Write the names of changed documents as a segment of a new state, and return all its segments.

    Args:
        folder: The library.
        store: The graph as it is now.
        iris: The library's IRIs.
        changed: The documents that were written or removed.
        change: The change number of the new state.
        since: The segments of the state before; with none, or damaged ones, everything is read from the graph.
        documents: All documents that there are.
    """
    fresh, draft = sorted(changed), folder / "names.draft"
    if not _is_current(folder, since):
        since, fresh = (), []
    elif not fresh:
        return tuple(since)
    kept = left_alone(since, len(fresh))
    draft.unlink(missing_ok=True)
    if since[kept:]:
        import shutil

        shutil.copyfile(folder / since[kept].name, draft)
    with closing(sqlite3.connect(draft)) as connection:
        # What breaks off leaves a draft that nobody reads.
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_COVERED};")
        for later in since[kept + 1 :]:
            _take_in(connection, folder / later.name)
        if since:
            _put(connection, fresh, (row for document in fresh for row in rows(store, iris, document)))
        else:
            write(connection, rows(store, iris))
            fresh = [name for name in map(iris.document_id, store.graphs()) if name]
        fact_rows.write(connection, store, iris, fresh)
        join(connection)
        covered = {document for (document,) in connection.execute("SELECT document FROM covered")}
        of_all = tuple(documents)
        place_rows.write(connection, (meta for meta in of_all if not kept or meta.id in covered))
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    path = folder / free_name(folder, "names", change, ".db")
    draft.replace(path)
    return (*since[:kept], Segment(path.name, len(covered if kept else of_all)))


def _put(connection: sqlite3.Connection, documents: Iterable[str], found: Iterable[Row]) -> None:
    """Put the names of documents in the place of what a draft says of these documents."""
    values = [(document,) for document in documents]
    write(connection, ())
    connection.executemany("DELETE FROM names WHERE document = ?", values)
    connection.executemany("INSERT OR IGNORE INTO covered VALUES (?)", values)
    write(connection, found)


def _take_in(connection: sqlite3.Connection, later: Path) -> None:
    """Put what a later segment says in the place of what a draft says of the same documents."""
    connection.execute("ATTACH ? AS later", (str(later),))
    connection.execute("DELETE FROM names WHERE document IN (SELECT document FROM later.covered)")
    connection.execute("INSERT OR IGNORE INTO covered SELECT document FROM later.covered")
    connection.execute("INSERT INTO names SELECT * FROM later.names")
    fact_rows.take_in(connection)
    connection.commit()
    connection.execute("DETACH later")


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


def _opened(folder: Path, segments: Sequence[Segment]) -> sqlite3.Connection | None:
    """Return segments opened for reading as one table `names`; None where one is gone or not fit to be read."""
    if not segments:
        return None
    connection = sqlite3.connect("file::memory:", uri=True, check_same_thread=False)
    try:
        connection.execute("PRAGMA temp_store = MEMORY")
        for place, segment in enumerate(segments):
            address = f"file:{quote(str((folder / segment.name).absolute()))}?mode=ro&immutable=1"
            connection.execute(f"ATTACH ? AS s{place}", (address,))
            connection.execute(f"SELECT key FROM s{place}.names LIMIT 1")  # nosec B608
        versions = _versions(connection, len(segments))
        if not all(
            version in _READ or (version, place) == (_BEFORE_SEGMENTS, 0) for place, version in enumerate(versions)
        ):
            raise sqlite3.DatabaseError("another version")
        _view(connection, versions)
        return connection
    except sqlite3.Error:
        connection.close()
        return None


def _versions(connection: sqlite3.Connection, segments: int) -> list[int]:
    return [connection.execute(f"PRAGMA s{place}.user_version").fetchone()[0] for place in range(segments)]


def _has_view(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def _view(connection: sqlite3.Connection, versions: Sequence[int]) -> None:
    """Make of all segments one table for each table that they have."""
    segments = len(versions)
    connection.execute("CREATE TEMP TABLE masked (segment INTEGER, document TEXT, PRIMARY KEY (segment, document))")
    for later in range(1, segments):
        for place in range(later):
            connection.execute(
                f"INSERT OR IGNORE INTO masked SELECT {place}, document FROM s{later}.covered"  # nosec B608
            )
    connection.execute(f"CREATE TEMP VIEW names AS {_together('names', segments)}")
    if all(connection.execute(_HAS_PLACES.format(place)).fetchone() for place in range(segments)):
        connection.execute(f"CREATE TEMP VIEW places AS {_together('places', segments)}")
    if set(versions) <= {_BEFORE_PERIODS, _VERSION}:
        connection.execute(f"CREATE TEMP VIEW facts AS {_together('facts', segments)}")
        if not any(connection.execute(_REPLACED.format(place)).fetchone() for place in range(segments - 1)):
            arms = [f"SELECT * FROM s{place}.joined" for place in range(segments)]  # nosec B608
            connection.execute(f"CREATE TEMP VIEW joined AS {' UNION ALL '.join(arms)}")


def _together(table: str, segments: int) -> str:
    """Return the query for the rows of all segments, each without the documents of which a later one speaks."""
    masked = "NOT EXISTS (SELECT 1 FROM masked m WHERE m.segment = {0} AND m.document = n.document)"
    arms = [f"SELECT * FROM s{place}.{table} n WHERE {masked.format(place)}" for place in range(segments - 1)]  # nosec B608
    return " UNION ALL ".join([*arms, f"SELECT * FROM s{segments - 1}.{table}"])  # nosec B608


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
