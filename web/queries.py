"""The SPARQL service of the library's present state: its workers are kept between requests, and stopped with the state."""

from __future__ import annotations

import weakref
from threading import Lock

from kg.sparql import Service, SparqlResult
from search.library import Library

_services: weakref.WeakKeyDictionary[Library, Service] = weakref.WeakKeyDictionary()
_lock = Lock()


def query(library: Library, text: str, form: str) -> SparqlResult:
    """Return the result of a read-only query.

    Raises:
        InputError: The query is invalid, writes, or reaches outside.
        QueryTimeoutError: It took too long.
    """
    return _service(library).query(text, form)


def _service(library: Library) -> Service:
    with _lock:
        if library not in _services:
            service = Service(library.graph, library.settings)
            weakref.finalize(library, service.close)
            _services[library] = service
        return _services[library]
