"""Names that have been given up: a draft that goes on with the old one after the year of the change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.drafts.doubt import Doubt
from search.drafts.draft import Draft
from search.drafts.knowledge import Knowledge, Place

_CHANGED = re.compile(
    r"(?:将|把|由|原)?[“《](?P<old>[^“”《》，。；：\n]{3,24})[”》](?:从\w{2,8}起)?(?:已|正式|统一)?"
    r"(?:更名|改名|改称|调整|修改|修订|变更)为[“《](?P<new>[^“”《》，。；：\n]{3,24})[”》]"
)
_FORMERLY = re.compile(
    r"[“《](?P<new>[^“”《》，。；：\n]{3,24})[”》][（(]原(?:名|称)?[“《](?P<old>[^“”《》\n]{3,24})[”》][）)]"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_LOOKING_BACK = re.compile(r"原|曾|时任|更名|改名|改称|前身|修订前")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A name given up for another one in a year; `place` is where the library says so, None for the table's own."""

    old: str
    new: str
    year: int | None
    source: str
    place: Place | None


def find(draft: Draft, known: Knowledge) -> Iterator[Doubt]:
    """Yield names of the draft that were given up before the year it speaks of."""
    text = draft.document.text
    for renaming in (*_told(known), *_common()):
        for match in re.finditer(re.escape(renaming.old), text):
            sentence = draft.sentence_text(match.start())
            if _is_outdated(draft, sentence, renaming) and not _LOOKING_BACK.search(sentence):
                since = f"{renaming.year}年起" if renaming.year else ""
                message = f"“{renaming.old}”{since}已改为“{renaming.new}”" + (
                    f"（{renaming.source}）" if renaming.source else ""
                )
                yield Doubt(match.start(), match.end(), "superseded", "warning", message, renaming.new, renaming.place)


def _is_outdated(draft: Draft, sentence: str, renaming: Renaming) -> bool:
    """Return whether a sentence speaks of a time after the change; without any year it speaks of the draft's, or of now."""
    if renaming.new in sentence:
        return False
    latest = max(map(int, _YEAR.findall(sentence)), default=draft.document.year)
    if latest is None:
        return renaming.place is not None
    return renaming.year is None or latest > renaming.year


def _told(known: Knowledge) -> Iterator[Renaming]:
    for index, source in enumerate(known.sources):
        for pattern in (_CHANGED, _FORMERLY):
            for match in pattern.finditer(source.document.text):
                place = Place(index, match.start(), match.end())
                yield Renaming(match["old"], match["new"], source.document.year, "", place)


@cache
def _common() -> tuple[Renaming, ...]:
    text = (files("search") / "drafts" / "renamed.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if line and line[0] != "#"]
    return tuple(Renaming(old, new, int(year), source, None) for old, new, year, source in rows)
