"""Text as HTML: escaped once, with the words that matter marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

Span = tuple[int, int]


def lit(text: str, spans: Iterable[Span]) -> Markup:
    """Return a text with spans marked; overlapping spans become one, those outside the text are cut."""
    parts: list[Markup] = []
    position = 0
    for start, end in _joined(spans, len(text)):
        parts += [escape(text[position:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        position = end
    parts.append(escape(text[position:]))
    return Markup("").join(parts)


def lit_words(text: str, words: Iterable[str]) -> Markup:
    """Return a text with every occurrence of the words marked."""
    return lit(text, (span for word in words if len(word) > 1 for span in _occurrences(text, word)))


def _occurrences(text: str, word: str) -> Iterator[Span]:
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + len(word))


def _joined(spans: Iterable[Span], size: int) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted((max(start, 0), min(end, size)) for start, end in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
