"""The tables behind `kg.merge_index`: entries, the forms that link them, and what they were merged into."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple
from functools import cache
from pathlib import Path
from typing import Any

from kg.decisions import Decision, name_of
from kg.entries import key_of
from kg.facts import EntityType
from kg.names import name_key
from kg.resolution import Assignment, Doubt, Entry, Resolution

# A form is what `kg.entries.key_of` gives: type, name and, where it matters, place. An unbound one ends with "|".
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, local TEXT NOT NULL, entry TEXT NOT NULL,
    iri TEXT, type TEXT, called TEXT, assignment TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS entry_places ON entries (document, local);
CREATE TABLE IF NOT EXISTS forms (
    form TEXT NOT NULL, entry INTEGER NOT NULL, is_name INTEGER NOT NULL, PRIMARY KEY (form, entry)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS forms_of_entry ON forms (entry, is_name);
CREATE TABLE IF NOT EXISTS decisions (number INTEGER PRIMARY KEY, forms TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS doubts (
    one TEXT NOT NULL, other TEXT NOT NULL, kind TEXT NOT NULL, form TEXT NOT NULL, PRIMARY KEY (one, other, kind, form)
);
"""
_TABLES = ("entries", "forms", "decisions", "doubts")
_CHUNK = 900
# This kind of doubt is about entities of other blocks too, so it is counted over all of them when it is asked for.
_BETWEEN_TYPES = "other_type"


