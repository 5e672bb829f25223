"""Which intents a plain question may have, by the patterns of the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import InputError
from corpus.patterns import lazy
from search.questions.tables import Intent

# Stands for a linked name while patterns are tried, so that the words of a name are not taken for the question's.
MASK = "◇"
# Examples mark the names in them with braces.
_NAME = lazy(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that fits: the intent, how telling the fit is, and the words that made it."""

    intent: Intent
    score: float
    start: int
    end: int


def matches(plain: str, intents: Sequence[Intent]) -> tuple[Match, ...]:
    """Return the intents whose patterns fit a plain question, the best first; at most one match an intent."""
    found = [match for intent in intents if (match := _best(plain, intent)) is not None]
    ranked = sorted(found, key=lambda match: (-match.score, match.intent.name))
    return tuple({match.intent.name: match for match in reversed(ranked)}[name] for name in _names(ranked))


def _names(ranked: Sequence[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.intent.name for match in ranked))


def _best(plain: str, intent: Intent) -> Match | None:
    for pattern in intent.patterns:
        if hit := pattern.search(plain):
            return Match(intent, intent.weight, hit.start(), hit.end())
    return None


def check(intents: Sequence[Intent]) -> None:
    """Check every pattern, and every example against the whole table.

    Raises:
        InputError: A pattern is no regular expression, an example fits another intent better, or a counterexample fits
            its own best.
    """
    for intent in intents:
        _compile(intent)
        for text in (*intent.examples, *intent.counterexamples):
            best = matches(_NAME.sub(MASK, text), intents)
            is_own = bool(best) and best[0].intent.name == intent.name
            if is_own is not (text in intent.examples):
                taken = best[0].intent.name if best else "无"
                raise InputError(
                    f"例句“{text}”被认作 {taken}", where=f"intents.toml 的 {intent.name}", hint="改正句式或例句"
                )


def _compile(intent: Intent) -> None:
    for pattern in intent.patterns:
        try:
            re.compile(pattern.pattern)
        except re.error as error:
            raise InputError(
                f"问题类型表有误：{error}", where=intent.name, hint="对照 docs/questions.md 改正"
            ) from error
