"""Who may see which documents: the label that a document carries, and the audiences that labels make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import InputError

PUBLIC = "公开"
INTERNAL = "内部"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Audience:
    """The labels that somebody may see; `labels` is None for who may see everything."""

    labels: frozenset[str] | None = frozenset({PUBLIC})

    def sees(self, label: str) -> bool:
        """Return whether a document with a label may be seen."""
        return self.labels is None or label in self.labels

    def among(self, used: Iterable[str]) -> frozenset[str]:
        """Return which of the labels that a library uses may be seen."""
        return frozenset(label for label in used if self.sees(label))


EVERYTHING = Audience(None)
EVERYBODY = Audience()
"""Who is not signed in."""


def audience_of(role: str, groups: Iterable[str]) -> Audience:
    """Return what an account may see: administrators everything, others what is public, internal, or of their groups."""
    return EVERYTHING if role == "administrator" else Audience(frozenset({PUBLIC, INTERNAL, *groups}))


def checked_label(text: str) -> str:
    """Return a label or the name of a group in the form in which it is kept.

    Raises:
        InputError: It is empty, too long, or holds what cannot stand in a list of labels.
    """
    label = text.strip()
    if not label or len(label) > _LONGEST or not label.isprintable() or any(sign in label for sign in ",，;；/\\"):
        hint = f"用“{PUBLIC}”“{INTERNAL}”或组名，不超过 {_LONGEST} 字，不含逗号、分号和斜线"
        raise InputError("标签不可用", where=text[:_LONGEST] or "（空）", hint=hint)
    return label
