"""Fixed formulations: their members, compared with what the library says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.enumerations import Item, best, items_after, items_before, items_between, meant
from search.drafts.formulations import QUOTED_LIST, Formulation, enumeration, formulations
from search.drafts.knowledge import Knowledge
from search.drafts.rewordings import is_of_its_time
from search.drafts.wording import bare

_LEADING = re.compile("即|就是|是指|包括|分别|指|：|:|（|——|[”》]是")
_ALIKE = 0.5
# So many members that stand near the name without 即 or a colon are meant for its list.
_SURE = 3
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")

_Fit = tuple[Formulation, list[Item]]
"""A formulation and the items of the draft that may mean it."""


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield enumerations of the draft that differ from a formulation which they plainly mean."""
    named = formulations(known)
    taken: list[tuple[int, int]] = []
    for doubt in (*_at_names(draft, named), *_quoted(draft, named)):
        if not any(start < doubt.end and doubt.start < end for start, end in taken):
            taken.append((doubt.start, doubt.end))
            yield doubt


def _at_names(draft: Draft, named: tuple[Formulation, ...]) -> Iterator[Doubt]:
    """Yield what is wrong beside the names of formulations, of names within one another beside the longest that fits."""
    text, read = draft.document.text, list[tuple[int, int]]()
    for name, options in sorted(_by_name(named).items(), key=lambda item: (-len(item[0]), item[0])):
        for place in _places(text, name):
            if any(start <= place[0] and place[1] <= end for start, end in read):
                continue
            if fits := _fitting(text, place, options):
                read.append(place)
                yield from _named(draft, place, name, options, fits)


def _by_name(formulations: tuple[Formulation, ...]) -> dict[str, list[Formulation]]:
    names: dict[str, list[Formulation]] = {}
    for formulation in formulations:
        if len(formulation.name) >= 2:
            names.setdefault(formulation.name, []).append(formulation)
    return names


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    start = text.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + 1)


def _fitting(text: str, place: tuple[int, int], options: list[Formulation]) -> list[_Fit]:
    """Return the formulations that the enumeration right after or before a name may mean, each with its items."""
    for items in (*items_after(text, place[1]), items_before(text, place[0])):
        if fits := [(option, run) for option in options if (run := meant(items, option))]:
            return fits
    return []


def _named(
    draft: Draft, place: tuple[int, int], name: str, options: list[Formulation], fits: list[_Fit]
) -> Iterator[Doubt]:
    """Yield what is wrong with the enumeration beside a named formulation."""
    if any(_same(run, option.members) for option, run in fits):
        return
    text = draft.document.text
    year = _year_before(text, place[0])
    option, run = max(fits, key=lambda fit: (_shared(fit[1], fit[0].members), fit[0].year == year, fit[0].year or 0))
    shared = _shared(run, option.members)
    if _is_defining(text, place, run) or (shared >= _SURE and len(option.members) - shared < 2):
        yield from _as_of_now(draft, list(_compared(run, option, name)), run, (option, options))


def _as_of_now(
    draft: Draft, doubts: list[Doubt], run: list[Item], known: tuple[Formulation, list[Formulation]]
) -> Iterator[Doubt]:
    """Yield doubts, or one with the newest wording where the formulation meant has been replaced by then."""
    option, options = known
    ours = [other for other in options if other.year and other.place and other.place.source in draft.comparable]
    newest = max(ours, key=lambda other: other.year or 0, default=option)
    span = run[0].start, run[-1].end
    is_replaced = (newest.year or 0) > (option.year or 0) > 0 and not is_of_its_time(draft, span, newest.year or 0)
    if not doubts or not is_replaced or [*map(bare, newest.members)] == [*map(bare, option.members)]:
        yield from doubts
        return
    message = f"{doubts[0].message}；{newest.year}年的已改为“{enumeration(newest)}”"
    yield _doubt(*span, doubts[0].kind, message, enumeration(newest), newest)


def _is_defining(text: str, place: tuple[int, int], run: list[Item]) -> bool:
    """Return whether an enumeration claims to be the whole: 即, 包括 or a colon leads over to it, or it touches the name."""
    if run[-1].end <= place[0]:
        return place[0] - run[-1].end <= 1
    return bool(_LEADING.search(text[place[1] : run[0].start]))


