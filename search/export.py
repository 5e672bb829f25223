"""Exports of a library: every format of the graph, and the annotations of its documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kg import exports
from kg.annotations import annotations as annotate
from kg.iris import Iris

if TYPE_CHECKING:
    from search.library import Library

ANNOTATIONS = "annotations"


def write(library: Library, form: str, out: Path | IO[bytes], *, document: str | None = None) -> None:
    """Write a library, or one of its documents, to a file or a binary stream.

    Args:
        library: What to write.
        form: "annotations" or a name of `kg.exports.FORMATS`.
        out: A file, a folder for formats of several files, or a stream.
        document: Only the document with this id, file name or piece of its title.

    Raises:
        InputError: There is no such format or document, or the target cannot be taken.
    """
    chosen = (library.find(document),) if document else library.documents
    if form == ANNOTATIONS:
        rows = [annotate(library.document(meta.id), library.extraction(meta.id)) for meta in chosen]
        _put(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=1) + "\n", out)
        return
    iris = Iris(library.settings.text("kg.base"))
    graphs = [iris.document(meta.id) for meta in chosen] if document else None
    exports.write(form, library.graph, out, graphs=graphs, iris=iris)


def _put(text: str, out: Path | IO[bytes]) -> None:
    if not isinstance(out, Path):
        out.write(text.encode())
        return
    draft = out.with_name(f"{out.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(out)
