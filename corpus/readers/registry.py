"""Reads a file by what it holds, not by its suffix: a table of formats, one module each, imported on choice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from corpus.documents import SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers.detection import detect
from corpus.readers.limits import DEFAULT, Limits


class Reader(Protocol):
    """Reads a file of one format."""

    def __call__(self, source: SourceFile, *, limits: Limits) -> SourceText:
        """Return the blocks of a file in reading order."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its media type and where its reader lives ("module:function")."""

    media_type: str
    reader: str


FORMATS: dict[str, Format] = {
    "text": Format("text/plain", "corpus.readers.text:read"),
    "markdown": Format("text/markdown", "corpus.readers.markdown:read"),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "corpus.readers.docx_file:read"
    ),
    "html": Format("text/html", "corpus.readers.web_page:read"),
    "pdf": Format("application/pdf", "corpus.readers.pdf:read"),
    "ofd": Format("application/ofd", "corpus.readers.ofd:read"),
    "doc": Format("application/msword", "corpus.readers.office:read"),
    "rtf": Format("application/rtf", "corpus.readers.office:read"),
    "image": Format("image/x-page", "corpus.readers.scan:read"),
}

READABLE = "txt、md、docx、doc、wps、rtf、pdf、ofd、网页、图片（扫描件）、zip"

_BY_MEDIA_TYPE = {form.media_type: form for form in FORMATS.values()}


def source_file(name: str, data: bytes) -> SourceFile:
    """Return the file with its content hash and the media type that its bytes show.

    Raises:
        ReadError: the file is empty or of a format that cannot be read.
    """
    found = detect(data, name=name)
    if found not in FORMATS:
        what = "压缩包要整包加入，不能当作一个文件读" if found == "zip" else "不支持这种文件"
        raise ReadError(what, where=name, hint=f"可以读取：{READABLE}")
    form = FORMATS[found]
    return SourceFile(name, data, hashlib.sha256(data).hexdigest(), form.media_type)


def read(source: SourceFile, *, limits: Limits = DEFAULT) -> SourceText:
    """Return the blocks of a file in reading order, within limits of size, pages and time.

    Raises:
        ReadError: the file cannot be read as a document.
        MissingExtraError: its format needs an optional part that is not installed.
    """
    form = _BY_MEDIA_TYPE.get(source.media_type)
    if form is None:
        raise ReadError(f"没有读取 {source.media_type} 的模块", where=source.name)
    module, function = form.reader.split(":")
    text = cast(Reader, getattr(import_module(module), function))(source, limits=limits)
    if not any(block.text.strip() for block in text.blocks):
        raise ReadError("文件里没有文字", where=source.name, hint="空文件请删除，图片请用扫描件识别")
    return text
