"""Reads a file by what it holds, not by its suffix: a table of formats, one module each, imported on choice.

Plain text is decoded here; whatever needs a parser for somebody else's format runs in a process of its own, so that a
hostile file can neither crash nor fill the program that reads it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from corpus.documents import SourceFile, SourceText
from corpus.errors import ReadError
from corpus.readers import isolation, wordlist
from corpus.readers.detection import detect
from corpus.readers.limits import DEFAULT, Limits
from corpus.readers.worker import resolve


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its media type, where its reader lives ("module:function"), the suffixes its files usually have.

    Attributes:
        is_isolated: Whether its reader runs in a process of its own.
    """

    media_type: str
    reader: str
    suffixes: tuple[str, ...]
    is_isolated: bool = True


FORMATS: dict[str, Format] = {
    "text": Format("text/plain", "corpus.readers.text:read", ("txt",), is_isolated=False),
    "markdown": Format("text/markdown", "corpus.readers.markdown:read", ("md",), is_isolated=False),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "corpus.readers.docx_file:read",
        ("docx",),
    ),
    "doc": Format("application/msword", "corpus.readers.office:read", ("doc", "wps")),
    "rtf": Format("application/rtf", "corpus.readers.office:read", ("rtf",)),
    "pdf": Format("application/pdf", "corpus.readers.pdf:read", ("pdf",)),
    "ofd": Format("application/ofd", "corpus.readers.ofd:read", ("ofd",)),
    "html": Format("text/html", "corpus.readers.web_page:read", ("html", "htm")),
    "image": Format("image/x-page", "corpus.readers.scan:read", ("png", "jpg", "jpeg", "tif", "tiff", "bmp")),
    "list": Format(wordlist.CSV, "corpus.readers.wordlist:read", ("csv", "tsv"), is_isolated=False),
    "workbook": Format(wordlist.XLSX, "corpus.readers.spreadsheet:read", ("xlsx",)),
    "skos": Format(wordlist.SKOS, "corpus.readers.skos:read", ("ttl", "rdf", "jsonld", "nt")),
}

SUFFIXES = tuple(suffix for form in FORMATS.values() for suffix in form.suffixes)
"""What files that can be read are usually called; an archive of them is read too."""

READABLE = "、".join((*SUFFIXES, "zip"))

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
    if form.is_isolated:
        text = cast(SourceText, isolation.call(form.reader, source, limits=limits))
    else:
        text = cast(SourceText, resolve(form.reader)(source, limits=limits))
    if (size := len(text.text)) > limits.characters:
        hint = "请拆分文件，或调大设置 corpus.max_characters"
        raise ReadError(f"有 {size} 字，超过上限 {limits.characters}", where=source.name, hint=hint)
    if not any(block.text.strip() for block in text.blocks):
        raise ReadError("文件里没有文字", where=source.name, hint="空文件请删除，图片请用扫描件识别")
    return text
