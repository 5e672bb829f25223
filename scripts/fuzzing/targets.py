"""What is fuzzed: each target takes one input as bytes and raises where something does not hold that must.

A refusal (`CetuError`) is an answer like any other; whatever else comes out is a finding.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CetuError
from scripts.fuzzing.folders import Folder
from scripts.fuzzing.requests import request, signed_request

if TYPE_CHECKING:
    from corpus.documents import Document
    from search.library import Library


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes input from outside.

    Attributes:
        takes: "text" (UTF-8, lone surrogates as they are), "file" (bytes of a file), "call" or "signed call" (a request as JSON).
        longest: The longest text, in code points.
        longest_s: Processor seconds from which one input counts as a hang.
    """

    name: str
    takes: str
    run: Callable[[bytes], None]
    longest: int = 1500
    longest_s: float = 20.0


@cache
def _library() -> Library:
    from search.library import Library

    return Library.open(Folder.library(), {})


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _document(text: str) -> Document:
    from corpus.ingest import document_from_text

    # A file never holds a lone surrogate: no encoding of it gives one.
    return document_from_text(text.encode("utf-8", "replace").decode())


def read_file(data: bytes) -> None:
    """Read bytes as a file of each kind of name, in this process and within small limits."""
    from corpus.ingest import document_from_file
    from corpus.readers.limits import Limits
    from corpus.readers.registry import source_file

    limits = Limits(pages=50, unpacked_mb=20, characters=200_000)
    for suffix in ("txt", "md", "docx", "html", "csv"):
        try:
            _holds(document_from_file(source_file(f"文件.{suffix}", data), limits=limits))
        except CetuError:
            continue


def clean(data: bytes) -> None:
    """Clean a text and lead every end of a sentence back to the file."""
    document = _document(_text(data))
    places = [document.offsets.to_source(s.start) for s in document.sentences]
    assert places == sorted(places), "the way back to the file is out of order"


def structure(data: bytes) -> None:
    """Structure a text; every span lies in it, sentences stand in order and do not overlap."""
    _holds(_document(_text(data)))


def extract(data: bytes) -> None:
    """Extract, and hold every fact against the text."""
    from kg.extract import extract as extracted

    document = _document(_text(data))
    found = extracted(document)
    size = len(document.text)
    spans = [
        *((m.start, m.end) for m in found.mentions),
        *((r.start, r.end) for r in found.relations),
        *((i.start, i.end) for i in found.indicators),
        *((g.start, g.end) for g in found.glossary),
    ]
    assert all(0 <= start < end <= size for start, end in spans), "a fact lies outside the text"
    known = {entity.id for entity in found.entities}
    assert all(mention.entity in known for mention in found.mentions), "a mention of nothing"
    json.dumps(found.to_dict(), ensure_ascii=False)


def query(data: bytes) -> None:
    """Search with a line of the query language."""
    from search import engine

    result = engine.search(_library(), _text(data), limit=5)
    for hit in result.hits:
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.highlights), "a highlight lies outside"


def question(data: bytes) -> None:
    """Ask; every citation is what stands in its document."""
    from search.answering import ask

    library = _library()
    for citation in ask(library, _text(data)).citations:
        assert library.document(citation.document).quote(citation.start, citation.end) == citation.quote


def draft(data: bytes) -> None:
    """Check a draft; every finding names what stands at its place."""
    from search.drafts.checking import check

    text = _text(data)
    for finding in check(_library(), text).findings:
        assert text[finding.start : finding.end] == finding.span, f"{finding.type} names another place"


def _holds(document: Document) -> None:
    last = 0
    for sentence in document.sentences:
        assert last <= sentence.start < sentence.end <= len(document.text), "sentences overlap or are empty"
        last = sentence.end
    json.dumps(document.to_dict(), ensure_ascii=False)


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("readers", "file", read_file),
        Target("cleaning", "text", clean),
        Target("structure", "text", structure),
        Target("extract", "text", extract),
        Target("query", "text", query, longest=300),
        Target("question", "text", question, longest=120),
        Target("draft", "text", draft),
        Target("api", "call", request, longest=300),
        Target("signed", "signed call", signed_request, longest=300),
    )
}


def strike(target: Target, data: bytes) -> str:
    """Return what does not hold for an input, empty where all does; a refusal is fine."""
    start = time.process_time()
    try:
        target.run(data)
    except CetuError as error:
        told = f"{error}"
        return "" if told and "Traceback" not in told else "a refusal without a sentence"
    except Exception as error:  # whatever else comes out is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:200]} ({Path(place.filename).name}:{place.lineno})"
    took = time.process_time() - start
    return f"took {took:.0f} s" if took > target.longest_s else ""
