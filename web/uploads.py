"""Files that readers send: named by us, written to a folder of their own, taken in like any other."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import request

from corpus.audiences import INTERNAL, PUBLIC, checked_label
from corpus.documents import SourceFile
from corpus.errors import InputError
from search import ingest
from search.disk import telling_disk
from search.ingest import AddReport
from search.jobs.job import Job
from web import jobs
from web.access import audience
from web.shelf import Shelf, library, shelf

MOST_FILES = 200
_LONGEST_NAME_BYTES = 180
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class Draft:
    """An uploaded file in memory."""

    name: str
    data: bytes


def safe_name(name: str) -> str:
    """Return a file name without folders, control or direction characters, short enough for any file system."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = _UNFIT.sub("_", bare).strip(". ") or "文件"
    stem, dot, suffix = bare.rpartition(".")
    stem, suffix = (stem, suffix[:16]) if dot and stem else (bare, "")
    while len(stem.encode()) > _LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}.{suffix}" if suffix else stem


def sent() -> list[Draft]:
    """Return the files of a form.

    Raises:
        InputError: There is none, or too many.
        LibraryError: The disk has no room for them.
    """
    # Large ones lie on the disk until they are read.
    with telling_disk(Path(tempfile.gettempdir())):
        files = [file for file in request.files.getlist("file") if file.filename]
        if not files:
            raise InputError("没有选择文件", where="file", hint="选择一个或几个文件")
        if len(files) > MOST_FILES:
            raise InputError(f"一次最多 {MOST_FILES} 个文件", where="file", hint="分几次上传")
        return [Draft(str(file.filename), file.read()) for file in files]


def source_file(name: str, data: bytes) -> SourceFile:
    """Return uploaded bytes as a source file; raises ReadError for a format that cannot be read."""
    from corpus.readers import registry

    return registry.source_file(safe_name(name), data)


def chosen_label() -> str:
    """Return the label that a form gives to documents; empty where it gives none.

    Raises:
        InputError: It is unfit, or one that who asks may not see.
    """
    given = request.form.get("label", "").strip()
    label = checked_label(given or shelf().settings().text("corpus.label"))
    if not audience().sees(label):
        raise InputError("不能用自己看不到的标签", where=label, hint="可用：" + "、".join(own_labels()))
    return given and label


def own_labels() -> tuple[str, ...]:
    """Return the labels that who asks may give: those that everybody knows, and of the others those that they see."""
    used = {meta.label for meta in library().documents}
    return (PUBLIC, INTERNAL, *sorted({*used, *(audience().labels or ())} - {PUBLIC, INTERNAL}))


def accept(drafts: Iterable[Draft], *, label: str = "") -> Job:
    """Keep files for a job that takes them into the library, whatever becomes of this process.

    Raises:
        LibraryError: The disk does not take them.
    """
    return jobs.ask_for("upload", label=label, files=((safe_name(draft.name), draft.data) for draft in drafts))


def take_in(shelf: Shelf, drafts: Iterable[Draft], *, label: str = "") -> AddReport:
    """Put files into the library; the ones that fail are in the report beside those that came in."""
    with tempfile.TemporaryDirectory(prefix="cetu-upload-") as name:
        paths: list[Path] = []
        for number, draft in enumerate(drafts):
            # A folder each: two files of one name are two files.
            folder = Path(name) / str(number)
            folder.mkdir()
            path = folder / safe_name(draft.name)
            path.write_bytes(draft.data)
            paths.append(path)
        return ingest.add(shelf.folder, paths, environment=shelf.environment, label=label, audience=audience())
