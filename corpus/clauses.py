"""Places in a regulation as lawyers cite them: 第二条第二款第（一）项 (Legislation Law of the PRC, article 65: 条、款、项、目)."""

from __future__ import annotations

import re

from corpus.documents import Document, Section
from corpus.labels import label_of
from corpus.numerals import han

_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?")


def clause_at(document: Document, offset: int) -> str:
    """Return article, paragraph, item and sub-item of a place; empty outside of articles.

    Paragraphs (款) have no number of their own: they are counted, and named only where an article has several. An item
    belongs to the paragraph above it.
    """
    article = _article(document, offset)
    if article is None:
        return ""
    paragraph = paragraphs = 0
    item = point = ""
    position = article.start
    for line in document.text[article.start : article.end].split("\n"):
        label = label_of(line) if position > article.start else None
        style = label.style.name if label else ""
        is_reached = position <= offset
        if style == "han_bracket" and label:
            item, point = (f"第{label.text.rstrip('、')}项", "") if is_reached else (item, point)
        elif style == "digit" and label:
            point = f"第{label.number}目" if is_reached else point
        elif line.strip():
            paragraphs += 1
            if is_reached:
                paragraph, item, point = paragraphs, "", ""
        position += len(line) + 1
    counted = f"第{han(paragraph)}款" if paragraphs > 1 else ""
    return article.label + counted + item + point


def _article(document: Document, offset: int) -> Section | None:
    """Return the article that holds a place."""
    sentence = document.sentence_at(offset)
    index = sentence.section if sentence else None
    while index is not None:
        section = document.sections[index]
        if _ARTICLE.fullmatch(section.label.strip()):
            return section
        index = section.parent
    return None