class MergeStore:
    """One SQLite file; see `kg.merge_index.MergeIndex`."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def commit(self) -> None:
        """Keep everything done so far."""
        self._connection.commit()

    def clear(self) -> None:
        """Delete all rows."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")  # nosec B608

    # -- entries and forms

    def documents(self) -> frozenset[str]:
        """Return the ids of the documents that have entries."""
        return frozenset(row[0] for row in self._connection.execute("SELECT DISTINCT document FROM entries"))

    def put(self, entries: Sequence[Entry]) -> set[str]:
        """Add entries and return their forms."""
        seeds: set[str] = set()
        for entry in entries:
            values = (entry.document, entry.local, json.dumps(astuple(entry), ensure_ascii=False))
            cursor = self._connection.execute("INSERT INTO entries (document, local, entry) VALUES (?, ?, ?)", values)
            forms = _forms(entry)
            rows = [(form, cursor.lastrowid, is_name) for form, is_name in forms.items()]
            self._connection.executemany("INSERT INTO forms VALUES (?, ?, ?)", rows)
            seeds |= set(forms)
        return seeds

    def take_out(self, document: str) -> set[str]:
        """Delete the entries of a document and return their forms."""
        rows = self._connection.execute("SELECT id, iri FROM entries WHERE document = ?", (document,)).fetchall()
        numbers = [number for number, _ in rows]
        self._replace_doubts({iri for _, iri in rows if iri}, ())
        seeds = {form for (form,) in self._in("SELECT DISTINCT form FROM forms WHERE entry IN ({})", numbers)}
        self._connection.executemany("DELETE FROM forms WHERE entry = ?", [(number,) for number in numbers])
        self._connection.execute("DELETE FROM entries WHERE document = ?", (document,))
        return seeds

    def entries(self, numbers: Sequence[int]) -> dict[int, Entry]:
        """Return entries by number."""
        return {n: _entry(text) for n, text in self._in("SELECT id, entry FROM entries WHERE id IN ({})", numbers)}

    def all_entries(self) -> Iterator[Entry]:
        """Return all entries, by document."""
        for (text,) in self._connection.execute("SELECT entry FROM entries ORDER BY document, local"):
            yield _entry(text)

    def entries_with(self, forms: Iterable[str]) -> set[int]:
        """Return the numbers of the entries that have one of some forms."""
        return {number for (number,) in self._in("SELECT entry FROM forms WHERE form IN ({})", sorted(forms))}

    def linking_forms(self, numbers: Iterable[int]) -> set[str]:
        """Return the forms of entries by which merging joins: names, aliases that are names, aliases bound to a place."""
        query = (
            "SELECT DISTINCT f.form FROM forms f WHERE f.entry IN ({}) AND (f.is_name OR f.form NOT LIKE '%|'"
            " OR EXISTS (SELECT 1 FROM forms n WHERE n.form = f.form AND n.is_name))"
        )
        return {form for (form,) in self._in(query, sorted(numbers))}

    def forms_of_names(self, names: Iterable[str]) -> set[str]:
        """Return the forms, bound to any place, of names or IRIs."""
        starts: set[str] = set()
        for name in names:
            starts |= {name_of(name)} if "/id/" in name else {f"{kind}|{name_key(name)}" for kind in EntityType}
        query = "SELECT DISTINCT form FROM forms WHERE form >= ? AND form < ?"
        ranges = [(f"{start}|", f"{start}|\U0010ffff") for start in sorted(starts)]
        return {form for bounds in ranges for (form,) in self._connection.execute(query, bounds)}

    # -- decisions

    def decision_forms(self, decision: Decision) -> frozenset[str]:
        """Return the forms that a decision may bring together: its names in all types, bound to any place that there is."""
        names = _spoken_of(decision)
        unbound = {f"{kind}|{name_key(name)}|" for kind in EntityType for name in names}
        return frozenset(self.forms_of_names(names) | unbound)

    def follow(self, decisions: Sequence[Decision]) -> set[str]:
        """Take over which decisions hold, and return the forms of those that are new or hold no longer."""
        known = dict(self._connection.execute("SELECT number, forms FROM decisions").fetchall())
        seeds: set[str] = set()
        for decision in decisions:
            if decision.number not in known:
                seeds |= self.decision_forms(decision)
        for number in set(known) - {decision.number for decision in decisions}:
            seeds |= set(json.loads(known[number]))
            self._connection.execute("DELETE FROM decisions WHERE number = ?", (number,))
        return seeds

    def note_reasons(self, decisions: Sequence[Decision], reasons: Mapping[int, str]) -> None:
        """Keep why decisions do not apply; empty where they do."""
        rows = [
            (decision.number, json.dumps(sorted(self.decision_forms(decision))), reasons.get(decision.number, ""))
            for decision in decisions
        ]
        self._connection.executemany("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?)", rows)

    def unapplied(self) -> tuple[tuple[int, str], ...]:
        """Return (number, reason) of the decisions that do not apply."""
        rows = self._connection.execute("SELECT number, reason FROM decisions WHERE reason != '' ORDER BY number")
        return tuple((number, reason) for number, reason in rows)

    # -- what came out

    def assign(self, entries: Mapping[int, Entry], resolution: Resolution) -> dict[str, dict[str, Assignment]]:
        """Keep what entries were merged into, with the doubts about them.

        Return the documents where that changed, each with what those entities were before, by local id; new ones were nothing.
        """
        query = "SELECT id, iri, assignment FROM entries WHERE id IN ({})"
        before = {number: (iri, text) for number, iri, text in self._in(query, sorted(entries))}
        changed: dict[str, dict[str, Assignment]] = defaultdict(dict)
        rows: list[tuple[str, str, str, str, int]] = []
        touched = {iri for iri, _ in before.values() if iri}
        for number, entry in entries.items():
            found = resolution.assignment(entry.document, entry.local)
            text = json.dumps(asdict(found), ensure_ascii=False, sort_keys=True)
            touched.add(found.iri)
            former = before[number][1]
            if former != text:
                changed[entry.document].update({entry.local: _assignment(former)} if former else {})
                rows.append((found.iri, "" if found.rejected else found.type, name_key(found.name), text, number))
        update = "UPDATE entries SET iri = ?, type = ?, called = ?, assignment = ? WHERE id = ?"
        self._connection.executemany(update, rows)
        self._replace_doubts(touched, resolution.doubts)
        return changed

    def assignments(self, document: str) -> dict[str, Assignment]:
        """Return what the entities of a document are, by local id."""
        rows = self._connection.execute("SELECT local, assignment FROM entries WHERE document = ?", (document,))
        return {local: _assignment(text) for local, text in rows}

    def doubts(self) -> Iterator[Doubt]:
        """Return the doubts within a type."""
        for row in self._connection.execute("SELECT one, other, kind, form FROM doubts"):
            yield Doubt(*row)

    def doubts_about(self, documents: Sequence[str]) -> Iterator[Doubt]:
        """Return the doubts within a type about the entities of some documents."""
        iris = [iri for (iri,) in self._in("SELECT DISTINCT iri FROM entries WHERE document IN ({})", documents)]
        for query in ("one IN ({})", "other IN ({})"):
            for row in self._in(f"SELECT one, other, kind, form FROM doubts WHERE {query}", iris):  # nosec B608
                yield Doubt(*row)

    def names_called_in(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """Return the IRIs of the entities that are called as some in these documents are, by name key."""
        called = [name for (name,) in self._in("SELECT DISTINCT called FROM entries WHERE document IN ({})", documents)]
        query = "SELECT DISTINCT called, iri FROM entries WHERE type != '' AND called IN ({})"
        found: dict[str, list[str]] = defaultdict(list)
        for name, iri in sorted(self._in(query, called)):
            found[name].append(iri)
        return found

    def names_by_type(self) -> dict[str, list[str]]:
        """Return the IRIs of the entities that are called by one name but have different types, by name key."""
        query = (
            "SELECT called, iri FROM entries WHERE type != '' AND called IN (SELECT called FROM entries WHERE type != ''"
            " GROUP BY called HAVING COUNT(DISTINCT type) > 1) GROUP BY called, iri ORDER BY called, iri"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for called, iri in self._connection.execute(query):
            found[called].append(iri)
        return found

    def _replace_doubts(self, touched: set[str], doubts: Iterable[Doubt]) -> None:
        for query in ("DELETE FROM doubts WHERE one = ?", "DELETE FROM doubts WHERE other = ?"):
            self._connection.executemany(query, [(iri,) for iri in sorted(touched)])
        rows = [(d.left, d.right, d.kind, d.form) for d in doubts if d.kind != _BETWEEN_TYPES]
        self._connection.executemany("INSERT OR REPLACE INTO doubts VALUES (?, ?, ?, ?)", rows)

    def _in(self, query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(values), _CHUNK):
            part = values[start : start + _CHUNK]
            yield from self._connection.execute(query.format(",".join("?" * len(part))), part).fetchall()


def _forms(entry: Entry) -> dict[str, bool]:
    """Return the forms of an entry, and which are its name: by the name as a series, as it stands, and its aliases."""
    forms = {key_of(entry, alias): False for alias in entry.aliases}
    plain = f"{entry.type}|{name_key(entry.name)}|"
    return {**forms, plain: True, key_of(entry, entry.name): True}


def _spoken_of(decision: Decision) -> list[str]:
    """Return the names that a decision speaks of. Earlier decisions may have changed the types, so those tell nothing."""
    payload = decision.payload
    iris = [*payload.get("entities", ()), *([payload["entity"]] if "entity" in payload else ())]
    named = [payload[field] for field in ("name", "alias") if field in payload]
    return [*(name_of(iri).split("|", 1)[1] for iri in iris), *named, *payload.get("names", ())]


@cache
def _entry_fields() -> tuple[str, ...]:
    return tuple(Entry.__dataclass_fields__)


def _entry(text: str) -> Entry:
    values = dict(zip(_entry_fields(), json.loads(text), strict=True))
    return Entry(**{**values, "aliases": tuple(values["aliases"])})


def _assignment(text: str) -> Assignment:
    values = json.loads(text)
    return Assignment(**{**values, "extra": tuple(values["extra"])})
