"""One call from a file or a text to a document."""

from __future__ import annotations

from pathlib import Path

from corpus.cleaning import clean
from corpus.documents import Document, SourceFile
from corpus.readers import registry
from corpus.readers.limits import DEFAULT, Limits
from corpus.structure import structure


def document_from_file(source: SourceFile, *, limits: Limits = DEFAULT) -> Document:
    """Return the document of a file, read within limits.

    Raises:
        ReadError: the file cannot be read as a document.
        MissingExtraError: its format needs an optional part that is not installed.
    """
    text = registry.read(source, limits=limits)
    return structure(clean(text), text, source)


def document_from_path(path: Path) -> Document:
    """Return the document of a file on disk; errors as in `document_from_file`."""
    return document_from_file(registry.source_file(path.name, path.read_bytes()))


def document_from_text(text: str, *, name: str = "文本.txt") -> Document:
    """Return the document of a string; its id comes from the string's UTF-8 bytes, in which a lone surrogate is one "?"."""
    return document_from_file(registry.source_file(name, text.encode("utf-8", "replace")))
