"""Decisions that come over HTTP: checked in form, signed with the name of who asks, noted in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.errors import InputError
from search import curation
from search.curation import Decided
from web.access import audience, need, note
from web.shelf import shelf

_LISTS = ("entities", "documents", "names")
_NUMBER = "number"
_LONGEST, _MOST = 500, 200


def decide(kind: str, payload: Mapping[str, Any], *, why: str, is_trial: bool) -> Decided:
    """Record a decision of the person who asks, or only say what it would change.

    Raises:
        ForbiddenError: The role does not allow it.
        InputError: Something in it is unfit, or it would change nothing that is there.
        NotFoundError: What it speaks of is not there, or no longer, for somebody else decided first.
        LibraryError: Somebody else is writing and does not come to an end.
    """
    who = need("editor")
    fit = {name: _fit(name, value) for name, value in payload.items()}
    folder, environment = shelf().folder, shelf().environment
    if not _is_text(why):
        raise InputError(f"理由超过 {_LONGEST} 字，或有不可见的字符", where="why", hint="写短一些")
    author = (who.name, why.strip())
    done = curation.decide(
        folder, kind, fit, author=author, environment=environment, is_trial=is_trial, audience=audience()
    )
    if not is_trial:
        note("decide", f"{done.number} {done.description}")
    return done


def _fit(name: str, value: Any) -> Any:
    """Return a field of a decision in the form that it must have."""
    if name in _LISTS:
        if isinstance(value, list) and len(value) <= _MOST and all(_is_text(item) for item in value):
            return value
        raise InputError("应是一列文字", where=name, hint=f'写成 "{name}": ["…", "…"]')
    if name == _NUMBER:
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53:
            return value
        raise InputError("应是决定的编号", where=name, hint=f'写成 "{name}": 12')
    if _is_text(value):
        return value
    raise InputError("应是文字", where=name, hint=f'写成 "{name}": "…"')


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and "\x00" not in value
