"""Postings that were asked for last, as arrays: what a term costs on disk is paid once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from search.indexes.port import Postings

# Arrays of postings kept in memory, in bytes: some 3,000 frequent terms of a library of 100,000 passages.
_BYTES = 64_000_000
_BYTES_OF_ENTRY = 200
_BYTES_OF_ROW = 8


class PostingsCache:
    """Keeps the postings of terms up to a bound; the longest unused go first."""

    def __init__(self, decode: Callable[[str], Postings]) -> None:
        self._decode = decode
        self._kept: OrderedDict[str, Postings] = OrderedDict()
        self._bytes = 0
        self.lock = Lock()

    def __getitem__(self, term: str) -> Postings:
        """Return the postings of a term, decoded where they are not kept."""
        with self.lock:
            known = self._kept.get(term)
            if known is not None:
                self._kept.move_to_end(term)
                return known
            found = self._decode(term)
            self._kept[term] = found
            self._bytes += _size(found)
            while self._bytes > _BYTES and len(self._kept) > 1:
                self._bytes -= _size(self._kept.popitem(last=False)[1])
            return found


def _size(postings: Postings) -> int:
    return _BYTES_OF_ENTRY + _BYTES_OF_ROW * len(postings)
