"""Names the format of a file by its first bytes; the suffix only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile

from corpus.errors import ReadError
from corpus.readers.archives import is_overfull
from corpus.readers.wordlist import is_list

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^ {0,3}#{1,6} +\S", re.MULTILINE)
_RDF = (".ttl", ".rdf", ".jsonld", ".nt")
_PROBE = 4096


def detect(data: bytes, *, name: str = "") -> str:
    """Return the format's name, such as "docx", or "unknown".

    Raises:
        ReadError: the file is empty, or protected by a password.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadError("文件是空的", where=name, hint="请检查文件是否完整")
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(data)
    if data.startswith(_COMPOUND):
        return _compound_format(data, name)
    for magic, form in _MAGIC:
        if data.startswith(magic):
            return form if form != "image" or _is_binary(data) else "text"
    return _text_format(data, name)


def _zip_format(data: bytes) -> str:
    """Tell the formats that are zip archives by the names of their entries; a damaged one by what is left of them."""
    if is_overfull(data):
        return "zip"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = {name for name in ("word/document.xml", "xl/workbook.xml", "ofd.xml") if name.encode() in data.lower()}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "workbook"
    return "ofd" if "ofd.xml" in names else "zip"


def _compound_format(data: bytes, name: str) -> str:
    """Tell the formats in Microsoft's compound file by the names of their streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError("文件有密码保护", where=name, hint="请去掉密码后加入")
    return "doc" if "WordDocument".encode("utf-16-le") in data else "unknown"


def _text_format(data: bytes, name: str) -> str:
    if _is_binary(data):
        return "unknown"
    if name.lower().endswith(_RDF):
        return "skos"
    if name.lower().endswith((".csv", ".tsv")) or is_list(_beginning(data)):
        return "list"
    if _HTML.search(data[:_PROBE]):
        return "html"
    if name.lower().endswith((".md", ".markdown")) or _MARKDOWN.search(data):
        return "markdown"
    return "text"


def _beginning(data: bytes) -> str:
    """Return the first line as UTF-8 or GB18030 give it; others are no heads of a list that we know."""
    line = data[:_PROBE].split(b"\n", 1)[0]
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("gb18030", "ignore")


def _is_binary(data: bytes) -> bool:
    """Text in any of our encodings has no null bytes, except UTF-16 and UTF-32 with their mark."""
    return not data.startswith(_BOMS) and b"\x00" in data[:_PROBE]
