"""The draft check: findings beside the text, each with its source."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from corpus.errors import InputError
from search.results import CheckResult
from web.drafts import draft_pieces
from web.shelf import library

blueprint = Blueprint("check", __name__)

MOST_CHARACTERS = 200_000


@blueprint.get("/check")
def show() -> str:
    """Show the empty form."""
    return render_template("pages/check.html", draft="", result=None, pieces=())


@blueprint.post("/check")
def check() -> str:
    """Show the findings of a draft."""
    draft = _draft()
    result = find_faults(draft)
    return render_template("pages/check.html", draft=draft, result=result, pieces=draft_pieces(draft, result))


def _draft() -> str:
    upload = request.files.get("file")
    if upload and upload.filename:
        return text_of_upload(upload.filename, upload.read())
    draft = request.form.get("text", "").replace("\r\n", "\n")
    return checked_draft(draft)


def checked_draft(draft: str) -> str:
    """Return a draft as it is.

    Raises:
        InputError: It is empty or too long.
    """
    if not draft.strip():
        raise InputError("没有要校核的文字", hint="粘贴文稿，或选择一个文件")
    if len(draft) > MOST_CHARACTERS:
        raise InputError(f"文稿超过 {MOST_CHARACTERS} 字", hint="分成几次校核")
    return draft


def text_of_upload(name: str, data: bytes) -> str:
    """Return the text of an uploaded draft, read as documents are.

    Raises:
        ReadError: It cannot be read.
    """
    from corpus.cleaning import clean
    from corpus.readers.registry import read
    from web.uploads import source_file

    return checked_draft(clean(read(source_file(name, data))).text)


def find_faults(draft: str) -> CheckResult:
    """Return the findings of a draft."""
    from search import drafts

    return drafts.check(library(), draft)
