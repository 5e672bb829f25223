"""Writes the index that several servers share: see `opensearch_index` for what lies where."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import numpy as np

from corpus.errors import DamagedIndexError, LibraryError
from search.encoders import Encoder
from search.indexes.batches import Batches, BatchWriter
from search.indexes.commits import COMMIT_FILE, IndexFolder, described, load_commit, making, save_commit, sweep
from search.indexes.opensearch_index import FORM, MARK, ROWS_AT_ONCE, OpenSearchIndex, version_at
from search.indexes.opensearch_server import Bulk, Cluster
from search.indexes.rows import FACTS, PART_KINDS, Row

_BATCHES_AT_ONCE = 1_000


class OpenSearchIndexWriter(BatchWriter, IndexFolder):
    """Writes an index in a cluster; what was not committed has numbers that nobody knows, and is written over."""

    def __init__(self, path: Path, encoder: Encoder, address: str) -> None:
        super().__init__(path, encoder)
        self._address = address
        self._cluster = Cluster(address)
        self._cluster.refuse_old()
        self._commit = self._commit_or_new()
        self._begin()

    @classmethod
    def create(cls, path: Path, encoder: Encoder, *, address: str) -> Self:
        """Return the writer of a library's index, made where there is none or none that can be read.

        Raises:
            LibraryError: The folder is not writable, the cluster is down or refuses, or the alias is another library's.
        """
        with making(path):
            return cls(path, encoder, address)

    def clear(self) -> None:
        """Remove everything."""
        self._commit = self._new_commit()
        self._begin()

    def commit(self, change: int) -> None:
        """Let readers that open the index from now on see everything written so far."""
        engine = self._commit["engine"]
        self._bulk.flush()
        self._delete(self._commit["gone"])
        self._cluster.ask("POST", f"{engine}/_refresh")
        # A copy that is on its way arrives before anybody relies on it: until then a node that goes takes its shards along.
        with suppress(LibraryError):
            self._cluster.ask("GET", f"_cluster/health/{engine}?wait_for_no_initializing_shards=true&timeout=60s")
        is_new = "change" not in self._commit
        self._commit |= {
            "change": change,
            "version": version_at(self._address),
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
        self._bulk = Bulk(self._cluster, self._commit["engine"])

    def _take(self, row: Row, number: int, batch: int) -> None:
        self._bulk.add({"index": {"_id": str(number)}}, self._source(row, number, batch))

    def _source(self, row: Row, number: int, batch: int) -> dict[str, Any]:
        weights = {term: np.float32(weight).tobytes().hex() for term, weight in row.terms.items()}
        self._weights.update(weights.values())
        facts = np.frombuffer(row.facts, FACTS)[0]
        found = {
            "number": number,
            "batch": batch,
            "terms": [term + MARK + weight for term, weight in weights.items()],
            "document": row.document,
            "year": int(facts["year"]),
            "kind": PART_KINDS[int(facts["kind"])],
            "passage": row.stored,
        }
        # A passage without a known word has no direction, which a cosine asks for.
        if self._commit.get("knn") and any(row.vector):
            found["vector"] = np.frombuffer(row.vector, np.int8).tolist()
        return found

    def _delete(self, batches: list[int]) -> None:
        """Take the rows of batches out."""
        engine = self._commit["engine"]
        path = f"{engine}/_search?allow_partial_search_results=false&filter_path=hits.hits._id"
        for i in range(0, len(batches), _BATCHES_AT_ONCE):
            query = {"terms": {"batch": batches[i : i + _BATCHES_AT_ONCE]}}
            body: dict[str, Any] = {"size": ROWS_AT_ONCE, "query": query, "_source": False}
            while hits := self._cluster.ask("POST", path, body).get("hits", {}).get("hits", []):
                for hit in hits:
                    self._bulk.add({"delete": {"_id": hit["_id"]}})
                self._bulk.flush()
                self._cluster.ask("POST", f"{engine}/_refresh")

    def _commit_or_new(self) -> dict[str, Any]:
        """Return the last commit where everything that it names can be opened, otherwise an empty one."""
        space = self._encoder.space
        try:
            index = OpenSearchIndex.open(self._path, space, address=self._address)
            index.count()
            index.close()
            return load_commit(self._path, version_at(self._address), space)
        except DamagedIndexError:
            return self._new_commit()

    def _new_commit(self) -> dict[str, Any]:
        """Make an empty index in the cluster, whose name no former one has, and return its commit."""
        owner = self._owner() or secrets.token_hex(8)
        taken = [int(name.rsplit("-", 1)[1]) for name in self._indexes()]
        engine = f"{self._cluster.alias}-{max(taken, default=0) + 1}"
        space = self._encoder.space
        has_vectors = self._cluster.holds_vectors()
        self._cluster.ask("PUT", engine, _form(self._cluster, owner, space.dimensions if has_vectors else 0))
        fresh = {"files": [], "gone": [], "next": 0, "weights": [], "owner": owner, "knn": has_vectors}
        return {"engine": engine, **fresh, **described(space)}

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


def _form(cluster: Cluster, owner: str, dimensions: int) -> dict[str, Any]:
    """Return settings and fields of a new index; without vectors where their dimensions are 0.

    `document`, `year`, `kind` and `vector` are there for other programs, to count by and to find what is alike.
    """
    fields: dict[str, Any] = {
        "number": {"type": "integer"},
        "batch": {"type": "integer"},
        "terms": {"type": "keyword", "norms": False},
        "document": {"type": "keyword"},
        "year": {"type": "short"},
        "kind": {"type": "keyword"},
        "passage": {"type": "keyword", "index": False, "doc_values": False},
    }
    if dimensions:
        # Bytes as they lie in our own columns. Of the plugin's engines this one is pure Java and runs wherever it does.
        method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"}
        fields["vector"] = {"type": "knn_vector", "dimension": dimensions, "data_type": "byte", "method": method}
    return {
        "settings": {
            "number_of_shards": cluster.shards,
            "number_of_replicas": cluster.replicas,
            "refresh_interval": -1,
            "max_result_window": ROWS_AT_ONCE,
            **({"knn": True} if dimensions else {}),
        },
        "mappings": {
            "_meta": {"owner": owner, "version": FORM},
            "dynamic": "strict",
            "_source": {"excludes": ["terms", *(["vector"] if dimensions else [])]},
            "properties": fields,
        },
    }
