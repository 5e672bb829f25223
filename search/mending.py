"""A damaged or older index is written anew from the record, whoever meets it first."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import DamagedIndexError, LibraryError
from corpus.settings import Settings


def stamp(index: Path) -> int:
    """Return what tells one commit of an index folder from the next; 0 where there is none."""
    from search.indexes.commits import COMMIT_FILE  # brings numpy, which opening a library does not need

    try:
        return (index / COMMIT_FILE).stat().st_mtime_ns
    except OSError:
        return 0


def mend_index(folder: Path, settings: Settings, error: DamagedIndexError, *, index: Path, distrusted: int = 0) -> None:
    """Write a library's index anew from its record, and say so; nothing is done where somebody else just did.

    Args:
        folder: The library.
        settings: The settings in force.
        error: What was met.
        index: The folder of the index.
        distrusted: The stamp of the commit that opened well but turned out to be damaged.

    Raises:
        LibraryError: The folder is not writable, or another program is writing it; the hint says what to do.
    """
    import logging

    from search.indexes.commits import COMMIT_FILE
    from search.ingest import writing
    from search.projections import project

    logging.getLogger("cetu.search").warning("%s；正从记录重建索引，请稍候……", error.what)
    try:
        with writing(folder) as record:
            if distrusted and stamp(index) == distrusted:
                (index / COMMIT_FILE).unlink()
            project(folder, record, settings)
    except LibraryError as cause:
        hint = f"自动重建没有做成：{cause.what}。用有写权限的账户运行 cetu rebuild"
        raise DamagedIndexError(error.what, where=error.where, hint=hint) from cause