def _year_before(text: str, place: int) -> int | None:
    """Return the last year named before a place in its paragraph."""
    years = _YEAR.findall(text, text.rfind("\n", 0, place) + 1, place)
    return int(years[-1]) if years else None


def _same(run: list[Item], members: tuple[str, ...]) -> bool:
    return [bare(item.text) for item in run] == [bare(member) for member in members]


def _shared(run: list[Item], members: tuple[str, ...]) -> int:
    return len({bare(item.text) for item in run} & {bare(member) for member in members})


def _compared(run: list[Item], option: Formulation, name: str) -> Iterator[Doubt]:
    """Yield how a run of items differs from the members of a formulation."""
    items, members = [bare(item.text) for item in run], [bare(member) for member in option.members]
    items = _without_lead(items, members)
    start, end = run[0].start, run[-1].end
    label = f"“{name}”" if name else "这一提法"
    strange = [i for i, item in enumerate(items) if item not in members]
    absent = [member for member in members if member not in items]
    if not strange and not absent:
        if len(items) == len(members) and items != members:
            yield _doubt(start, end, "slogan_order", f"{label}各项的次序与原文不同", enumeration(option), option)
        return
    for i in list(strange):
        member, score = best(items[i], absent) if absent else ("", 0.0)
        if score >= _ALIKE:
            right = option.members[members.index(member)]
            yield _doubt(run[i].start, run[i].end, "slogan_typo", f"{label}中应为“{right}”", right, option)
            strange.remove(i)
            absent.remove(member)
    if (
        len(strange) == len(absent) == 1
        and len(items) == len(members) > _SURE
        and strange[0] == members.index(absent[0])
    ):
        right = option.members[strange[0]]
        i = strange[0]
        yield _doubt(run[i].start, run[i].end, "slogan_typo", f"{label}中应为“{right}”", right, option)
        return
    if absent:
        missing = "、".join(option.members[members.index(member)] for member in absent)
        yield _doubt(start, end, "slogan_missing_item", f"{label}缺“{missing}”", enumeration(option), option)
    elif strange:
        extra = "、".join(run[i].text for i in strange)
        yield _doubt(start, end, "slogan_extra_item", f"{label}没有“{extra}”", enumeration(option), option)


def _without_lead(items: list[str], members: list[str]) -> list[str]:
    """Return the items, the first without the verb before a short member (建设医疗), the last without what goes on after it."""
    first = next((m for m in members if items[0] not in members and items[0].endswith(m)), items[0])
    last = next((m for m in members if items[-1] not in members and items[-1].startswith(m)), items[-1])
    return [first, *items[1:-1], last] if len(items) > 1 else items


def _doubt(start: int, end: int, kind: str, message: str, expected: str, option: Formulation) -> Doubt:
    return Doubt(start, end, kind, "error", message, expected, option.place)


def _quoted(draft: Draft, formulations: tuple[Formulation, ...]) -> Iterator[Doubt]:
    """Yield enumerations in quotation marks that are a known one out of order or with one item misspelt."""
    text = draft.document.text
    known = {tuple(bare(member) for member in item.members) for item in formulations}
    for match in QUOTED_LIST.finditer(text):
        run = items_between(text, match.start(1), match.end(1))
        items = tuple(bare(item.text) for item in run)
        if items in known:
            continue
        for option in formulations:
            members = [bare(member) for member in option.members]
            if len(members) != len(items):
                continue
            wrong = [i for i, item in enumerate(items) if item != members[i]]
            if sorted(items) == sorted(members):
                yield _doubt(
                    match.start(1), match.end(1), "slogan_order", "各项的次序与原文不同", option.wording, option
                )
                break
            is_ours = option.place is not None and option.place.source in draft.comparable
            if is_ours and len(wrong) == 1 and _is_slip(items[wrong[0]], members[wrong[0]]):
                message = f"应为“{option.members[wrong[0]]}”"
                yield _doubt(match.start(1), match.end(1), "slogan_typo", message, option.wording, option)
                break


def _is_slip(one: str, other: str) -> bool:
    """Return whether two items of one length differ in a single character, or have the same ones in another order."""
    if len(one) != len(other) or len(one) < 3:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1 or sorted(one) == sorted(other)
