"""Checks a graph against its rules and against the record, and says in words what is wrong.

The rules are those of `kg/ontology/shapes.ttl`, asked as the queries `kg/queries/check_*.rq`: much faster than a SHACL
engine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.documents import Document
from kg.extractors.members import fits_promise, promised_count
from kg.facts import Extraction
from kg.queries_table import load, names, query
from kg.rdf import quads
from kg.resolution import Resolution
from kg.stores.port import GraphStore

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        severity: An error is never right; a warning is for a person to look at.
        kind: The rule.
        message: What is wrong, in Chinese.
        where: The IRI concerned.
        is_repairable: Building the graph anew from the record mends it.
    """

    severity: Severity
    kind: str
    message: str
    where: str
    is_repairable: bool = False


def verify(
    store: GraphStore, items: Iterable[tuple[Document, Extraction]], resolution: Resolution
) -> tuple[Problem, ...]:
    """Return everything wrong with a graph, the record's documents being what they are; errors first."""
    found = [*against_record(store, items, resolution), *against_rules(store), *slogan_counts(store)]
    return tuple(sorted(found, key=lambda problem: (problem.severity, problem.kind, problem.where, problem.message)))


def against_record(
    store: GraphStore, items: Iterable[tuple[Document, Extraction]], resolution: Resolution
) -> Iterator[Problem]:
    """Return where the graph is not what the record's documents give, quad by quad."""
    left = set(store.graphs())
    for document, extraction in items:
        graph = resolution.iris.document(document.id)
        left.discard(graph)
        expected, actual = set(quads(document, extraction, resolution)), set(store.quads(graph))
        if not actual:
            yield Problem("error", "missing", f"图谱里没有文献“{document.title}”", graph, True)
        elif missing := len(expected - actual):
            yield Problem("error", "incomplete", f"图谱少了文献“{document.title}”的 {missing} 条", graph, True)
        if surplus := len(actual - expected):
            yield Problem("error", "surplus", f"图谱多了文献“{document.title}”没有的 {surplus} 条", graph, True)
    for graph in sorted(left):
        if resolution.iris.document_id(graph):
            yield Problem("error", "orphan", "图谱里有资料库中没有的文献", graph, True)


def against_rules(store: GraphStore) -> Iterator[Problem]:
    """Return what breaks the rules of the shapes."""
    for name in names():
        if not name.startswith("check_"):
            continue
        severity, message = query(name).answers.split(" ", 1)
        for row in store.select(load(name)):
            value = "" if row["value"] is None else f"：{row['value']}"
            kind: Severity = "error" if severity == "error" else "warning"
            yield Problem(kind, name.removeprefix("check_"), f"{message}{value}", str(row["node"]))


def slogan_counts(store: GraphStore) -> Iterator[Problem]:
    """Return slogans whose name counts other members than one of the documents lists."""
    members: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in store.select(load("all_components")):
        members[str(row["entity"]), str(row["label"]), str(row["title"])].add(str(row["component"]))
    for (iri, label, title), found in members.items():
        if not fits_promise(label, len(found)):
            message = f"“{label}”应有 {promised_count(label)} 项，《{title}》列出 {len(found)} 项"
            yield Problem("warning", "slogan_count", message, iri)
