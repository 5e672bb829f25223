"""What an operator sees of a running server: one log line a request, and metrics for Prometheus.

Neither holds what readers wrote: a log line names the kind of page and the id of a document, never a question, a name or an address
with one in it.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from threading import Lock

from flask import Blueprint, Flask, Response, current_app, g, request

from corpus.errors import LibraryError
from web.shelf import library

LOG = logging.getLogger("cetu.web.requests")
_EXTENSION = "cetu.metrics"
# Upper bounds of the histogram in seconds: the goals of readers lie among them.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

blueprint = Blueprint("metrics", __name__)


class Metrics:
    """Counts of one process since it started; safe to be filled by many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._buckets = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def note(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        with self._lock:
            self._requests[endpoint, method, status] += 1
            self._buckets[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def lines(self) -> Iterator[str]:
        """Yield the counts in the text format of Prometheus."""
        with self._lock:
            requests, buckets, seconds = dict(self._requests), list(self._buckets), self._seconds
        yield "# HELP cetu_requests_total Requests answered, by kind of page."
        yield "# TYPE cetu_requests_total counter"
        for (endpoint, method, status), count in sorted(requests.items()):
            yield f'cetu_requests_total{{endpoint="{endpoint}",method="{method}",status="{status}"}} {count}'
        yield "# HELP cetu_request_seconds Time from request to answer."
        yield "# TYPE cetu_request_seconds histogram"
        total = 0
        for bound, count in zip((*BOUNDS, "+Inf"), buckets, strict=True):
            total += count
            yield f'cetu_request_seconds_bucket{{le="{bound}"}} {total}'
        yield f"cetu_request_seconds_sum {seconds:.6f}"
        yield f"cetu_request_seconds_count {total}"


def register(app: Flask) -> None:
    """Count and log the requests of an application, and give the counts at /metrics."""
    app.extensions[_EXTENSION] = Metrics()
    app.before_request(_begin)
    app.after_request(_end)
    app.register_blueprint(blueprint)


def log_to_stderr() -> None:
    """Write one JSON object a request to the standard error of this process."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    # The server says in a line of its own, which is no JSON, how many wait, with each request that has to.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


@blueprint.get("/metrics")
def show() -> Response:
    """Return the counts of this process and the state of the library, as Prometheus reads them."""
    lines = [*current_app.extensions[_EXTENSION].lines(), *_library_lines()]
    return Response("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _library_lines() -> Iterator[str]:
    try:
        found = library()
    except LibraryError:
        found = None
    yield "# HELP cetu_library_up Whether the library can be read."
    yield "# TYPE cetu_library_up gauge"
    yield f"cetu_library_up {int(found is not None)}"
    if found is not None:
        for name, help_, value in (
            ("change", "Number of the last change shown to readers.", found.change),
            ("documents", "Documents in the library.", len(found.documents)),
        ):
            yield f"# HELP cetu_library_{name} {help_}"
            yield f"# TYPE cetu_library_{name} gauge"
            yield f"cetu_library_{name} {value}"


def _begin() -> None:
    g.started, g.request_id = time.perf_counter(), secrets.token_hex(8)


def _end(response: Response) -> Response:
    if "started" not in g:  # refused before it began
        return response
    seconds = time.perf_counter() - g.started
    endpoint, method = request.endpoint or "unknown", request.method if request.method in _METHODS else "other"
    current_app.extensions[_EXTENSION].note(endpoint, method, response.status_code, seconds)
    response.headers["X-Request-Id"] = g.request_id
    if "library" in g:
        response.headers["X-Cetu-Change"] = str(g.library.change)
    if LOG.isEnabledFor(logging.INFO):
        LOG.info(json.dumps(_line(endpoint, method, response.status_code, seconds)))
    return response


# Anything else is a caller's own word, which must not become a label.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _line(endpoint: str, method: str, status: int, seconds: float) -> dict[str, str | int | float]:
    line: dict[str, str | int | float] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "request": g.request_id,
        "method": method,
        "endpoint": endpoint,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    document = (request.view_args or {}).get("document")
    if isinstance(document, str) and len(document) == _ID and document.isascii() and document.isalnum():
        line["document"] = document
    return line


_ID = 16
