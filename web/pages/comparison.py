"""Two documents side by side: wording that changed, came or went, figures, slogans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from threading import Lock
from weakref import WeakKeyDictionary

from flask import Blueprint, redirect, render_template
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from corpus.documents import DocumentMeta
from corpus.errors import InputError
from search.alignment import essence
from search.comparison import Comparison, SectionChange, WordingChange
from search.library import Library
from web.arguments import choice, number, text
from web.sheets import Column, sheet
from web.shelf import library
from web.templating import with_arguments

blueprint = Blueprint("comparison", __name__)

CHANGES = {"changed": _l("改动"), "new": _l("新增"), "gone": _l("不再有"), "moved": _l("移位")}
_KINDS = tuple(CHANGES)
PAGE = 200
# Up to so many documents are chosen from a list; more would make the page heavier than all that it shows.
MOST_LISTED = 300
_MOST_KEPT = 8
_kept: WeakKeyDictionary[Library, dict[tuple[str, str], Comparison]] = WeakKeyDictionary()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class _Row:
    """One difference as a line of a table."""

    kind: str
    section: str
    before: str
    after: str


_COLUMNS: tuple[Column, ...] = (
    ("变化", lambda row: row.kind),
    ("章节", lambda row: row.section),
    ("前", lambda row: row.before),
    ("后", lambda row: row.after),
)


@blueprint.get("/compare")
def show() -> str | Response:
    """Show what differs between two documents, or the form to choose them."""
    documents = sorted(library().documents, key=lambda meta: (meta.date, meta.id))
    before, after = text("before"), text("after")
    if not (before and after):
        chosen = _suggested(documents, before, after)
        return render_template(
            "pages/compare_start.html", documents=documents, before=chosen[0], after=chosen[1], most_listed=MOST_LISTED
        )
    found = difference(before, after)
    if (found.before.document, found.after.document) != (before, after):
        # Who typed titles gets an address that stays right when another document of such a title comes.
        return redirect(with_arguments(before=found.before.document, after=found.after.document))
    if form := choice("format", ("csv", "xlsx")):
        return sheet(_rows(found), _COLUMNS, name="对比", form=form)
    kind = choice("kind", _KINDS)
    counts = Counter(change.kind for section in found.sections for change in section.changes)
    shown = list(_shown(found.sections, kind))
    offset = number("offset", 0)
    return render_template(
        "pages/compare.html",
        found=found,
        sections=_grouped(shown[offset : offset + PAGE]),
        total=len(shown),
        page=PAGE,
        offset=offset,
        most_listed=MOST_LISTED,
        documents=documents,
        before=found.before.document,
        after=found.after.document,
        kind=kind,
        counts=counts,
        same=sum(section.same for section in found.sections),
        changes=CHANGES,
    )


def difference(before: str, after: str) -> Comparison:
    """Return what differs between two documents.

    Raises:
        InputError: They are one and the same.
    """
    from search import comparison

    one, other = library().find(before).id, library().find(after).id
    if one == other:
        raise InputError("两边是同一份文献", where="before, after", hint="选两份不同的文献")
    with _lock:
        known = _kept.setdefault(library(), {})
        found = known.get((one, other))
    # Two long documents take most of a second: who turns pages or looks at one kind of change waits once.
    found = found or comparison.compare(library(), one, other)
    with _lock:
        known.pop((one, other), None)
        known[one, other] = found
        while len(known) > _MOST_KEPT:
            del known[next(iter(known))]
    return found


def _suggested(documents: list[DocumentMeta], before: str, after: str) -> tuple[str, str]:
    """Return the two documents to start from: those asked for, else the newest and the one most like it by its title."""
    chosen = next(
        (meta for meta in reversed(documents) if meta.id == (after or before)), documents[-1] if documents else None
    )
    others = [meta for meta in documents if not chosen or meta.id != chosen.id]
    if not chosen or not others:
        return before, after
    nearest = max(others, key=lambda meta: _likeness(meta.title, chosen.title))
    return (before or nearest.id, chosen.id) if after or not before else (before, nearest.id)


def _likeness(one: str, other: str) -> float:
    pairs, others = ({a + b for a, b in pairwise(essence(title))} for title in (one, other))
    return len(pairs & others) / (len(pairs | others) or 1)


def _shown(sections: tuple[SectionChange, ...], kind: str) -> Iterator[tuple[SectionChange, WordingChange | None]]:
    """Yield the changes of a kind with their sections, in order; None for a section of which the heading alone differs."""
    for section in sections:
        changes = [change for change in section.changes if kind in ("", change.kind)]
        yield from ((section, change) for change in changes)
        if not changes and section.kind != "same" and not kind:
            yield section, None


def _grouped(
    shown: list[tuple[SectionChange, WordingChange | None]],
) -> list[tuple[SectionChange, list[WordingChange]]]:
    groups = (list(group) for _, group in groupby(shown, key=lambda item: id(item[0])))
    return [(group[0][0], [change for _, change in group if change is not None]) for group in groups]


def _rows(found: Comparison) -> Iterator[_Row]:
    for section in found.sections:
        path = " › ".join(section.after or section.before)
        for change in section.changes:
            yield _Row(str(CHANGES[change.kind]), path, change.before, change.after)
    for figure in found.figures:
        yield _Row(str(CHANGES[figure.kind]), figure.label, figure.before, figure.after)
    for slogan in found.slogans:
        before, after = (slogan.text, "") if slogan.kind == "gone" else ("", slogan.text)
        yield _Row(str(CHANGES[slogan.kind]), "", before, after)
