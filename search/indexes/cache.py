"""What was asked for last, kept up to a bound in bytes: what a term costs on disk is paid once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, Protocol, TypeVar

POSTINGS_BYTES = 32_000_000
"""For an index: the postings of some 1,500 frequent terms of a library of 100,000 passages."""

_BYTES_OF_ENTRY = 200


class Sized(Protocol):
    """Something whose memory is known."""

    @property
    def bytes(self) -> int:
        """The memory that it takes, in bytes."""


Value = TypeVar("Value", bound=Sized)


class Kept(Generic[Value]):
    """Values by name; beyond the bound the longest unused go first. Threads may share one."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, name: str) -> Value | None:
        """Return a value, or None where it is not kept."""
        with self._lock:
            if name in self._values:
                self._values.move_to_end(name)
                return self._values[name]
        return None

    def put(self, name: str, value: Value) -> Value:
        """Keep a value and return it."""
        with self._lock:
            before = self._values.pop(name, None)
            self._bytes += value.bytes - (before.bytes + _BYTES_OF_ENTRY if before is not None else 0) + _BYTES_OF_ENTRY
            self._values[name] = value
            while self._bytes > self._bound and len(self._values) > 1:
                self._bytes -= self._values.popitem(last=False)[1].bytes + _BYTES_OF_ENTRY
        return value
