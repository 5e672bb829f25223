"""What a job is: what was asked for, how far it has come, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from corpus.audiences import EVERYTHING, Audience

KINDS = ("upload", "rebuild", "verify", "repair", "backup", "check")
"""Take files in; read every document again; hold record and projections against one another; the same and mend; write a
backup; hold a backup against its checksums."""

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one file, or one thing that was found.

    Attributes:
        kind: added, replaced, unchanged, failed; error, warning, repaired.
        name: The file as it was sent, or where something was found.
        document: The id of the document that it became.
        text: The title of the document, or what is wrong.
        hint: What to do.
        doubts: What could not be repaired or is not certain, a sentence each.
    """

    kind: str
    name: str
    document: str = ""
    text: str = ""
    hint: str = ""
    characters: int = 0
    repairs: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Attributes:
        id: Sorts by the time at which it was asked for.
        who: The account that asked, and `address` from where.
        made_at: When, in UTC, ISO 8601, as `started_at` and `ended_at`.
        state: waiting, running, done or failed.
        label: What files to take in are labelled; empty for what the settings say.
        sees: The labels that who asked may see; None for all of them.
        files: The names of files to take in, as they were sent.
        subject: The name of the backup that is written or checked.
        interruptions: How often whoever did it was ended in the middle.
        done: How much has been read of `total`.
        now: What is being read.
        counts: What came of it, in numbers.
        rows: What came of it, one by one.
        error: Why it failed, in the shape of the HTTP contract.
    """

    id: str
    kind: str
    who: str
    address: str
    made_at: str
    state: str = WAITING
    label: str = ""
    sees: tuple[str, ...] | None = None
    files: tuple[str, ...] = ()
    subject: str = ""
    interruptions: int = 0
    started_at: str = ""
    ended_at: str = ""
    done: int = 0
    total: int = 0
    now: str = ""
    counts: Mapping[str, int] | None = None
    rows: tuple[Row, ...] = ()
    error: Mapping[str, str] | None = None

    @property
    def is_ended(self) -> bool:
        """Return whether nothing more will be done."""
        return self.state in (DONE, FAILED)

    @property
    def audience(self) -> Audience:
        """Return what the one who asked may see."""
        return EVERYTHING if self.sees is None else Audience(frozenset(self.sees))

    @property
    def failed_files(self) -> int:
        """Return how many files did not come in."""
        return sum(row.kind == "failed" for row in self.rows)

    def waiting_again(self) -> Job:
        """Return the job as it was before it began."""
        return replace(self, state=WAITING, started_at="", ended_at="", done=0, total=0, now="", rows=(), error=None)

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Job:
        """Return the job that `to_dict` gave."""
        values = dict(data)
        values["rows"] = tuple(Row(**row | {"doubts": tuple(row["doubts"])}) for row in values["rows"])
        values["files"] = tuple(values["files"])
        values["sees"] = None if values["sees"] is None else tuple(values["sees"])
        return cls(**values)
