"""The draft check: findings beside the text, each with its source."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request

from corpus.errors import InputError
from search.results import CheckResult
from web.access import may_change, need
from web.decisions import decide
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
    return _page(_draft())


@blueprint.post("/check/right")
def right() -> str:
    """Record that what was found is right, with a reason, and show what is found in the draft from then on."""
    need("editor")
    draft = checked_draft(request.form.get("text", "").replace("\r\n", "\n"))
    number = request.form.get("number", "")
    findings = find_faults(draft).findings
    if not number.isascii() or not number.isdigit() or not 0 < int(number[:9]) <= len(findings):
        raise InputError("文稿里没有这一处", where="number", hint="也许别人已经认定，请再校核一遍")
    finding = findings[int(number) - 1]
    why = request.form.get(f"why-{number}", "")
    if not why.strip():
        raise InputError("没有写明理由", where=f"“{finding.span}”", hint="返回上一页写明为什么是对的；文稿还在那里")
    decide("right", {"wording": finding.span, "type": finding.type}, why=why, is_trial=False)
    # The state of before was opened for this request: what was decided stands in the one after it.
    g.pop("library", None)
    return _page(draft, settled=finding.span)


def _page(draft: str, settled: str = "") -> str:
    result = find_faults(draft)
    pieces = draft_pieces(draft, result)
    return render_template(
        "pages/check.html", draft=draft, result=result, pieces=pieces, settled=settled, may_decide=may_change()
    )


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
