"""The columns of the names, joined: a piece is found in one long text faster than in a table, by any beginning."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Any

from search.questions import pinyin

# The values of a column, each once, one a line, and of the texts how they sound: what a file has joined when it was
# written need neither be sorted nor sounded again.
_JOINED = "CREATE TABLE IF NOT EXISTS joined (name TEXT PRIMARY KEY, found TEXT NOT NULL)"
_ALL_TEXTS = "SELECT group_concat(text, char(10)) FROM (SELECT DISTINCT text FROM names ORDER BY text)"
_ALL_KEYS = "SELECT group_concat(key, char(10)) FROM (SELECT DISTINCT key FROM names ORDER BY key)"
# Sounds lie where UTF-8 takes half as much again.
_CODING = "utf-16-le"


def join(connection: sqlite3.Connection) -> None:
    """Write the texts and the keys of a database joined, as every question wants them, and how the texts sound."""
    connection.execute(_JOINED)
    connection.execute("DELETE FROM joined")
    for name, query in (("text", _ALL_TEXTS), ("key", _ALL_KEYS)):
        connection.execute(f"INSERT INTO joined SELECT '{name}', ifnull(({query}), '')")  # nosec B608
    (texts,) = connection.execute("SELECT found FROM joined WHERE name = 'text'").fetchone()
    connection.execute("INSERT INTO joined VALUES (?, ?)", (_sounds_name(), pinyin.sounds(texts).encode(_CODING)))


class Columns:
    """The columns of the table `names` of a connection, read on first use."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @cached_property
    def wording(self) -> str:
        """Every name as it is written, once, one a line, in order of the writing."""
        return self._joined("text", _ALL_TEXTS)

    @cached_property
    def keys(self) -> str:
        """All keys, one a line, a line break before the first and after the last."""
        return f"\n{self._joined('key', _ALL_KEYS)}\n"

    def sounds(self) -> str:
        """Return `pinyin.sounds` of `wording`: as the files have it, else worked out, which takes ten times as long."""
        texts, heard = self._kept("text"), [found.decode(_CODING) for found in self._kept(_sounds_name())]
        if not texts or list(map(len, texts)) != list(map(len, heard)):
            return pinyin.sounds(self.wording)  # a file of before, or of other tables of sounds
        if len(texts) == 1:
            return str(heard[0])
        lines = dict(zip(_lines(texts), _lines(heard), strict=True))
        return "\n".join(lines[text] for text in sorted(lines))

    def _joined(self, name: str, query: str) -> str:
        """Return what the files have joined, else what the database joins: a row at a time would take ten times as long."""
        kept = self._kept(name)
        if len(kept) > 1:
            return "\n".join(sorted(dict.fromkeys(_lines(kept))))  # each file is in order already
        (found,) = kept or self._connection.execute(query).fetchone()
        return str(found or "")

    def _kept(self, name: str) -> list[Any]:
        """Return what each file has joined under a name; nothing where a name in one of them may be gone."""
        if not self._connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'joined'").fetchone():
            return []
        return [found for (found,) in self._connection.execute("SELECT found FROM joined WHERE name = ?", (name,))]


def _sounds_name() -> str:
    return f"sounds {pinyin.version()}"


def _lines(kept: Iterable[str]) -> list[str]:
    return [line for line in chain.from_iterable(found.split("\n") for found in kept) if line]
