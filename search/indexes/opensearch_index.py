"""The index of a library that several servers share: terms and stored passages in an OpenSearch cluster.

Terms come cut and weighted from our side; the cluster returns postings, and numpy scores as for every backend, so that results
are those of the embedded index. A term is written with its weight. To ask for it with any of the weights that occur, each stands
in the query with itself as the score: the score of a hit is the weight. Facts and vectors of rows lie in the library's folder, as
they do for Tantivy.

A commit is whole when `change.json` names it. Rows without a number in it are passed over; rows that go are taken out of the
cluster with the next commit. A new index is written beside the old one, and the alias moves to it at the commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import DamagedIndexError
from search.encoders import WORDS, Space
from search.indexes import row_files
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import load_commit, telling_damage
from search.indexes.opensearch_server import Cluster
from search.indexes.port import NO_POSTINGS, Columns, Postings
from search.indexes.rows import columns
from search.passages import VERSION, Passage

FORM = f"{VERSION} opensearch-1"
MARK = "\x1f"
ROWS_AT_ONCE = 20_000
# The most clauses that a query may have by default is 1,024.
_WEIGHTS_AT_ONCE = 1_000
_TERMS_AT_MOST = 10_000
_RESERVED = re.compile(r'([.?+*|{}\[\]()"\\#@&<>~^$-])')


class OpenSearchIndex:
    """The last committed state of an index in a cluster."""

    def __init__(self, path: Path, commit: dict[str, Any], address: str) -> None:
        self._path = path
        self._commit = commit
        with telling_damage(path):
            self._tables = row_files.opened(path, commit["files"], commit["dimensions"])
            self._engine = commit["engine"]
        self._cluster = Cluster(address)
        self._postings: Kept[Postings] = Kept(POSTINGS_BYTES)

    @classmethod
    def open(cls, path: Path, space: Space = WORDS, *, address: str) -> OpenSearchIndex:
        """Return the index of a library, whose vectors must be of a space.

        Raises:
            DamagedIndexError: There is none, or it is damaged or of another version.
            LibraryError: The cluster is down or refuses.
        """
        commit = load_commit(path, version_at(address), space)
        try:
            found = cls(path, commit, address)
            found._cluster.ask("GET", f"{found._engine}/_mapping?filter_path=*.mappings._meta")
            return found
        except DamagedIndexError:
            if load_commit(path, version_at(address), space) == commit:
                raise
            return cls.open(path, space, address=address)  # a commit came between

    @property
    def change(self) -> int:
        """Return the number of the change that was committed last."""
        return int(self._commit["change"])

    @cached_property
    def _rows(self) -> row_files.Table:
        with telling_damage(self._path):
            return row_files.joined(self._tables, self._commit["dimensions"])

    @cached_property
    def columns(self) -> Columns:
        """Return what is known of every row."""
        found = self._rows
        alive = ~np.isin(found["batch"], np.array(self._commit["gone"], np.uint32))
        vectors = [found["vector"].tobytes()]
        return columns([found["facts"].tobytes()], lambda: vectors, alive, self._commit["dimensions"])

    def count(self) -> int:
        """Return the number of passages."""
        return int(self.columns.alive.sum())

    def postings(self, term: str) -> Postings:
        """Return the passages that hold a term."""
        if (known := self._postings.get(term)) is not None:
            return known
        return self._postings.put(term, self._decode(term))

    def terms(self, prefix: str) -> list[str]:
        """Return the terms that begin with a prefix, sorted; at most some thousands."""
        pattern = _RESERVED.sub(r"\\\1", prefix) + ".*"
        wanted = {"field": "terms", "include": pattern, "size": _TERMS_AT_MOST, "order": {"_key": "asc"}}
        body = {"size": 0, "query": {"prefix": {"terms": prefix}}, "aggs": {"terms": {"terms": wanted}}}
        found = self._search(body, "aggregations.terms.buckets.key")
        buckets = found.get("aggregations", {}).get("terms", {}).get("buckets", [])
        return sorted({bucket["key"].split(MARK)[0] for bucket in buckets})

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""
        number = int(self._rows["number"][row])
        found = self._cluster.ask("GET", f"{self._engine}/_doc/{number}?_source_includes=passage")
        return Passage.from_json(found["_source"]["passage"])

    def close(self) -> None:
        """Release the index."""
        self._cluster.close()

    def _decode(self, term: str) -> Postings:
        if not len(self._rows):
            return NO_POSTINGS
        weights = self._commit["weights"]
        parts = [weights[i : i + _WEIGHTS_AT_ONCE] for i in range(0, len(weights), _WEIGHTS_AT_ONCE)]
        found = [hit for part in parts for hit in self._hits(term, part)]
        if not found:
            return NO_POSTINGS
        numbers, given = (np.array(values) for values in zip(*found, strict=True))
        places = np.searchsorted(self._rows["number"], numbers)
        places[places == len(self._rows)] = 0
        known = (self._rows["number"][places] == numbers) & self.columns.alive[places]
        places, given = places[known], given[known]
        order = np.argsort(places, kind="stable")
        return Postings(places[order].astype(np.int32), given[order].astype(np.float32))

    def _hits(self, term: str, weights: list[str]) -> Iterator[tuple[int, float]]:
        """Yield number and weight of the rows that hold a term with one of some weights."""
        clauses = [
            {"constant_score": {"filter": {"term": {"terms": term + MARK + weight}}, "boost": float(_weight(weight))}}
            for weight in weights
        ]
        body: dict[str, Any] = {
            "size": ROWS_AT_ONCE,
            "query": {"bool": {"should": clauses}},
            "sort": [{"number": "asc"}],
            "track_scores": True,
            "track_total_hits": False,
            "_source": False,
        }
        while True:
            hits = self._search(body, "hits.hits.sort,hits.hits._score").get("hits", {}).get("hits", [])
            for hit in hits:
                yield hit["sort"][0], hit["_score"]
            if len(hits) < ROWS_AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]

    def _search(self, body: dict[str, Any], wanted: str) -> dict[str, Any]:
        # Part of an answer is none: the cluster is asked again until all shards answer.
        path = f"{self._engine}/_search?allow_partial_search_results=false&filter_path={wanted}"
        return self._cluster.ask("POST", path, body)


def version_at(address: str) -> str:
    """Return what a commit must have been written by: an index elsewhere is another one."""
    return f"{FORM} {Cluster(address).shown}"


def _weight(text: str) -> np.float32:
    return np.float32(np.frombuffer(bytes.fromhex(text), np.float32)[0])
