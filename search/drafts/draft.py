"""A draft as the rules see it: read like any document, with the way back to the characters that the user gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.documents import Document, Sentence
from kg.facts import EntityType, Extraction
from search.drafts.bodies import comparable


@dataclass(frozen=True)
class Draft:
    """A draft and what it says. Rules count offsets in `document.text`; `span` leads back to `text`.

    Attributes:
        comparable: The sources that speak of the draft's own body, by index.
    """

    text: str
    document: Document
    extraction: Extraction
    comparable: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, sources: Sequence[Document] = ()) -> Draft:
        """Return a draft read from its text, to be compared with some documents."""
        from corpus.ingest import document_from_text
        from kg.extract import extract

        document = document_from_text(text, name="草稿.txt")
        extraction = extract(document)
        places = [entity.name for entity in extraction.entities if entity.type is EntityType.PLACE]
        return cls(text, document, extraction, comparable(document, places, sources))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the user's text of a span of the clean one."""
        offsets = self.document.offsets
        first = offsets.to_source(start)
        last = offsets.to_source(end - 1) + 1 if end > start else first
        return min(first, len(self.text)), min(max(first, last), len(self.text))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences in order of the text."""
        return self.document.sentences

    def sentence_text(self, offset: int) -> str:
        """Return the sentence at an offset, or the line where there is none."""
        sentence = self.document.sentence_at(offset)
        if sentence is not None:
            return self.document.quote(sentence.start, sentence.end)
        text = self.document.text
        end = text.find("\n", offset)
        return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]
