"""The named queries of the product: one file each in `kg/queries`, which other programs may use as well.

A file begins with comments: what it answers, then a line `# given: ?a ?b` with the variables that a caller binds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.errors import NotFoundError

_FOLDER = Path(__file__).parent / "queries"
_GIVEN = "# given:"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with what it answers and the variables that a caller binds."""

    name: str
    answers: str
    given: tuple[str, ...]
    text: str


@cache
def query(name: str) -> NamedQuery:
    """Return a named query.

    Raises:
        NotFoundError: There is no query of that name.
    """
    file = _FOLDER / f"{name}.rq"
    if not file.is_file():
        raise NotFoundError(f"没有名为“{name}”的查询", where="kg/queries", hint=f"可用：{'、'.join(names())}")
    text = file.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    given = [line.removeprefix(_GIVEN).split() for line in comments if line.startswith(_GIVEN)]
    answers = " ".join(line.lstrip("# ") for line in comments if not line.startswith(_GIVEN))
    return NamedQuery(name, answers, tuple(word.lstrip("?") for words in given for word in words), text)


def load(name: str) -> str:
    """Return the text of a named query, as `GraphStore.select` takes it."""
    return query(name).text


def load_among(name: str, variable: str, iris: Iterable[str]) -> str:
    """Return the text of a named query that looks for some values of one of its variables only."""
    head, where, rest = load(name).partition("WHERE {")
    values = " ".join(f"<{iri}>" for iri in iris)
    return f"{head}{where}\n  VALUES ?{variable} {{ {values} }}{rest}"


@cache
def names() -> tuple[str, ...]:
    """Return the names of all queries, sorted."""
    return tuple(sorted(item.stem for item in _FOLDER.glob("*.rq")))
