"""The one place where IRIs are minted: readable, deterministic, no blank nodes.

Chinese stays as it is (an IRI may hold it; a browser percent-encodes it on the wire). Only what an IRI may
not hold, and what would be read as a path, query or fragment, is percent-encoded.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

DEFAULT_BASE = "http://cetu.localhost"
# Vocabulary and data are apart: the vocabulary keeps its IRI whatever the base of a library is.
ONTOLOGY = "http://cetu.localhost/ontology#"

# RFC 3987 leaves these out of ipath segments, or gives them a meaning there.
_ESCAPED = frozenset(' "<>\\^`{|}%/?#[]')


def segment(text: str) -> str:
    """Return a text as one segment of an IRI's path."""
    return "".join(_escape(char) if char in _ESCAPED or not char.isprintable() else char for char in text)


def text_of(iri: str) -> str:
    """Return the text of an IRI's last segment: the name that `segment` was given."""
    return unquote(iri.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one library. `base` is the setting kg.base."""

    base: str = DEFAULT_BASE

    def document(self, document_id: str) -> str:
        """Return the IRI of a document, which is also that of its named graph."""
        return f"{self.base}/id/document/{segment(document_id)}"

    def entity(self, type_name: str, name: str) -> str:
        """Return the IRI of an entity by type and canonical name."""
        return f"{self.base}/id/{segment(type_name)}/{segment(name)}"

    def within(self, document_id: str, kind: str, key: str | int) -> str:
        """Return the IRI of something in a document: a part, section, mention, statement, indicator, definition."""
        return f"{self.document(document_id)}/{kind}/{key}"

    def graph(self, name: str) -> str:
        """Return the IRI of a graph of the library's own, such as "decisions"."""
        return f"{self.base}/id/graph/{segment(name)}"

    def document_id(self, iri: str) -> str | None:
        """Return the id of the document that an IRI belongs to, or None."""
        prefix = f"{self.base}/id/document/"
        return unquote(iri.removeprefix(prefix).split("/", 1)[0]) if iri.startswith(prefix) else None


def _escape(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
