"""An OpenSearch cluster over its HTTP interface: several addresses, repeats, bulk writing, and troubles said in words.

`http://host1:9200,host2:9200/cetu?shards=3&replicas=1&knn=0`: the addresses of some nodes, the alias under which other programs find
the index, how a new one is spread, and whether vectors are left out of it where the cluster could take them. User and password stand in CETU_SEARCH_USER and CETU_SEARCH_PASSWORD.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import urllib3

from corpus.errors import DamagedIndexError, InputError, LibraryError

WHERE = "search.index"
_CONNECT_S, _READ_S = 5.0, 120.0
# A cluster that lost a node needs some seconds to choose anew, a busy one some more; one that is down is said soon.
_DOWN_S, _BUSY_S = 15.0, 90.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.2, 5.0
_BUSY = frozenset({429, 502, 503, 504})
_BULK_BYTES, _BULK_LEAST = 4_000_000, 250_000
_KNN_PLUGIN = "org.opensearch.knn.plugin.KNNPlugin"


def _is_passing(response: urllib3.BaseHTTPResponse) -> bool:
    """Return whether a server may answer soon: it is busy, or a node went away while its parts of the index were asked."""
    is_broken_off = response.status == 500 and b"search_phase_execution_exception" in response.data
    return response.status in _BUSY or is_broken_off


class Cluster:
    """The addresses of a cluster, asked in turn.

    Args:
        address: As above.

    Raises:
        InputError: The address cannot be read as one.
    """

    def __init__(self, address: str) -> None:
        hint = "写成 http://主机:9200/别名?shards=1&replicas=1"
        parts = urlsplit(address)
        if "@" in parts.netloc:
            hint = "写在环境变量 CETU_SEARCH_USER 和 CETU_SEARCH_PASSWORD"
            raise InputError("网址里不要写用户和口令", where=WHERE, hint=hint)
        self.alias = parts.path.strip("/") or "cetu"
        own = dict(parse_qsl(parts.query))
        if (
            self.alias != self.alias.lower()
            or "/" in self.alias
            or not parts.netloc
            or set(own) - {"shards", "replicas", "knn"}
            or own.get("knn", "1") not in ("0", "1")
        ):
            raise InputError("检索服务的网址读不懂", where=WHERE, hint=hint)
        try:
            self.shards, self.replicas = int(own.get("shards", 1)), int(own.get("replicas", 1))
        except ValueError as error:
            raise InputError("检索服务的网址读不懂", where=WHERE, hint=hint) from error
        self._may_hold_vectors = own.get("knn", "1") == "1"
        self._hosts = [f"{parts.scheme}://{host}" for host in parts.netloc.split(",")]
        self.shown = f"{parts.scheme}://{parts.netloc}/{self.alias}"
        user, password = os.environ.get("CETU_SEARCH_USER", ""), os.environ.get("CETU_SEARCH_PASSWORD", "")
        headers = urllib3.make_headers(basic_auth=f"{user}:{password}") if user else {}
        timeout = urllib3.Timeout(connect=_CONNECT_S, read=_READ_S)
        self._pool = urllib3.PoolManager(headers=headers, retries=False, timeout=timeout, maxsize=16)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the cluster answers; asking again does no harm for anything that is asked here.

        Raises:
            DamagedIndexError: There is no such index or document.
            LibraryError: The cluster is down, stays busy, or refuses.
        """
        return self._ask(method, path, json.dumps(body).encode() if body is not None else None, "application/json")

    def refuse_old(self) -> None:
        """Refuse a cluster of a version that lacks what is asked of it here.

        Raises:
            LibraryError: It is too old, or something else stands at the address.
        """
        version = self.ask("GET", "").get("version")
        number = str(version.get("number", "")) if isinstance(version, dict) else ""
        least = 2 if isinstance(version, dict) and version.get("distribution") == "opensearch" else 8
        major = number.partition(".")[0]
        if not major.isdigit() or int(major) < least:
            hint = "要 OpenSearch 2 以上；资料库的记录没有变"
            raise LibraryError(f"检索服务的版本不合用：{number or '没有说'}", where=self.shown, hint=hint)

    def holds_vectors(self) -> bool:
        """Return whether all nodes have the plugin that finds nearest vectors, and the address lets it be used."""
        if not self._may_hold_vectors:
            return False
        try:
            nodes = self.ask("GET", "_nodes/plugins?filter_path=nodes.*.plugins.classname").get("nodes", {})
        except LibraryError:
            return False  # a user who writes an index need not be one who may look at the nodes
        held = [{one["classname"] for one in node.get("plugins", ())} for node in nodes.values()]
        return bool(held) and all(_KNN_PLUGIN in classes for classes in held)

    def send(self, index: str, lines: Sequence[bytes]) -> int:
        """Send lines of a bulk request, what a busy node turns away again and ever more slowly; return how often that was.

        Raises:
            LibraryError: The cluster is down, stays busy or full, or refuses a line.
        """
        path = f"{index}/_bulk?filter_path=errors,items.*.status,items.*.error"
        end, wait, repeats = time.monotonic() + _BUSY_S, _FIRST_WAIT_S, 0
        while True:
            answer = self._ask("POST", path, b"\n".join([*lines, b""]), "application/x-ndjson")
            lines = self._refused(lines, answer)
            if not lines:
                return repeats
            if time.monotonic() > end:
                hint = "等它空下来或加节点，再运行一次"
                raise LibraryError("检索服务一直太忙或已满", where=self.shown, hint=hint)
            time.sleep(wait)
            wait, repeats = min(2 * wait, _LONGEST_WAIT_S), repeats + 1

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _refused(self, lines: Sequence[bytes], answer: Mapping[str, Any]) -> list[bytes]:
        """Return the lines that were turned away for now."""
        if not answer["errors"]:
            return []
        left: list[bytes] = []
        for line, item in zip(lines, answer["items"], strict=True):
            (result,) = item.values()
            if result["status"] in _BUSY:
                left.append(line)
            elif "error" in result and result["status"] != 404:  # to delete what is gone is no error
                reason = str(result["error"].get("reason", ""))[:200]
                raise LibraryError(f"检索服务不收一段：{reason}", where=self.shown, hint="看它的日志；记录没有变")
        return left

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> dict[str, Any]:
        start, wait, refusing = time.monotonic(), _FIRST_WAIT_S, 0
        while True:
            host = self._hosts[0]
            headers = {**self._pool.headers, "Content-Type": kind}
            try:
                response = self._pool.request(method, f"{host}/{path}", body=body, headers=headers)
            except urllib3.exceptions.HTTPError as error:
                refusing += 1  # nodes in a row: one that is gone says nothing of the others, however long those took
                if time.monotonic() - start > _DOWN_S and refusing >= len(self._hosts):
                    hint = "看它是否在运行、网址是否正确；资料库的记录没有变"
                    raise LibraryError("检索服务连不上或没有回应", where=self.shown, hint=hint) from error
            else:
                if not _is_passing(response) or time.monotonic() - start > _BUSY_S:
                    return self._answer(response)
                refusing = 0
            self._hosts.append(self._hosts.pop(0))
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT_S)

    def _answer(self, response: urllib3.BaseHTTPResponse) -> dict[str, Any]:
        if response.status == 403 and b"cluster_block_exception" in response.data:
            hint = "腾出磁盘或加节点，再运行一次；资料库的记录没有变"
            raise LibraryError("检索服务已满，或被设为只读", where=self.shown, hint=hint)
        if response.status in (401, 403):
            hint = "核对环境变量 CETU_SEARCH_USER 和 CETU_SEARCH_PASSWORD，及别名的权限"
            raise LibraryError("检索服务不收这个用户或口令", where=self.shown, hint=hint)
        if response.status == 404:
            raise DamagedIndexError("检索服务上没有检索索引", where=self.shown, hint="运行 cetu rebuild")
        try:
            found: dict[str, Any] = json.loads(response.data)
        except ValueError as unread:
            if response.status < 400:
                hint = "核对网址：那里也许是别的程序；资料库的记录没有变"
                raise LibraryError("检索服务答的读不懂", where=self.shown, hint=hint) from unread
            found = {"error": {"reason": response.data.decode("utf-8", "replace").strip()}}
        if response.status >= 400:
            error = found.get("error")
            reason = error.get("reason", "") if isinstance(error, dict) else str(error)
            hint = "看它的日志、磁盘与版本（OpenSearch 2 或 3）；资料库的记录没有变"
            raise LibraryError(f"检索服务出错（{response.status}）：{reason[:200]}", where=self.shown, hint=hint)
        return found


class Bulk:
    """Lines on their way into an index, gathered into requests of some megabytes: of less while the cluster is busy."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster, self._index = cluster, index
        self._most = _BULK_BYTES
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, action: Mapping[str, Any], content: Mapping[str, Any] | None = None) -> None:
        """Take in one action with what belongs to it; it is sent with others.

        Raises:
            LibraryError: The cluster did not take what was gathered.
        """
        parts = [action] if content is None else [action, content]
        line = b"\n".join(json.dumps(part, ensure_ascii=False).encode() for part in parts)
        self._lines.append(line)
        self._size += len(line)
        if self._size > self._most:
            self.flush()

    def flush(self) -> None:
        """Send what was gathered.

        Raises:
            LibraryError: The cluster did not take it.
        """
        if self._lines:
            repeats = self._cluster.send(self._index, self._lines)
            self._most = max(self._most // 2, _BULK_LEAST) if repeats else min(self._most * 2, _BULK_BYTES)
        self._lines, self._size = [], 0
