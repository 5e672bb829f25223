"""What kind of thing a name names: “某某”计划 that a draft calls “某某”行动, and quoted names one word off."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place, Term
from search.drafts.wording import bare, difference, tells_apart

_QUOTED = re.compile(r"“(?P<stem>[^“”《》\n，。；：]{3,20})”(?P<rest>[一-鿿]{1,12})")
_SHORTEST_STEM = 6
_SUPPORT = 0.3
# Between a quoted name and its kind: “某某”学会提升计划.
_MIDDLE = re.compile(r"(?!.*[的了和与及等为在是将把等，。]).{0,6}")


@dataclass(frozen=True, slots=True)
class Named:
    """A name by its stem: “某某”计划 has the stem 某某 and the kind 计划, `middle` stands between."""

    stem: str
    middle: str
    kind: str
    start: int
    end: int


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names that the library gives another kind, and quoted names that miss a known one by one word."""
    told = _told(known)
    for named in _quoted(draft.document.text):
        doubt = _misnamed(draft, named, told, known) or _misspelt(draft, named, told, known)
        if doubt:
            yield doubt
    yield from _plain(draft, known)


def _quoted(text: str) -> Iterator[Named]:
    for match in _QUOTED.finditer(text):
        found = _kind_in(match["rest"])
        if found:
            middle, kind = found
            end = match.start("rest") + len(middle) + len(kind)
            yield Named(bare(match["stem"]), middle, kind, match.start(), end)


def _kind_in(rest: str) -> tuple[str, str] | None:
    """Return what stands before the first kind after a quoted name, and the kind; None where no name goes on so."""
    found = _KINDS().search(rest)
    if not found or not _MIDDLE.fullmatch(rest[: found.start()]):
        return None
    return rest[: found.start()], found[0]


def _told(known: Knowledge) -> dict[str, list[tuple[Named, Place]]]:
    """Return how the library goes on after each quoted name."""
    found: dict[str, list[tuple[Named, Place]]] = defaultdict(list)
    for index, source in enumerate(known.sources):
        for named in _quoted(source.document.text):
            found[named.stem].append((named, Place(index, named.start, named.end)))
    return found


def _misnamed(draft: Draft, named: Named, told: dict[str, list[tuple[Named, Place]]], known: Knowledge) -> Doubt | None:
    """Return the doubt about a quoted name that the library, the draft's own body in it, always gives one other kind."""
    own = [item for item in told.get(named.stem, ()) if item[0].middle == named.middle]
    kinds = {item[0].kind for item in own}
    is_ours = any(place.source in draft.comparable for _, place in own)
    if not is_ours or len(kinds) != 1 or named.kind in kinds or not _of_one_row(named.kind, next(iter(kinds))):
        return None
    right, place = own[0]
    return _doubt(named.start, named.end, _wording(known, right, place), place)


def _misspelt(draft: Draft, named: Named, told: dict[str, list[tuple[Named, Place]]], known: Knowledge) -> Doubt | None:
    """Return the doubt about a quoted name that differs in one word from one of the same kind and surroundings."""
    if named.stem in told or named.stem in known.quoted or known.says(named.stem):
        return None
    sentence = draft.sentence_text(named.start).replace(draft.document.text[named.start : named.end], " ")
    for stem, items in sorted(told.items()):
        right, place = items[0]
        gap = difference(stem, named.stem)
        if (
            (right.middle, right.kind) != (named.middle, named.kind)
            or len(stem) != len(named.stem)
            or not 1 <= len(gap.left) <= min(2, len(stem) // 2)
            or tells_apart(gap.left, gap.right)
        ):
            continue
        wording = _wording(known, right, place)
        if known.support(Term(wording, place), sentence) >= _SUPPORT:
            return _doubt(named.start, named.end, wording, place)
    return None


def _plain(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names without marks that keep all of a long known name but its kind."""
    text = draft.document.text
    for term in known.names.values():
        found = _KIND_AT_END().search(term.text)
        stem = term.text[: found.start()] if found else ""
        is_ours = term.place.source in draft.comparable
        if found is None or stem not in text or len(stem) < _SHORTEST_STEM or stem[-1] in "、”》" or not is_ours:
            continue
        for match in re.finditer(re.escape(stem) + f"({'|'.join(sorted(_row_of(found[0])))})", text):
            is_other = match[1] != found[0] and not known.says(match[0])
            context = draft.sentence_text(match.start()).replace(match[0], " ")
            if is_other and not known.is_later(term, draft.document.year) and known.support(term, context) >= _SUPPORT:
                yield _doubt(match.start(), match.end(), term.text, term.place)


def _wording(known: Knowledge, named: Named, place: Place) -> str:
    return known.sources[place.source].document.quote(named.start, named.end)


def _doubt(start: int, end: int, wording: str, place: Place) -> Doubt:
    return Doubt(start, end, "official_name", "error", f"规范名称为“{wording.strip('“”')}”", wording, place)


def _of_one_row(one: str, other: str) -> bool:
    return other in _row_of(one)


@cache
def _row_of(kind: str) -> frozenset[str]:
    return frozenset(word for row in _rows() if kind in row for word in row)


@cache
def _rows() -> tuple[frozenset[str], ...]:
    text = (files("search") / "drafts" / "undertakings.tsv").read_text(encoding="utf-8")
    return tuple(frozenset(line.split("\t")[0].split()) for line in text.splitlines()[1:] if line[:1] not in ("", "#"))


@cache
def _KINDS() -> re.Pattern[str]:  # noqa: N802
    words = sorted({word for row in _rows() for word in row}, key=lambda word: (-len(word), word))
    return re.compile("|".join(words))


@cache
def _KIND_AT_END() -> re.Pattern[str]:  # noqa: N802
    return re.compile(f"(?:{_KINDS().pattern})$")
