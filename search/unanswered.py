"""The questions that a library could not answer: kept only where a setting asks for it, for whoever tends the library."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.results import Answer

if TYPE_CHECKING:
    from search.library import Library

FILE = "unanswered.jsonl"
SETTING = "search.log_unanswered"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question without an answer, how it was understood, what was said instead, and how often it was asked."""

    question: str
    interpretation: str
    answer: str
    times: int

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)


def note(library: Library, answer: Answer) -> None:
    """Write down a question that was not answered, where the setting says so. Neither who asked nor when is kept."""
    if answer.status != "not_found" or not library.settings[SETTING]:
        return
    line = json.dumps([answer.question, answer.interpretation, answer.answer], ensure_ascii=False)
    # A library on a read-only disk still answers.
    with suppress(OSError), (library.home / FILE).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def read(folder: Path) -> tuple[Unanswered, ...]:
    """Return the questions that were written down, the most asked first."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    entries = [entry for line in lines if (entry := _entry(line))]
    counts = Counter(entry[0] for entry in entries)
    newest = {entry[0]: entry for entry in entries}
    ranked = sorted(newest.values(), key=lambda entry: (-counts[entry[0]], entry[0]))
    return tuple(Unanswered(entry[0], entry[1], entry[2], counts[entry[0]]) for entry in ranked)


def _entry(line: str) -> Sequence[str]:
    """Return question, interpretation and answer of a line; nothing where a crash cut it short."""
    try:
        entry = json.loads(line)
    except ValueError:
        return ()
    return entry if isinstance(entry, list) and len(entry) == 3 else ()


def clear(folder: Path) -> None:
    """Forget the questions that were written down."""
    (folder / FILE).unlink(missing_ok=True)
