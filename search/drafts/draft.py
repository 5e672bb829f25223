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
    """A draft and what it says. Rules count offsets in `document.text`; `span` leads back to `text`."""

    text: str
    document: Document
    sources: tuple[Document, ...] = ()

    @classmethod
    def of(cls, text: str, sources: Sequence[Document] = ()) -> Draft:
        """Return a draft read from its text, to be compared with some documents."""
        from corpus.ingest import document_from_text

        return cls(text, document_from_text(text, name="草稿.txt"), tuple(sources))

    @cached_property
    def extraction(self) -> Extraction:
        """Return what the draft says; made when the first rule asks for it."""
        from kg.extract import extract

        return extract(self.document)

    @cached_property
    def comparable(self) -> frozenset[int]:
        """Return the sources that speak of the draft's own body, by index."""
        places = [entity.name for entity in self.extraction.entities if entity.type is EntityType.PLACE]
        return comparable(self.document, places, self.sources)

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
