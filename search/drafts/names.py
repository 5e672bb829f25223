"""Official names: wordings that miss a known name by one piece, where everything else says that it is meant."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Term
from search.drafts.wording import are_opposed, difference, is_numeral, names_another_place, tells_apart

_SHORTEST = 6
_LONGEST = 40
_LARGEST_GAP = 2
_SUPPORT = 0.2
_STRONG = 0.4
_VERY_STRONG = 0.55
_LONG = 10
_BREAK = re.compile(r"[，。；：！？“”《》\n]")
_HAS_WORD = re.compile("[一-鿿A-Za-z0-9]")
_LOOSE = re.compile("[的了着过并将把为对在是等]")


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield near misses of known names; of those that overlap the best only."""
    taken: list[tuple[int, int]] = []
    for doubt in sorted(_Misses(draft, known).find(), key=lambda doubt: (-(doubt.end - doubt.start), doubt.start)):
        if not any(start < doubt.end and doubt.start < end for start, end in taken):
            taken.append((doubt.start, doubt.end))
            yield doubt


class _Misses:
    """Looks for near misses: pairs of characters say where a name may stand, one comparison whether it does."""

    def __init__(self, draft: Draft, known: Knowledge) -> None:
        self.text = draft.document.text
        self.draft = draft
        self.known = known

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        """Return where each pair of characters stands in the draft."""
        found: dict[str, list[int]] = defaultdict(list)
        for i in range(len(self.text) - 1):
            found[self.text[i : i + 2]].append(i)
        return found

    def find(self) -> Iterator[Doubt]:
        for term in self.known.names.values():
            name = term.text
            is_ours = term.is_proper or term.place.source in self.draft.comparable
            if not term.is_proper and is_description(name):
                continue
            if is_ours and _SHORTEST <= len(name) <= _LONGEST and not _BREAK.search(name):
                for start in self._starts(name):
                    yield from self._missed(term, start)

    def _starts(self, name: str) -> list[int]:
        """Return where the name may start: most of its pairs stand there in step, give or take the gap."""
        votes: Counter[int] = Counter()
        for i in range(len(name) - 1):
            for position in self._positions.get(name[i : i + 2], ()):
                votes[position - i] += 1
        near: set[int] = set()
        for start in sorted(votes):
            both = sum(votes[start + shift] for shift in range(-_LARGEST_GAP, _LARGEST_GAP + 1))
            if both >= max(3, (len(name) - 1) // 2) and start >= 0:
                near.add(start)
        return sorted(near)

    def _missed(self, term: Term, start: int) -> Iterator[Doubt]:
        name, text = term.text, self.text
        for size in range(len(name) - 1, len(name) + 2):
            form = text[start : start + size]
            is_like = len(form) == size and form[0] == name[0]
            if is_like and self._is_miss(term, form, start) and not self._is_earlier_name(term):
                message = f"规范名称为“{name}”"
                yield Doubt(start, start + size, "official_name", "error", message, name, term.place)
                return

    def _is_earlier_name(self, term: Term) -> bool:
        return not term.is_proper and self.known.is_later(term, self.draft.document.year)

    def _is_miss(self, term: Term, form: str, start: int) -> bool:
        gap = difference(term.text, form)
        if (not gap.left and not gap.right) or not gap.tail:
            return False
        if max(len(gap.left), len(gap.right)) > _LARGEST_GAP:
            return False
        if (
            _BREAK.search(form)
            or _LOOSE.search(gap.left + gap.right)
            or "、" in gap.right + gap.left
            or not _HAS_WORD.search(gap.left + gap.right)
            or "+" in gap.left + gap.right
            or names_another_place(term.text, form)
            or self.known.says(form)
        ):
            return False
        if tells_apart(gap.left, gap.right):
            # One character of a long name among the very words of its sentence is a slip all the same.
            is_slip = len(gap.left) == len(gap.right) == 1 and len(term.text) >= _SHORTEST + 2
            is_other = is_numeral(gap.left + gap.right) or are_opposed(gap.left, gap.right)
            return is_slip and not is_other and self._is_supported(term, form, start, _STRONG)
        if not gap.left or not gap.right:
            return len(term.text) >= _SHORTEST + 2 and self._is_supported(term, form, start)
        return self._is_supported(term, form, start)

    def _is_supported(self, term: Term, form: str, start: int, least: float = _SUPPORT) -> bool:
        """Return whether the draft speaks of the thing: the form stands in marks, or among words of its sentences."""
        context = self.draft.sentence_text(start).replace(form, " ")
        gap = difference(term.text, form)
        if min(len(gap.left), len(gap.right)) > 1 and not set(gap.left) & set(gap.right):
            least = max(least, _VERY_STRONG)  # another word altogether, as 茶农 for 花农
        if not term.is_proper:
            is_long = len(form) == len(term.text) >= _LONG
            least = max(least, _STRONG if is_long else _VERY_STRONG)
        return self.known.support(term, context) >= least


def is_description(name: str) -> bool:
    """Return whether a wording describes what every body has, by its last word as in `common_heads.tsv`."""
    return name.endswith(_common_heads())


@cache
def _common_heads() -> tuple[str, ...]:
    text = (files("search") / "drafts" / "common_heads.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t")[0] for line in text.splitlines()[1:] if line[:1] not in ("", "#"))
    return tuple(word for row in rows for word in row.split())
