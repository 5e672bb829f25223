"""Documents that questions have opened, kept for the next one: those asked for last, so that a server does not grow."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.answers.facts import Facts


class Opened:
    """Documents with their facts, made on first use and kept while they are among those asked for last.

    Args:
        make: Makes one by its id.
        most: So many characters the documents kept have together; the last one is kept whatever its size.
    """

    def __init__(self, make: Callable[[str], Facts], most: int) -> None:
        self._make = make
        self._most = most
        self._kept: OrderedDict[str, Facts] = OrderedDict()
        self._characters = 0
        self._lock = Lock()

    def of(self, document_id: str) -> Facts:
        """Return a document with its facts."""
        with self._lock:
            if document_id in self._kept:
                self._kept.move_to_end(document_id)
            else:
                self._kept[document_id] = self._make(document_id)
                self._characters += self._kept[document_id].meta.characters
                self._let_go()
            return self._kept[document_id]

    def _let_go(self) -> None:
        while self._characters > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._characters -= oldest.meta.characters
