"""The state of library and server, for administrators: what to look at first when something is amiss."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import Any

from flask import Blueprint, render_template

from corpus.errors import CetuError
from corpus.record import Record
from search.configuration import check
from search.library import Library
from web.access import need
from web.arguments import number
from web.error_texts import sentence
from web.listings import kept
from web.shelf import library, shelf
from web.vocabulary import COUNTS

blueprint = Blueprint("state", __name__)


_SOON_COUNTED = 200


@blueprint.get("/admin/health")
def show() -> str:
    """Show how far each projection is behind the record, the space on the disk, and what is amiss with the settings."""
    need("administrator")
    folder, found = shelf().folder, library()
    with closing(Record(folder)) as record:
        last = record.change
    # A large library is counted on demand: going through its statements takes seconds.
    is_counted = len(found.documents) <= _SOON_COUNTED or bool(number("count", 0)) or _told.ready(found) is not None
    info = _info(found) if is_counted else {}
    disk = shutil.disk_usage(folder)
    return render_template(
        "pages/health.html",
        last=last,
        parts=_parts(found),
        info={name: info[name] for name in COUNTS if name in info},
        names=COUNTS,
        is_uncounted=not is_counted,
        disk=disk,
        is_low=disk.free < disk.total // 20,
        remarks=check(folder, shelf().environment),
    )


_told = kept(Library.info)


def _info(found: Library) -> dict[str, Any]:
    """Return counts and versions; nothing where graph or index cannot be read, which the page says above."""
    try:
        return _told(found)
    except CetuError:
        return {}


def _parts(found: Library) -> dict[str, tuple[int | None, str]]:
    """Return for each projection the last change that it holds, or None and why it cannot be read."""
    parts: dict[str, tuple[int | None, str]] = {"pages": (found.change, "")}
    for name in ("graph", "index"):
        try:
            part: Any = getattr(found, name)
            parts[name] = (part.change, "")
        except CetuError as error:
            parts[name] = (None, sentence(error))
    return parts
