"""How often one person, or one address, may ask: a bucket each that fills again with time.

Behind a proxy several processes may answer, and count together then (`corpus.buckets`).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from flask import Flask, Response, g, request

from corpus.accounts import TooManyError
from corpus.buckets import SharedBuckets
from corpus.databases import has_record
from corpus.errors import CetuError, LibraryError
from web.access import LOCAL, person
from web.shelf import shelf, shelf_of

_MOST_KEPT = 20_000
_MINUTE_S = 60.0
# So many times a minute a process asks for more on behalf of one asker at most.
_TAKES = 100
_FREE = ("static", "health.show", "metrics.show")


class Buckets:
    """What is left to each of many askers; safe to be used by many threads. Holds the most recent askers only."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: str, per_minute: int, now: float) -> float:
        """Take one from a bucket; return 0, or for how long it is empty, in seconds."""
        with self._lock:
            left, then = self._left.pop(key, (float(per_minute), now))
            left = min(float(per_minute), left + (now - then) * per_minute / _MINUTE_S)
            is_free = left >= 1
            self._left[key] = (left - is_free, now)
            if len(self._left) > _MOST_KEPT:
                self._left.popitem(last=False)
        return 0.0 if is_free else (1 - left) * _MINUTE_S / per_minute


class CommonBuckets:
    """What is left to each asker in all processes of a library together; this process takes some at a time.

    While the common count cannot be kept (a read-only disk, a database that is down), the process counts for itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._common: SharedBuckets | None = None
        self._taken: OrderedDict[str, int] = OrderedDict()
        self._own = Buckets()

    def wait_s(self, key: str, per_minute: int) -> float:
        """Take one from a bucket; return 0, or for how long it is empty, in seconds."""
        with self._lock:
            left = self._taken.pop(key, 0)
            try:
                left = left or self._fetched(key, per_minute)
            except LibraryError:
                return self._own.wait_s(key, per_minute, time.monotonic())
            if left > 1:
                self._taken[key] = left - 1
            if len(self._taken) > _MOST_KEPT:
                self._taken.popitem(last=False)
        return 0.0 if left else _MINUTE_S / per_minute

    def _fetched(self, key: str, per_minute: int) -> int:
        """Return how many were there to be taken: some, one or none."""
        if self._common is None:
            self._common = SharedBuckets(self._folder)
        some = max(1, per_minute // _TAKES)
        return next((n for n in (some, 1) if self._common.take(key, per_minute, n, time.time())), 0)


def register(app: Flask) -> None:
    """Guard an application. What counts is who has signed in, else the address; whoever sits at the machine is free."""
    own = Buckets()
    common = CommonBuckets(shelf_of(app).folder)

    def wait_s(key: str, per_minute: int) -> float:
        found = shelf()
        if found.settings().number("web.proxies") and has_record(found.folder):
            return common.wait_s(key, per_minute)
        return own.wait_s(key, per_minute, time.monotonic())

    def slow_down() -> None:
        per_minute = shelf().settings().number("web.requests_per_minute")
        if not per_minute or request.endpoint in _FREE:
            return
        if (key := _key()) and (wait := wait_s(key, per_minute)):
            raise TooFastError(wait)

    app.before_request(slow_down)
    app.after_request(_say_when)


class TooFastError(TooManyError):
    """Somebody asks too often; `wait_s` says how long to wait."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("请求太频繁", where=request.path, hint="稍等片刻再试，或请管理员调大 web.requests_per_minute")
        request.environ["cetu.wait_s"] = wait_s


def _key() -> str:
    try:
        found = person()
    except CetuError:
        # Whoever guards the door finds out again, and says so.
        g.pop("person", None)
        found = None
    if found is not None and found.account is not None:
        return f"person {found.name}"
    is_local = found is not None and found.name == LOCAL
    return "" if is_local else f"address {request.remote_addr}"


def _say_when(response: Response) -> Response:
    if wait_s := request.environ.get("cetu.wait_s"):
        response.headers["Retry-After"] = str(int(wait_s) + 1)
    return response
