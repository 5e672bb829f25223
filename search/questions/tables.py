"""The language tables of questions, read once: words by class, alternatives, kinds of things, units, intents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from corpus.errors import InputError
from corpus.patterns import lazy

# Found beside this module: `importlib.resources` takes longer to import than all tables to read.
_FOLDER = Path(__file__).parent
CHECKED = "061fd1bc4cebe1f2bbd8554a2f8d11cf316fa955f38df0947f16ec97afbf9983"
"""Digest of the intents that a test has checked: to check them takes a fifth of a second, at every start of a program."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question: how it is recognised, what answers it, in which sentence.

    Attributes:
        name: Also the name of the strategy that answers it.
        query: Named query in kg/queries that gives its facts.
        label: What the user reads as the interpretation; {x} stands for what was asked about.
        patterns: Regular expressions over the plain question, the most telling first.
        then: Intents that may still answer where this one finds that the documents do not say.
        examples: Questions of this kind, tested when a changed table is loaded.
        counterexamples: Questions that look alike but are of another kind.
        predicate: For an intent that needs no code: the relation whose statements answer it.
        asks: Which end of the relation is asked for.
        sentence: The answer; {s} and {o} stand for the ends of the relation.
        missing: What is said where there is no such statement; {s} stands for what was asked about.
    """

    name: str
    query: str
    label: str
    patterns: tuple[re.Pattern[str], ...]
    weight: float
    then: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    predicate: str = ""
    asks: str = "object"
    sentence: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A word for a kind of thing (比赛): the entity types it may be, and endings or parts that names of it have."""

    word: str
    types: tuple[str, ...]
    parts: tuple[str, ...]


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table as lists of cells, without comments and empty lines."""
    return [line.rstrip("\n").split("\t") for line in _read(name).splitlines() if line and not line.startswith("#")]


@cache
def words() -> Mapping[str, str]:
    """Return the class of every word that a question is made of, longest words first."""
    pairs = [(word, row[0]) for row in rows("words.tsv") for word in row[1].split()]
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def of_class(name: str) -> tuple[str, ...]:
    """Return the words of one class, longest first."""
    return tuple(word for word, kind in words().items() if kind == name)


@cache
def alternatives() -> Mapping[str, tuple[str, ...]]:
    """Return for each word that people say the words that documents write."""
    return _by_word("alternatives.tsv")


@cache
def same() -> Mapping[str, tuple[str, ...]]:
    """Return for each word that people say what documents call the very same thing."""
    return _by_word("same.tsv")


def _by_word(table: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows(table):
        for word in row[0].split():
            found[word] = (*found.get(word, ()), *row[1].split())
    return found


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of things that a question may ask for, by word, longest first."""
    found = [
        Kind(word, tuple(row[1].split()), tuple(row[2].split()) if len(row) > 2 else ())
        for row in rows("kinds.tsv")
        for word in row[0].split()
    ]
    return {kind.word: kind for kind in sorted(found, key=lambda kind: (-len(kind.word), kind.word))}


@cache
def units() -> Mapping[str, tuple[str, ...]]:
    """Return for each word that asks for a number the units that may answer it."""
    return {word: tuple(row[1].split()) for row in rows("units.tsv") for word in row[0].split()}


@cache
def intents() -> tuple[Intent, ...]:
    """Return the intents in the order of the table.

    Their patterns and examples are checked where the table is another one than was checked before it came out.

    Raises:
        InputError: An entry is incomplete, a pattern is none, or an example is taken for another intent.
    """
    text = _read("intents.toml")
    loaded = tuple(read_intent(entry) for entry in tomllib.loads(text)["intent"])
    if digest(text) != CHECKED:
        from search.questions.intents import check

        check(loaded)
    return loaded


def digest(text: str) -> str:
    """Return what tells a table from a changed one."""
    return sha256(text.encode()).hexdigest()


def read_intent(entry: Mapping[str, object]) -> Intent:
    """Return an entry of the table as an intent.

    Raises:
        InputError: A field is missing or of the wrong kind.
    """
    try:
        patterns = tuple(lazy(str(pattern)) for pattern in _list(entry["patterns"]))
        return Intent(
            name=str(entry["name"]),
            query=str(entry["query"]),
            label=str(entry["label"]),
            patterns=patterns,
            weight=float(str(entry.get("weight", 1))),
            then=tuple(map(str, _list(entry.get("then", [])))),
            examples=tuple(map(str, _list(entry.get("examples", [])))),
            counterexamples=tuple(map(str, _list(entry.get("counterexamples", [])))),
            predicate=str(entry.get("predicate", "")),
            asks=_one_of(entry.get("asks", "object"), ("object", "subject")),
            sentence=str(entry["sentence"] if "predicate" in entry else ""),
            missing=str(entry["missing"] if "predicate" in entry else ""),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"问题类型表有误：{error}", where=str(entry.get("name", "intents.toml")), hint="对照 docs/questions.md 改正"
        ) from error


def _one_of(value: object, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError("应为 " + " 或 ".join(choices))
    return str(value)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("应为列表")
    return value
