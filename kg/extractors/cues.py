"""Words that govern names without being part of them: where a name may start, what it never runs across."""

from __future__ import annotations

from functools import cache

from kg.extractors.tables import column

JOINING = frozenset(["和", "与", "及", "暨"])


@cache
def edge_cues() -> frozenset[str]:
    """Return the words that a name does not start with."""
    return frozenset(column("cues"))


@cache
def firm_cues() -> frozenset[str]:
    """Return the words that a name never runs across."""
    return frozenset(column("cues", "firm", "taking"))


@cache
def inner_cues() -> frozenset[str]:
    """Return the firm words that may stand right before the head: 梯次培育计划."""
    return frozenset(column("cues", "inner"))


@cache
def taking_cues() -> frozenset[str]:
    """Return the words behind which all is name: 实施……计划."""
    return frozenset(column("cues", "taking"))


def is_firm(word: str) -> bool:
    """Say whether a name never runs across a word, also as 深入 + 开展."""
    return word in firm_cues() or is_joined(word)


def is_joined(word: str) -> bool:
    """Say whether a word is an adverb and a cue in one: 深入开展."""
    return len(word) == 4 and word[:2] in _adverbs() and word[2:] in edge_cues()


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(column("adverbs"))


@cache
def posts() -> frozenset[str]:
    """Return the posts and titles of people."""
    return frozenset(column("posts"))


@cache
def tails() -> frozenset[str]:
    """Return the nouns that stand behind a name without being part of it."""
    return frozenset(column("tails"))
