"""Regular expressions that are compiled when a text may fit them, not when their module is imported.

Python compiles every expression anew in each process, half a millisecond and more for one of a few alternatives. A question
meets hundreds, of which few fit: most need a word that it does not have, and to look for that word takes a microsecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, cast

# Longer lists of words take longer to look for than they save.
_MOST_WORDS = 48
_MOST_IN_A_SET = 16
_TOKEN = re.compile(
    r"(?P<text>[^\\\[\](){}|*+?.^$]+)"
    r"|(?P<open>\((?:\?(?::|<?[=!]|P<\w+>)|(?!\?)))"
    r"|(?P<close>\))"
    r"|(?P<bar>\|)"
    r"|(?P<repeat>(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d+)\})[?+]?)"
    r"|(?P<set>\[(?:\^?\]?(?:\\.|[^\]\\])*)\])"
    r"|(?P<edge>[\^$]|\\[bBAZ])"
    r"|(?P<any>\.|\\[dDsSwWnrtfv])"
    r"|\\(?P<mark>[^a-zA-Z0-9])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_PLAIN_SET = re.compile(r"\[[^\^\\\]\-][^\\\-]*\]")
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_Words = tuple[str, ...]


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression that is compiled at the first text that has a word which it needs.

    It does what that of `re.compile` does, but an error in the expression is raised only then.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


def needed(pattern: str) -> tuple[tuple[_Words, ...], ...]:
    """Return what a text must have to fit an expression without flags, one entry for each way to fit it.

    For each of the sets of words in one entry the text has one of the words. Without entries, nothing is known.
    """
    branch, branches, kind = _Branch(), list[_Branch](), ""
    above: list[tuple[_Branch, list[_Branch], str]] = []
    for hit in _TOKEN.finditer(pattern):
        name, token = hit.lastgroup, hit[0]
        if name == "text":
            branch.follow(token)
        elif name == "mark":
            branch.follow(token[1:])
        elif name == "repeat":
            branch.repeat(is_optional=token[0] in "*?" or token.startswith(("{0", "{,")))
        elif name == "any":
            branch.end()
        elif name == "set":
            is_plain = len(token) <= _MOST_IN_A_SET and _PLAIN_SET.fullmatch(token)
            branch.hold(tuple(token[1:-1]) if is_plain else ())
        elif name == "open":
            above.append((branch, branches, kind))
            branch, branches, kind = _Branch(), [], token
        elif name == "bar":
            branches.append(branch)
            branch = _Branch()
        elif name == "close":
            if not above:
                return ()
            words, closed = _of_any((*branches, branch)), kind
            branch, branches, kind = above.pop()
            if not closed.endswith("!"):
                branch.hold(words)
        elif name == "other":
            return ()  # it is not read here what that does
    found = tuple(tuple(one.end()) for one in (*branches, branch))
    return found if all(found) and not above else ()


def _of_any(branches: Iterable[_Branch]) -> _Words:
    """Return the words that tell most of branches of which one fits; none where one may fit without any."""
    best = [max(one.end(), key=_worth, default=()) for one in branches]
    words = tuple(dict.fromkeys(word for some in best for word in some))
    return words if all(best) and len(words) <= _MOST_WORDS else ()


def _worth(words: _Words) -> tuple[int, int]:
    """Return how much words tell: long ones are seldom, and few are soon looked for."""
    return min(map(len, words)), -len(words)


class _Branch:
    """What is known of a branch of an expression while it is read from left to right."""

    __slots__ = ("_found", "_last", "_run")

    def __init__(self) -> None:
        self._found: list[_Words] = []
        self._run = ""  # the characters that were read last, one behind the other
        self._last: _Words = ()  # or what a set or group needs, which a sign behind it may make optional

    def follow(self, text: str) -> None:
        """Take in characters."""
        if self._last:
            self.end()
        self._run += text

    def hold(self, words: _Words) -> None:
        """Take in a set or group that needs one of some words; none where it is not known to."""
        self.end()
        self._last = words

    def repeat(self, *, is_optional: bool) -> None:
        """Take in that what was read last may stand there several times, or not at all."""
        if is_optional:
            self._last, self._run = (), self._run[:-1]
        self.end()

    def end(self) -> list[_Words]:
        """Return the sets of words of each of which one must stand there."""
        if self._run:
            self._found.append((self._run,))
            self._run = ""
        elif self._last:
            self._found.append(self._last)
            self._last = ()
        return self._found


class _Lazy:
    """Stands for a compiled expression; once compiled, the expression's own methods take the place of these."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _needed(self) -> tuple[tuple[_Words, ...], ...]:
        return () if self._flags else needed(self.pattern)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._compiled(), name)

    def __repr__(self) -> str:
        return f"lazy({self.pattern!r})"

    def _compiled(self) -> re.Pattern[str]:
        compiled = re.compile(self.pattern, self._flags)
        for name in _METHODS:
            self.__dict__[name] = getattr(compiled, name)
        return compiled

    def _may_fit(self, text: str) -> bool:
        for branch in self._needed:
            for words in branch:
                for word in words:
                    if word in text:
                        break
                else:
                    break
            else:
                return True
        return not self._needed

    def search(self, string: str, *span: int) -> re.Match[str] | None:
        return self._compiled().search(string, *span) if self._may_fit(string) else None

    def match(self, string: str, *span: int) -> re.Match[str] | None:
        return self._compiled().match(string, *span) if self._may_fit(string) else None

    def fullmatch(self, string: str, *span: int) -> re.Match[str] | None:
        return self._compiled().fullmatch(string, *span) if self._may_fit(string) else None

    def finditer(self, string: str, *span: int) -> Iterator[re.Match[str]]:
        return self._compiled().finditer(string, *span) if self._may_fit(string) else iter(())

    def findall(self, string: str, *span: int) -> list[Any]:
        return self._compiled().findall(string, *span) if self._may_fit(string) else []

    def split(self, string: str, maxsplit: int = 0) -> list[str | Any]:
        return self._compiled().split(string, maxsplit) if self._may_fit(string) else [string]

    def sub(self, repl: str | Callable[[re.Match[str]], str], string: str, count: int = 0) -> str:
        return self._compiled().sub(repl, string, count) if self._may_fit(string) else string

    def subn(self, repl: str | Callable[[re.Match[str]], str], string: str, count: int = 0) -> tuple[str, int]:
        return self._compiled().subn(repl, string, count) if self._may_fit(string) else (string, 0)
