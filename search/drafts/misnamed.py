"""Leaders' names with one character wrong, beside the very post of the very body that the right name has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from corpus.patterns import lazy
from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge
from search.drafts.people import plain_post, same_post
from search.drafts.tenures import SINGLE, Tenure, tenures
from search.drafts.wording import holes
from search.spelling import readings

# Of two characters one may always be another person's.
_LENGTHS = (3, 4)
# The right name stands so often in the library, and the other at most once.
_LEAST = 2
_OF_MANY = ("委员", "常委")
_IS_NAME = lazy("[一-鿿·]+")
# A name of two characters with the verb behind it is no name of three: 主席陆怀强调.
_ENDS = lazy(r"同志|先生|女士|[，。、；：）\s]|$")
_TITLED = lazy("同志|先生|女士")


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names that miss the one whom the library gives the post beside them by a character."""
    for form, right, place in sorted(_near(draft.document.text, known)):
        told = _told(draft, known, form, right)
        if told is None or not _is_slip(draft, form, right, told):
            continue
        text, start = draft.document.text, -1
        while (start := text.find(form, start + 1)) >= 0:
            if _is_whole(text, start, form, right, place):
                message = f"文献中“{told.item}”是{right}"
                yield Doubt(start, start + len(form), "official_name", "error", message, right, told.place)


def _near(text: str, known: Knowledge) -> set[tuple[str, str, int]]:
    """Return the wordings that are a name of the library but for one character, with the name and where they differ."""
    by_hole: dict[str, list[str]] = defaultdict(list)
    for name in known.persons:
        if len(name) in _LENGTHS:
            for hole in holes(name):
                by_hole[hole].append(name)
    found = set()
    for size in sorted({len(hole) for hole in by_hole}):
        for form in {text[i : i + size] for i in range(len(text) - size + 1)} - known.persons:
            near = {(name, place) for place, hole in enumerate(holes(form)) for name in by_hole.get(hole, ())}
            if len(near) == 1 and _IS_NAME.fullmatch(form):
                ((right, place),) = near
                if known.times(form, 2) < 2 and known.times(right, _LEAST) == _LEAST:
                    found.add((form, right, place))
    return found


def _told(draft: Draft, known: Knowledge, form: str, right: str) -> Tenure | None:
    """Return what gives the right name a post of the same body that the draft gives the other, the newest first."""
    said = list(tenures(draft.document.text, draft.document.date, 0, frozenset((form,))))
    if not said:
        return None
    held = [
        tenure
        for index in sorted(draft.comparable)
        for document in (known.sources[index].document,)
        for tenure in tenures(document.text, document.date, index, frozenset((right,)))
        if not tenure.is_left
        and _tells(tenure.item)
        and any(_tells(other.item) and same_post(tenure.item, other.item) for other in said)
    ]
    return max(held, key=lambda tenure: (tenure.date, len(tenure.item)), default=None)


def _tells(item: str) -> bool:
    """Return whether a post tells of its body, and is none that a hundred people have."""
    return (plain_post(item) != item or item.endswith("部部长")) and not item.endswith(_OF_MANY)


def _is_slip(draft: Draft, form: str, right: str, told: Tenure) -> bool:
    """Return whether the other name sounds the same, or cannot be a later holder's whom the library does not know."""
    if _sounds_same(form, right):
        return True
    year = draft.document.date[:4]
    is_known = year != "" and year <= told.date[:4]
    return is_known and form[0] == right[0] and bool(SINGLE.search(told.item))


def _sounds_same(form: str, right: str) -> bool:
    return all(one == other or readings(one) & readings(other) for one, other in zip(form, right, strict=True))


def _is_whole(text: str, start: int, form: str, right: str, place: int) -> bool:
    """Return whether a wording is a name there, and none that is longer or shorter."""
    end = start + len(form)
    if place < len(form) - 1:
        return True
    if _TITLED.match(text, end - 1):
        return False
    return _sounds_same(form, right) or bool(_ENDS.match(text, end))
