"""Errors that say what is wrong, where, and what to do next."""

from __future__ import annotations

from typing import ClassVar


class CetuError(Exception):
    """Root of every error that a user may see.

    Args:
        what: What is wrong, one sentence in Chinese.
        where: The file, document, setting or argument concerned; may be empty.
        hint: What to do next, one sentence; may be empty.
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 3
    http_status: ClassVar[int] = 500

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        line = f"{self.where}：{self.what}" if self.where else self.what
        return f"{line}（{self.hint}）" if self.hint else line

    def to_dict(self) -> dict[str, str]:
        """Return the error object of the HTTP contract."""
        return {"code": self.code, "message": self.what, "where": self.where, "hint": self.hint}


class InputError(CetuError):
    """The caller asked for something that cannot be done as asked."""

    code = "bad_request"
    exit_code = 2
    http_status = 400


class NotFoundError(InputError):
    """A document, entity or file that was named does not exist."""

    code = "not_found"
    http_status = 404


class ReadError(InputError):
    """A file cannot be read as a document; the others go on."""

    code = "unreadable"
    http_status = 422


class LibraryError(InputError):
    """The library folder is missing, foreign, too new, locked or not writable."""

    code = "library"
    http_status = 503


class BusyError(LibraryError):
    """Another program is writing the library: whoever can wait tries again."""


class DamagedIndexError(LibraryError):
    """The search index is missing, damaged or of another version: the record has all that it is made of."""


class MissingExtraError(InputError):
    """An optional part is not installed; the hint gives the install command."""

    code = "missing_extra"
    http_status = 501
