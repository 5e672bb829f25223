"""The index of a library that several servers share: terms and stored passages in an OpenSearch cluster.

Terms come cut and weighted from our side; the cluster returns postings, and numpy scores as for every backend, so that results
are those of the embedded index. A term is written with its weight. To ask for it with any of the weights that occur, each stands
in the query with itself as the score: the score of a hit is the weight. Facts and vectors of rows lie in the library's folder, as
they do for Tantivy.

A commit is whole when `change.json` names it. Rows without a number in it are passed over; rows that go are taken out of the
cluster with the next commit. A new index is written beside the old one, and the alias moves to it at the commit.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import DamagedIndexError, LibraryError
from search.encoders import WORDS, Encoder, Space
from search.indexes import row_files
from search.indexes.batches import Batches
from search.indexes.cache import POSTINGS_BYTES, Kept
from search.indexes.commits import COMMIT_FILE, described, load_commit, save_commit, sweep, telling_damage
from search.indexes.opensearch_server import Cluster, Lines
from search.indexes.port import NO_POSTINGS, Columns, Postings
from search.indexes.rows import FACTS, PART_KINDS, Row, columns, rows
from search.passages import VERSION, Passage

_VERSION = f"{VERSION} opensearch-1"
_MARK = "\x1f"
_ROWS_AT_ONCE = 20_000
# The most clauses that a query may have by default is 1,024.
_WEIGHTS_AT_ONCE = 1_000
_TERMS_AT_MOST = 10_000
_BATCHES_AT_ONCE = 1_000
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
        commit = load_commit(path, _version(address), space)
        try:
            found = cls(path, commit, address)
            found._cluster.ask("GET", f"{found._engine}/_mapping?filter_path=*.mappings._meta")
            return found
        except DamagedIndexError:
            if load_commit(path, _version(address), space) == commit:
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
        return columns([found["facts"].tobytes()], [found["vector"].tobytes()], alive, self._commit["dimensions"])

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
        return sorted({bucket["key"].split(_MARK)[0] for bucket in buckets})

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
            {"constant_score": {"filter": {"term": {"terms": term + _MARK + weight}}, "boost": float(_weight(weight))}}
            for weight in weights
        ]
        body: dict[str, Any] = {
            "size": _ROWS_AT_ONCE,
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
            if len(hits) < _ROWS_AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]

    def _search(self, body: dict[str, Any], wanted: str) -> dict[str, Any]:
        # Part of an answer is none: the cluster is asked again until all shards answer.
        path = f"{self._engine}/_search?allow_partial_search_results=false&filter_path={wanted}"
        return self._cluster.ask("POST", path, body)


class OpenSearchIndexWriter:
    """Writes an index in a cluster; what was not committed has numbers that nobody knows, and is written over."""

    def __init__(self, path: Path, encoder: Encoder, address: str) -> None:
        self._path = path
        self._encoder = encoder
        self._address = address
        self._cluster = Cluster(address)
        self._commit = self._commit_or_new()
        self._begin()

    @classmethod
    def create(cls, path: Path, encoder: Encoder, *, address: str) -> OpenSearchIndexWriter:
        """Return the writer of a library's index, made where there is none or none that can be read.

        Raises:
            LibraryError: The folder is not writable, the cluster is down or refuses, or the alias is another library's.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(f"检索索引不可写：{error.strerror}", where=str(path), hint="检查权限") from error
        return cls(path, encoder, address)

    @property
    def change(self) -> int:
        """Return the number of the change that the writer goes on from, 0 where it begins anew."""
        return int(self._commit.get("change", 0))

    def replace(self, document_id: str, passages: Iterable[Passage]) -> None:
        """Put the passages of a document in the place of its former ones."""
        self.drop(document_id)
        found = list(rows(document_id, passages, self._encoder))
        if not found:
            return
        batch = self._batches.next
        self._cluster.bulk(self._commit["engine"], (self._lines(row, n, batch) for n, row in enumerate(found, batch)))
        self._batches.add(document_id, found)

    def drop(self, document_id: str) -> None:
        """Remove a document's passages."""
        self._batches.drop(document_id)

    def clear(self) -> None:
        """Remove everything."""
        self._commit = self._new_commit()
        self._begin()

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far."""
        engine = self._commit["engine"]
        self._delete(self._commit["gone"])
        self._cluster.ask("POST", f"{engine}/_refresh")
        is_new = "change" not in self._commit
        self._commit |= {
            "change": change,
            "version": _version(self._address),
            "weights": sorted(self._weights),
            **self._batches.write(),
        }
        save_commit(self._path, self._commit)
        self._show(is_new)
        self._batches.settle(self._commit)
        sweep(self._path, keep=frozenset(self._commit["files"]))

    def close(self) -> None:
        """Release the writer; what was not committed is lost."""
        self._cluster.close()

    def _begin(self) -> None:
        self._weights: set[str] = set(self._commit["weights"])
        self._batches = Batches(self._path, self._commit, self._encoder.space.dimensions)

    def _lines(self, row: Row, number: int, batch: int) -> Lines:
        weights = {term: np.float32(weight).tobytes().hex() for term, weight in row.terms.items()}
        self._weights.update(weights.values())
        facts = np.frombuffer(row.facts, FACTS)[0]
        return {"index": {"_id": str(number)}}, {
            "number": number,
            "batch": batch,
            "terms": [term + _MARK + weight for term, weight in weights.items()],
            "document": row.document,
            "year": int(facts["year"]),
            "kind": PART_KINDS[int(facts["kind"])],
            "passage": row.stored,
        }

    def _delete(self, batches: list[int]) -> None:
        """Take the rows of batches out."""
        engine = self._commit["engine"]
        path = f"{engine}/_search?allow_partial_search_results=false&filter_path=hits.hits._id"
        for i in range(0, len(batches), _BATCHES_AT_ONCE):
            query = {"terms": {"batch": batches[i : i + _BATCHES_AT_ONCE]}}
            body: dict[str, Any] = {"size": _ROWS_AT_ONCE, "query": query, "_source": False}
            while hits := self._cluster.ask("POST", path, body).get("hits", {}).get("hits", []):
                self._cluster.bulk(engine, (({"delete": {"_id": hit["_id"]}}, None) for hit in hits))
                self._cluster.ask("POST", f"{engine}/_refresh")

    def _commit_or_new(self) -> dict[str, Any]:
        """Return the last commit where everything that it names can be opened, otherwise an empty one."""
        space = self._encoder.space
        try:
            index = OpenSearchIndex.open(self._path, space, address=self._address)
            index.count()
            index.close()
            return load_commit(self._path, _version(self._address), space)
        except DamagedIndexError:
            return self._new_commit()

    def _new_commit(self) -> dict[str, Any]:
        """Make an empty index in the cluster, whose name no former one has, and return its commit."""
        owner = self._owner() or secrets.token_hex(8)
        taken = [int(name.rsplit("-", 1)[1]) for name in self._indexes()]
        engine = f"{self._cluster.alias}-{max(taken, default=0) + 1}"
        self._cluster.ask("PUT", engine, _form(self._cluster, owner))
        fresh = {"files": [], "gone": [], "next": 0, "weights": [], "owner": owner}
        return {"engine": engine, **fresh, **described(self._encoder.space)}

    def _owner(self) -> str:
        """Return whose the indexes are that a former commit in this folder named; empty where nothing is known of it."""
        try:
            return str(json.loads((self._path / COMMIT_FILE).read_text(encoding="utf-8")).get("owner", ""))
        except (OSError, ValueError, AttributeError):
            return ""

    def _indexes(self) -> dict[str, str]:
        """Return the indexes of our alias by name, with whose each is."""
        path = f"{self._cluster.alias}-*/_mapping?filter_path=*.mappings._meta&allow_no_indices=true"
        found = self._cluster.ask("GET", path)
        name = re.compile(rf"{re.escape(self._cluster.alias)}-\d+")
        return {
            key: one["mappings"].get("_meta", {}).get("owner", "") for key, one in found.items() if name.fullmatch(key)
        }

    def _show(self, is_new: bool) -> None:
        """Move the alias to the index of the commit; take away former ones of this library once nobody reads them."""
        engine, alias = self._commit["engine"], self._cluster.alias
        if is_new:
            own = {"add": {"index": engine, "alias": alias}}
            former = [{"remove": {"index": name, "alias": alias, "must_exist": False}} for name in self._indexes()]
            self._cluster.ask("POST", "_aliases", {"actions": [*former, own]})
            return
        for name, owner in self._indexes().items():
            if name != engine and owner == self._commit["owner"]:
                self._cluster.ask("DELETE", name)


def _version(address: str) -> str:
    """Return what a commit must have been written by: an index elsewhere is another one."""
    return f"{_VERSION} {Cluster(address).shown}"


def _form(cluster: Cluster, owner: str) -> dict[str, Any]:
    """Return settings and fields of a new index. `document`, `year` and `kind` are there for other programs to count by."""
    return {
        "settings": {
            "number_of_shards": cluster.shards,
            "number_of_replicas": cluster.replicas,
            "refresh_interval": -1,
            "max_result_window": _ROWS_AT_ONCE,
        },
        "mappings": {
            "_meta": {"owner": owner, "version": _VERSION},
            "dynamic": "strict",
            "_source": {"excludes": ["terms"]},
            "properties": {
                "number": {"type": "integer"},
                "batch": {"type": "integer"},
                "terms": {"type": "keyword", "norms": False},
                "document": {"type": "keyword"},
                "year": {"type": "short"},
                "kind": {"type": "keyword"},
                "passage": {"type": "keyword", "index": False, "doc_values": False},
            },
        },
    }


def _weight(text: str) -> np.float32:
    return np.float32(np.frombuffer(bytes.fromhex(text), np.float32)[0])
