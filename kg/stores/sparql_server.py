"""The addresses of a SPARQL 1.1 server, and requests that say in words what went wrong.

The root of a host is the layout of the Oxigraph server, a data set below it that of Fuseki. Where a server has other addresses, the
fragment of its URL names them: `http://host/x#query=sparql&update=update&data=rdf`. User and password stand in CETU_GRAPH_USER and
CETU_GRAPH_PASSWORD.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox
import urllib3

from corpus.errors import InputError, LibraryError

_CONNECT_S, _READ_S = 5.0, 120.0
# A server that restarts or is busy is asked again, after 0, 0.4, 0.8 and 1.6 seconds.
_RETRIES = urllib3.Retry(
    total=4,
    backoff_factor=0.2,
    status_forcelist=(429, 502, 503, 504),
    allowed_methods=None,
    raise_on_status=False,
    respect_retry_after_header=False,  # it may say an hour
)
# Virtuoso 7 gives the truth value of an ASK as a row with this variable.
_ASKED = "__ASK_RETVAL"


class Server:
    """The addresses of one server, and requests that say in words what went wrong."""

    def __init__(self, url: str) -> None:
        self.given = url
        parts = urlsplit(url)
        if parts.username or parts.password:
            raise InputError(
                "网址里不要写用户和口令", where="kg.store", hint="写在环境变量 CETU_GRAPH_USER 和 CETU_GRAPH_PASSWORD"
            )
        self.url = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
        own = dict(parse_qsl(parts.fragment))
        # The root of a host is the layout of the Oxigraph server, a data set below it that of Fuseki.
        usual = {"query": "query", "update": "update", "data": "data" if parts.path.strip("/") else "store"}
        self._paths = {name: f"{self.url}/{own.get(name, path)}" for name, path in usual.items()}
        user, password = os.environ.get("CETU_GRAPH_USER", ""), os.environ.get("CETU_GRAPH_PASSWORD", "")
        headers = urllib3.make_headers(basic_auth=f"{user}:{password}") if user else {}
        timeout = urllib3.Timeout(connect=_CONNECT_S, read=_READ_S)
        self._pool = urllib3.PoolManager(headers=headers, retries=_RETRIES, timeout=timeout, maxsize=16)

    def query(self, text: str, union: Mapping[str, str]) -> Any:
        """Return the result of a SELECT or ASK as Oxigraph gives it."""
        content = self._asked(text, union, "application/sparql-results+json")
        with self._telling():
            found = _results(content)
            if isinstance(found, ox.QuerySolutions) and [name.value for name in found.variables] == [_ASKED]:
                truth = any(int(row[_ASKED].value) for row in found)
                return _results(b'{"head": {}, "boolean": %s}' % (b"true" if truth else b"false"))
            return found

    def triples(self, text: str, union: Mapping[str, str]) -> Iterator[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE."""
        return self._parsed(self._asked(text, union, "application/n-triples"))

    def update(self, text: str) -> None:
        """Run a SPARQL Update, which the server does wholly or not at all."""
        self._ask("POST", self._paths["update"], text.encode(), {"Content-Type": "application/sparql-update"})

    def put(self, graph: str, triples: bytes) -> None:
        """Put N-Triples in the place of a named graph."""
        self._ask("PUT", self._graph(graph), triples, {"Content-Type": "application/n-triples"})

    def post(self, graph: str, triples: bytes) -> None:
        """Add N-Triples to a named graph."""
        self._ask("POST", self._graph(graph), triples, {"Content-Type": "application/n-triples"})

    def get(self, graph: str) -> Iterator[ox.Triple]:
        """Return the triples of a named graph; one that is not there is empty."""
        response = self._ask(
            "GET", self._graph(graph), None, {"Accept": "application/n-triples"}, missing_is_empty=True
        )
        return self._parsed(b"" if response.status == 404 else response.data)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _asked(self, text: str, union: Mapping[str, str], accepted: str) -> bytes:
        fields = urlencode({"query": text, **union})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accepted}
        return self._ask("POST", self._paths["query"], fields.encode(), headers).data

    def _parsed(self, content: bytes) -> Iterator[ox.Triple]:
        with self._telling():
            yield from (quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say of an answer that cannot be read that none of SPARQL came: another program may stand at the address."""
        try:
            yield
        except SyntaxError as error:
            hint = "核对网址与版本（SPARQL 1.1）；资料库的记录没有变"
            raise LibraryError("图谱服务器答的不是 SPARQL 的结果", where=self.url, hint=hint) from error

    def _graph(self, graph: str) -> str:
        return f"{self._paths['data']}?{urlencode({'graph': graph})}"

    def _ask(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], *, missing_is_empty: bool = False
    ) -> urllib3.BaseHTTPResponse:
        try:
            response = self._pool.request(method, url, body=body, headers={**self._pool.headers, **headers})
        except urllib3.exceptions.HTTPError as error:
            raise LibraryError(
                "图谱服务器连不上或没有回应", where=self.url, hint="看它是否在运行、网址是否正确；资料库的记录没有变"
            ) from error
        if response.status == 404 and missing_is_empty:
            return response
        if response.status in (401, 403):
            hint = "核对环境变量 CETU_GRAPH_USER 和 CETU_GRAPH_PASSWORD"
            raise LibraryError("图谱服务器不收这个用户或口令", where=self.url, hint=hint)
        if response.status >= 400:
            said = response.data.decode("utf-8", "replace").strip()[:160]
            raise LibraryError(
                f"图谱服务器答 {response.status}：{said}", where=url.partition("?")[0], hint="看服务器的日志与地址"
            )
        return response


def _results(content: bytes) -> Any:
    return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
