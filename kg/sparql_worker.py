"""The worker process of `kg.sparql`: reads a request a line, writes a header line and the serialised result.

Run as `python -m kg.sparql_worker SOURCE`, where SOURCE is a checkpoint of the Oxigraph store, an N-Quads file, or the URL
of a SPARQL server.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from corpus.errors import CetuError
from kg.rdf import PREFIXES
from kg.sparql_rows import ROW_FORMATS, TRUTH_FORMATS
from kg.stores import is_server

_MEMORY_BYTES = 4 << 30
GRAPH_FORMATS: dict[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


class UnfitFormatError(ValueError):
    """The format does not fit the kind of query."""


# Returns what a query finds over the union of all graphs: rows, a truth value or triples, as Oxigraph gives them.
Engine = Callable[[str], Any]


def embedded(store: ox.Store) -> Engine:
    """Return the engine of a database in this process."""
    return lambda query: store.query(query, use_default_graph_as_union=True)


def answer(engine: Engine, query: str, form: str, rows: int) -> tuple[bytes, str, bool]:
    """Return (content, media type, whether rows were left out)."""
    found = engine(query)
    if isinstance(found, ox.QueryBoolean):
        writer, media_type = _chosen(TRUTH_FORMATS, form)
        return writer(bool(found)), media_type, False
    if isinstance(found, ox.QuerySolutions):
        writer, media_type = _chosen(ROW_FORMATS, form)
        names = [variable.value for variable in found.variables]
        kept = [[solution[name] for name in names] for solution in islice(found, rows + 1)]
        return writer(names, kept[:rows]), media_type, len(kept) > rows
    return _graph(found, form, rows)


def _graph(found: Any, form: str, rows: int) -> tuple[bytes, str, bool]:
    if form not in GRAPH_FORMATS:
        raise UnfitFormatError(f"CONSTRUCT 和 DESCRIBE 的结果可用 {'、'.join(GRAPH_FORMATS)}")
    # The union of graphs repeats what several documents say.
    triples = list(islice(dict.fromkeys(found), rows + 1))
    chosen = GRAPH_FORMATS[form]
    prefixes = {} if chosen == ox.RdfFormat.JSON_LD else PREFIXES
    content = ox.serialize(sorted(triples[:rows], key=str), format=chosen, prefixes=prefixes)
    return content or b"", str(chosen.media_type), len(triples) > rows


def _chosen(formats: Mapping[str, tuple[Callable[..., bytes], str]], form: str) -> tuple[Callable[..., bytes], str]:
    if form not in formats:
        raise UnfitFormatError(f"SELECT 和 ASK 的结果可用 {'、'.join(formats)}")
    return formats[form]


def serve(engine: Engine, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until there are no more."""
    for line in requests:
        request = json.loads(line)
        content = b""
        try:
            content, media_type, is_truncated = answer(engine, request["query"], request["form"], request["rows"])
            head = {"length": len(content), "media_type": media_type, "truncated": is_truncated}
        except SyntaxError as error:
            head = {"error": f"查询写得不对：{_short(str(error))}", "hint": "按 SPARQL 1.1 改正"}
        except UnfitFormatError as error:
            head = {"error": f"结果不能写成 {request['form']}", "hint": str(error)}
        except CetuError as error:
            head = {"error": error.what, "hint": error.hint}
        except (ValueError, OSError, RuntimeError) as error:
            head = {"error": f"查询不能执行：{_short(str(error))}", "hint": "按 SPARQL 1.1 改正"}
        answers.write(json.dumps(head).encode() + b"\n" + content)
        answers.flush()


def _short(message: str) -> str:
    return message if len(message) <= 160 else message[:160] + "…"


def _open(source: str) -> Engine:
    if is_server(source):
        return _remote(source)
    if Path(source).is_dir():
        return embedded(ox.Store.read_only(source))
    store = ox.Store()
    store.bulk_load(path=source, format=ox.RdfFormat.N_QUADS)
    return embedded(store)


def _remote(url: str) -> Engine:
    """Return the engine of a server. It gets standard queries only: what we cannot parse may be a dialect that writes."""
    from kg.stores.sparql import SparqlStore

    nothing = ox.Store()
    store = SparqlStore.at(url)

    return lambda query: store.ask(query, type(nothing.query(query)))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    _limit_memory()
    serve(_open(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
