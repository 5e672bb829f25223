"""What a question asks, as a frozen value: intents with what they were read from, links, years, content words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["target", "achieved"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that questions may use: an entity's label or alias, or a glossary term. `iri` may be empty for a term."""

    text: str
    iri: str
    type: str
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the plain question that names something. `names` are all that the stretch may stand for."""

    start: int
    end: int
    text: str
    names: tuple[Name, ...]

    @property
    def iris(self) -> tuple[str, ...]:
        """Return the entities that the stretch may stand for."""
        return tuple(dict.fromkeys(name.iri for name in self.names if name.iri))

    @property
    def types(self) -> frozenset[str]:
        """Return the types of these entities."""
        return frozenset(name.type for name in self.names)


@dataclass(frozen=True, slots=True)
class Correction:
    """A slip, homophone or pinyin that was read as something else."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Word:
    """A content word.

    Attributes:
        forms: What documents may write for it; nearly as good.
        weight: Lower for verbs and words for kinds of things.
        names: The word itself and the other names of what it names.
        is_name: Whether it names something: a text that shares only some characters with it is about something else.
        is_part: Whether it is half of a compound that the library has only apart: both halves are of one thing.
    """

    text: str
    forms: tuple[str, ...]
    weight: float = 1.0
    names: tuple[str, ...] = ()
    is_name: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    Attributes:
        text: As it was asked.
        plain: Simplified, half width, without quotation marks and polite words; offsets of links count it.
        intents: Names of the intents that its words fit, the most telling first.
        number: How many members are asked for (哪四个), or None.
        kinds: Words for kinds of things (比赛) that it asks for.
        units: Units that a figure may have; empty where any may.
        is_number: Whether it asks for a figure.
        documents: The documents that it names (2031年云川市政府工作报告, 云川市的…); empty where it names none.
        is_wide: Whether a large library is searched for it; else only the documents that mention what it names are read.
    """

    text: str
    plain: str
    intents: tuple[str, ...]
    links: tuple[Link, ...]
    words: tuple[Word, ...]
    years: tuple[int, ...]
    status: Status | None
    number: int | None
    kinds: tuple[str, ...]
    units: tuple[str, ...]
    is_number: bool
    corrections: tuple[Correction, ...] = ()
    quoted: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    is_wide: bool = True

    @property
    def topic(self) -> str:
        """Return what the question is about, in its own words."""
        if self.links:
            return max(self.links, key=lambda link: (len(link.text), -link.start)).text
        telling = [run for run, is_telling in self._runs() if is_telling]
        # A character that is left of a verb (建 in 谁建的) is no topic beside a word.
        telling = [run for run in telling if len(run) > 1] or telling
        return "".join(telling or [word.text for word in self.words]) or self.plain

    def _runs(self) -> list[tuple[str, bool]]:
        """Return the stretches of words that stand side by side (火星 and 基地), each with whether one of them is telling."""
        runs: list[tuple[str, bool]] = []
        end = -1
        for word in self.words:
            start = self.plain.find(word.text, max(end, 0))
            is_telling = word.weight == 1
            if runs and start == end and (runs[-1][1] or is_telling):
                runs[-1] = (runs[-1][0] + word.text, True)
            else:
                runs.append((word.text, is_telling))
            end = start + len(word.text) if start >= 0 else -1
        return runs
